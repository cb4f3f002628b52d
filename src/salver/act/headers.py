"""Our one header: taken off whatever arrives with it, put on whatever leaves, and proof that it is ours.

The header (``report.md``, "Header")::

    X-Salver-Verdict: WORD; id=ULID; v=1; mac=BASE64URL[; released][; mode=observe]

What the mac covers, exactly. HMAC-SHA256 (RFC 2104) with the store's header key over these items, each preceded by its
length as eight bytes, big-endian:

1. ``salver-verdict``, ``1``, the id, the verdict word, ``released`` or nothing, ``observe`` or nothing;
2. the content digest: SHA-256 over items framed in the same way. First, in the order in which they stand, every
   top-level field named From, Date, Message-ID, MIME-Version or Content-anything, as ``name:value`` with the name in
   lower case and every run of blanks and folds in the value as one blank; then an empty item; then the body, every byte
   after the empty line.

So the verdict cannot be changed, lent to another message, or kept while a body byte or the boundary that cuts the body
into parts is changed. Fields a relay adds or moves (Received, Return-Path, a spam score) take no part.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import NoReturn

import msgspec

from salver.act.header_block import Field, read_block, without
from salver.observe.authentication.results import authserv_id

_VERSION = "1"
_NAME = b"x-salver-verdict"
_VALUE = re.compile(
    r"(deliver|hold|mixed|unchecked); id=([0-9A-HJKMNP-TV-Z]{26}); v=1; mac=([A-Za-z0-9_-]{43})(; released)?"
    r"(; mode=observe)?"
)
WORDS = ("deliver", "hold", "mixed", "unchecked")


class Verified(msgspec.Struct, frozen=True, kw_only=True):
    """A header of ours, proven to belong to this message. Compare with None: its truth value raises on purpose."""

    word: str
    inspection_id: str
    observe: bool
    released: bool

    def __bool__(self) -> NoReturn:
        raise TypeError("compare the result of verify() with None")


def strip(raw: bytes, own_id: str) -> bytes:
    """Remove what nobody outside may say in our name; every other byte stays where it is.

    Gone are all top-level fields whose name begins ``X-Salver-`` in any case, folds included, and every
    Authentication-Results whose authserv-id is ours (RFC 8601 5). Where readers disagree about line ends, a field that
    any of them would see is removed (OPS-02). Gone too are lines before the first field that begin with a blank: they
    belong to no field, and would become part of the one we put above them.
    """
    block = read_block(raw)
    ours = own_id.rstrip(".").lower()
    return without(block, [field for field in block.fields if _is_claim(field, ours)], leading=True)


def verdict_header(
    word: str, inspection_id: str, key: bytes, outgoing: bytes, *, observe: bool, released: bool = False
) -> bytes:
    """The header line, CRLF-ended, for ``outgoing``: the message as it leaves, without this line.

    ``word`` is one of ``WORDS``, ``inspection_id`` a ULID. Raises ValueError for anything else, since it would write
    a header that nobody can verify.
    """
    mac = _mac(key, inspection_id, word, _flags(released, observe), outgoing)
    flags = ("; released" if released else "") + ("; mode=observe" if observe else "")
    value = f"{word}; id={inspection_id}; v={_VERSION}; mac={mac}{flags}"
    if _VALUE.fullmatch(value) is None:
        raise ValueError("not a verdict word or not a ULID")
    return f"X-Salver-Verdict: {value}\r\n".encode("ascii")


def with_header(raw: bytes, header: bytes) -> bytes:
    """The message with the header on top.

    ``raw`` must come from ``strip``. A message whose lines end in bare LF gets the header with one, too, so that the
    two do not disagree about where the header block ends.
    """
    block = read_block(raw)
    if block.uniform and raw and b"\r" not in raw[: block.end] and b"\n" in raw[: block.end]:
        header = header.replace(b"\r\n", b"\n")
    return header + raw[block.leading :]


def verify(raw: bytes, key: bytes) -> Verified | None:
    """What our header says, when there is exactly one and its mac belongs to this message; otherwise None."""
    block = read_block(raw)
    found = [field for field in block.fields if field.name == _NAME]
    if len(found) != 1:
        return None
    matched = _VALUE.fullmatch(b" ".join(found[0].value.split()).decode("latin-1"))
    if matched is None:
        return None
    word, inspection_id, mac, released, observe = matched.groups()
    rest = raw[: found[0].start] + raw[found[0].end :]
    expected = _mac(key, inspection_id, word, _flags(bool(released), bool(observe)), rest)
    if not hmac.compare_digest(mac, expected):
        return None
    return Verified(word=word, inspection_id=inspection_id, observe=bool(observe), released=bool(released))


def _is_claim(field: Field, ours: str) -> bool:
    if field.name.startswith(b"x-salver-"):
        return True
    return field.name == b"authentication-results" and authserv_id(field.value) == ours


def _flags(released: bool, observe: bool) -> tuple[bytes, bytes]:
    return (b"released" if released else b"", b"observe" if observe else b"")


def _mac(key: bytes, inspection_id: str, word: str, flags: tuple[bytes, bytes], raw: bytes) -> str:
    said = (b"salver-verdict", _VERSION.encode(), inspection_id.encode("utf-8", "replace"), word.encode(), *flags)
    code = hmac.new(key, _framed((*said, _content_digest(raw))), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(code).rstrip(b"=").decode("ascii")


def _content_digest(raw: bytes) -> bytes:
    block = read_block(raw)
    covered = [
        field.name + b":" + b" ".join(field.value.split())
        for field in block.fields
        if field.name in (b"from", b"date", b"message-id", b"mime-version") or field.name.startswith(b"content-")
    ]
    digest = hashlib.sha256(_framed((*covered, b"")))
    digest.update(len(raw[block.end :]).to_bytes(8, "big"))
    digest.update(raw[block.end :])
    return digest.digest()


def _framed(items: Iterable[bytes]) -> bytes:
    return b"".join(len(item).to_bytes(8, "big") + item for item in items)
