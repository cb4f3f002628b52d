"""Held mail: no reader finds a calendar in it, the human text stays, and our sentence can be seen."""

from __future__ import annotations

import base64
import binascii
import email
import email.policy
from email.message import EmailMessage, MIMEPart

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from salver.act.neutralise import WHOLE_NOTE, neutralise
from salver.read.reading import read_message
from tests.act.other_readers import others_see_calendar

ID = "01JDMZ3Y5T8W9X0ABCDEFGHJKM"
SENTENCE = "An invitation waits for your word: “https://salver.home.example/”."
CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1\r\n"
    "DTSTAMP:20261124T100000Z\r\nDTSTART:20261124T130000Z\r\nORGANIZER:mailto:ann@acme.example\r\n"
    "ATTENDEE:mailto:me@home.example\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
HEAD = "From: ann@acme.example\r\nTo: me@home.example\r\nSubject: Lunch\r\nDate: Tue, 24 Nov 2026 14:00:00 +0100\r\n"
ICS = f"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\n{CALENDAR}"
TEXT = "Content-Type: text/plain\r\n\r\nCome to lunch."
HTML = "Content-Type: text/html\r\n\r\n<p>Come to lunch.</p>"
FILE = 'Content-Type: application/ics; name="invite.ics"\r\nContent-Disposition: attachment\r\n\r\n' + CALENDAR
PICTURE = 'Content-Type: image/png; name="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo='


def multi(subtype: str, *parts: str, boundary: str = "b") -> str:
    body = "".join(f"\r\n--{boundary}\r\n{part}" for part in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n{body}\r\n--{boundary}--\r\n'


def held(content: str, head: str = HEAD) -> tuple[EmailMessage, bytes]:
    raw = f"{head}MIME-Version: 1.0\r\n{content}".encode()
    message = read_message(raw)
    assert message.kind == "imip"
    result = neutralise(message, sentence=SENTENCE, inspection_id=ID)
    assert read_message(result).kind == "mail"
    assert b"VCALENDAR" not in result
    parsed = email.message_from_bytes(result, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed, result


def shape(part: MIMEPart) -> object:
    """The tree as nested lists of types."""
    if not part.is_multipart():
        return part.get_content_type().removeprefix("text/")
    return [part.get_content_type().partition("/")[2], *map(shape, part.iter_parts())]


def sentences(message: EmailMessage) -> list[EmailMessage]:
    leaves = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    return [part for part in leaves if SENTENCE in part.get_content()]


def body_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return str(body.get_content()).strip() if body else ""


def text_of(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_googles_shape_keeps_both_texts_and_tells_once() -> None:
    message, _ = held(multi("mixed", multi("alternative", TEXT, HTML, ICS, boundary="inner"), FILE))
    assert shape(message) == ["mixed", ["alternative", "plain", "html"], "plain"]
    assert body_of(message) == "Come to lunch."
    assert sentences(message)[0].get_content_disposition() == "inline"


def test_an_alternative_alone_is_wrapped() -> None:
    message, result = held(multi("alternative", TEXT, HTML, ICS))
    assert shape(message) == ["mixed", ["alternative", "plain", "html"], "plain"]
    assert len(sentences(message)) == 1
    assert f'boundary="salver-{ID}"'.encode() in result
    assert message["Subject"] == "Lunch"


def test_a_calendar_first_among_alternatives_goes_with_its_delimiter() -> None:
    message, _ = held(multi("alternative", ICS, ICS, TEXT, ICS, HTML, ICS))
    assert shape(message) == ["mixed", ["alternative", "plain", "html"], "plain"]


def test_a_calendar_that_is_the_message_becomes_our_sentence() -> None:
    message, result = held(ICS, HEAD + "Content-Class: urn:content-classes:calendarmessage\r\n")
    assert shape(message) == "plain"
    assert text_of(message) == SENTENCE + "\n"
    assert result.startswith(HEAD.encode())
    assert b"calendarmessage" not in result


def test_alternatives_of_nothing_but_calendars_leave_one_text() -> None:
    message, _ = held(multi("alternative", ICS, ICS))
    assert shape(message) == ["alternative", "plain"]
    assert len(sentences(message)) == 1


def test_a_first_calendar_does_not_become_the_body_of_the_mail() -> None:
    message, _ = held(multi("mixed", FILE, TEXT, PICTURE))
    assert shape(message) == ["mixed", "plain", "plain", "image/png"]
    assert sentences(message)[0].get_filename() == "invitation-held.txt"
    assert body_of(message) == "Come to lunch."


def test_other_parts_stay_byte_for_byte() -> None:
    _, result = held(multi("mixed", TEXT, PICTURE, FILE))
    assert f"\r\n--b\r\n{TEXT}\r\n--b\r\n{PICTURE}\r\n--b\r\n".encode() in result
    assert result.endswith(b"\r\n--b--\r\n")


def test_a_forwarded_invitation_is_taken_out_and_its_header_stays() -> None:
    forwarded = f"Content-Type: message/rfc822\r\n\r\nFrom: bob@acme.example\r\nSubject: Old\r\n{ICS}"
    message, result = held(multi("mixed", TEXT, forwarded))
    assert b"Subject: Old" in result
    assert len(sentences(message)) == 2  # in the forwarded message, and where the reader looks
    assert shape(message) == ["mixed", ["mixed", "plain", ["rfc822", "plain"]], "plain"]


@pytest.mark.parametrize(
    "content",
    [
        multi(
            "signed", multi("mixed", TEXT, ICS, boundary="inner"), "Content-Type: application/pgp-signature\r\n\r\nx"
        ),
        multi("mixed", TEXT, ICS) + CALENDAR,
        multi("mixed", TEXT, FILE, "Content-Type: multipart/encrypted; protocol=x; boundary=z\r\n\r\n--z\r\n\r\n--z--"),
        'Content-Type: multipart/mixed; method=REQUEST; boundary="b"\r\n\r\n--b\r\n' + ICS + "\r\n--b--\r\n",
        'Content-Type: multipart/mixed; boundary="b"\r\nContent-Type: text/calendar\r\n\r\n--b\r\n' + ICS + "\r\n--b--",
    ],
)
def test_what_cannot_be_cut_safely_goes_as_a_whole(content: str) -> None:
    message, _ = held(content)
    assert shape(message) == "plain"
    assert text_of(message) == f"{SENTENCE}\n\n{WHOLE_NOTE}\n"
    assert message["From"] == "ann@acme.example"


def test_eight_bit_content_stays_declared() -> None:
    eight = multi("alternative", TEXT, ICS).replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n", 1)
    _, result = held(eight)
    assert result.count(b"Content-Transfer-Encoding: 8bit") == 2


HIDING = {
    "two types": "Content-Type: text/plain\r\nContent-Type: text/calendar\r\n\r\n" + CALENDAR,
    "a comment in the type": "Content-Type: text/(x)calendar; method=REQUEST\r\n\r\n" + CALENDAR,
    "a slash too many": "Content-Type: text/calendar/; method=REQUEST\r\n\r\n" + CALENDAR,
    "an encoded type": "Content-Type: =?utf-8?q?text/calendar?=\r\n\r\n" + CALENDAR,
    "two encodings": (
        "Content-Type: text/calendar\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(CALENDAR.encode()).decode()
    ),
    "mixed case in base64": (
        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(b"x\r\n" + CALENDAR.replace("VCALENDAR", "vCaLeNdAr").encode()).decode()
    ),
    "EBCDIC": (
        "Content-Type: text/calendar; charset=cp037\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(CALENDAR.encode("cp037")).decode()
    ),
    "UTF-7": (
        "Content-Type: text/plain; charset=utf-7\r\n\r\n"
        + CALENDAR.replace("BEGIN:VCAL", "+AEIARQBHAEkATgA6AFYAQwBBAEw-", 1)
    ),
    "UTF-16": (
        "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(CALENDAR.encode("utf-16")).decode()
    ),
    "only a name": 'Content-Type: application/octet-stream; name="invite.ics"\r\n\r\nnothing',
    "a name in pieces": (
        'Content-Type: x/y\r\nContent-Disposition: attachment; filename*0="inv"; filename*1="ite.ics"\r\n\r\nnothing'
    ),
    "only a type": "Content-Type: text/calendar\r\n\r\nnothing",
    "a mail in base64": (
        "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(f"Subject: x\r\n{FILE}".encode()).decode()
    ),
    "a mail as a file": (
        'Content-Type: application/octet-stream; name="x.eml"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + base64.encodebytes(f"Subject: x\r\n{FILE}".encode()).decode()
    ),
    "a piece of a mail": f'Content-Type: message/partial; id="x"; number=1; total=2\r\n\r\n{ICS}',
    "a mail elsewhere": f"Content-Type: message/external-body; access-type=URL\r\n\r\n{ICS}",
    "another message type": f"Content-Type: message/x-thing\r\n\r\nSubject: x\r\n{ICS}",
    "a header behind a blank line": f"\r\n{ICS}",
    "a header behind a bare CR": f"X-A: b\r{ICS}",
    "junk before the header": f"junk\r\n{ICS}",
    "a delimiter of another": f"{TEXT}\r\n--bb\r\n{ICS}",
    "a delimiter with a tail": f"{TEXT}\r\n--b x\r\n{ICS}",
    "uuencode in a text": "Content-Type: text/plain\r\n\r\nbegin 644 invite.ics\r\n"
    + "".join(
        binascii.b2a_uu(CALENDAR.encode()[at : at + 45]).decode().strip("\n") + "\r\n"
        for at in range(0, len(CALENDAR), 45)
    )
    + "`\r\nend",
    "prose": "Content-Type: text/plain\r\n\r\nA file begins with BEGIN:VCALENDAR as you know.",
}


@pytest.mark.parametrize("hidden", HIDING.values(), ids=HIDING)
@pytest.mark.parametrize("beside", [ICS, TEXT, "Content-Type: text/calendar\r\n\r\nnothing"])
@pytest.mark.parametrize("kind", ["mixed", "alternative"])
def test_no_reader_finds_a_calendar_in_the_result(hidden: str, beside: str, kind: str) -> None:
    raw = f"{HEAD}MIME-Version: 1.0\r\n{multi(kind, TEXT, hidden, beside)}".encode()
    result = neutralise(read_message(raw), sentence=SENTENCE, inspection_id=ID)
    assert not others_see_calendar(result)
    assert b"An invitation waits for your word" in result


@pytest.mark.parametrize(
    ("top", "before", "behind"),
    [
        ('boundary="a"\r\nContent-Type: multipart/mixed; boundary="b"', "", ""),
        ('boundary="a"; boundary="b"', "", ""),
        ("boundary*=utf-8''b", "", ""),
        ('boundary="b"', f"--bb\r\n{ICS}\r\n--bb--\r\n", ""),
        ('boundary="b"', "", f"--b\r\n{ICS}\r\n--b--\r\n"),
        ('boundary=""', "", ""),
        ("x=y", "", ""),
    ],
)
def test_no_reader_finds_a_calendar_between_the_parts(top: str, before: str, behind: str) -> None:
    body = f"{before}--b\r\n{TEXT}\r\n--b\r\n{FILE}\r\n--b--\r\n{behind}"
    raw = f"{HEAD}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; {top}\r\n\r\n{body}".encode()
    result = neutralise(read_message(raw), sentence=SENTENCE, inspection_id=ID)
    assert not others_see_calendar(result)


@pytest.mark.parametrize(
    "head",
    ["X-Note: BEGIN:VCALENDAR\r\n", "Subject: BEGIN:VCALENDAR\r\n", "X-A: b\rContent-Type: text/calendar\r\n"],
)
def test_a_header_that_shows_a_calendar_goes_and_the_sender_stays(head: str) -> None:
    message, result = held(ICS, HEAD + head)
    assert not others_see_calendar(result)
    assert message["From"] == "ann@acme.example"


def test_the_other_reader_can_see() -> None:
    for part in (ICS, FILE, "Content-Type: text/plain; charset=utf-16\r\n\r\n" + CALENDAR):
        assert others_see_calendar(f"{HEAD}MIME-Version: 1.0\r\n{multi('mixed', TEXT, part)}".encode())


def test_our_own_words_are_always_delivered() -> None:
    message = read_message(f"{HEAD}MIME-Version: 1.0\r\n{ICS}".encode())
    result = neutralise(message, sentence="See https://text/calendar.example/", inspection_id=ID)
    assert b"See https://text/calendar.example/" in result
    assert b"From:" not in result


LEAVES = st.sampled_from([TEXT, HTML, ICS, FILE, PICTURE, "\r\n" + CALENDAR, "Content-Type: text/calendar\r\n\r\nno"])
NAMES = iter(range(10**9))


def _multi(parts: list[str]) -> st.SearchStrategy[str]:
    kinds = st.sampled_from(["mixed", "alternative", "related", "signed", "digest", "report"])
    return kinds.map(lambda kind: multi(kind, *parts, boundary=f"b{next(NAMES)}x"))


TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).flatmap(_multi),
        inner.map(lambda part: f"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n{part}"),
    ),
    max_leaves=8,
)


@given(TREES, st.booleans(), st.integers(0, 3))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_no_structure_keeps_a_calendar(content: str, bare: bool, damage: int) -> None:
    raw = f"{HEAD}{content}".encode()
    raw = raw.replace(b"\r\n", b"\n") if bare else raw
    raw = raw[: len(raw) - damage * 7]
    message = read_message(raw)
    result = neutralise(message, sentence=SENTENCE, inspection_id=ID)
    assert read_message(result).kind == "mail"
    assert not others_see_calendar(result)
    if message.kind != "mail":
        assert b"An invitation waits for your word" in result
        assert b"BEGIN:VCALENDAR" not in result
