"""What counts as having written to somebody, and what does not."""

from __future__ import annotations

import pytest

from salver.config.people import People
from salver.config.schema import PersonSection, Settings
from salver.core.limits import DEFAULT_LIMITS
from salver.doors.outbound.letter import Letter, kept_letter, sent_letter
from salver.read.reading import read_message

NORA, ANN = "nora@home.example", "ann@friend.example"
PEOPLE = People(
    Settings(
        people={
            "nora": PersonSection(addresses=(NORA, "lind@work.example")),
            "otto": PersonSection(addresses=("otto@home.example",)),
        }
    )
)


def mail(*headers: str, author: str = NORA, to: str = f"Ann Lee <{ANN}>", body: str = "Dear Ann\r\n") -> bytes:
    lines = [f"From: {author}", f"To: {to}", "Subject: hello", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def sent(raw: bytes, mail_from: str | None = NORA, to: tuple[str, ...] = (ANN,)) -> Letter | None:
    return sent_letter(read_message(raw), mail_from, to, PEOPLE, {"home.example"})


def test_a_letter_says_who_wrote_to_whom_and_what_they_are_called() -> None:
    assert sent(mail()) == Letter("nora", {ANN: "Ann Lee"})
    hidden = sent(mail(), to=("<Hidden@friend.example>", ANN))
    assert hidden == Letter("nora", {"hidden@friend.example": None, ANN: "Ann Lee"})


@pytest.mark.parametrize(
    ("mail_from", "author", "person"),
    [
        (NORA, NORA, "nora"),
        ("NORA+shop@home.example", "Nora <nora@home.example>", "nora"),
        ("lind@work.example", NORA, "nora"),
        ("prvs=1234=nora@home.example", NORA, "nora"),
        ("bounces+77@work.example", "lind@work.example", "nora"),
        ("guest@home.example", "guest@home.example", "guest@home.example"),
        ("otto@home.example", NORA, None),
        ("x@evil.test", NORA, None),
        (NORA, "x@evil.test", None),
        ("x@evil.test", "x@evil.test", None),
        (NORA, f"{NORA}, x@evil.test", None),
        ("", NORA, None),
        (None, NORA, None),
    ],
)
def test_from_must_name_a_person_here_and_the_envelope_nobody_else(
    mail_from: str | None, author: str, person: str | None
) -> None:
    letter = sent(mail(author=author), mail_from)
    assert (letter.person if letter else None) == person


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "List-Id: <choir.home.example>",
        "List-Unsubscribe: <mailto:leave@home.example>",
        "Precedence: bulk",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
        "Content-Type: message/disposition-notification",
        "X-Autoreply: yes",
        "X-Autorespond: hello",
        "X-Auto-Response-Suppress: All",
        f"X-Loop: {NORA}",
        "Content-Class: urn:content-classes:calendarmessage",
        "Content-Class: URN:content-classes:CalendarMessage; x=y",
        "Content-Type: application/ms-tnef",
        "Content-Type: application/vnd.ms-tnef; name=x",
        "Content-Type: application/octet-stream; name=WINMAIL.DAT",
    ],
)
def test_what_a_machine_writes_is_no_letter(header: str) -> None:
    assert sent(mail(header)) is None
    assert kept_letter(read_message(mail(header)), "nora", PEOPLE) is None


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        f"Disposition-Notification-To: {NORA}",
        "Content-Class: urn:content-classes:message",
        "Content-Type: application/octet-stream; name=holiday.dat",
    ],
)
def test_a_persons_own_letter_counts(header: str) -> None:
    """Who asks for a receipt writes by hand."""
    assert sent(mail(header)) is not None


def attached(*headers: str) -> bytes:
    """A letter by hand with another mail in it."""
    inner = "\r\n".join(["From: x@evil.test", *headers, "", "x", ""])
    body = f"--b\r\n\r\nLook at this.\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{inner}--b--\r\n"
    return mail("Content-Type: multipart/mixed; boundary=b", body=body)


@pytest.mark.parametrize("header", ["Content-Type: application/ms-tnef", "X-Loop: x", "Content-Type: multipart/report"])
def test_what_a_letter_only_passes_on_says_nothing_about_it(header: str) -> None:
    assert sent(attached(header)) is not None


@pytest.mark.parametrize("kind", ["message/disposition-notification", "message/delivery-status", "application/ms-tnef"])
def test_a_part_that_a_machine_writes_makes_no_letter(kind: str) -> None:
    body = f"--b\r\n\r\nYour mail was read.\r\n--b\r\nContent-Type: {kind}\r\n\r\nx: y\r\n--b--\r\n"
    assert sent(mail("Content-Type: multipart/mixed; boundary=b", body=body)) is None


@pytest.mark.parametrize(
    ("method", "counts"),
    [("REQUEST", True), ("CANCEL", True), ("REPLY", False), ("COUNTER", False), ("REFRESH", False)],
)
def test_an_answer_to_an_invitation_makes_no_stranger_known(method: str, counts: bool) -> None:
    calendar = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:u1\r\nDTSTART:20261124T130000Z\r\n"
        f"ORGANIZER:mailto:{ANN}\r\nATTENDEE:mailto:{NORA}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    headers = f"Content-Type: text/calendar; method={method}", "Content-Class: urn:content-classes:calendarmessage"
    for raw in (mail(headers[0], body=calendar), mail(*headers, body=calendar)):
        assert (sent(raw) is not None) is counts


def test_ones_own_addresses_do_not_count() -> None:
    assert sent(mail(), to=("lind@work.example", "nora+x@home.example")) is None
    assert sent(mail(), to=("otto@home.example",)) == Letter("nora", {"otto@home.example": None})


def test_a_circular_is_no_letter() -> None:
    many = tuple(f"a{number}@friend.example" for number in range(DEFAULT_LIMITS.letter_recipients + 1))
    assert sent(mail(), to=many) is None
    assert sent(mail(), to=many[1:]) is not None


def test_what_is_no_address_is_passed_over() -> None:
    assert sent(mail(), to=("nonsense", "a@b@c", ANN, "x y@z.example")) == Letter("nora", {ANN: "Ann Lee"})


def test_a_kept_mail_names_its_readers_in_its_header() -> None:
    raw = mail("Cc: Ben <ben@friend.example>", "Bcc: cleo@friend.example, lind@work.example")
    letter = kept_letter(read_message(raw), "nora", PEOPLE)
    assert letter == Letter("nora", {ANN: "Ann Lee", "ben@friend.example": "Ben", "cleo@friend.example": None})
    assert kept_letter(read_message(raw), "otto", PEOPLE) is None
    assert kept_letter(read_message(mail(author="x@evil.test")), "nora", PEOPLE) is None


def test_a_long_list_of_readers_is_read_in_pieces() -> None:
    to = ", ".join(f'"Person {number}" <person.number.{number}@friend.example>' for number in range(100))
    letter = kept_letter(read_message(mail(to=to)), "nora", PEOPLE)
    assert letter is not None
    assert len(letter.names) >= 98
    assert letter.names["person.number.99@friend.example"] == "Person 99"
