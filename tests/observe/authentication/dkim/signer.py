"""Signs mail for tests, with keys made when the tests run and the plain canonicalization."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.observe.authentication.dkim import plain
from tests.observe.authentication.zone import Zone

NAMES = ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"]
Private = rsa.RSAPrivateKey | Ed25519PrivateKey


@lru_cache(maxsize=8)
def rsa_key(bits: int = 1024) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@lru_cache(maxsize=1)
def ed25519_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def record(key: Private, /, **tags: str) -> str:
    """The key record; ``tags`` are added or put in place of the usual ones."""
    if isinstance(key, rsa.RSAPrivateKey):
        kind, octets = "rsa", key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    else:
        kind, octets = "ed25519", key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return "; ".join(
        f"{name}={value}" for name, value in {"v": "DKIM1", "k": kind, "p": text64(octets), **tags}.items()
    )


def text64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")


def sign(raw: bytes, key: Private | None = None, *, names: list[str] | None = None, **tags: Any) -> bytes:
    """The message with a DKIM-Signature on top. ``tags`` are put in place of the usual ones; None leaves one out."""
    key = key or rsa_key()
    fields, text = plain.split(raw)
    names = NAMES if names is None else names
    header_form, _, body_form = (tags.get("c") or "relaxed/relaxed").partition("/")
    body = plain.body(body_form or "simple", text)
    if tags.get("l") is not None:
        body = body[: int(tags["l"])]
    usual = {
        "v": "1",
        "a": "rsa-sha256" if isinstance(key, rsa.RSAPrivateKey) else "ed25519-sha256",
        "c": "relaxed/relaxed",
        "d": "sender.example",
        "s": "sel",
        "h": ":".join(names),
        "bh": text64(hashlib.sha256(body).digest()),
        **tags,
    }
    own = "DKIM-Signature: " + "; ".join(f"{name}={value}" for name, value in usual.items() if value is not None)
    unsigned = own.encode("latin-1") + b";\r\n\tb="
    signed = plain.header(header_form, [*plain.chosen(fields, names), unsigned])
    return unsigned + signature(key, signed) + b"\r\n" + raw


def signature(key: Private, signed: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        octets = key.sign(signed, PKCS1v15(), hashes.SHA256())
    else:
        octets = key.sign(hashlib.sha256(signed).digest())
    return text64(octets).encode("ascii")


def zone(key: Private | None = None, /, **tags: str) -> Zone:
    """A zone with the one key record."""
    return Zone({"sel._domainkey.sender.example": {"TXT": [record(key or rsa_key(), **tags)]}})


CALENDAR = (
    b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\n"
    b"UID:1@sender.example\r\nDTSTAMP:20261101T090000Z\r\nDTSTART:20261120T090000Z\r\nSUMMARY:Plan\r\n"
    b"ORGANIZER:mailto:ann@sender.example\r\nATTENDEE:mailto:bob@recipient.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

HEAD = (
    b"From: Ann <ann@sender.example>\r\nTo: bob@recipient.example\r\nSubject: Plan\r\n"
    b"Date: Sun, 01 Nov 2026 09:00:00 +0000\r\nMessage-ID: <1@sender.example>\r\nMIME-Version: 1.0\r\n"
)

TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nHello  Bob,\r\n\r\nsee you \t there. \r\n\r\n\r\n"


def parts(text: bytes = b"See you there.\r\n", boundary: bytes = b"outer") -> bytes:
    """The body of an invitation: mixed, with an alternative of text and calendar, and the calendar once more."""
    return b"\r\n".join(
        [
            b"--" + boundary,
            b'Content-Type: multipart/alternative; boundary="inner"\r\n',
            b"--inner",
            b"Content-Type: text/plain; charset=utf-8\r\n",
            text,
            b"--inner",
            b"Content-Type: text/calendar; charset=utf-8; method=REQUEST\r\n",
            CALENDAR,
            b"--inner--",
            b"--" + boundary,
            b'Content-Type: application/ics; name="invite.ics"\r\n',
            CALENDAR,
            b"--" + boundary + b"--",
            b"",
        ]
    )


def invitation(body: bytes | None = None, *, extra: bytes = b"", boundary: bytes = b"outer") -> bytes:
    """An invitation like those of large services; ``extra`` are further header lines."""
    kind = b'Content-Type: multipart/mixed; boundary="' + boundary + b'"\r\n'
    return HEAD + kind + extra + b"\r\n" + (parts() if body is None else body)
