"""Whether an encoded body is written as the standard says. Where it is not, decoders come to different bytes (MIME-10).

Nothing is decoded here: what is checked is only what is left of the bytes when every honest one is taken out.
"""

from __future__ import annotations

import re

# RFC 2045 6.8
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_LINE_ENDS = b"\r\n \t"
# An equals sign that is neither an octet in upper-case hex nor, with blanks behind it, the end of a line.
# RFC 2045 6.7
_NOT_QUOTED = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*+(?:\r?\n|\Z))")
_LOWER_CASE = re.compile(rb"=(?:[0-9a-f][0-9A-F]|[0-9A-F][0-9a-f]|[0-9a-f]{2})")
# Encoded lines have at most 76 characters. One match over all of them: a list of lines costs more than its length.
# RFC 2045 6.7
_SHORT_LINES = re.compile(rb"(?:[^\r\n]{0,76}+[\r\n])*+[^\r\n]{0,76}+")
# A line of uuencode begins with its length.
_UU_BEGIN = re.compile(rb"(?:\A|\n)begin [0-7]{3,4} ")
_UU_END = re.compile(rb"\nend\r?(?:\n|\Z)")


def encoding_defect(body: bytes, encoding: str) -> str | None:
    """The code of the first thing in which a body departs from its transfer encoding; None for none."""
    if encoding == "base64":
        return _base64(body)
    if encoding == "quoted-printable":
        return _quoted_printable(body)
    if encoding == "x-uuencode" and not (_UU_BEGIN.search(body) and _UU_END.search(body)):
        return "uuencode-incomplete"
    return None


def _base64(body: bytes) -> str | None:
    """Only letters and line ends, at most two signs of padding, at the very end, filling up the last four."""
    # RFC 2045 6.8
    rest = body.translate(None, _ALPHABET + _LINE_ENDS)
    padding = len(rest)
    if padding and rest != b"=" * padding:
        return "base64-junk"
    if padding > 2 or (padding and not body.rstrip(_LINE_ENDS).endswith(rest)):
        return "base64-padding-inside"
    if (len(body) - len(body.translate(None, _ALPHABET)) + padding) % 4:
        return "base64-incomplete"
    return "base64-line-long" if _long_line(body) else None


def _long_line(body: bytes) -> bool:
    """Encoded lines have at most 76 characters (RFC 2045 6.7, 6.8)."""
    return _SHORT_LINES.fullmatch(body) is None


def _quoted_printable(body: bytes) -> str | None:
    # RFC 2045 6.7
    if b"=" not in body or _NOT_QUOTED.search(body) is None:
        return "quoted-printable-line-long" if _long_line(body) else None
    return "quoted-printable-lower-case" if _only_lower_case(body) else "quoted-printable-junk"


def _only_lower_case(body: bytes) -> bool:
    """Whether every sign that is wrong is only written in small letters, as some honest programs do."""
    return all(_LOWER_CASE.match(body, match.start()) for match in _NOT_QUOTED.finditer(body))
