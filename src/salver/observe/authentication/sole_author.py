"""Whether everybody would name the same author: a check that costs little for the mail that is as it should be."""

from __future__ import annotations

import re

from salver.core.limits import Limits
from salver.read.authors import authors, whole_header
from salver.read.encoded_words import decode_words
from salver.read.message import Message

# A whole field: words without any sign that has a meaning, maybe encoded ones, and one address; or that address alone.
# RFC 5322 3.4, RFC 2047 5
_ADDRESS = rb"[A-Za-z0-9!#$%&'*+/=^_`{|}~.-]++@[A-Za-z0-9.-]++"
_WORDS = rb"(?:[A-Za-z0-9 ._-]++|(?<![A-Za-z0-9._-])=\?[A-Za-z0-9-]++\?[bBqQ]\?[A-Za-z0-9+/=_.-]++\?=(?= ))*+"
_PLAIN = re.compile(
    rb"from:[ \t]*+(?:(" + _WORDS + rb")<" + _ADDRESS + rb">|" + _ADDRESS + rb")[ \t]*+\r?\n(?![ \t])", re.IGNORECASE
)
# In lower case, and with every control character that could begin a line for some reader as a CR.
_LOWER = bytes(13 if code in (*range(1, 9), 11, 12, *range(14, 32), 127) else code for code in range(256)).lower()
_TELLING = re.compile(r"[\x00-\x1f\x7f@<]")


def sole_author(message: Message, author: str | None, limits: Limits) -> str | None:
    """``author`` where no program would take anybody else for it; None otherwise (AUTH-08..15, AUTH-33..37)."""
    if author is None or not whole_header(message):
        return None
    if _unmistakable(message):
        return author
    return None if authors(message, limits).ambiguous else author


def _unmistakable(message: Message) -> bool:
    """One line begins with From, whatever follows that word, and its value is as plain as can be."""
    head = message.raw[: message.body_start].translate(_LOWER)
    first = head[:1]
    if b"\0" in head or not (b"a" <= first <= b"z"):
        return False
    lines = head.count(b"\nfrom") + head.count(b"\rfrom") + head.startswith(b"from")
    at = 0 if head.startswith(b"from:") else head.find(b"\nfrom:") + 1
    plain = _PLAIN.match(message.raw, at) if lines == 1 else None
    if plain is None:
        return False
    words = plain[1]
    return words is None or b"=?" not in words or _TELLING.search(decode_words(words)) is None
