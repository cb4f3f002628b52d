"""Sets of a chain: which there are, and what is no chain."""

from __future__ import annotations

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.arc.sets import arc_sets, may_follow
from salver.observe.authentication.dkim.octets import Octets
from salver.read.reading import read_message


def _sets(raw: bytes) -> object:
    return arc_sets(Octets(read_message(raw + b"From: ann@sender.example\r\n\r\n")), DEFAULT_LIMITS)


def _set(number: str, verdict: str = "none") -> bytes:
    return (
        f"ARC-Seal: i={number}; cv={verdict}\r\nARC-Message-Signature: i={number}\r\n"
        f"ARC-Authentication-Results: i={number}; list.example; none\r\n"
    ).encode()


def test_no_sets() -> None:
    assert _sets(b"") == ()


def test_sets_in_any_order_of_the_fields() -> None:
    found = _sets(_set("1") + _set("2", "pass"))
    assert isinstance(found, tuple)
    assert [one.verdict for one in found] == ["none", "pass"]
    assert [one.reported.strip() for one in found] == [b"list.example; none"] * 2
    assert may_follow(found)


@pytest.mark.parametrize(
    "raw",
    [
        _set("2"),
        _set("1") + _set("1"),
        _set("1") + _set("3"),
        _set("0"),
        _set("x"),
        _set("100"),
        _set("-1"),
        _set("1") + b"ARC-Seal: i=2; cv=pass\r\n",
        _set("1").replace(b"ARC-Seal:", b"X-Seal:"),
        _set("1").replace(b"i=1; list", b"i=1 list"),
        _set("1").replace(b"i=1; list", b"list.example; i=1;"),
        _set("1").replace(b"Signature: i=1", b"Signature: i=1; i=1"),
        _set("1").replace(b"Signature: i=1", b"Signature: i=2"),
    ],
)
def test_gaps_doubles_and_missing_fields_are_no_chain(raw: bytes) -> None:
    assert _sets(raw) == "structure"


def test_more_than_fifty_sets_are_no_chain() -> None:
    # RFC 8617 5.1
    assert _sets(b"".join(_set(str(number), "pass") for number in range(1, 52))) == "too-many"
    assert isinstance(_sets(b"".join(_set(str(number), "pass") for number in range(1, 51))), tuple)


@pytest.mark.parametrize(
    ("verdicts", "may"),
    [
        (["none"], True),
        (["NONE", "Pass"], True),
        (["pass"], False),
        (["none", "none"], False),
        (["none", "fail"], False),
    ],
)
def test_verdicts(verdicts: list[str], may: bool) -> None:
    found = _sets(b"".join(_set(str(number + 1), verdict) for number, verdict in enumerate(verdicts)))
    assert isinstance(found, tuple)
    assert may_follow(found) is may


def test_a_comment_before_the_instance() -> None:
    assert isinstance(_sets(_set("1").replace(b"Results: i=1", b"Results: (x) i = 1 ")), tuple)
