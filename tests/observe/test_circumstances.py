"""How a message came: forwarded, returned, for somebody, booked, one's own."""

from __future__ import annotations

from msgspec.structs import replace

from salver.core.envelope import Direction, Envelope
from salver.observe.circumstances import (
    Passage,
    event_circumstances,
    hands,
    message_circumstances,
    only_nested,
    own_echo,
    proved_since,
)
from salver.observe.facts import Circumstance, Identity
from salver.read.message import Message
from salver.read.reading import read_message

NORA = "nora@home.example"
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:1\r\n"
    "DTSTAMP:20261124T100000Z\r\nDTSTART:20261124T100000Z\r\n{organizer}{guests}END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def _calendar(
    organizer: str | None = "anna@acme.example",
    guests: tuple[str, ...] = (NORA,),
    method: str = "REQUEST",
    **parameters: str,
) -> str:
    written = "".join(f";{name.replace('_', '-')}={value}" for name, value in parameters.items())
    line = f"ORGANIZER{written}:mailto:{organizer}\r\n" if organizer else ""
    return CALENDAR.format(
        method=method, organizer=line, guests="".join(f"ATTENDEE:mailto:{one}\r\n" for one in guests)
    )


def _message(headers: str = "From: anna@acme.example\r\n", calendar: str | None = None) -> Message:
    body = calendar if calendar is not None else _calendar()
    return read_message(
        f"{headers}MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{body}".encode()
    )


def _inside(headers: str, calendar: str | None = None) -> Message:
    body = calendar if calendar is not None else _calendar()
    return read_message(
        (
            f"{headers}\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
            f"From: {NORA}\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{body}"
            "\r\n--b--\r\n"
        ).encode()
    )


def _passage(
    message: Message,
    *,
    rcpt: tuple[str, ...] = (NORA,),
    proved: tuple[str, ...] = (),
    direction: Direction = "inbound",
    mail_from: str | None = None,
) -> Passage:
    return Passage(
        message=message,
        envelope=Envelope(rcpt_to=rcpt, direction=direction, mail_from=mail_from),
        author=message.from_field.only,
        sender=message.sender_field.only,
        own=frozenset({"home.example"}),
        proved=frozenset(proved),
    )


def _words(message: Message, **more: object) -> list[tuple[str, str | None, bool]]:
    found = message_circumstances(_passage(message, **more))  # type: ignore[arg-type]
    return [(one.word, one.by, one.proved) for one in found]


def test_an_invitation_by_itself_has_none() -> None:
    assert _words(_message()) == []
    assert _words(read_message(b"From: a@b.example\r\nSubject: Fwd: x\r\n\r\nhello\r\n")) == []


def test_forwarded_by_its_subject_to_one_who_is_no_guest() -> None:
    calendar = _calendar(guests=("tom@other.example",))
    for subject in ("Fwd: Lunch", "FW: Lunch", "WG: Essen", "TR : midi", "=?utf-8?q?Fwd=3A_Lunch?="):
        message = _message(f"From: tom@other.example\r\nSubject: {subject}\r\n", calendar)
        assert _words(message) == [("forwarded", "tom@other.example", False)]
        proved = ("tom@other.example", "other.example")
        assert _words(message, proved=proved) == [("forwarded", "tom@other.example", True)]
    guest = _message("From: tom@other.example\r\nSubject: Fwd: Lunch\r\n")
    assert _words(guest) == []
    assert _words(_message("From: tom@other.example\r\nSubject: Lunch forward\r\n", calendar)) == []


def test_forwarded_by_another_hand() -> None:
    calendar = _calendar(guests=("tom@other.example",))
    boss = "From: anna@acme.example\r\nSender: tom@other.example\r\n"
    assert _words(_message(boss, calendar)) == [("forwarded", "tom@other.example", False)]
    assert _words(_message(boss, calendar), rcpt=()) == []
    google = "From: anna@acme.example\r\nSender: calendar-notification@service.example\r\n"
    assert _words(_message(google, calendar)) == []
    sent_by = _calendar(guests=("tom@other.example",), SENT_BY='"mailto:tom@other.example"')
    assert _words(_message("From: tom@other.example\r\n", sent_by)) == [("forwarded", "tom@other.example", False)]
    resent = "Resent-From: tom@other.example\r\nFrom: anna@acme.example\r\n"
    assert _words(_message(resent, calendar), proved=("other.example",)) == [("forwarded", "tom@other.example", True)]
    zimbra = "From: anna@acme.example\r\nX-Zimbra-Calendar-Intended-For: tom@other.example\r\n"
    assert _words(_message(zimbra, calendar)) == [("forwarded", "tom@other.example", False)]


def test_a_whole_mail_inside_another_is_passed_on() -> None:
    head = "From: tom@other.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
    message = _inside(head)
    assert only_nested(message)
    assert _words(message) == [("forwarded", "tom@other.example", False)]


REPORT = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n"


def test_our_own_invitation_that_came_back() -> None:
    ours = _calendar(organizer=NORA, guests=("gone@other.example",))
    message = _inside(f"From: MAILER-DAEMON@mx.example\r\nMIME-Version: 1.0\r\n{REPORT}", ours)
    assert _words(message) == [("bounce", "MAILER-DAEMON@mx.example", True)]
    mixed = "From: MAILER-DAEMON@mx.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
    assert _words(_inside(mixed, ours), mail_from="") == [("bounce", "MAILER-DAEMON@mx.example", True)]
    assert _words(_inside(f"Return-Path: <>\r\n{mixed}", ours)) == [("bounce", "MAILER-DAEMON@mx.example", True)]


def test_a_stranger_s_invitation_in_a_report_is_no_return_of_ours() -> None:
    report = f"From: MAILER-DAEMON@mx.example\r\nMIME-Version: 1.0\r\n{REPORT}"
    assert _words(_inside(report)) == [("bounce", "MAILER-DAEMON@mx.example", False)]
    mixed = "From: eve@evil.test\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
    assert _words(_inside(mixed), mail_from="") == [("forwarded", "eve@evil.test", False)]
    # The calendar beside the returned mail is new: nothing came back.
    beside = read_message(
        (
            f"From: eve@evil.test\r\nMIME-Version: 1.0\r\n{REPORT}\r\n--b\r\nContent-Type: text/calendar\r\n\r\n"
            f"{_calendar()}\r\n--b--\r\n"
        ).encode()
    )
    assert _words(beside, mail_from="") == []


def test_a_note_that_a_guest_passed_the_meeting_on() -> None:
    for headers in (
        "From: tom@other.example\r\nSubject: Meeting Forward Notification: Lunch\r\n",
        "From: tom@other.example\r\nContent-Class: IPM.Schedule.Meeting.Notification.Forward\r\n",
    ):
        assert ("forward-notification", None, False) in _words(_message(headers))


def test_through_a_list() -> None:
    headers = "From: anna@acme.example\r\nTo: staff@lists.example\r\nSender: staff-bounces@lists.example\r\n"
    assert _words(_message(headers)) == [("mailing-list", "staff@lists.example", False)]
    assert _words(_message(headers), proved=("lists.example",)) == [("mailing-list", "staff@lists.example", True)]
    assert _words(_message(headers), proved=("example",))[0][2]
    assert not _words(_message(headers), proved=("s.example", "evil.test"))[0][2]


def _event(message: Message, identity: Identity, **more: object) -> list[Circumstance]:
    passage = _passage(message, **more)  # type: ignore[arg-type]
    return list(event_circumstances(message.invitations[0], identity, passage))


def test_a_delegate_is_proved_where_it_is_the_confirmed_author() -> None:
    calendar = _calendar(SENT_BY='"mailto:Tom@acme.example"')
    message = _message("From: tom@acme.example\r\n", calendar)
    identity = Identity(claimed="anna@acme.example")
    assert _event(message, identity) == [Circumstance("delegate", "tom@acme.example", False)]
    assert _event(message, identity, proved=("tom@acme.example",)) == [
        Circumstance("delegate", "tom@acme.example", True)
    ]
    same = _message("From: anna@acme.example\r\n", _calendar(SENT_BY='"mailto:anna@acme.example"'))
    assert _event(same, identity) == []


def test_an_echo_of_ones_own_is_proved_or_from_inside() -> None:
    inbound = Envelope(rcpt_to=(NORA,))
    vouched = Identity(claimed=NORA, vouched_by="self", strength="strong")
    assert own_echo(vouched, inbound, ("n@home.example", NORA))
    assert not own_echo(Identity(claimed=NORA, strength="none"), inbound, (NORA,))
    assert own_echo(Identity(claimed=NORA), Envelope(rcpt_to=(NORA,), direction="internal"), (NORA,))
    assert own_echo(Identity(claimed=NORA), Envelope(rcpt_to=(NORA,), authenticated_as="nora"), (NORA,))
    assert own_echo(replace(vouched, claimed="nora+x@home.example"), inbound, (NORA,))
    assert not own_echo(replace(vouched, role="attendee"), inbound, (NORA,))
    assert not own_echo(vouched, inbound, ("bob@home.example",))


def test_a_forwarder_is_proved_as_soon_as_the_names_are() -> None:
    hand = Circumstance("forwarded", "Tom@fwd.example")
    listed = Circumstance("mailing-list", "dev@lists.example")
    assert hands((hand, listed, Circumstance("forward-notification"))) == ("tom@fwd.example", "dev@lists.example")
    proved = frozenset({"fwd.example", "lists.example"})
    assert [one.proved for one in proved_since((hand, listed), None, proved)] == [True, True]
    # An author who passes on must be confirmed himself, not only his domain.
    assert not proved_since((hand,), "tom@fwd.example", proved)[0].proved
    assert proved_since((hand,), "tom@fwd.example", proved | {"tom@fwd.example"})[0].proved


def test_tickets_and_bookings() -> None:
    for organizer in (None, "noreply@railway.example", "no-reply@railway.example", "do.not.reply@railway.example"):
        message = _message(calendar=_calendar(organizer=organizer, method="PUBLISH", guests=()))
        assert [one.word for one in _event(message, Identity(claimed=organizer))] == ["booking"]
    for method, organizer in (("PUBLISH", "anna@acme.example"), ("REQUEST", "noreply@railway.example")):
        message = _message(calendar=_calendar(organizer=organizer, method=method))
        assert _event(message, Identity(claimed=organizer)) == []
