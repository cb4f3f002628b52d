"""Everybody a program could take for the author of a message (RFC 5322 3.6.2; AUTH-08..14, AUTH-33..37).

Programs take the first address or the last, the one in angle brackets or the one before it; they skip comments or do
not; they decode encoded words before they look for addresses or after; they believe the first From field, the last one,
or one that is hardly written like a field. So every address that stands outside a quoted string counts. A message with
one author has one of them, however untidy the field is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from typing import NamedTuple

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read import charsets
from salver.read.address_tokens import Token, tokens
from salver.read.encoded_words import decode_words
from salver.read.headers import unfold
from salver.read.message import Message

# The name of a field that some reader takes for From, with blanks, a fold or control characters in it or behind it.
# RFC 5322 2.2
_NAME = re.compile(rb"f\x00*+r\x00*+o\x00*+m[\x00-\x20\x7f]*+:")
_VALUE = re.compile(rb"[^\n]*+(?:\n[ \t][^\n]*+)*+")
_FROM = b"from:"
_RESENT = b"resent-"
_LEADING = b"\xef\xbb\xbf \t"
_SPECIAL = re.compile(rb'["()\\]')
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_CONTROL_TEXT = re.compile(r"[\x00-\x1f\x7f]")
# What an address is made of, as a careless reader sees it.
_RUN = re.compile(rb"[^\s\"(),:;<>\[\]\\]++(?:(?<=@)\[[^\[\]\s]{0,255}\])?")
# A route before an address: <@relay.example:ada@example.com>.
# RFC 5322 4.4
_ROUTE = re.compile(rb"<[ \t]*+@([^\s,:;<>@]++)[^<>:]*+:")
# An encoded word that stands alone, as it has to.
# RFC 2047 5
_WORD = re.compile(rb"(?<![^\s,<>(\";:])=\?[^?\s]{1,60}\?[bBqQ]\?[^?\n]*+\?=(?![^\s,<>)\";:])")
_ANY_WORD = re.compile(rb"=\?[^?\s]{1,60}\?[bBqQ]\?[^?\n]*+\?=")
_SIGNS = bytes.maketrans(b'"()', b"   ")


class Authors(NamedTuple):
    """``addresses`` are all that some program takes for the author's, lower-case, in order of appearance.

    ``fields`` counts the lines that some program takes for a From field. ``missing``: the From field names nobody, and
    the addresses are those of Sender or Resent-From. ``unread``: a field was too long to be read to its end.
    """

    addresses: tuple[str, ...] = ()
    fields: int = 0
    missing: bool = False
    unread: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether programs may disagree about who wrote this."""
        return len(self.addresses) > 1 or self.unread or (self.missing and bool(self.addresses))


def authors(message: Message, limits: Limits = DEFAULT_LIMITS) -> Authors:
    """Everybody a program could take for the author of this message."""
    head = message.raw[: message.body_start]
    found: dict[str, None] = {}
    resent: list[bytes] = []
    fields = 0
    surely = unread = False
    for field in _fields(head):
        if field.resent:
            resent.append(field.value)
            continue
        fields += 1
        unread |= len(field.value) > limits.author_characters
        named = claimed(field.value, limits)
        found |= dict.fromkeys(named)
        surely |= field.plain and bool(named)
    if surely:
        return Authors(tuple(found), fields, unread=unread)
    # Some readers see no author here, and show or check who handed the message in.
    # RFC 5322 3.6.2
    missing = not found
    for value in (*message.values("sender"), *resent):
        found |= dict.fromkeys(claimed(value, limits))
    return Authors(tuple(found), fields, missing=missing, unread=unread)


class _Field(NamedTuple):
    """A line that some reader takes for From or Resent-From; ``plain``: every reader does."""

    value: bytes
    resent: bool
    plain: bool


def _fields(head: bytes) -> Iterator[_Field]:
    """At the beginning of a line, behind a bare CR too, and behind blanks at the very beginning of the message."""
    lower = head.lower()
    for match in _NAME.finditer(lower):
        start = match.start()
        resent = lower.startswith(_RESENT, start - len(_RESENT)) if start >= len(_RESENT) else False
        if resent:
            start -= len(_RESENT)
        before = head[start - 1 : start] if start else b"\n"
        if before not in (b"\n", b"\r") and head[:start].strip(_LEADING):
            continue
        value = _VALUE.match(head, match.end())
        assert value
        yield _Field(value[0], resent, before == b"\n" and match[0] == _FROM)


def claimed(value: bytes, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """Every address that some reader finds in the value of an address field, lower-case, each once, in order."""
    line = unfold(value)[: limits.author_characters]
    found: dict[str, None] = {}
    texts = [line]
    if (control := _CONTROL.search(line)) is not None:
        # It ends the text for some readers, and others step over it.
        texts = [line[: control.start()], _CONTROL.sub(b"", line), _CONTROL.sub(b" ", line)]
    for text in texts:
        for address in _in_line(text):
            found[address] = None
            if len(found) >= limits.recipients:
                return list(found)
    return list(found)


def _in_line(line: bytes) -> Iterator[str]:
    parts, balanced = tokens(line) if _SPECIAL.search(line) else ([Token("text", line)], True)
    commented = any(token.kind == "comment" for token in parts)
    for outside in (b"".join(_outside(parts, gap)) for gap in ((b" ", b"") if commented else (b" ",))):
        for route in _ROUTE.finditer(outside):
            yield "@" + _shown(route[1])
        for element in _elements(outside):
            yield from _in_element(element)
    for token in parts:
        inside = token.kind == "comment" or (token.kind == "quoted" and token.escaped)
        if inside and b"@" in token.text:
            yield from _addresses(token.text.translate(_SIGNS))
    if not balanced:
        # Readers that know nothing of quotes and comments still find what stands in them.
        yield from _addresses(line.translate(_SIGNS))


def _outside(parts: list[Token], gap: bytes) -> Iterator[bytes]:
    """The text with a gap for comments, without quoted strings; one that is a local part stays, without its signs."""
    for token, following in zip_longest(parts, parts[1:]):
        if token.kind == "quoted" and following is not None and following.kind == "@":
            yield token.text.translate(_SIGNS).replace(b" ", b"_")
        else:
            yield b" " if token.kind == "quoted" else gap if token.kind == "comment" else token.text


def _elements(outside: bytes) -> Iterator[bytes]:
    """Split at commas and semicolons; some readers do so even inside angle brackets."""
    yield from outside.replace(b";", b",").split(b",")


def _in_element(element: bytes) -> Iterator[str]:
    """The addresses of one element: written plainly, and hidden in encoded words.

    An encoded word is a display name and may hold anything that looks like an address. It is one to a program that
    decodes first when it holds angle brackets or a line end, or when there is no other address beside it.
    """
    words = _WORD.findall(element)
    plain = list(_addresses(_WORD.sub(b" ", element) if words else element))
    yield from plain
    if not words:
        return
    decoded = decode_words(b" ".join(words))
    if "@" in decoded and (not plain or "<" in decoded or _CONTROL_TEXT.search(decoded)):
        yield from _addresses(_CONTROL.sub(b" ", decoded.encode("utf-8", "replace")))


def _addresses(text: bytes) -> Iterator[str]:
    """Every ``local@domain`` in text without quotes and comments; of ``a@b@c`` both readings."""
    for match in _RUN.finditer(text):
        run = match[0]
        if b"@" not in run:
            continue
        yield from _halves(run)
        if b"=?" in run and _ANY_WORD.search(run):
            # RFC 2047 5
            yield from _halves(_ANY_WORD.sub(lambda word: decode_words(word[0]).encode("utf-8", "replace"), run))


def _halves(run: bytes) -> Iterator[str]:
    pieces = run.split(b"@")
    for local, domain in pairwise(pieces):
        if local and domain.strip(b"."):
            yield f"{_shown(local)}@{_shown(domain)}"


def _shown(text: bytes) -> str:
    return charsets.text(text).lower().strip(".'")
