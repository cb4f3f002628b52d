"""Encoded words in header text (RFC 2047)."""

from __future__ import annotations

import binascii
import re

from salver.read import charsets

# "=?" charset "?" encoding "?" encoded-text "?="; the charset may carry a language (RFC 2231 5).
# RFC 2047 2
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\n]*)\?=")
_BLANK = b" \t\r\n"


def decode_words(value: bytes) -> str:
    """Header bytes as text: folds undone, encoded words decoded, adjacent ones joined (RFC 2047 6.2).

    Never fails: what is no encoded word, or a broken one, stays as written; raw 8-bit text is read as UTF-8.
    """
    if b"\n" in value or b"\r" in value:
        value = b" ".join(line.strip(_BLANK) for line in value.splitlines())
    if b"=?" not in value:
        return charsets.text(value).strip()
    pieces: list[str] = []
    run = b""
    run_charset = ""
    position = 0
    for match in _WORD.finditer(value):
        between = value[position : match.start()]
        charset = match[1].split(b"*")[0].decode("latin-1").lower()
        # RFC 2047 6.2
        if run and (between.strip(_BLANK) or charset != run_charset):
            pieces.append(charsets.text(run, run_charset))
            run = b""
        if between.strip(_BLANK) or not position:
            pieces.append(charsets.text(between))
        run_charset = charset
        run += _payload(match[2], match[3])
        position = match.end()
    pieces.append(charsets.text(run, run_charset))
    pieces.append(charsets.text(value[position:]))
    return "".join(pieces).strip()


def _payload(encoding: bytes, content: bytes) -> bytes:
    """The bytes of one encoded word: B (RFC 2047 4.1) or Q (RFC 2047 4.2)."""
    # RFC 2047 4.2
    if encoding in b"qQ":
        return binascii.a2b_qp(content, header=True)
    # RFC 2047 4.1
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
