"""The identity of "the same message" across doors and retries (architecture 3.12)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def fingerprint(message_id: bytes, date: bytes, author: bytes, calendars: Iterable[bytes], body: bytes) -> str:
    """SHA-256, in hex, over Message-ID, Date, From, the canonical calendar parts and the hash of the body.

    Header values are compared without folding and outer blanks; calendars (decoded bytes) as ``canonical`` leaves them.
    ``body`` is everything after the top-level header block. Received lines, our own header and the results of upstream
    filters do not take part, so that a retry by another route is the same message.
    """
    whole = hashlib.sha256()
    for value in (message_id, date, author):
        whole.update(b" ".join(value.split()) + b"\0")
    for calendar in calendars:
        whole.update(hashlib.sha256(canonical(calendar)).digest())
    whole.update(hashlib.sha256(body).digest())
    return whole.hexdigest()


def canonical(calendar: bytes) -> bytes:
    """Calendar bytes with LF line ends, unfolded, without outer blank lines (RFC 5545 3.1)."""
    text = calendar.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text.replace(b"\n ", b"").replace(b"\n\t", b"").strip()
