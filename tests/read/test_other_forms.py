from __future__ import annotations

from salver.core.limits import Limits
from salver.read.other_forms import other_forms
from salver.read.reading import read_message
from tests.read.samples import EVENT, base64_part, message, multipart, part

LINK = b'<a href="https://calendar.google.com/calendar/render?action=TEMPLATE">Add</a>\r\n'


def test_every_text_of_the_message_is_looked_at() -> None:
    raw = message(
        multipart(
            part("text/plain", b"webcal://example.com/a\r\n"),
            base64_part("text/html", LINK),
            part("text/calendar; method=REQUEST", EVENT + b"webcal://example.com/b"),
            part("message/rfc822", message(part("text/html", LINK))),
            part("image/png", b"webcal://example.com/c"),
        )
    )
    found = other_forms(read_message(raw))
    assert [(one.part, one.mark.form) for one in found] == [("1", "subscription"), ("2", "calendar-link")]


def test_only_so_many_are_noted() -> None:
    raw = message(multipart(*[part("text/plain", b"webcal://example.com/a " * 4)] * 4))
    assert len(other_forms(read_message(raw), Limits(other_forms=6))) == 6


def test_ordinary_mail_has_none() -> None:
    assert other_forms(read_message(message(part("text/plain", b"Hello\r\n")))) == ()
