"""Canonicalization (RFC 6376 3.4): header fields and bodies in the form over which signatures are computed.

Lines end in CRLF; a bare CR or LF is a character like any other. Blanks are space and tab and nothing else. Every
step is one pass over the bytes at the speed of the library, and is left out where it would change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Canonicalization = Literal["simple", "relaxed"]

_WSP = b" \t"
_FOLDS = b" \t\r\n"
_UNTIDY = re.compile(rb" (?: |\r\n)")
"""A space before another or before a line end. In real mail this search is twice as quick as two of ``in``."""
_RUN = re.compile(rb" {2,}")
_RUN_OF_BLANKS = re.compile(rb"[ \t]+")
_HALVINGS = 5
"""Passes of two blanks into one that are quicker than a regular expression: runs of up to 32."""


def simple_body(body: bytes) -> bytes:
    """The body with exactly one CRLF at its end, also where it was empty."""
    # RFC 6376 3.4.3
    end = _blank_end(body)
    return body if end == len(body) - 2 else body[:end] + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    """The body with runs of blanks as one space, none at line ends, and no blank lines at its end (RFC 6376 3.4.4)."""
    # RFC 6376 3.4.4
    if b"\t" in body:
        body = body.replace(b"\t", b" ")
    if _UNTIDY.search(body):
        body = _single_blanks(body).replace(b" \r\n", b"\r\n")
    if body[-1:] == b" ":
        body = body[:-1]
    end = _blank_end(body)
    if end == 0:
        return b""
    return body if end == len(body) - 2 else body[:end] + b"\r\n"


def _single_blanks(text: bytes) -> bytes:
    """Runs of spaces as one space. Each pass halves them; what is longer still goes through an expression."""
    for _ in range(_HALVINGS):
        if b"  " not in text:
            return text
        text = text.replace(b"  ", b" ")
    return _RUN.sub(b" ", text)


def _blank_end(body: bytes) -> int:
    """Where the CRLFs at the end of a body begin; its length where there are none.

    Seen from the end they go on as long as CR and LF alternate: everything is found from the right, none step by step.
    """
    if body[-2:] != b"\r\n" or body[-4:-2] not in (b"\r\n", b""):
        return len(body) - 2 if body[-2:] == b"\r\n" else len(body)
    text = len(body.rstrip(b"\r\n"))
    broken = max(body.rfind(b"\n\n", text), body.rfind(b"\r\r", text))
    start = text if broken < 0 else broken + 1
    return start + 1 if body[start : start + 1] == b"\n" else start


def simple_fields(fields: Iterable[bytes]) -> bytes:
    """Fields as they stand (RFC 6376 3.4.1). A field is ``Name: value`` without the CRLF behind it, here and below."""
    # RFC 6376 3.4.1
    return b"\r\n".join(fields)


def relaxed_fields(fields: list[bytes]) -> bytes:
    """Names in lower case, values on one line, runs of blanks as one space and none at either end (RFC 6376 3.4.2).

    All fields are brought into form together: a CRLF before a blank is a fold, before anything else the next field.
    """
    # RFC 6376 3.4.2
    together = simple_fields(fields)
    ends = together.count(b"\n")
    if together.count(b"\r\n") != ends or together.count(b"\r") != ends:
        return simple_fields(_odd_field(field) for field in fields)
    pieces = []
    for field in fields:
        name, _, value = field.partition(b":")
        pieces.append(name.rstrip(_WSP).lower() + b":" + value.strip(_FOLDS))
    text = simple_fields(pieces)
    if b"\t" in text:
        text = text.replace(b"\t", b" ")
    return _single_blanks(text.replace(b"\r\n ", b" "))


def _odd_field(field: bytes) -> bytes:
    """The same for one field, where a bare CR or LF stands among them: it stays, folds are CRLF alone."""
    name, _, value = field.partition(b":")
    return name.rstrip(_WSP).lower() + b":" + _RUN_OF_BLANKS.sub(b" ", value.replace(b"\r\n", b"")).strip(b" ")
