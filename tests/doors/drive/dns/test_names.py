"""What may go on the wire."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.doors.drive.dns.names import can_be_asked
from salver.doors.drive.dns.records import name_of

LONGEST = ".".join(["a" * 63, "b" * 63, "c" * 63, "d" * 61])


@pytest.mark.parametrize(
    "name", ["example", "acme.example", "_dmarc.acme.example", "a+b=c.example", 'x"y.example', LONGEST]
)
def test_names(name: str) -> None:
    assert can_be_asked(name)


@pytest.mark.parametrize(
    "name", ["", ".", "acme.example.", ".example", "a..b", "a\tb", "a\0b", "\x7f", "é.example", LONGEST + "d"]
)
def test_no_names(name: str) -> None:
    assert not can_be_asked(name)


@given(st.text(alphabet=st.characters(max_codepoint=0x180), max_size=300))
def test_every_name_that_may_be_asked_can_be_written(name: str) -> None:
    if can_be_asked(name):
        assert [label.decode() for label in name_of(name).labels[:-1]] == name.split(".")
