"""Seals mail for tests: one set for every call, over what is there."""

from __future__ import annotations

import hashlib

from tests.observe.authentication.dkim import plain
from tests.observe.authentication.dkim.signer import Private, rsa_key, signature, text64

NAMES = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"]


def _arc(fields: list[bytes], name: bytes, instance: int) -> bytes:
    mark = b"i=%d;" % instance
    return next(one for one in fields if one.lower().startswith(name + b":") and mark in one.replace(b" ", b""))


def seal(
    raw: bytes,
    instance: int = 1,
    *,
    domain: str = "list.example",
    key: Private | None = None,
    verdict: str | None = None,
    results: str = "list.example; dmarc=pass header.from=sender.example",
    names: list[str] | None = None,
    length: int | None = None,
) -> bytes:
    """``raw`` with set ``instance`` on top: sealed over all sets below it."""
    key = key or rsa_key()
    algorithm = "rsa-sha256" if hasattr(key, "key_size") else "ed25519-sha256"
    fields, text = plain.split(raw)
    body = plain.relaxed_body(text)
    body = body if length is None else body[:length]
    said = f"ARC-Authentication-Results: i={instance}; {results}".encode()
    names = NAMES if names is None else names
    whole = "" if length is None else f"l={length}; "
    own = (
        f"ARC-Message-Signature: i={instance}; a={algorithm}; c=relaxed/relaxed; d={domain}; s=arc; {whole}"
        f"h={':'.join(names)}; bh={text64(hashlib.sha256(body).digest())}; b="
    ).encode()
    own += signature(key, plain.header("relaxed", [*plain.chosen(fields, names), own]))
    verdict = verdict or ("none" if instance == 1 else "pass")
    sealed = f"ARC-Seal: i={instance}; a={algorithm}; cv={verdict}; d={domain}; s=arc; b=".encode()
    below = [
        _arc(fields, name, number)
        for number in range(1, instance)
        for name in (b"arc-authentication-results", b"arc-message-signature", b"arc-seal")
    ]
    sealed += signature(key, plain.header("relaxed", [*below, said, own, sealed]))
    return b"\r\n".join([sealed, own, said, raw])
