"""The decoded bytes of a calendar part, in every reading a program could come to (threats MIME-09 .. MIME-13).

A part is only called a *fake* when none of them holds a calendar, and when we can undo everything it declares.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from salver.core.limits import DEFAULT_LIMITS
from salver.read.charsets import SHIFTING, WIDE, codec, second_reading
from salver.read.entities import Entity
from salver.read.headers import distinct
from salver.read.sweep import Hit, calendar_bytes, opening, sweep
from salver.read.transfer import PLAIN, Encoding, decode, decode_base64_past_padding, known_encoding

_OTHER_FORMS = frozenset({"application/mac-binhex40", "application/applefile", "multipart/appledouble"})
_MOST_PADDINGS = DEFAULT_LIMITS.base64_paddings
_BLANK = b" \t\r\n\0"


class Content(msgspec.Struct, frozen=True, gc=False):
    """``data`` in the reading that holds a calendar. ``doubt``: why another reading holds another one, or none."""

    data: bytes
    doubt: str | None = None


def read_content(body: bytes, encodings: tuple[Encoding, ...]) -> Content:
    """Undo the transfer encoding (RFC 2045 6), in the reading in which a calendar appears; the usual one is first."""
    data = decode(body, encodings[0])
    if len(encodings) > 1 and opening(data) < 0:
        for encoding in encodings[1:]:
            other = decode(body, encoding)
            if opening(other) >= 0:
                return Content(other, "mime-transfer-encoding")
    if encodings[0] == "base64" and 0 <= body.find(b"=") < len(body.rstrip()) - 2:
        if body.count(b"=") > _MOST_PADDINGS:
            return Content(data, "base64-after-padding")
        other = decode_base64_past_padding(body)
        if other.lower().count(b"begin:vcalendar") > data.lower().count(b"begin:vcalendar"):
            return Content(data if opening(data) >= 0 else other, "base64-after-padding")
    return Content(data)


def hidden(entity: Entity) -> Hit | None:
    """A calendar in a part where the usual reading shows none: undecoded, decoded twice, or by its charset."""
    hit = sweep(entity.body.source[entity.start : entity.body.end], headers=False)
    if hit is not None:
        return hit
    body = entity.raw_body()
    for data in _decoded(entity, body):
        hit = sweep(data, headers=False) if data is not body else None
        if hit is not None:
            return hit
        for charset in (entity.part.parameters.get("charset"), "utf-7"):
            other = second_reading(data, charset)
            found = calendar_bytes(other) if other is not None else None
            if found is not None:
                return Hit(found, "charset")
    return None


def _decoded(entity: Entity, body: bytes) -> Iterator[bytes]:
    for encoding in entity.encodings:
        yield body if encoding in PLAIN else decode(body, encoding)


def undecodable(entity: Entity, data: bytes) -> bool:
    """Whether a part is written in a way we cannot undo, so that what we see in it says nothing.

    That is a charset we do not know or whose letters are not those of ASCII, a Content-Encoding (RFC 9110 8.4, which
    some programs undo in mail too), an unknown transfer encoding, or a container of another system. Blank is blank.
    """
    if not data.strip(_BLANK):
        return False
    charset = entity.part.parameters.get("charset")
    name = codec(charset) if charset else "utf-8"
    if name is None or name in WIDE or name in SHIFTING:
        return True
    fields = entity.part.headers
    if any(value.lower() not in (b"", b"identity") for value in distinct(fields, "content-encoding")):
        return True
    if not known_encoding(distinct(fields, "content-transfer-encoding")):
        return True
    return entity.part.content_type in _OTHER_FORMS
