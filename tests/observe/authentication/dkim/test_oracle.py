"""dkimpy, written by others, agrees: about what it signed, and about what was signed here.

It takes every bare LF for a CRLF and refuses mail with junk among its header lines; neither occurs here.
"""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.dkim.verify import verify
from salver.read.reading import read_message
from tests.observe.authentication.dkim.signer import TEXT, invitation, record, rsa_key, sign, zone

dkim = pytest.importorskip("dkim")

FORMS = ("relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple")
BODIES = st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"--x", b".", b"=20"]), max_size=20).map(b"".join)


def _ours(raw: bytes) -> bool:
    return zone().run(verify(read_message(raw), None, DEFAULT_LIMITS))[0].result == "pass"


def _theirs(raw: bytes) -> bool:
    text = record(rsa_key()).encode()
    return bool(dkim.verify(raw, dnsfunc=lambda name, timeout=5: text))


def _signed_by_them(raw: bytes, form: str) -> bytes:
    pem = rsa_key().private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    canonicalize = tuple(word.encode() for word in form.split("/"))
    return bytes(dkim.sign(raw, b"sel", b"sender.example", pem, canonicalize=canonicalize)) + raw


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("raw", [TEXT, invitation()], ids=["text", "invitation"])
def test_both_agree_about_signed_and_changed_mail(form: str, raw: bytes) -> None:
    for signed in (_signed_by_them(raw, form), sign(raw, c=form)):
        assert _ours(signed)
        assert _theirs(signed)
        for old, new in ((b"Subject: Plan", b"Subject:  Plan"), (b"you", b"you "), (b"Plan\r\n", b"Plan\r\n\t\r\n")):
            changed = signed.replace(old, new, 1)
            assert _ours(changed) == _theirs(changed), changed


@settings(max_examples=40)
@given(BODIES.map(lambda body: body + b"\r\n"), st.sampled_from(FORMS))
def test_both_agree_about_any_body(body: bytes, form: str) -> None:
    raw = b"From: ann@sender.example\r\nSubject: Plan\r\n\r\n" + body
    assert _ours(_signed_by_them(raw, form))
    assert _theirs(sign(raw, names=["from", "subject"], c=form))
