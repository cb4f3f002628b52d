"""What a report says where programs disagree: the defect, its place, and what each reading sees."""

from __future__ import annotations

from salver.read.message import Disagreement
from salver.read.reading import read_message
from tests.read.samples import EVENT, TEXT, base64_part, message, multipart, part


def told(raw: bytes) -> Disagreement:
    (one,) = read_message(raw).disagreements
    return one


def test_two_types() -> None:
    raw = message(
        multipart(TEXT, base64_part("text/plain", EVENT, "Content-Type: text/calendar; method=REQUEST"), boundary="b1")
    )
    one = told(raw)
    assert (one.part, one.defect) == ("2", "mime-duplicate-content-type")
    assert raw[one.offset :].startswith(b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64")
    assert one.usual == "text/plain, base64: a calendar"
    assert one.other == "as text/calendar: something else"


def test_an_encoding_in_doubt() -> None:
    one = told(message(multipart(TEXT, part("text/calendar", EVENT, "Content-Transfer-Encoding: 7bit; x"))))
    assert one.defect == "mime-transfer-encoding"
    assert one.other.startswith("as ")


def test_a_calendar_outside_every_part() -> None:
    raw = message(multipart(TEXT, tail=EVENT))
    one = told(raw)
    assert (one.part, one.defect) == ("0", "calendar-hidden")
    assert one.usual == "multipart/mixed, outside its parts: no calendar"
    assert one.other == "the bytes as they stand: a calendar"
    assert raw[one.offset :].lstrip().startswith(b"BEGIN:VCALENDAR")


def test_words_of_the_sender_are_not_repeated() -> None:
    odd = part("text/x\x1b[31m-calendar; name=invite.ics", EVENT, "Content-Type: text/plain; name=invite.ics")
    one = told(message(multipart(TEXT, odd)))
    assert "\x1b" not in one.usual + one.other


def test_tidy_mail_has_none() -> None:
    found = read_message(message(multipart(TEXT, part("text/calendar", EVENT))))
    assert found.disagreements == ()
    assert not found.ambiguous
