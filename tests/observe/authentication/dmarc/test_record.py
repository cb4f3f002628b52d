"""One record, as people write it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.dmarc.record import DmarcRecord, only_record, parse


def test_all_tags() -> None:
    record = parse("v=DMARC1; p=quarantine; sp=none; np=reject; psd=n; t=y; adkim=s; aspf=s; rua=mailto:a@b.example")
    assert record == DmarcRecord("quarantine", "none", "reject", "n", True, True, True, None)


@pytest.mark.parametrize(
    "rest",
    [
        "; foo=bar",
        "; pct=50; rf=afrf; ri=3600",
        "; adkim=x; aspf=; t=yes; psd=u",
        "; p_x=none; p2=reject",
        ";;; ; ",
        "; no equals sign",
        "; fo=1:d:s; ruf=https://b.example/!10m",
        "; x=\u00e9",
    ],
)
def test_what_is_unknown_or_cannot_be_is_passed_over(rest: str) -> None:
    assert parse("v=DMARC1; p=reject" + rest) == DmarcRecord("reject")


@pytest.mark.parametrize("value", ["", "rejekt", "reject!", "re ject", "\u00e9", "none,reject"])
@pytest.mark.parametrize("tag", ["p", "sp", "np"])
def test_a_policy_that_is_none_needs_somebody_to_tell(tag: str, value: str) -> None:
    text = f"v=DMARC1; {tag}={value}"
    assert parse(text).broken == "policy-invalid"
    assert parse(text + "; rua=mailto:a@b.example") == DmarcRecord("none")
    assert parse(text + "; rua=nobody, https://b.example/r").broken is None
    assert parse(text + "; rua=nobody").broken == "policy-invalid"


def test_which_record_counts() -> None:
    assert only_record(("v=spf1 -all", "v=DMARC1; p=none", "V=dmarc1; p=reject"), 100) == DmarcRecord("none")
    assert only_record(("v=DMARC1; p=none", "v=DMARC1; p=none"), 100) is None
    assert only_record(("v=spf1 -all",), 100) is None
    long = only_record(("v=DMARC1; p=none" + ";" * 100,), 100)
    assert long is not None
    assert long.broken == "record-too-long"


@given(st.text(st.sampled_from("pspnt=;: v\t1rejctnoqua,\u00e9"), max_size=60))
def test_any_text_is_read_without_a_word(rest: str) -> None:
    record = parse("v=DMARC1;" + rest)
    assert record.policy in ("none", "quarantine", "reject")


def test_a_long_record_is_read_in_linear_time() -> None:
    started = time.process_time()
    parse("v=DMARC1; rua=" + "mailto:a@b.example," * 40_000)
    parse("v=DMARC1" + "; a =" * 200_000)
    parse("v=DMARC1;" + " " * 500_000 + "p=none")
    assert time.process_time() - started < 2


def test_what_is_remembered_is_short() -> None:
    long = ("v=DMARC1; p=none; rua=mailto:" + "a" * 2_000 + "@b.example",)
    assert only_record(long, 4_096) == DmarcRecord()
    assert only_record(long, 4_096) is not only_record(long, 4_096)
    assert only_record(("v=DMARC1; p=reject",), 4_096) is only_record(("v=DMARC1; p=reject",), 4_096)
