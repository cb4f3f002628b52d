"""Whether mail programs would find no calendar in a message, in any reading we know of.

Our reader says what a message is; this looks at the bytes beside it. It errs towards finding: a text that only talks
about ``text/calendar`` counts too. What it decides is how much of a held mail is kept, never whether mail is held.
"""

from __future__ import annotations

import re

from salver.read.calendar_names import CALENDAR_TYPES, calendar_name
from salver.read.charsets import codec
from salver.read.message import HeaderField, Message, Part
from salver.read.sweep import sweep
from salver.read.transfer import PLAIN, decode

# ":vcalendar" also stands in END:VCALENDAR and behind parameters of BEGIN.
_SIGNS = (b":vcalendar", b":vevent", *sorted(name.encode() for name in CALENDAR_TYPES))
_LOWER = bytes(range(256)).lower()
_BLANKS = b" \t\r\n\v\f"
_NAMED = re.compile(
    rb"name(?:\*[0-9]{0,3}\*?)?[ \t]{0,8}=[^\r\n;\"<>]{0,3}\"?[^\r\n;\"<>]{0,200}\.(?:ics|ical|ifb|vcs)"
)
# Letters, figures and the dot, as a file name may be written.
# RFC 2231 4
_ESCAPED = re.compile(rb"%(2e|3[0-9]|[46][1-9a-f]|[57][0-9a])")
# RFC 2045 5.1
_TYPE = re.compile(rb"[ \t\r\n]*[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t\r\n]*(?:;|\Z)")
_UUENCODED = re.compile(rb"(?:\A|\n)begin ", re.IGNORECASE)
_ENCODINGS = ("base64", "quoted-printable", "x-uuencode")


def calendar_free(message: Message) -> bool:
    """Whether no part of this message, in its usual or another plausible reading, is a calendar or holds one."""
    if message.kind != "mail" or message.calendars or message.ambiguous or message.truncated:
        return False
    return not shows_calendar(message.raw) and all(_part_is_free(part, message.raw) for part in message.parts)


def shows_calendar(data: bytes) -> bool:
    """Whether a calendar, its type or its file name stands in these bytes.

    Blanks and NULs between the letters do not hide it, nor does case. Linear in the length of ``data``.
    """
    lower = data.translate(_LOWER, b"\0")
    dense = lower.translate(None, _BLANKS)
    return any(sign in dense for sign in _SIGNS) or _NAMED.search(_unescaped(lower)) is not None


def _unescaped(lower: bytes) -> bytes:
    if b"%" not in lower or b"name" not in lower:
        return lower
    return _ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), lower).translate(_LOWER)


def _part_is_free(part: Part, raw: bytes) -> bool:
    if part.filename and calendar_name((part.filename,)):
        return False
    if not all(_TYPE.match(value) for value in _values(part.headers, "content-type")):
        return False  # readers make different things of it
    if part.children:
        return part.encoding in PLAIN  # else what stands in the parts is hidden from a look at the bytes
    body = raw[part.body_span.start : part.body_span.end]
    if part.content_type.startswith("text/") and sweep(body) is not None:
        return False  # parts that another reader of the boundary sees, whatever they are written in
    return all(_content_is_free(part, body, encoding) for encoding in _plausible_encodings(part, body))


def _plausible_encodings(part: Part, body: bytes) -> list[str]:
    """The declared encoding; every one where it is declared twice; uuencode where it begins in the text."""
    said = _values(part.headers, "content-transfer-encoding")
    encodings = [part.encoding, *(_ENCODINGS if len(said) > 1 else ())]
    if _UUENCODED.search(body):
        encodings.append("x-uuencode")
    return list(dict.fromkeys(encodings))


def _content_is_free(part: Part, body: bytes, encoding: str) -> bool:
    if encoding == "base64" and b"=" in body.rstrip(b"=\0" + _BLANKS):
        return False  # some readers stop at padding, some go on
    content = decode(body, encoding)
    if shows_calendar(content) or (part.content_type.startswith("text/") and sweep(content) is not None):
        return False
    charset = part.parameters.get("charset")
    if not charset:
        return True
    name = codec(charset)
    if name is None:
        return False  # a program may know a character set in which this reads as something else
    return name == "utf-8" or not shows_calendar(content.decode(name, "ignore").encode("utf-8", "ignore"))


def _values(headers: tuple[HeaderField, ...], name: str) -> list[bytes]:
    return [field.value for field in headers if field.name == name]
