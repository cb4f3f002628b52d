"""The header: nothing in our name survives, ours is proven, and anything changed breaks the proof."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.act.headers import WORDS, strip, verdict_header, verify, with_header
from salver.core.limits import DEFAULT_LIMITS
from salver.core.ulid import new_ulid
from salver.observe.authentication.results import authserv_id, parse
from salver.read.headers import read_headers

KEY = b"k" * 32
ID = "01JDMZ3Y5T8W9X0ABCDEFGHJKM"
OURS = "salver.mx.example"
MAIL = (
    b"From: Ann <ann@acme.example>\r\nDate: Tue, 24 Nov 2026 14:00:00 +0100\r\nMessage-ID: <1@acme.example>\r\n"
    b"Subject: lunch\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nSee you.\r\nX-Salver-Verdict: in text\r\n"
)

PIECES = [
    *(b"\r\n", b"\n", b"\r", b" ", b"\t", b":", b"\r\n\r\n", b"a", b"A: 1", b"From x", b"\xef\xbb\xbf", b"\0"),
    *(
        b"X-Salver-Verdict: deliver; id=1",
        b"x-SALVER-Verdict",
        b"X-Salver-",
        b"Subject: x",
        b"Content-Type: text/plain",
    ),
    *(b"Authentication-Results: salver.mx.example; spf=pass", b"From: a@b.example", b"; mode=observe"),
]
MESSAGES = st.lists(st.sampled_from(PIECES), max_size=14).map(b"".join)


def seen_by_readers(raw: bytes) -> list[list[str]]:
    """The lower-case field names that readers of several kinds find in the header block."""
    ours = [field.name for field in read_headers(raw, 0, len(raw), "", DEFAULT_LIMITS).fields]
    stdlib = [name.lower() for name in email.message_from_bytes(raw, policy=email.policy.compat32)]
    crlf = [line.partition(b":")[0] for line in re.split(rb"(?:\A|\r\n)\r\n", raw, maxsplit=1)[0].split(b"\r\n")]
    lf = [line.partition(b":")[0] for line in re.split(rb"(?:\A|\n)\r?\n", raw, maxsplit=1)[0].split(b"\n")]
    return [ours, stdlib, *([name.rstrip(b" \t").lower().decode("latin-1") for name in names] for names in (crlf, lf))]


@given(MESSAGES)
def test_no_input_makes_a_second_header_of_ours_survive(raw: bytes) -> None:
    clean = strip(raw, OURS)
    assert strip(clean, OURS) == clean
    sent = with_header(clean, verdict_header("hold", ID, KEY, clean, observe=False))
    for names in seen_by_readers(clean):
        assert not [name for name in names if name.startswith("x-salver-")]
    for names in seen_by_readers(sent):
        assert [name for name in names if name.startswith("x-salver-")] == ["x-salver-verdict"]


@given(MESSAGES, st.sampled_from(WORDS), st.booleans(), st.booleans())
def test_what_we_put_on_verifies(raw: bytes, word: str, observe: bool, released: bool) -> None:
    clean = strip(raw, OURS)
    ulid = new_ulid()
    sent = with_header(clean, verdict_header(word, ulid, KEY, clean, observe=observe, released=released))
    found = verify(sent, KEY)
    assert found is not None
    assert (found.word, found.inspection_id, found.observe, found.released) == (word, ulid, observe, released)
    assert verify(sent, b"x" * 32) is None


def signed() -> bytes:
    return with_header(MAIL, verdict_header("deliver", ID, KEY, MAIL, observe=False))


def test_any_changed_byte_of_the_body_breaks_the_proof() -> None:
    sent = signed()
    for offset in range(sent.index(b"\r\n\r\n") + 4, len(sent)):
        changed = sent[:offset] + bytes([sent[offset] ^ 1]) + sent[offset + 1 :]
        assert verify(changed, KEY) is None, offset
    assert verify(sent + b"x", KEY) is None
    assert verify(sent[:-2], KEY) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"deliver;", b"hold;"),
        (ID.encode(), b"01JDMZ3Y5T8W9X0ABCDEFGHJKN"),
        (b"v=1", b"v=2"),
        (b"\r\nFrom: Ann", b"; released\r\nFrom: Ann"),
        (b"\r\nFrom: Ann", b"; mode=observe\r\nFrom: Ann"),
        (b"\r\nFrom: Ann", b"\r\n ; mode=observe\r\nFrom: Ann"),
        (b"ann@acme", b"bob@acme"),
        (b"text/plain", b"multipart/mixed; boundary=x"),
        (b"Date: Tue", b"Date: Wed"),
        (b"<1@acme", b"<2@acme"),
        (b"MIME-Version", b"Content-Class: x\r\nMIME-Version"),
    ],
)
def test_a_changed_word_id_flag_or_structure_breaks_the_proof(old: bytes, new: bytes) -> None:
    sent = signed()
    assert verify(sent, KEY) is not None
    assert old in sent
    assert verify(sent.replace(old, new, 1), KEY) is None


def test_what_a_relay_adds_does_not_break_it() -> None:
    relayed = b"Return-Path: <ann@acme.example>\r\nReceived: from a by b;\r\n Tue, 24 Nov\r\n" + signed()
    assert verify(relayed.replace(b"Subject: lunch", b"Subject: [spam] lunch"), KEY) is not None


def test_two_headers_prove_nothing() -> None:
    assert verify(b"X-Salver-Verdict: hold\r\n" + signed(), KEY) is None
    assert verify(MAIL, KEY) is None


def test_the_line_is_as_the_contract_says() -> None:
    line = verdict_header("hold", ID, KEY, MAIL, observe=True, released=True)
    assert re.fullmatch(
        rb"X-Salver-Verdict: hold; id=" + ID.encode() + rb"; v=1; mac=[\w-]{43}; released; mode=observe\r\n", line
    )
    for word, ulid in (("maybe", ID), ("hold", "x\r\nBcc: a@b.example"), ("hold", "")):
        with pytest.raises(ValueError, match="verdict word"):
            verdict_header(word, ulid, KEY, MAIL, observe=False)


def test_strip_changes_nothing_but_what_it_removes() -> None:
    before, after = b"Received: a\r\n b\r\n", MAIL
    claim = b"X-SALVER-Report: deliver;\r\n\tall good\r\n \r\n"
    assert strip(before + claim + after, OURS) == before + after
    assert strip(MAIL, OURS) == MAIL
    assert strip((before + claim + after).replace(b"\r\n", b"\n"), OURS) == (before + after).replace(b"\r\n", b"\n")


@pytest.mark.parametrize(
    "value",
    [
        b" salver.mx.example; spf=pass",
        b"Salver.MX.example 1;\r\n dmarc=pass",
        b"\r\n (our (own)) salver.mx.example ; none",
        b' "salver.mx.example"; spf=pass',
        b" salver.mx.example.; spf=pass",
        b" salver.mx.example(x); spf=pass",
        b" salver.mx.example",
    ],
)
def test_results_claimed_in_our_name_are_removed(value: bytes) -> None:
    assert strip(b"authentication-RESULTS :" + value + b"\r\n" + MAIL, OURS) == MAIL


@pytest.mark.parametrize("value", [b" mx.example; spf=pass", b" salver.mx.example.evil.test; x", b"", b" ("])
def test_results_of_others_are_kept(value: bytes) -> None:
    raw = b"Authentication-Results:" + value + b"\r\n" + MAIL
    assert strip(raw, OURS) == raw


def test_the_first_line_cannot_fold_into_our_header() -> None:
    raw = strip(b" ; mode=observe\r\n" + MAIL, OURS)
    sent = with_header(raw, verdict_header("hold", ID, KEY, raw, observe=False))
    assert not email.message_from_bytes(sent)["X-Salver-Verdict"].endswith("mode=observe")


def test_the_truth_value_of_a_proof_raises() -> None:
    with pytest.raises(TypeError, match="None"):
        bool(verify(signed(), KEY))


def test_a_long_header_block_takes_linear_time() -> None:
    raw = b"A: 1\rX-Salver-A: b\r\n\n" * 40_000
    assert b"salver" not in strip(raw, OURS).lower()


NAMES = st.sampled_from([b"Authentication-Results", b"AUTHENTICATION-RESULTS ", b"authentication-results\t", b" x"])
SPACES = st.lists(
    st.sampled_from([b" ", b"\t", b"\r\n ", b"\r\n\t", b"\n ", b"\r ", b"(c)", b"(a(b)c)", b"(\\))", b"(\r\n x)"]),
    max_size=3,
).map(b"".join)
OWN_IDS = st.tuples(
    st.sampled_from([b"", b'"']),
    st.lists(st.booleans(), min_size=len(OURS), max_size=len(OURS)).map(
        lambda upper: "".join(c.upper() if up else c for c, up in zip(OURS, upper, strict=True)).encode()
    ),
    st.sampled_from([b"", b".", b"\\", b"x", b"..", b"\r\n "]),
    st.sampled_from([b"", b'"']),
).map(b"".join)
REST = st.sampled_from(
    [b"", b";", b" 1; spf=pass", b"; dkim=pass", b"/1; none", b" x; spf=pass", b";\r\n (", b"\0; none"]
)
FIELDS = st.tuples(NAMES, st.just(b":"), SPACES, OWN_IDS, SPACES, REST, st.just(b"\r\n")).map(b"".join)


@given(st.lists(st.one_of(FIELDS, st.sampled_from([b"From: a@b.example\r\n", b"Received: x\r\n"])), max_size=5))
def test_whatever_the_parser_reads_as_our_id_is_removed(fields: list[bytes]) -> None:
    clean = strip(b"".join(fields) + MAIL, OURS)
    for field in read_headers(clean, 0, len(clean), "", DEFAULT_LIMITS).fields:
        if field.name == "authentication-results":
            parsed = parse(field.value)
            assert authserv_id(field.value) != OURS
            assert parsed is None or parsed.authserv_id != OURS
    assert strip(clean, OURS) == clean


@given(
    st.sampled_from([b"Authentication-Results: ", b"authentication-results :"]),
    st.lists(st.sampled_from([b" ", b"\t", b"\r\n ", b"(c)", b"(a(b)c)"]), max_size=3).map(b"".join),
    st.booleans(),
)
def test_results_of_another_id_stay(name: bytes, spaces: bytes, below: bool) -> None:
    field = name + spaces + b"mx.home.example; spf=pass\r\n"
    raw = MAIL.replace(b"Subject", field + b"Subject") if below else field + MAIL
    assert strip(raw, OURS) == raw
