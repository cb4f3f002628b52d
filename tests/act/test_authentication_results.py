"""Our own Authentication-Results: what was found comes back word for word, and nothing a stranger chose gets out."""

from __future__ import annotations

import email
import email.policy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.act.authentication_results import encode
from salver.act.headers import strip, verdict_header, verify, with_header
from salver.core.limits import DEFAULT_LIMITS
from salver.core.ulid import new_ulid
from salver.observe.authentication.authenticated import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    SpfResult,
)
from salver.observe.authentication.results import MethodResult, parse
from salver.read.headers import read_headers

OURS = "salver.mx.example"
KEY = b"k" * 32
NASTY = st.one_of(
    st.none(),
    st.text(max_size=80),
    st.text(alphabet='a.@=;:"\\()/ \t\r\n\0é', max_size=40),
    st.from_regex(r"[a-z0-9_-]{1,9}(\.[a-z0-9-]{1,9}){0,3}", fullmatch=True),
    st.sampled_from(
        [
            "evil.example\r\nBcc: x@evil.example",
            "evil.example; dkim=pass header.d=bank.example",
            'a" dmarc=pass header.from=bank.example',
            "a(comment",
            "x" * 300,
            "bank.example\0.evil.example",
        ]
    ),
)
WORDS = st.one_of(
    st.sampled_from(["pass", "fail", "none", "neutral", "softfail", "temperror", "permerror", "policy"]),
    st.sampled_from(["not-asked", "unavailable", "", "pass; dkim=pass", "PASS", "pass\r\nX: y"]),
    st.text(max_size=10),
)
SPF = st.builds(SpfResult, WORDS, NASTY, NASTY, st.sampled_from(["mailfrom", "helo", None]), NASTY)
DKIM = st.builds(DkimResult, WORDS, NASTY, NASTY, st.none(), NASTY, NASTY, NASTY, b=NASTY)
DMARC = st.builds(DmarcResult, WORDS, NASTY, NASTY)
FOUND = st.builds(
    Authentication,
    source=st.just("own"),
    spf=SPF,
    dkim=st.lists(DKIM, max_size=4).map(tuple),
    dmarc=DMARC,
    arc=st.builds(ArcResult, WORDS),
)
IDS = st.from_regex(r"[!-~]{1,30}( [!-~]{1,10})?", fullmatch=True)
ALLOWED = {
    "spf": {"smtp.mailfrom", "smtp.helo"},
    "dkim": {"header.d", "header.s", "header.a", "header.b"},
    "dmarc": {"header.from", "policy.dmarc"},
    "arc": set(),
}
RESULTS = {
    "spf": {"pass", "fail", "softfail", "neutral", "none", "policy", "temperror", "permerror"},
    "dkim": {"pass", "fail", "neutral", "none", "policy", "temperror", "permerror"},
    "dmarc": {"pass", "fail", "none", "temperror", "permerror"},
    "arc": {"pass", "fail", "none"},
}


def value_of(field: bytes) -> bytes:
    return field.partition(b":")[2]


def expected(found: Authentication) -> list[tuple[str, str]]:
    """Method and word of every result that may be written, in order."""
    said = [("spf", found.spf.result), *(("dkim", one.result) for one in found.dkim)]
    said += [("dmarc", found.dmarc.result), ("arc", found.arc.result.replace("unavailable", "fail"))]
    return [(method, word) for method, word in said if word in RESULTS[method]]


@given(FOUND, IDS)
def test_the_results_come_back_and_nothing_else(found: Authentication, authserv_id: str) -> None:
    field = encode(found, authserv_id)
    parsed = parse(value_of(field))
    assert parsed is not None
    assert parsed.authserv_id == authserv_id.rstrip(".").lower()
    assert [(one.method, one.result) for one in parsed.results] == expected(found)
    for one in parsed.results:
        assert one.properties.keys() <= ALLOWED[one.method]
    chosen = {text for one in found.dkim for text in (one.domain, one.selector, one.algorithm, one.b)}
    written = {text for one in parsed.results if one.method == "dkim" for text in one.properties.values()}
    assert written <= chosen


def test_what_others_have_no_word_for_never_looks_better_than_it_is() -> None:
    on_trial = DkimResult("pass", "a.example", "s", testing=True)
    unchecked = ArcResult("unavailable", ("l.example",), why="dns")
    written = encode(Authentication(source="own", dkim=(on_trial,), arc=unchecked), OURS)
    assert b"dkim=policy header.d=a.example" in written
    assert b"arc=fail" in written


@given(FOUND, IDS)
def test_it_stays_one_field_of_plain_short_lines(found: Authentication, authserv_id: str) -> None:
    field = encode(found, authserv_id)
    assert field.endswith(b"\r\n")
    lines = field[:-2].split(b"\r\n")
    assert all(re.fullmatch(rb"[ -~]+", line) for line in lines)
    assert all(line.startswith(b" ") and line.strip() for line in lines[1:])
    for line in lines[1:]:
        assert len(line) <= 78 or len(line.split()) == 1
        assert len(line) < 998
    raw = field + b"From: a@x.example\r\n\r\nbody\r\n"
    ours = [one.name for one in read_headers(raw, 0, len(raw), "", DEFAULT_LIMITS).fields]
    assert ours == ["authentication-results", "from"]
    assert email.message_from_bytes(raw, policy=email.policy.compat32).keys() == ["Authentication-Results", "From"]


@given(FOUND)
def test_our_own_header_is_taken_off_again_at_the_door(found: Authentication) -> None:
    raw = b"From: a@x.example\r\n\r\nbody\r\n"
    sent = with_header(raw, encode(found, OURS))
    sent = with_header(sent, verdict_header("hold", new_ulid(), KEY, sent, observe=False))
    assert verify(sent, KEY) is not None
    assert strip(sent, OURS) == raw


def test_as_it_looks() -> None:
    found = Authentication(
        source="own",
        spf=SpfResult("pass", "bounce.acme.example", "b+1=2@bounce.acme.example", "mailfrom"),
        dkim=(
            DkimResult("pass", "acme.example", "s1", algorithm="rsa-sha256", b="ab/cd+ef"),
            DkimResult("fail", "mail.acme.example", "a-rather-long-selector-of-2026", algorithm="rsa-sha256", b="0Z=="),
        ),
        dmarc=DmarcResult("pass", "acme.example", "reject"),
        arc=ArcResult("none"),
    )
    assert encode(found, OURS).decode() == (
        "Authentication-Results: salver.mx.example;\r\n"
        " spf=pass smtp.mailfrom=bounce.acme.example;\r\n"
        ' dkim=pass header.d=acme.example header.s=s1 header.a=rsa-sha256\r\n header.b="ab/cd+ef";\r\n'
        " dkim=fail header.d=mail.acme.example header.s=a-rather-long-selector-of-2026\r\n"
        ' header.a=rsa-sha256 header.b="0Z==";\r\n'
        " dmarc=pass header.from=acme.example policy.dmarc=reject;\r\n"
        " arc=none\r\n"
    )


def test_whose_word_it_was() -> None:
    mailbox = Authentication(source="own", spf=SpfResult("pass", "acme.example", "anna@acme.example", "mailfrom"))
    assert b"smtp.mailfrom=anna@acme.example\r\n" in encode(mailbox, OURS)
    helo = Authentication(source="own", spf=SpfResult("pass", "mx.acme.example", None, "helo"))
    assert b"smtp.helo=mx.acme.example\r\n" in encode(helo, OURS)


def test_nothing_found_is_none() -> None:
    field = encode(Authentication(source="own"), OURS)
    assert field == b"Authentication-Results: salver.mx.example;\r\n none\r\n"
    parsed = parse(value_of(field))
    assert parsed is not None
    assert parsed.results == ()


def test_what_another_server_said_is_never_ours() -> None:
    with pytest.raises(ValueError, match="not results of our own"):
        encode(Authentication(source="upstream"), OURS)
    with pytest.raises(ValueError, match="printable ASCII"):
        encode(Authentication(source="own"), "a\r\nb")


def test_a_result_is_read_as_it_was_meant() -> None:
    found = Authentication(source="own", dkim=(DkimResult("pass", "acme.example", "s1", b="AbC="),))
    parsed = parse(value_of(encode(found, OURS)))
    assert parsed is not None
    assert parsed.results == (
        MethodResult("dkim", "pass", {"header.d": "acme.example", "header.s": "s1", "header.b": "AbC="}),
    )
