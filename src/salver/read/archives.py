"""The names inside an archive as far as they stand there in the clear: zip, gzip, BinHex. Nothing is unpacked (DOS-20).

A zip file names its files twice, before each file and in a directory at the end, and readers differ in which they
believe, so both are listed (APPNOTE 4.3.7, 4.3.12). Only the two ends of a large archive are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.charsets import text

ARCHIVES = frozenset(
    {
        "application/zip",
        "application/x-zip",
        "application/x-zip-compressed",
        "application/gzip",
        "application/x-gzip",
        "application/x-compressed",
        "application/mac-binhex40",
        "application/x-bzip2",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/x-rar-compressed",
    }
)
"""Types of packages, by which a part is known as one whatever its name."""
ENDINGS = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".z", ".lz", ".hqx")
"""Name endings of what is packed; only of some of them names can be read."""
ZIP_MAGIC = b"PK\x03\x04"
GZIP_MAGIC = b"\x1f\x8b\x08"
BINHEX_MARK = b"(This file must be converted with BinHex"
"""The line before a file in BinHex, as far as programs look at it."""
# Local file header and directory entry, up to the lengths of name and extra field.
_LOCAL = re.compile(rb"PK\x03\x04[\x00-\xff]{22}([\x00-\xff]{2})([\x00-\xff]{2})")
_ENTRY = re.compile(rb"PK\x01\x02[\x00-\xff]{24}([\x00-\xff]{2})([\x00-\xff]{2})[\x00-\xff]{14}")
# The name in UTF-8, in the extra field (APPNOTE 4.6.9).
_UNICODE_NAME = b"up"
_EXTRA, _NAME, _COMMENT = 0x04, 0x08, 0x10  # RFC 1952 2.3.1
_MOST_NAME = DEFAULT_LIMITS.archive_name_bytes
_BINHEX = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"
_BINHEX_START = re.compile(rb"(?:\A|[\r\n])\(This file must be converted with BinHex[^\r\n]*+[\r\n\t ]*+:")
_RUN = re.compile(rb"([\x00-\xff])\x90([\x00-\xff])")
_BINHEX_HEAD = 128  # characters that surely hold the name: 63 letters at the most


class Listing(NamedTuple):
    """The names, in order, each once. ``truncated`` says that there are more."""

    names: tuple[str, ...]
    truncated: bool = False


def zip_names(head: bytes, tail: bytes, limits: Limits) -> Listing:
    """Names in the beginning and in the end of a zip file; ``tail`` is empty where ``head`` is all of it.

    A file that only says that it is one has no names. Marks inside packed data can add names that are none.
    """
    found: dict[str, None] = {}
    for piece in (head, tail):
        for pattern in (_ENTRY, _LOCAL):
            for number, match in enumerate(pattern.finditer(piece)):
                if number >= limits.archive_names:
                    return Listing(tuple(found), True)
                for name in _zip_entry(piece, match):
                    found[name] = None
    return Listing(tuple(found))


def _zip_entry(data: bytes, match: re.Match[bytes]) -> Iterator[str]:
    """The name of one entry, and the other one its extra field may hold."""
    end = match.end() + int.from_bytes(match[1], "little")
    if end > len(data):
        return
    # Of an endless name its end, which says what it is: marks in the names of others cost no more than their bytes.
    yield text(data[max(match.end(), end - _MOST_NAME) : end])
    extra = data[end : end + min(int.from_bytes(match[2], "little"), _MOST_NAME)]
    if _UNICODE_NAME in extra:
        place = extra.find(_UNICODE_NAME)
        size = int.from_bytes(extra[place + 2 : place + 4], "little")
        if size > 5:
            yield text(extra[place + 9 : place + 4 + size])


def gzip_names(head: bytes) -> Listing:
    """The name a gzip file may carry (RFC 1952 2.3)."""
    if not head.startswith(GZIP_MAGIC) or len(head) < 10:
        return Listing(())
    # RFC 1952 2.3
    flags, position = head[3], 10
    if flags & _EXTRA:
        position += 2 + int.from_bytes(head[position : position + 2], "little")
    if not flags & _NAME:
        return Listing(())
    end = head.find(b"\0", position)
    return Listing((text(head[position:end]),)) if end > position else Listing(())


def binhex_names(body: bytes, limits: Limits) -> Listing | None:
    """The names of the files written into a text in BinHex; None when there is no such file."""
    found: dict[str, None] = {}
    seen = False
    for match in _BINHEX_START.finditer(body):
        if len(found) >= limits.archive_names:
            return Listing(tuple(found), True)
        seen = True
        letters = body[match.end() : match.end() + _BINHEX_HEAD].translate(None, b"\r\n\t ")
        content = _undo_binhex(letters)
        if content:
            found[text(content[1 : 1 + content[0]])] = None
    return Listing(tuple(found)) if seen else None


def _undo_binhex(letters: bytes) -> bytes:
    """Six bits a letter, up to the first that is none; then runs, written as letter, mark and count."""
    bits = length = 0
    for letter in letters:
        value = _BINHEX.find(letter)
        if value < 0:
            break
        bits, length = bits << 6 | value, length + 6
    return _RUN.sub(_undo_run, (bits >> length % 8).to_bytes(length // 8, "big"))


def _undo_run(match: re.Match[bytes]) -> bytes:
    return match[1] * (match[2][0] or 1)


def packed_name(name: str) -> str | None:
    """What is packed, by the name of the package: ``invite.ics`` of ``invite.ics.gz``. None where it is no package."""
    plain = name.strip().rstrip(".").lower()
    ending = next((ending for ending in ENDINGS if plain.endswith(ending)), None)
    return plain[: -len(ending)] if ending else None
