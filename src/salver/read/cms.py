"""What a CMS structure (S/MIME) is, and the content of one that is only signed (RFC 5652, MIME-22).

Only the way from ContentInfo to the signed content is walked; no signature is looked at here::

    ContentInfo ::= SEQUENCE { contentType OBJECT IDENTIFIER, content [0] EXPLICIT ANY }
    SignedData ::= SEQUENCE { version INTEGER, digestAlgorithms SET, encapContentInfo SEQUENCE {
        eContentType OBJECT IDENTIFIER, eContent [0] EXPLICIT OCTET STRING OPTIONAL }, ... }

Mail programs write BER as well as DER: lengths may be left open, and the content may come in pieces. Every value is
looked at once, and both their number and their depth are limited (DOS-26).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from salver.core.limits import Limits

CmsKind = Literal["signed", "encrypted", "compressed", "none"]

# RFC 5652 5.1
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
# CompressedData, id-ct 9 of the arc of S/MIME.
_COMPRESSED_DATA = bytes.fromhex("2a864886f70d0109100109")
# EnvelopedData, EncryptedData and AuthEnvelopedData need a key; AuthenticatedData and DigestedData no mail
# program shows, and neither do we.
# RFC 5652 6.1
_CLOSED = frozenset(bytes.fromhex("2a864886f70d01" + name) for name in ("0703", "0706", "09100117", "09100102", "0705"))
_OIDS = (_SIGNED_DATA, _COMPRESSED_DATA, *_CLOSED)
_HEAD = 32  # a ContentInfo shows its type within so many bytes

_OBJECT_IDENTIFIER = 0x06
_OCTET_STRING = 0x04
_OCTET_STRING_IN_PIECES = 0x24
_SEQUENCE = 0x30
_CONTENT = 0xA0
_CONSTRUCTED = 0x20
_OPEN = -1


class Cms(NamedTuple):
    """``content`` is None where there is none, or where it needs a key.

    ``broken`` says that the structure is not as it should be, so that programs may come to other content; ``truncated``
    that it was not read to its end because of a limit.
    """

    kind: CmsKind
    content: bytes | None = None
    broken: bool = False
    truncated: bool = False


def begins_cms(head: bytes) -> bool:
    """Whether bytes begin like a CMS structure: a cheap look at the first few."""
    return head[:1] == b"\x30" and any(b"\x06" + bytes((len(oid),)) + oid in head[:_HEAD] for oid in _OIDS)


def read_cms(data: bytes, limits: Limits) -> Cms:
    """Take a CMS structure apart as far as its signed content. Never fails; what is no CMS is of kind ``none``."""
    walk = _Walk(data, limits)
    try:
        kind = walk.kind()
    except _StopError as stop:
        return Cms("none", broken=True, truncated=stop.limit)
    if kind != _SIGNED_DATA:
        return Cms("encrypted" if kind in _CLOSED else "compressed" if kind == _COMPRESSED_DATA else "none")
    pieces: list[bytes] = []
    try:
        found = walk.content(pieces)
    except _StopError as stop:
        return Cms("signed", b"".join(pieces) or None, broken=True, truncated=stop.limit)
    return Cms("signed", b"".join(pieces) if found else None, broken=walk.broken)


class _Header(NamedTuple):
    """The identifier octet of a value, and where its contents begin and end (X.690 8.1); ``_OPEN``: it does not say."""

    identifier: int
    start: int
    end: int


class _StopError(Exception):
    """The walk cannot go on. Never leaves this file."""

    def __init__(self, *, limit: bool = False) -> None:
        self.limit = limit


class _Walk:
    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.left = limits.asn1_values
        self.depth = limits.asn1_depth
        self.position = 0
        self.broken = False

    def kind(self) -> bytes:
        """The contentType of the outer ContentInfo; the walk stands before what it is the type of."""
        self._enter(_SEQUENCE)
        return self._object_identifier()

    def content(self, pieces: list[bytes]) -> bool:
        """Collect the pieces of the content; False when there is none, as in a detached signature."""
        self._enter(_CONTENT)
        self._enter(_SEQUENCE)
        while self.position < len(self.data) and self.data[self.position] != _SEQUENCE:
            self._skip()
        self._enter(_SEQUENCE)
        self._object_identifier()
        if self.position >= len(self.data) or self.data[self.position] != _CONTENT:
            # RFC 5652 5.2
            return False
        outer = self._enter(_CONTENT)
        self._string(outer.end, pieces)
        return True

    def _header(self) -> _Header:
        """The header of the value at the position; the walk then stands behind it."""
        if self.left <= 0:
            raise _StopError(limit=True)
        self.left -= 1
        data, position = self.data, self.position
        if position + 2 > len(data):
            raise _StopError
        identifier, length = data[position], data[position + 1]
        position += 2
        if identifier & 0x1F == 0x1F:  # no value on our way has a long tag
            raise _StopError
        if length & 0x80:
            count = length & 0x7F
            if not count:
                if not identifier & _CONSTRUCTED:
                    raise _StopError
                self.position = position
                return _Header(identifier, position, _OPEN)
            if position + count > len(data) or (count > 8 and any(data[position : position + count - 8])):
                raise _StopError
            length = int.from_bytes(data[position : position + count], "big")
            position += count
        self.position = position
        end = position + length
        if end > len(data):
            # Cut off: a program that decodes as it goes shows what has come so far.
            self.broken = True
            end = len(data)
        return _Header(identifier, position, end)

    def _enter(self, identifier: int) -> _Header:
        header = self._header()
        if header.identifier != identifier:
            raise _StopError
        return header

    def _object_identifier(self) -> bytes:
        header = self._enter(_OBJECT_IDENTIFIER)
        self.position = header.end
        return self.data[header.start : header.end]

    def _skip(self) -> None:
        """Step over one value."""
        header = self._header()
        if header.end == _OPEN:
            self._skip_open()
        else:
            self.position = header.end

    def _skip_open(self) -> None:
        """Step over the contents of a value without a length, up to its end mark (X.690 8.1.5)."""
        depth = 1
        while depth:
            header = self._header()
            if header.identifier == 0 and header.start == header.end:
                depth -= 1
            elif header.end == _OPEN:
                depth += 1
                if depth > self.depth:
                    raise _StopError(limit=True)
            else:
                self.position = header.end

    def _string(self, end: int, pieces: list[bytes]) -> None:
        """An OCTET STRING, whole or in pieces of pieces (X.690 8.7), up to ``end`` or the end marks."""
        ends = [end]
        while ends:
            if ends[-1] != _OPEN and self.position >= ends[-1]:
                ends.pop()
                continue
            header = self._header()
            if ends[-1] != _OPEN and header.end > ends[-1]:
                self.broken = True  # a piece that is longer than the whole
            if header.identifier == _OCTET_STRING:
                pieces.append(self.data[header.start : header.end])
                self.position = header.end
            elif header.identifier == _OCTET_STRING_IN_PIECES:
                if len(ends) >= self.depth:
                    raise _StopError(limit=True)
                ends.append(header.end)
            elif header.identifier == 0 and header.start == header.end and ends[-1] == _OPEN:
                ends.pop()
            else:
                raise _StopError
