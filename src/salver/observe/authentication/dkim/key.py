"""Key records (RFC 6376 3.6.1, RFC 8301, RFC 8463): what a domain publishes under ``<selector>._domainkey.<domain>``.

Parsed keys are kept by the text of their record, so that a key costs once; how long a record may be used is the
resolver's business, not ours.
"""

from __future__ import annotations

import binascii
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_der_public_key

from salver.core.limits import Limits
from salver.observe.authentication.dkim.tag_list import parse_tags, without_blanks
from salver.observe.authentication.dkim.words import Why

_PADDING = PKCS1v15()
_PREHASHED = Prehashed(hashes.SHA256())
_KEPT_KEYS = 512
_MOST_EXPONENT_BITS = 64
"""As OpenSSL has it for long keys: a longer exponent makes verifying as dear as signing."""


class Key(msgspec.Struct, frozen=True):
    """A public key and what it may be used for. ``testing`` is ``t=y``; ``exact`` is ``t=s``: i= may not go below d=.

    ``hashes`` is None where any is allowed.
    """

    public: RSAPublicKey | Ed25519PublicKey
    type: str
    hashes: frozenset[bytes] | None = None
    email: bool = True
    testing: bool = False
    exact: bool = False

    def unfit(self, algorithm: str, *, below: bool) -> Why | None:
        """Why this key may not be used for a signature of this ``a=``; ``below``: its i= lies below d=."""
        key_type, _, hash_name = algorithm.partition("-")
        allowed = self.hashes is None or hash_name.encode("ascii") in self.hashes
        if key_type != self.type or not allowed or not self.email:
            return "key-use"
        # RFC 6376 3.6.1
        return "identity" if below and self.exact else None

    def verifies(self, signature: bytes, digest: bytes) -> bool:
        """Whether ``signature`` is this key's over the octets whose SHA-256 is ``digest``."""
        try:
            if isinstance(self.public, RSAPublicKey):
                self.public.verify(signature, digest, _PADDING, _PREHASHED)
            else:
                self.public.verify(signature, digest)  # RFC 8463 3: what it signs is the hash
        except InvalidSignature:
            return False
        return True


def read_key(record: str, limits: Limits) -> Key | Why:
    """Read a key record (one TXT record, Latin-1); the reason where it holds no key that counts."""
    if len(record) > limits.dkim_key_bytes:
        return "key-long"
    return _read(record, limits.dkim_key_bits_least, limits.dkim_key_bits_most)


@lru_cache(maxsize=_KEPT_KEYS)
def _read(record: str, least: int, most: int) -> Key | Why:
    listed = parse_tags(record.encode("latin-1", "replace"))
    tags = listed.tags if listed else {}
    version = tags.get(b"v", b"DKIM1")
    # RFC 6376 3.6.1: v= is optional, but must come first where it is there.
    if b"p" not in tags or version != b"DKIM1" or (b"v" in tags and next(iter(tags)) != b"v"):
        return "key-syntax"
    value = without_blanks(tags[b"p"])
    if not value:
        return "key-revoked"
    # RFC 6376 3.6.1
    key_type = tags.get(b"k", b"rsa").decode("latin-1").lower()
    public = _ed25519(value) if key_type == "ed25519" else _rsa(value, least, most) if key_type == "rsa" else "key-use"
    if isinstance(public, str):
        return public
    services, flags = _names(tags.get(b"s", b"*")), _names(tags.get(b"t", b""))
    return Key(
        public=public,
        type=key_type,
        hashes=_names(tags[b"h"]) if b"h" in tags else None,
        email=b"*" in services or b"email" in services,
        testing=b"y" in flags,
        exact=b"s" in flags,
    )


def _names(value: bytes) -> frozenset[bytes]:
    """A colon-separated list of names, whose case means nothing (RFC 5234 2.3)."""
    return frozenset(without_blanks(value).lower().split(b":"))


def from_base64(value: bytes) -> bytes | None:
    """Octets of a base64 value without blanks, its padding optional (RFC 6376 2.10); None where it is none."""
    if len(value) % 4:
        value = value.rstrip(b"=")
        value += b"=" * (-len(value) % 4)
    try:
        return binascii.a2b_base64(value, strict_mode=True)
    except binascii.Error:
        return None


def _ed25519(value: bytes) -> Ed25519PublicKey | Why:
    octets = from_base64(value)
    # RFC 8463 4.2: the 32 octets of the key, without any frame.
    if octets is None or len(octets) != 32:
        return "key-syntax"
    try:
        return Ed25519PublicKey.from_public_bytes(octets)
    except ValueError:
        return "key-syntax"


def _rsa(value: bytes, least: int, most: int) -> RSAPublicKey | Why:
    octets = from_base64(value)
    if octets is None:
        return "key-syntax"
    try:
        # RFC 6376 3.6.1: SubjectPublicKeyInfo, or a bare RSAPublicKey; the library reads both.
        public = load_der_public_key(octets)
        if not isinstance(public, RSAPublicKey):
            return "key-use"
        if public.key_size < least:
            return "key-short"  # RFC 8301 3.2
        if public.key_size > most:
            return "key-long"
        exponent = public.public_numbers().e
    except (ValueError, UnsupportedAlgorithm):
        return "key-syntax"
    return public if exponent.bit_length() <= _MOST_EXPONENT_BITS else "key-syntax"
