"""Whether a signature that holds covers every octet a calendar could be made of (AUTH-16, AUTH-17).

The body is under the signature or the signature does not hold. What can still be changed is where it is cut:

- octets behind ``l=`` (AUTH-16);
- the fields that say how the body is to be read, where they are not signed, or where one was added (AUTH-17).

Google and Yahoo leave Content-Type unsigned. That alone is no reason for doubt; but then the boundary is not signed
either, and whoever sends the message on may declare another one. So the body itself must leave as little choice as
bytes can: the declared boundary is its very first line and closes it, every part says what it is, and no other line of
it could begin a part with a calendar. That it was no plain text when it was signed nobody can tell from its bytes: so
such a signature covers the calendar with the reason ``structure-unsigned``, and vouches for it only moderately.

A relaxed body does not know a line of blanks from an empty one (RFC 6376 3.4.4), so an empty line behind the header of
a part may be made a fold of it. The reader doubts every such line (``header-blank-fold``).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal, NamedTuple

from salver.core.limits import Limits
from salver.observe.authentication.dkim.octets import Octets
from salver.observe.authentication.dkim.signature import Signature
from salver.read.headers import unfold
from salver.read.message import Message
from salver.read.parameters import Parameterized, parse_parameterized

Gap = Literal["length", "structure-unsigned", "structure-ambiguous"]

_IDENTITY = (b"", b"7bit", b"8bit", b"binary")
"""Encodings that change nothing (RFC 2045 6.2)."""

_QUOTED = re.compile(rb"=(?:[0-9A-Fa-f]{2}|[ \t]*\r?\n)")
"""What a quoted-printable reader would take for something else than it is (RFC 2045 6.7)."""

_CONTENT_TYPE = re.compile(rb"\ncontent-type[ \t]*+:((?:.*+\n[ \t])*+.*+)", re.IGNORECASE)
_SIGNS = (b"\ncontent-", b"begin:vcalendar")
_BLANK_LINE = re.compile(rb"\n\r?\n")
# One with a blank in it is written by nobody, and stands in many a text: "---------- Forwarded message ---------".
# RFC 2046 5.1.1
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=?-]{1,70}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\r\n]*+={0,2}[\r\n]*+")
_ROOTS = frozenset({"multipart/mixed", "multipart/alternative", "multipart/related", "multipart/report"})
"""Kinds of message that cut their body alike and give its parts no type of their own, as multipart/digest does."""


class Cover(NamedTuple):
    """Whether the calendar lies under a signature, None where there is none; and what is open, or not quite certain."""

    covers: bool | None
    why: Gap | None = None


class Coverage:
    """What the signatures of one message can cover. Everything is found out once and only when it is needed."""

    def __init__(self, message: Message, octets: Octets, limits: Limits) -> None:
        self._message = message
        self._octets = octets
        self._limits = limits

    @property
    def asked(self) -> bool:
        """Whether there is anything to cover: a calendar, or content that could hold one."""
        return not self._message.ordinary

    @property
    def uncovered(self) -> bool | None:
        """What is said of the calendar where a signature does not hold."""
        return False if self.asked else None

    def of(self, signature: Signature) -> Cover:
        """Whether this signature, if it holds, leaves nothing of the calendar open; otherwise what it does."""
        if not self.asked:
            return Cover(None)
        gap = self._gap(signature)
        if gap is not None:
            return Cover(False, gap)
        return Cover(True, None if "content-type" in signature.signed else "structure-unsigned")

    def _gap(self, signature: Signature) -> Gap | None:
        if signature.length is not None and signature.length < len(self._octets.body(signature.body_form)):
            return "length"
        if self._message.ambiguous or self._message.truncated:
            return "structure-ambiguous"
        names = signature.signed
        if self._octets.count("content-type") > 1 or self._octets.count("content-transfer-encoding") > 1:
            return "structure-unsigned"
        if not self._octets.fields("content-type") or not self._type.value.startswith("multipart/"):
            return self._gap_of_single(names)
        if self._encoding not in _IDENTITY:
            return "structure-ambiguous"  # RFC 2045 6.4
        return None if "content-type" in names else self._gap_of_boundary

    def _gap_of_single(self, names: tuple[str, ...]) -> Gap | None:
        """A message of one part: every field that says what it is must be signed.

        Content-Transfer-Encoding need not be where its absence and every word of it come to the same, nor where nothing
        but base64 stands in the body: read otherwise that is no calendar.
        """
        for name in ("content-type", "content-disposition"):
            if self._octets.count(name) > names.count(name):
                return "structure-unsigned"
        if "content-type" not in names:
            return "structure-unsigned"
        if "content-transfer-encoding" in names:
            return None
        body = self._octets.raw_body
        if self._encoding == b"base64":
            same = _BASE64.fullmatch(body) is not None
        else:
            same = self._encoding in (*_IDENTITY, b"quoted-printable") and not _QUOTED.search(body)
        return None if same else "structure-unsigned"

    @cached_property
    def _type(self) -> Parameterized:
        return parse_parameterized(self._octets.fields("content-type")[0].value)

    @cached_property
    def _encoding(self) -> bytes:
        fields = self._octets.fields("content-transfer-encoding")
        return unfold(fields[0].value).lower() if fields else b""

    @cached_property
    def _gap_of_boundary(self) -> Gap | None:
        """Content-Type is unsigned: the body must say by itself where it is cut."""
        if self._type.value not in _ROOTS or self._type.doubts or self._type.others or self._type.repeated:
            return "structure-unsigned"
        boundary = self._type.parameters.get("boundary", "").encode("utf-8", "replace")
        # A preamble could be the text of a mail that had no parts at all (RFC 2046 5.1.1).
        body = self._octets.raw_body.lstrip(b"\r\n")
        if not boundary or _token(body, 0).name != boundary or _last_line(body) != b"--" + boundary + b"--":
            return "structure-ambiguous"
        return _other_cuts(body, boundary, self._limits)


class _Token(NamedTuple):
    """What stands behind the two hyphens of a line, without closing hyphens and blanks, and where the line ends."""

    name: bytes
    closes: bool
    end: int


def _other_cuts(body: bytes, boundary: bytes, limits: Limits) -> Gap | None:
    """Walk the lines that begin with two hyphens. Those of the tree name the boundaries inside it; any other that could
    be a delimiter must not be followed by what a part with a calendar would begin with.
    """
    known = {boundary}
    at = 0
    for _ in range(limits.dkim_delimiters):
        token = _token(body, at)
        following = body.find(b"\n--", token.end - 1)
        stop = len(body) if following < 0 else following
        if token.name in known and not token.closes:
            inside = _inner_boundaries(body, token.end, stop)
            if inside is None:
                return "structure-ambiguous"
            known |= inside
        elif _BOUNDARY.fullmatch(token.name) and _could_be_calendar(body[token.end - 1 : stop]):
            return "structure-ambiguous"
        if following < 0:
            return None
        at = following + 1
    return "structure-ambiguous"


def _token(body: bytes, at: int) -> _Token:
    end = body.find(b"\n", at) + 1 or len(body)
    name = body[at + 2 : end].rstrip()
    return _Token(name[:-2], True, end) if name.endswith(b"--") else _Token(name, False, end)


def _last_line(body: bytes) -> bytes:
    """The last line that is more than blanks."""
    text = body.rstrip(b" \t\r\n")
    return text[text.rfind(b"\n") + 1 :]


def _inner_boundaries(body: bytes, start: int, stop: int) -> set[bytes] | None:
    """The boundaries declared by the part that begins at ``start``: its own, and those of messages in it.

    None where the part has no Content-Type: what it is would be said by what lies around it.
    """
    found: set[bytes] | None = None
    while start < stop:
        # The line end before the header may be the beginning of the blank line behind it: a part may have no header.
        blank = _BLANK_LINE.search(body, start - 1, stop)
        header = body[start - 1 : blank.start() if blank else stop]
        at = header.lower().find(b"\ncontent-type")
        declared = _CONTENT_TYPE.match(header, at) if at >= 0 else None
        if declared is None:
            break
        found = found or set()
        kind = parse_parameterized(unfold(declared[1]))
        if "boundary" in kind.parameters:
            found.add(kind.parameters["boundary"].encode("utf-8", "replace"))
        if blank is None or kind.value != "message/rfc822":
            break
        start = blank.end()
    return found


def _could_be_calendar(begun: bytes) -> bool:
    """Whether what follows a line with two hyphens could be a part that says what it is, or a calendar.

    ``begun`` begins with the end of that line.
    """
    begun = begun.lower()
    return any(sign in begun for sign in _SIGNS)
