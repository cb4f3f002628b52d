from __future__ import annotations

import base64

import pytest

from salver.core.limits import Limits
from salver.read.message import Message
from salver.read.reading import read_message
from tests.read.samples import EVENT, INVITATION, TEXT, base64_part, calendar, crlf, message, multipart, part


def codes(found: Message) -> set[str]:
    return {one.code for one in found.defects}


def test_an_invitation_is_found_twice_and_told_once() -> None:
    found = read_message(INVITATION)
    assert [(one.part, one.found_by, one.same_as) for one in found.calendars] == [
        ("1.2", "type", None),
        ("2", "type", "1.2"),
    ]
    assert [one.same_as for one in found.invitations] == [None, "1.2"]
    assert (found.kind, found.ambiguous, found.truncated) == ("imip", False, False)
    assert found.calendars[0].method_param == "REQUEST"
    assert found.calendars[1].method_param is None


@pytest.mark.parametrize(
    ("entity", "found_by"),
    [
        (part("application/ics", EVENT), "type"),
        (part("text/x-vcalendar", EVENT), "type"),
        (part("text/directory; profile=VCALENDAR", EVENT), "type"),
        (base64_part("application/octet-stream; name=invite.ics", EVENT), "name"),
        (part("application/octet-stream", EVENT, "Content-Disposition: attachment; filename=a.VCS"), "name"),
        (part("text/plain", EVENT), "content"),
        (part("text/html", b"\r\n \r\n" + EVENT.lower()), "content"),
        (base64_part("application/octet-stream", b"\xef\xbb\xbf" + EVENT), "content"),
        (part("text/plain", b"\r\n" * 2_000 + EVENT), "content"),
        (base64_part("image/png", EVENT.decode().encode("utf-16")), "content"),
    ],
)
def test_by_type_name_and_content(entity: bytes, found_by: str) -> None:
    found = read_message(message(multipart(TEXT, entity)))
    (one,) = found.calendars
    assert (one.found_by, one.part, one.fake, one.readable) == (found_by, "2", False, True)
    assert one.invitations[0].uid == "lunch-1@example.com"
    assert not found.ambiguous


def test_the_root_itself() -> None:
    raw = message(part("text/calendar; method=REPLY", calendar(method="REPLY")))
    found = read_message(raw)
    (one,) = found.calendars
    assert (one.part, one.span.start, one.span.end) == ("1", 0, len(raw))
    assert found.kind == "imip"


def test_inside_a_forwarded_message_it_is_nested() -> None:
    found = read_message(message(multipart(TEXT, part("message/rfc822", INVITATION), boundary="outer")))
    assert [one.part for one in found.calendars] == ["2.1.2", "2.2"]
    assert all(one.nested for one in found.calendars)
    assert all(one.nested for one in found.invitations)
    assert not found.ambiguous


@pytest.mark.parametrize(
    "body",
    [
        b"<html>an invoice</html>",
        b"%PDF-1.7",
        b"",
        b"BEGIN:VCARD\r\nFN:Ada\r\nEND:VCARD\r\n",
        b"Please ask about VCALENDAR",
    ],
)
def test_no_calendar_bytes_make_it_a_fake(body: bytes) -> None:
    found = read_message(message(multipart(TEXT, part('application/pdf; name="x.ics"', body))))
    (one,) = found.calendars
    assert one.fake
    assert (found.kind, found.ambiguous) == ("mail", False)


@pytest.mark.parametrize("body", [b"\0\1BEGIN:VCALENDAR", b"BEGIN:VCALENDAR", b"x BEGIN:VCALENDAR\r\nEND:VCALENDAR"])
def test_calendar_bytes_without_a_calendar_are_unreadable(body: bytes) -> None:
    (one,) = read_message(message(part("text/calendar", body))).calendars
    assert (one.fake, one.readable, one.invitations) == (False, False, ())


def test_a_missing_end_is_a_defect_and_readable() -> None:
    found = read_message(message(part("text/calendar", EVENT[: EVENT.index(b"END:VEVENT")])))
    assert found.calendars[0].readable
    assert found.invitations[0].summary is not None
    assert "calendar-missing-end" in codes(found)


def test_over_the_limit_it_is_unreadable_and_truncated() -> None:
    raw = message(part("text/calendar", EVENT + b"X:y\r\n" * 1_000))
    found = read_message(raw, Limits(calendar_bytes=500))
    assert found.truncated
    assert not found.calendars[0].readable
    assert "calendar-too-much" in codes(found)


def test_calendars_past_the_limit_are_counted_unread() -> None:
    entities = [part("text/calendar", calendar(uid=f"{n}@example.com")) for n in range(5)]
    found = read_message(message(multipart(*entities)), Limits(calendar_parts=3))
    assert len(found.calendars) == 5
    assert [one.readable for one in found.calendars] == [True, True, True, False, False]
    assert found.truncated


FILE = "application/octet-stream; name=forwarded.eml"


@pytest.mark.parametrize("file", [part(FILE, INVITATION), base64_part(FILE, INVITATION)])
def test_a_calendar_in_a_message_in_a_file_is_nested(file: bytes) -> None:
    found = read_message(message(multipart(TEXT, file, boundary="outer")))
    assert not found.ambiguous
    assert found.kind == "imip"
    assert all(one.nested for one in found.calendars)
    assert found.invitations[0].uid == "lunch-1@example.com"


@pytest.mark.parametrize(
    "file",
    [
        part("application/octet-stream; name=x.eml", b"Subject: x\r\n" + EVENT,
             "Content-Disposition: attachment; filename=invite.ics"),
        base64_part(FILE, EVENT.replace(b"VCALENDAR\r\n", b"VCALENDAR\r\nSubject: x\r\n", 1)),
        base64_part(FILE, INVITATION, "Content-Transfer-Encoding: 7bit"),
    ],
)  # fmt: skip
def test_a_calendar_that_could_be_a_message_in_a_file_is_found(file: bytes) -> None:
    found = read_message(message(multipart(TEXT, file)))
    assert found.kind in ("imip", "calendar")


PAYLOAD = base64.encodebytes(EVENT)


@pytest.mark.parametrize(
    ("raw", "doubt"),
    [
        (message(multipart(TEXT, b"Content-Type: text/plain\r\nContent-Type: text/calendar\r\n\r\n" + EVENT)),
         "mime-duplicate-content-type"),
        (message(multipart(TEXT, b"Content-Transfer-Encoding: 7bit\r\n" + base64_part("text/calendar", EVENT))),
         "mime-transfer-encoding"),
        (message(multipart(TEXT, b"Content-Transfer-Encoding: 7bit\r\n" + base64_part("image/png", EVENT))),
         "mime-transfer-encoding"),
        (message(multipart(TEXT, part("text/calendar", PAYLOAD, "Content-Transfer-Encoding: base64 foo"))),
         "mime-transfer-encoding"),
        (message(multipart(TEXT, part("text/calendar", PAYLOAD, "Content-Transfe(r-Encoding: base64"))),
         "base64-or-none"),
        (message(b'Content-Type: multipart/mixed; boundary="b1"; boundary="b9"\r\n\r\n--b9\r\n' + TEXT
                 + b"\r\n--b9\r\n" + base64_part("text/calendar", EVENT) + b"\r\n--b9--\r\n"),
         "mime-duplicate-parameter"),
        (message(b"Content-Type: text/plain\r\n" + multipart(TEXT, base64_part("text/calendar", EVENT))),
         "mime-duplicate-content-type"),
        (message(multipart(TEXT, tail=b"\r\n" + part("text/calendar", EVENT))), "calendar-hidden"),
        (message(multipart(TEXT, tail=base64_part("text/calendar", EVENT))), "calendar-hidden"),
        (message(b"Content-Type: multipart/mixed; boundary=b1\r\n\r\n" + EVENT + b"--b1\r\n" + TEXT + b"\r\n--b1--"),
         "calendar-hidden"),
        (message(b"Content-Type: multipart/mixed\r\n\r\n--b1\r\n" + base64_part("text/calendar", EVENT) + b"--b1--"),
         "calendar-hidden"),
        (message(multipart(part("text/plain", b"hello\r\n--b1b\r\n" + base64_part("text/calendar", EVENT)))),
         "mime-boundary-near"),
        (message(multipart(part("text/plain", b"hello\r\n --b1\r\n" + part("text/calendar", EVENT)))),
         "mime-boundary-near"),
        (message(multipart(TEXT, b"\xef\xbb\xbf" + base64_part("text/calendar", EVENT))), "header-byte-order-mark"),
        (message(multipart(TEXT, b"junk\r\n" + base64_part("text/calendar", EVENT))), "header-junk-line"),
        (message(multipart(TEXT, part("text/(x)calendar", EVENT))), "mime-comment"),
        (message(multipart(TEXT, base64_part("message/rfc822", INVITATION))), "mime-composite-encoded"),
        (b"\r\n" + INVITATION, "header-empty"),
        (message(multipart(TEXT, part("text/calendar", base64.b64encode(b"ab") + PAYLOAD,
                                      "Content-Transfer-Encoding: base64"))), "base64-after-padding"),
    ],
)  # fmt: skip
def test_a_calendar_only_some_readers_find_is_ambiguous(raw: bytes, doubt: str) -> None:
    found = read_message(raw)
    assert found.ambiguous
    assert found.kind in ("imip", "calendar")
    assert any(one.uid == "lunch-1@example.com" for one in found.invitations)
    if doubt != "base64-or-none":
        assert doubt in codes(found)


@pytest.mark.parametrize(
    "raw",
    [
        INVITATION.replace(b"\r\n", b"\n"),
        INVITATION[: INVITATION.rindex(b"--b1--")],
        INVITATION + b"\r\n_____________\r\nlist mailing list\r\nlist@lists.example.com\r\n",
        INVITATION.replace(
            b"text/calendar; charset=UTF-8; method=REQUEST", b"text/calendar; method=REQUEST;; charset=UTF-8"
        ),
        INVITATION.replace(b"MIME-Version: 1.0\r\n", b""),
        INVITATION.replace(b"Please come.", b"Please come.\r\n> BEGIN:VCALENDAR\r\n--\r\nb1"),
        message(multipart(TEXT, base64_part("text/calendar", EVENT) + b"_____\r\nlist mailing list\r\n")),
        message(multipart(TEXT, part("text/calendar", EVENT + b"_____\r\nlist mailing list\r\n"))),
        message(multipart(TEXT, part("text/calendar", EVENT, "Content-Transfer-Encoding: 8 bit"))),
        message(multipart(TEXT, part("text/calendar; charset=UTF-8 (Unicode 5.2)", EVENT))),
    ],
)
def test_untidy_but_plain_invitations_are_not(raw: bytes) -> None:
    found = read_message(raw)
    assert not found.ambiguous
    assert found.kind == "imip" or found.invitations[0].method == "REQUEST"
    assert found.invitations[0].uid == "lunch-1@example.com"


@pytest.mark.parametrize(
    "text",
    [
        "> BEGIN:VCALENDAR\n> METHOD:REQUEST\n> END:VCALENDAR\n",
        "The server sends\n\nBEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n\nand then crashes.\n",
        "diff --git a/x b/x\n+BEGIN:VCALENDAR\n",
        "Content-Type: text/calendar; method=REQUEST\n\nQkVHSU46VkNBTEVOREFS\n",
    ],
)
def test_talking_about_calendars_is_mail(text: str) -> None:
    for raw in (
        message(part("text/plain", crlf("Hello,\n\n" + text))),
        message(multipart(part("text/plain", crlf("Hello,\n\n" + text)), tail=b"list footer\r\n")),
    ):
        found = read_message(raw)
        assert (found.kind, found.ambiguous, found.calendars) == ("mail", False, ())


def test_objects_and_attendees_are_bounded_over_the_whole_message() -> None:
    entities = [
        part("text/calendar", calendar(*[f"ATTENDEE:mailto:a{n}{m}@example.com" for m in range(3)], uid=f"{n}"))
        for n in range(6)
    ]
    found = read_message(message(multipart(*entities)), Limits(calendar_objects=4, attendees=5))
    assert [len(one.invitations) for one in found.calendars] == [1, 1, 1, 1, 0, 0]
    assert [len(one.attendees) for one in found.invitations] == [3, 2, 0, 0]
    assert [one.truncated for one in found.invitations] == [False, True, True, True]
    assert [one.readable for one in found.calendars] == [True] * 4 + [False] * 2
    assert found.truncated
    assert "calendar-too-many" in codes(found)


def test_content_lines_are_bounded_over_the_whole_message() -> None:
    entities = [part("text/calendar", calendar(uid=f"{n}")) for n in range(4)]
    found = read_message(message(multipart(*entities)), Limits(calendar_lines=15))
    assert [one.readable for one in found.calendars] == [True, True, False, False]
    assert found.truncated


def test_copies_take_no_room_until_there_are_very_many() -> None:
    feed = calendar(uid="a") + calendar(uid="b")
    found = read_message(message(multipart(*[part("text/calendar", feed)] * 5)), Limits(calendar_objects=4))
    assert [len(one.invitations) for one in found.calendars] == [2, 2, 2, 0, 0]
    assert [one.same_as for one in found.calendars] == [None, "1", "1", "1", "1"]
    assert all(one.readable for one in found.calendars)
    assert not found.truncated


def test_a_calendar_that_changes_with_its_charset_is_ambiguous() -> None:
    honest = part("text/calendar; charset=iso-2022-jp", calendar("SUMMARY:会議").decode().encode("iso-2022-jp"))
    found = read_message(message(multipart(TEXT, honest)))
    assert found.invitations[0].summary is not None
    assert (found.invitations[0].summary.raw, found.ambiguous) == ("会議", False)
    shifty = part(
        "text/calendar; charset=utf-7", EVENT.replace(b"END:VEVENT", b"X-A:+AA0ACgBCAEUARwBJAE4AOgBW-\r\nEND:VEVENT")
    )
    assert read_message(message(multipart(TEXT, shifty))).ambiguous


def test_a_header_line_where_nobody_accounts_for_it_is_enough() -> None:
    found = read_message(message(multipart(TEXT, tail=part("text/calendar", b"nothing we know"))))
    (one,) = found.calendars
    assert (one.found_by, one.fake, one.readable, one.data, found.ambiguous) == ("sweep", False, False, b"", True)


def test_what_is_read_again_is_counted_for_the_whole_message() -> None:
    """DOS-05: many parts share what one may ask for."""
    bodies = [calendar("SUMMARY:a", "SUMMARY:b", f"COMMENT:{n}" + "x" * 900) for n in range(5)]
    raw = message(multipart(*(part("text/calendar", body) for body in bodies)))
    assert not read_message(raw, Limits(calendar_again_bytes=6_000)).truncated
    found = read_message(raw, Limits(calendar_again_bytes=3_000))
    assert found.truncated
    assert [bool(one.ambiguous) for one in found.calendars] == [True, True, False, False, False]


def test_links_beyond_what_is_kept_are_too_much() -> None:
    """DOS-09: a link that nobody looked at."""
    for lines in (
        ["DESCRIPTION:" + " x" * 40_000 + " https://evil.test/"],
        ["DESCRIPTION:" + " ".join(f"https://{n}.example/" for n in range(201))],
    ):
        found = read_message(message(part("text/calendar", calendar(*lines))))
        assert found.truncated
        assert [one.code for one in found.defects] == ["calendar-too-much"]
    same = calendar("DESCRIPTION:" + "https://a.example/ " * 300 + "https://evil.test/")
    found = read_message(message(part("text/calendar", same)))
    assert not found.truncated
    assert found.links[-1].host == "evil.test"
