"""Signatures made here with keys made here: what holds, and every reason why one does not."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.authentication.dkim.verify import verify
from salver.observe.question import Answer, DnsQuestion, Question, Unavailable
from salver.read.reading import read_message
from tests.observe.authentication.dkim.signer import (
    NAMES,
    TEXT,
    ed25519_key,
    invitation,
    record,
    rsa_key,
    sign,
    text64,
    zone,
)
from tests.observe.authentication.zone import Zone

NOW = 1_793_523_600


def _all(raw: bytes, where: Zone | None = None, now: int | None = NOW) -> tuple[DkimResult, ...]:
    return (where or zone()).run(verify(read_message(raw), now, DEFAULT_LIMITS))


def _one(raw: bytes, where: Zone | None = None, now: int | None = NOW) -> DkimResult:
    results = _all(raw, where, now)
    assert len(results) == 1
    return results[0]


def _said(raw: bytes, where: Zone | None = None, now: int | None = NOW) -> tuple[str, str | None]:
    result = _one(raw, where, now)
    return result.result, result.why


@pytest.mark.parametrize("form", ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple", "relaxed"])
def test_a_signature_holds_in_every_form(form: str) -> None:
    assert _said(sign(TEXT, c=form)) == ("pass", None)


def test_everything_a_signature_says_is_told() -> None:
    raw = sign(TEXT, t=str(NOW - 5), x=str(NOW + 60), i="ann@mail.sender.example", darn="recipient.example")
    result = _one(raw, zone(t="y"))
    assert (result.result, result.domain, result.selector) == ("pass", "sender.example", "sel")
    assert (result.identifier, result.algorithm) == ("ann@mail.sender.example", "rsa-sha256")
    assert (result.signed_at, result.expires, result.recipient_domain) == (NOW - 5, NOW + 60, "recipient.example")
    assert result.signed == tuple(NAMES)
    assert result.testing
    assert result.covers_calendar is None
    assert result.b is not None
    assert result.b.encode() in raw


def test_a_message_without_a_signature_costs_no_question() -> None:
    where = zone()
    assert _all(TEXT, where) == ()
    assert where.rounds == 0


def test_ed25519() -> None:
    # RFC 8463 3
    raw = sign(TEXT, ed25519_key())
    assert _said(raw, zone(ed25519_key())) == ("pass", None)
    assert _said(raw.replace(b"see you", b"see  me"), zone(ed25519_key())) == ("fail", "body-hash")
    assert _said(raw, zone()) == ("permerror", "key-use")


def test_all_keys_are_asked_for_in_one_round() -> None:
    raw = sign(sign(sign(TEXT, s="a"), ed25519_key(), s="b"), s="a", d="other.example")
    where = Zone(
        {
            "a._domainkey.sender.example": {"TXT": [record(rsa_key())]},
            "b._domainkey.sender.example": {"TXT": [record(ed25519_key())]},
            "a._domainkey.other.example": {"TXT": [record(rsa_key())]},
        }
    )
    results = _all(raw, where)
    assert [one.result for one in results] == ["pass"] * 3
    assert [one.domain for one in results] == ["other.example", "sender.example", "sender.example"]
    assert where.rounds == 1
    assert len(where.asked) == 3


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"Subject: Plan", b"Subject: Plot", "signature"),
        (b"To: bob", b"To: eve", "signature"),
        (b"Hello", b"Hullo", "body-hash"),
        (b"see you", b"see  you  all", "body-hash"),
        (b"\r\n\r\nHello", b"\r\n\r\n\r\nHello", "body-hash"),
        (b"From: Ann", b"From: Amy", "signature"),
        (b"From: Ann <", b"From: eve@evil.test\r\nFrom: Ann <", "from-added"),  # AUTH-18
        (b"From: Ann <", b"From : eve@evil.test\r\nFrom: Ann <", "from-added"),  # AUTH-10
    ],
)
def test_what_was_changed_fails(old: bytes, new: bytes, why: str) -> None:
    raw = sign(TEXT)
    changed = raw.replace(old, new, 1)
    assert changed != raw
    assert _said(changed) == ("fail", why)


def test_what_is_not_signed_may_change() -> None:
    assert _said(b"X-Spam: no\r\n" + sign(TEXT)) == ("pass", None)
    assert _said(sign(TEXT) + b"\r\n\r\n") == ("pass", None)


def test_a_name_signed_once_more_than_it_occurs_cannot_be_added() -> None:
    raw = sign(TEXT, names=[*NAMES, "from", "subject"])
    assert _said(raw) == ("pass", None)
    assert _said(b"Subject: Other\r\n" + raw) == ("fail", "signature")
    assert _said(b"From: eve@evil.test\r\n" + raw) == ("fail", "signature")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"v": None}, ("neutral", "version")),
        ({"a": "rsa-sha1"}, ("policy", "sha1")),
        ({"a": "rsa-md5"}, ("neutral", "algorithm")),
        ({"d": "sender.example'a.evil.test"}, ("permerror", "domain")),  # AUTH-04
        ({"s": "sel\0x"}, ("permerror", "selector")),  # AUTH-03
        ({"i": "@other.example"}, ("permerror", "identity")),
        ({"t": "yesterday"}, ("neutral", "syntax")),
        ({"l": "100000"}, ("permerror", "length")),
        ({"bh": "AAAA"}, ("fail", "body-hash")),
    ],
)
def test_what_is_refused_is_never_asked_for(tags: dict[str, Any], said: tuple[str, str]) -> None:
    where = zone()
    assert _said(sign(TEXT, **tags), where) == said
    assert where.asked == []


def test_from_must_be_signed() -> None:
    assert _said(sign(TEXT, names=["to", "subject"])) == ("permerror", "from-unsigned")


def test_the_algorithm_and_the_key_must_fit() -> None:
    assert _said(sign(TEXT, a="ed25519-sha256")) == ("permerror", "key-use")


@pytest.mark.parametrize(
    ("tags", "said"),
    [
        ({"p": ""}, ("permerror", "key-revoked")),
        ({"p": "AAAA"}, ("permerror", "key-syntax")),
        ({"v": "DKIM2"}, ("permerror", "key-syntax")),
        ({"h": "sha1"}, ("permerror", "key-use")),
        ({"s": "tlsrpt"}, ("permerror", "key-use")),
        ({"k": "ed25519"}, ("permerror", "key-syntax")),
        ({"p": "A" * 5_000}, ("permerror", "key-long")),
        ({"s": "email", "h": "sha1:sha256", "t": "s"}, ("pass", None)),
    ],
)
def test_keys(tags: dict[str, str], said: tuple[str, str | None]) -> None:
    assert _said(sign(TEXT), zone(**tags)) == said


def test_a_key_that_is_not_there() -> None:
    assert _said(sign(TEXT), Zone({})) == ("permerror", "key-missing")
    assert _said(sign(TEXT), Zone({"sel._domainkey.sender.example": {"A": ["192.0.2.1"]}})) == (
        "permerror",
        "key-missing",
    )


def test_a_short_key_proves_nothing() -> None:
    numbers = rsa.RSAPublicNumbers(65537, (1 << 767) | 0x10001)
    octets = numbers.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert _said(sign(TEXT), zone(p=text64(octets))) == ("policy", "key-short")  # AUTH-20


def test_another_record_beside_the_key_does_no_harm() -> None:
    name = "sel._domainkey.sender.example"
    assert _said(sign(TEXT), Zone({name: {"TXT": ["v=spf1 -all", record(rsa_key())]}})) == ("pass", None)
    assert _said(sign(TEXT), Zone({name: {"TXT": ["v=spf1 -all"]}})) == ("permerror", "key-syntax")


def test_a_key_for_the_domain_itself_may_not_be_used_below_it() -> None:
    raw = sign(TEXT, i="ann@mail.sender.example")
    assert _said(raw, zone()) == ("pass", None)
    assert _said(raw, zone(t="s")) == ("permerror", "identity")
    assert _said(sign(TEXT, i="ann@sender.example"), zone(t="s")) == ("pass", None)


@pytest.mark.parametrize(
    ("kind", "result"), [("temporary", "temperror"), ("permanent", "permerror"), ("not-asked", "not-asked")]
)
def test_no_answer_is_neither_pass_nor_fail(kind: Any, result: str) -> None:
    class Silent(Zone):
        def answer(self, question: Question) -> Answer:
            assert isinstance(question, DnsQuestion)
            return Unavailable(kind)

    assert _said(sign(TEXT), Silent({})) == (result, "dns")


def test_where_nobody_wrote_the_time_down_it_is_asked_for_beside_the_keys() -> None:
    where = zone()
    (late,) = _all(sign(TEXT, t="1600000000", x="1600000500"), where, now=None)
    assert (late.result, late.why, where.rounds) == ("policy", "expired", 1)


def test_times_are_compared_with_the_time_of_receipt() -> None:
    late = sign(TEXT, t=str(NOW - 100_000), x=str(NOW - 1_000))
    assert _said(late) == ("policy", "expired")
    assert _said(late, now=NOW - 2_000) == ("pass", None)
    timeless = zone()
    timeless.clock = False
    assert _said(late, timeless, now=None) == ("pass", None)
    assert _said(late.replace(b"Subject: Plan", b"Subject: Plot")) == ("fail", "signature")
    assert _said(sign(TEXT, x=str(NOW - 100))) == ("pass", None)  # clocks differ
    assert _said(sign(TEXT, t=str(NOW + 3_600))) == ("pass", None)
    assert _said(sign(TEXT, t=str(NOW + 200_000))) == ("policy", "future")


def test_a_length_that_counts_less_than_the_body_holds_and_is_told() -> None:
    raw = sign(TEXT, l="10")
    result = _one(raw + b"more\r\n")
    assert (result.result, result.length) == ("pass", 10)
    assert _said(raw.replace(b"Hello", b"Hullo")) == ("fail", "body-hash")
    assert _said(sign(TEXT, l="0")) == ("pass", None)


def test_too_many_signatures_are_counted_and_not_looked_at() -> None:
    raw = TEXT
    for number in range(DEFAULT_LIMITS.dkim_signatures + 5):
        raw = sign(raw, s=f"sel{number}")
    where = zone()
    results = _all(raw, where)
    assert len(results) == DEFAULT_LIMITS.dkim_signatures + 1
    assert (results[-1].result, results[-1].why) == ("policy", "too-many")
    assert len(where.asked) == DEFAULT_LIMITS.dkim_signatures


def test_a_long_list_of_names_costs_little_and_holds() -> None:
    names = [*NAMES, *(f"x-pad-{number}" for number in range(700))]
    assert _said(sign(TEXT, names=names)) == ("pass", None)


def test_a_file_stored_with_line_feeds_verifies() -> None:
    assert _said(sign(TEXT).replace(b"\r\n", b"\n")) == ("pass", None)
    assert _said(sign(TEXT, c="simple/simple").replace(b"\r\n", b"\n")) == ("pass", None)


def test_a_bare_line_feed_in_a_signed_body_is_an_octet_like_any_other() -> None:
    raw = TEXT + b"one\ntwo\r\n"
    assert _said(sign(raw)) == ("pass", None)
    assert _said(sign(raw).replace(b"one\ntwo", b"one\r\ntwo")) == ("fail", "body-hash")


def test_a_message_of_headers_alone() -> None:
    raw = sign(b"From: ann@sender.example\r\n\r\n", names=["from"])
    assert _said(raw) == ("pass", None)
    assert _said(raw[:-2]) == ("pass", None)


def test_a_limit_of_the_operator_counts() -> None:
    limits = replace(DEFAULT_LIMITS, dkim_key_bits_least=2_048)
    (result,) = zone().run(verify(read_message(sign(TEXT)), NOW, limits))
    assert (result.result, result.why) == ("policy", "key-short")


SIGNED = sign(invitation(), c="simple/simple")
HEADER_END = SIGNED.index(b"\r\n\r\n")


@settings(max_examples=60)
@given(st.integers(SIGNED.index(b"\r\nFrom:") + 2, len(SIGNED) - 1), st.integers(1, 255))
def test_any_changed_octet_fails(at: int, change: int) -> None:
    changed = SIGNED[:at] + bytes([SIGNED[at] ^ change]) + SIGNED[at + 1 :]
    assert all(result.result != "pass" for result in _all(changed))


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n", b"=", b".", b"\xc3\xa4", b"--x"]), max_size=30).map(b"".join),
    st.sampled_from([b"a", b"a  b", b"a\r\n b", b"\t", b"a \r\n\tb "]),
    st.sampled_from(["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"]),
)
def test_what_is_signed_holds(body: bytes, subject: bytes, form: str) -> None:
    raw = b"From: ann@sender.example\r\nSubject: " + subject + b"\r\nTo: x\r\n\r\n" + body
    assert _said(sign(raw, names=["from", "subject"], c=form)) == ("pass", None)
