from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.tnef import SIGNATURE, holds_meeting


def attribute(identifier: int, data: bytes) -> bytes:
    return b"\x01" + identifier.to_bytes(4, "little") + len(data).to_bytes(4, "little") + data + b"\0\0"


def tnef(*attributes: bytes) -> bytes:
    return SIGNATURE + b"\x01\x00" + b"".join(attributes)


def message_class(name: bytes) -> bytes:
    return attribute(0x00078008, name + b"\0")


@pytest.mark.parametrize(
    "name",
    [
        b"IPM.Microsoft Schedule.MtgReq",
        b"IPM.Microsoft Schedule.MtgCncl",
        b"IPM.Schedule.Meeting.Request",
        b"IPM.Appointment",
    ],
)
def test_meeting_classes(name: bytes) -> None:
    assert holds_meeting(tnef(attribute(0x00089006, b"\0\0\1\0"), message_class(name)))


def test_other_classes() -> None:
    assert not holds_meeting(tnef(message_class(b"IPM.Microsoft Mail.Note"), attribute(0x00069003, b"IPM.Appointment")))
    assert not holds_meeting(b"IPM.Appointment")
    assert not holds_meeting(b"")


def test_a_class_among_the_properties_of_a_broken_file() -> None:
    assert holds_meeting(tnef(attribute(0x00069003, "IPM.Schedule.Meeting.Request".encode("utf-16-le"))))


def test_lengths_beyond_the_end_do_not_matter() -> None:
    assert not holds_meeting(SIGNATURE + b"\0\0\x01" + b"\x00\x00\x00\x00" + b"\xff\xff\xff\xff" + b"x")


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    holds_meeting(SIGNATURE + data)
