"""Everybody a program could take for the author of a message (RFC 5322 3.6.2; AUTH-08..14, AUTH-33..37).

Programs take the first address or the last, the one in angle brackets or the one before it; they skip comments or do
not; they decode encoded words before they look for addresses or after; they believe the first From field, the last one,
or one that is hardly written like a field. So every address that stands outside a quoted string counts. A message with
one author has one of them, however untidy the field is.

What people write for a name does not count: an address among other words before the only one in angle brackets, as
mailing lists put it there, or in a comment among other words; nor does ``yoga@home``, which is no domain. That the name
shows somebody else's address is another matter than who wrote this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise, zip_longest
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
# The same for a reader to whom a bare CR ends a line.
_VALUE_TO_RETURN = re.compile(rb"[^\r\n]*+(?:(?:\r\n?|\n)[ \t][^\r\n]*+)*+")
_FROM = b"from:"
_RESENT = b"resent-"
_LEADING = b"\xef\xbb\xbf \t"
_NO_HEADER = (b"\n", b"\r\n")
# What some reader steps over, or takes for the end of a line (Python: VT, FF, FS, GS, RS).
_STRAY = frozenset(bytes((code,)) for code in (*range(0x20), 0x7F)) - {b"\t"}
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
# Words and one address in angle brackets, and nothing else that has a meaning in an address field.
# RFC 5322 3.4
_NAME_AND_ADDRESS = re.compile(
    rb"([^\x00-\x08\x0a-\x1f\x7f\"(),:;<>\[\]\\]++)"
    rb"(<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]++@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++>[ \t]*+)\Z"
)
_SHOWN_ADDRESS = re.compile(rb"(?<!\S)[^\s@=]++@[^\s@=]++(?!\S)")
# Blanks around the dots of a domain.
# RFC 5322 4.4
_LOOSE_DOT = re.compile(rb"(?<=[^\s.])(?:[ \t]++\.[ \t]*+|\.[ \t]++)(?=[^\s.])")
# What separates the labels of a domain, also in the scripts of East Asia.
_DOTS = re.compile(r"[.\u3002\uff0e\uff61]")


class Authors(NamedTuple):
    """``addresses`` are all that some program takes for the author's, lower-case, in order of appearance.

    ``fields`` counts the lines that some program takes for a From field. ``missing``: the From field names nobody, and
    the addresses are those of Sender or Resent-From; a From field that is a mere name is not missing. ``unread``: a
    field was too long to be read to its end, or there were too many.
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
    fields = list(islice(_fields(message.raw[: message.body_start], limits), limits.author_fields + 1))
    unread = len(fields) > limits.author_fields
    fields = fields[: limits.author_fields]
    found: dict[str, None] = {}
    surely = False
    mine = [field for field in fields if not field.resent]
    for field in mine:
        named = claimed(field.value, limits)
        found |= dict.fromkeys(named)
        surely |= field.plain and bool(named)
        unread |= len(field.value) > limits.author_characters
    if surely:
        return Authors(_likely(found), len(mine), unread=unread)
    # Some readers see no author here, and show or check who handed the message in.
    # RFC 5322 3.6.2
    missing = not found and not (len(fields) == 1 and _mere_name(mine))
    resent = [field.value for field in fields if field.resent]
    for value in (*message.values("sender")[: limits.author_fields], *resent):
        found |= dict.fromkeys(claimed(value, limits))
    return Authors(_likely(found), len(mine), missing=missing, unread=unread)


def whole_header(message: Message) -> bool:
    """Whether the header ends where every reader sees its end: at an empty line, or with the message.

    It does not where a limit was reached, or a stray CR stands in that line: what follows may be a From field, and
    nobody is the author for certain.
    """
    raw, end = message.raw, message.body_start
    return end >= len(raw) or raw[max(0, end - 3) : end].endswith((b"\n\n", b"\n\r\n")) or raw[:end] in _NO_HEADER


def _likely(found: dict[str, None]) -> tuple[str, ...]:
    """Without domains that have no dot, which nobody on the internet has; where there is nothing else, these count."""
    dotted = tuple(address for address in found if _DOTS.search(address.rpartition("@")[2]) or address[-1] == "]")
    return dotted or tuple(found)


def _mere_name(fields: list[_Field]) -> bool:
    """Whether the one From field is a name and nothing that any reader takes for an address."""
    return all(
        f.plain and f.value.strip() and b"@" not in f.value and not _CONTROL.search(unfold(f.value)) for f in fields
    ) and bool(fields)


class _Field(NamedTuple):
    """A line that some reader takes for From or Resent-From; ``plain``: every reader does."""

    value: bytes
    resent: bool
    plain: bool


def _fields(head: bytes, limits: Limits) -> Iterator[_Field]:
    """At the beginning of a line, behind a bare CR or another control character too, and behind blanks at the very
    beginning of the message.

    A value longer than the limit comes cut, by one character behind the limit.
    """
    lower = head.lower()
    leading = len(head) - len(head.lstrip(_LEADING))
    for match in _NAME.finditer(lower):
        start = match.start()
        resent = lower.startswith(_RESENT, start - len(_RESENT)) if start >= len(_RESENT) else False
        if resent:
            start -= len(_RESENT)
        before = head[start - 1 : start] if start else b"\n"
        if before not in _STRAY and start > leading:
            continue
        pattern = _VALUE_TO_RETURN if before == b"\r" else _VALUE
        # Values may overlap: without an end, many of them would be quadratic.
        value = pattern.match(head, match.end(), match.end() + limits.author_characters + 1)
        assert value
        yield _Field(value[0], resent, before == b"\n" and match[0] == _FROM)


def claimed(value: bytes, limits: Limits = DEFAULT_LIMITS) -> list[str]:
    """Every address that some reader finds in the value of an address field, lower-case, each once, in order."""
    line = unfold(value[: limits.author_characters])
    found: dict[str, None] = {}
    texts = [line]
    if (control := _CONTROL.search(line)) is not None:
        # It ends the text for some readers, and others step over it.
        texts = [line[: control.start()], _CONTROL.sub(b"", line), _CONTROL.sub(b" ", line)]
    for text in texts:
        for address in _in_line(text):
            found[address] = None
            if len(found) >= limits.recipients:
                return list(_likely(found))
    return list(_likely(found))


def _in_line(line: bytes) -> Iterator[str]:
    line = _without_shown(line)
    parts, balanced = tokens(line) if _SPECIAL.search(line) else ([Token("text", line)], True)
    for outside in _readings(parts):
        for route in _ROUTE.finditer(outside):
            yield "@" + _shown(route[1])
        for element in _elements(outside):
            yield from _in_element(element)
    for text in _inside(parts):
        yield from _addresses(text.translate(_SIGNS))
    if not balanced:
        # Readers that know nothing of quotes and comments still find what stands in them.
        yield from _addresses(line.translate(_SIGNS))


def _without_shown(line: bytes) -> bytes:
    """Without the addresses among the words of a name, where an address in angle brackets says who it is.

    A name that is nothing but an address stays: some readers take that for the author's.
    """
    match = _NAME_AND_ADDRESS.match(line) if line.count(b"@") > 1 else None
    if match is None:
        return line
    words = _SHOWN_ADDRESS.sub(b" ", match[1])
    return words + match[2] if words.strip() else line


def _readings(parts: list[Token]) -> Iterator[bytes]:
    """What stands outside quoted strings and comments, in every way the pieces may be put together."""
    commented = any(token.kind == "comment" for token in parts)
    for gap in (b" ", b"") if commented else (b" ",):
        outside = b"".join(_outside(parts, gap))
        yield outside
        if (tight := _LOOSE_DOT.sub(b".", outside)) != outside:
            yield tight


def _inside(parts: list[Token]) -> Iterator[bytes]:
    """The comments and quoted strings in which some reader looks for addresses.

    In a comment: unless it stands by itself and has other words. In a quoted string: when it is over for those who know
    nothing of backslashes, and an address in angle brackets follows.
    """
    for number, token in enumerate(parts):
        if b"@" not in token.text:
            continue
        if token.kind == "quoted" and token.escaped and b"<" in token.text:
            yield token.text
        elif token.kind == "comment":
            beside = [*parts[max(number - 1, 0) : number], *parts[number + 1 : number + 2]]
            alone = all(one.kind in ("blank", "<") for one in beside)
            words = _SHOWN_ADDRESS.sub(b" ", token.text).strip()
            if not (alone and words and b"<" not in token.text):
                yield token.text


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
