"""Content-Transfer-Encoding: which one is meant, and its bytes decoded tolerantly in linear time (RFC 2045 6)."""

from __future__ import annotations

import binascii
import re
from typing import Literal

from salver.read.uuencode import decode_uuencode

Encoding = Literal["7bit", "8bit", "binary", "base64", "quoted-printable", "x-uuencode"]

_KNOWN: dict[bytes, Encoding] = {
    b"": "7bit",
    b"7bit": "7bit",
    b"7-bit": "7bit",
    b"7 bit": "7bit",
    b"8bit": "8bit",
    b"8-bit": "8bit",
    b"8 bit": "8bit",  # to whoever does not know it, it is no encoding either
    b"binary": "binary",
    b"base64": "base64",
    b"quoted-printable": "quoted-printable",
    b"x-uuencode": "x-uuencode",
    b"uuencode": "x-uuencode",
    b"x-uue": "x-uuencode",
}
PLAIN = frozenset({"7bit", "8bit", "binary"})
"""Encodings that leave the bytes alone."""
_STANDARD = frozenset({b"7bit", b"8bit", b"binary", b"base64", b"quoted-printable"})
"""The mechanisms of RFC 2045 6.1."""
_WORDS = re.compile(rb"[a-z0-9-]+")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
# A head that certainly holds the first decoded line: base64 and quoted-printable may be broken up by line ends.
_HEAD = 1024


def read_encoding(values: list[bytes]) -> tuple[tuple[Encoding, ...], bool]:
    """The encodings a part may have, the usual reading first, and whether that is in doubt (MIME-09).

    ``values`` are the differing unfolded values of the field, in order. An unknown or malformed mechanism, or several
    that differ, puts the reading in doubt; then every mechanism a reader could take is listed.
    """
    if not values:
        return ("7bit",), False
    known = _KNOWN.get(values[0].strip().lower())
    if known is not None and len(values) == 1:
        return (known,), False
    readings: list[Encoding] = []
    for value in values:
        exact = _KNOWN.get(value.strip().lower())
        if exact is not None:
            readings.append(exact)
        else:
            readings.extend(_KNOWN[word] for word in _WORDS.findall(value.lower()) if word in _KNOWN)
    distinct = {("7bit" if reading in PLAIN else reading) for reading in readings}
    doubt = len(distinct) > 1 or any(_KNOWN.get(value.strip().lower()) is None for value in values)
    if doubt:
        readings += ["7bit", "base64", "quoted-printable"]
    return tuple(dict.fromkeys(readings)), doubt


def known_encoding(values: list[bytes]) -> bool:
    """Whether every one of these field values names an encoding we can undo; true without any."""
    return all(value.strip().lower() in _KNOWN for value in values)


def registered(values: list[bytes]) -> bool:
    """Whether every one of these field values is a mechanism of the standard, in its spelling; true without any."""
    # RFC 2045 6.1
    return all(value.strip().lower() in _STANDARD for value in values)


def decode(data: bytes, encoding: str) -> bytes:
    """The content of a body in this encoding. What is no part of the encoding is skipped or kept, never an error."""
    if encoding == "base64":
        return decode_base64(data)
    if encoding == "quoted-printable":
        # RFC 2045 6.7
        return binascii.a2b_qp(data)
    if encoding == "x-uuencode":
        return decode_uuencode(data)
    return data


def decode_head(data: bytes, encoding: str) -> bytes:
    """The first few hundred bytes of the content: enough for its first line, at a constant price."""
    if encoding in PLAIN:
        return data[:_HEAD]
    return decode(data[:_HEAD], encoding)


def decode_base64(data: bytes) -> bytes:
    """Base64 up to the first padding; bytes outside the alphabet are skipped (RFC 2045 6.8)."""
    # RFC 2045 6.8
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        clean = data.translate(None, _NOT_BASE64).partition(b"=")[0]
        return _padded(clean)


def decode_base64_past_padding(data: bytes) -> bytes:
    """The other reading of base64 with ``=`` inside: padding is skipped and decoding goes on (MIME-10)."""
    return b"".join(_padded(piece) for piece in data.translate(None, _NOT_BASE64).split(b"=") if piece)


def _padded(clean: bytes) -> bytes:
    if len(clean) % 4 == 1:  # a lone last character carries no byte
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
