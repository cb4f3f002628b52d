"""Key records (RFC 6376 3.6.1)."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.dkim.key import Key, from_base64, read_key
from tests.observe.authentication.dkim.signer import ed25519_key, record, rsa_key, text64


def _key(text: str) -> Key:
    key = read_key(text, DEFAULT_LIMITS)
    assert isinstance(key, Key), key
    return key


def _why(text: str) -> str:
    why = read_key(text, DEFAULT_LIMITS)
    assert isinstance(why, str), why
    return why


def test_both_kinds_of_keys_are_read_and_verify() -> None:
    digest = hashlib.sha256(b"signed").digest()
    key = _key(record(rsa_key()))
    assert key.type == "rsa"
    assert not key.verifies(b"\0" * 128, digest)
    assert not key.verifies(b"", digest)
    edwards = _key(record(ed25519_key()))
    assert edwards.type == "ed25519"
    assert edwards.verifies(ed25519_key().sign(digest), digest)
    assert not edwards.verifies(ed25519_key().sign(digest), digest[::-1])


def test_a_bare_rsa_key_without_its_frame_is_read_too() -> None:
    octets = rsa_key().public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    assert _key(f"p={text64(octets)}").type == "rsa"


def test_everything_but_p_may_be_left_out() -> None:
    key = _key("p=" + record(rsa_key()).rpartition("p=")[2])
    assert (key.type, key.hashes, key.email, key.testing, key.exact) == ("rsa", None, True, False, False)


def test_blanks_in_the_key_are_gone() -> None:
    text = record(rsa_key())
    assert _key(text[:80] + " \t" + text[80:]).type == "rsa"


def test_flags_services_and_hashes() -> None:
    key = _key(record(rsa_key(), t="y : s", s="tlsrpt:email", h="sha1:sha256"))
    assert (key.testing, key.exact, key.email) == (True, True, True)
    assert key.unfit("rsa-sha256", below=False) is None
    assert key.unfit("rsa-sha256", below=True) == "identity"


@pytest.mark.parametrize(
    ("tags", "algorithm"),
    [({"h": "sha1"}, "rsa-sha256"), ({"s": "tlsrpt"}, "rsa-sha256"), ({}, "ed25519-sha256"), ({"h": ""}, "rsa-sha256")],
)
def test_a_key_for_something_else_is_unfit(tags: dict[str, str], algorithm: str) -> None:
    assert _key(record(rsa_key(), **tags)).unfit(algorithm, below=False) == "key-use"


def test_the_case_of_a_word_means_nothing() -> None:
    # RFC 5234 2.3
    key = _key(record(rsa_key(), k="RSA", h="SHA256", s="Email", t="Y:S"))
    assert (key.type, key.email, key.testing, key.exact) == ("rsa", True, True, True)
    assert key.unfit("rsa-sha256", below=False) is None
    assert _key(record(ed25519_key(), k="Ed25519")).type == "ed25519"


def test_an_empty_key_is_revoked() -> None:
    assert _why("v=DKIM1; p=") == "key-revoked"
    assert _why("v=DKIM1; k=ed25519; p= ;") == "key-revoked"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v=spf1 -all",
        "v=DKIM1; k=rsa",
        "v=DKIM2; p=AAAA",
        "k=rsa; v=DKIM1; p=AAAA",  # v= must come first
        "v=DKIM1; p=AAAA; p=AAAA",
        "v=DKIM1; p=!!!!",
        "v=DKIM1; p=A",
        "v=DKIM1; p=AAAA",
        "v=DKIM1; k=ed25519; p=AAAA",
        "p=\xe4\xf6",
    ],
)
def test_what_holds_no_key_is_refused(text: str) -> None:
    assert _why(text) == "key-syntax"


def test_keys_of_other_kinds_are_refused() -> None:
    octets = ec.generate_private_key(ec.SECP256R1()).public_key()
    spki = octets.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert _why(f"p={text64(spki)}") == "key-use"
    assert _why("k=ec; p=AAAA") == "key-use"


def _short(bits: int) -> str:
    """A record with a modulus of so many bits; nobody needs the private half."""
    numbers = rsa.RSAPublicNumbers(65537, (1 << (bits - 1)) | 0x10001)
    octets = numbers.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; p={text64(octets)}"


def test_short_and_long_keys_are_refused() -> None:
    assert _why(_short(512)) == "key-short"  # AUTH-20
    assert _why(_short(768)) == "key-short"
    assert _why(_short(1023)) == "key-short"
    assert _key(_short(1024)).type == "rsa"
    assert _key(_short(8192)).type == "rsa"
    assert _why(_short(8200)) == "key-long"
    assert _why("p=" + "A" * DEFAULT_LIMITS.dkim_key_bytes) == "key-long"
    assert read_key(_short(1024), replace(DEFAULT_LIMITS, dkim_key_bits_least=2048)) == "key-short"


def test_an_exponent_that_makes_verifying_dear_is_refused() -> None:
    numbers = rsa.RSAPublicNumbers((1 << 1000) | 1, rsa_key().public_key().public_numbers().n)
    octets = numbers.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert _why(f"p={text64(octets)}") == "key-syntax"


def test_a_key_is_parsed_once() -> None:
    text = record(rsa_key(), n="once")
    assert read_key(text, DEFAULT_LIMITS) is read_key(str(text), DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("value", "octets"),
    [(b"AQID", b"\1\2\3"), (b"AQI=", b"\1\2"), (b"AQI", b"\1\2"), (b"AQ==", b"\1"), (b"AQ", b"\1"), (b"", b"")],
)
def test_base64_with_and_without_padding(value: bytes, octets: bytes) -> None:
    assert from_base64(value) == octets


@pytest.mark.parametrize("value", [b"A", b"A===", b"AQ-_", b"AQ=I", b"====", b"AQI\0"])
def test_what_is_no_base64_is_refused(value: bytes) -> None:
    assert from_base64(value) is None
