from __future__ import annotations

import base64

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.read.contents import Content, hidden, read_content, undecodable
from salver.read.entities import Entity
from salver.read.mime import Walk
from tests.read.samples import EVENT, base64_part, message, part


def only(entity: bytes) -> Entity:
    walk = Walk(DEFAULT_LIMITS)
    raw = message(entity)
    walk.message(raw, len(raw))
    (found,) = walk.entities
    return found


def content_of(entity: Entity) -> Content:
    return read_content(entity.raw_body(), entity.encodings)


def test_the_reading_with_a_calendar_wins_and_is_doubted() -> None:
    assert content_of(only(base64_part("text/calendar", EVENT))).data == EVENT
    twice = ("Content-Transfer-Encoding: 7bit", "Content-Transfer-Encoding: base64")
    odd = only(part("text/calendar", base64.encodebytes(EVENT), *twice))
    assert content_of(odd) == Content(EVENT, "mime-transfer-encoding")


def test_padding_inside_base64() -> None:
    body = base64.b64encode(b"ab") + b"\r\n" + base64.encodebytes(EVENT)
    content = content_of(only(part("text/calendar", body, "Content-Transfer-Encoding: base64")))
    assert content.doubt == "base64-after-padding"


def test_hidden_behind_a_second_encoding_or_a_charset() -> None:
    twice = hidden(only(base64_part("text/calendar", base64.encodebytes(EVENT))))
    assert twice is not None
    assert b"UID:lunch-1@example.com" in twice.data
    shifted = EVENT.replace(b"VCALENDAR", b"+AFYAQwBBAEw-ENDAR")
    found = hidden(only(part("text/calendar; charset=us-ascii", shifted)))
    assert found is not None
    assert found.way == "charset"
    assert hidden(only(part("text/calendar", b"<html>an invoice</html>"))) is None


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (part("text/calendar", b"abc"), False),
        (part("text/calendar; charset=latin1", b"abc"), False),
        (part("text/calendar", b"abc", "Content-Encoding: identity"), False),
        (part("text/calendar; charset=cp037", b"abc"), True),
        (part("text/calendar; charset=cp037", b" \r\n"), False),
        (part("text/calendar; charset=utf-16", b"abc"), True),
        (part("text/calendar", b"abc", "Content-Encoding: gzip"), True),
        (part("text/calendar", b"abc", "Content-Transfer-Encoding: x-own"), True),
        (part("application/mac-binhex40", b"abc"), True),
    ],
)
def test_what_we_cannot_undo(entity: bytes, expected: bool) -> None:
    found = only(entity)
    assert undecodable(found, found.content()) is expected
