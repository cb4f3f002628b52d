from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.core.limits import Limits
from salver.core.untrusted import Untrusted
from salver.read.tnef import read_tnef
from salver.read.tnef_meeting import TNEF_SIGNATURE, TnefMeeting
from tests.collection import FOLDER, needed
from tests.read.cost import cost
from tests.read.samples import EVENT
from tests.read.tnef import make

MEETING = make.message_class(b"IPM.Microsoft Schedule.MtgReq")
NOTE = make.message_class(b"IPM.Microsoft Mail.Note")
TICKS = 134_081_064_000_000_000  # 2025-11-20T10:00:00Z


def raw(text: Untrusted | None) -> str | None:
    return text.raw if text else None


def read(*attributes: bytes) -> TnefMeeting | None:
    return read_tnef(make.tnef(*attributes), LIMITS)


@pytest.mark.parametrize(
    "name",
    [
        b"IPM.Microsoft Schedule.MtgReq",
        b"IPM.Microsoft Schedule.MtgCncl",
        b"IPM.Schedule.Meeting.Request",
        b"ipm.appointment",
    ],
)
def test_meeting_classes(name: bytes) -> None:
    found = read(make.attribute(0x00089006, b"\0\0\1\0"), make.message_class(name))
    assert found is not None
    assert raw(found.message_class) == name.decode()
    assert (found.broken, found.truncated) == (False, False)


def test_the_class_among_the_properties() -> None:
    props = make.attribute(make.PROPERTIES, make.properties(make.text(0x001A, "IPM.Schedule.Meeting.Canceled")))
    found = read(NOTE, props)
    assert found is not None
    assert raw(found.message_class) == "IPM.Schedule.Meeting.Canceled"


def test_other_classes_and_other_bytes() -> None:
    body = make.attribute(make.PROPERTIES, make.properties(make.text(0x1000, "IPM.Schedule.Meeting.Request")))
    assert read(NOTE, body) is None
    assert read() is None
    assert read_tnef(b"IPM.Appointment", LIMITS) is None
    assert read_tnef(b"", LIMITS) is None


def test_what_a_meeting_says() -> None:
    props = make.properties(
        make.text(0x0037, "Quarterly"),
        make.text(0x0C1F, "/O=ACME/CN=ADA"),
        make.text(0x5D01, "ada@example.com"),
        make.text(0x0065, "boss@victim.example"),
        make.time(0x8000, TICKS, make.named(make.APPOINTMENT, 0x820D)),
        make.time(0x8001, TICKS + 36_000_000_000, make.named(make.APPOINTMENT, 0x820E)),
        make.text(0x8002, "Room 1", make.named(make.APPOINTMENT, 0x8208)),
        make.text(0x8003, r"\\host.test\share\x.wav", make.named(make.COMMON, 0x851F)),
    )
    found = read(MEETING, make.attribute(make.PROPERTIES, props))
    assert found is not None
    assert raw(found.sender) == "ada@example.com"
    assert raw(found.represents) == "boss@victim.example"
    assert raw(found.subject) == "Quarterly"
    assert raw(found.location) == "Room 1"
    assert (found.start, found.end) == ("2025-11-20T10:00:00Z", "2025-11-20T11:00:00Z")
    assert raw(found.reminder_file) == r"\\host.test\share\x.wav"


def test_what_the_old_attributes_say() -> None:
    date = b"".join(make.number(part, 2) for part in (2026, 1, 5, 11, 0, 0, 1))
    sender = (
        make.number(4, 2) + make.number(0, 2) + make.number(4, 2) + make.number(21, 2) + b"Ada\0SMTP:ada@example.com\0"
    )
    owner = make.number(4, 2) + b"Bob\0" + make.number(16, 2) + b"SMTP:b@example.c\0"
    found = read(
        MEETING,
        make.attribute(0x00008000, sender),
        make.attribute(0x00060000, owner),
        make.attribute(0x00018004, b"Lunch\0"),
        make.attribute(0x00030006, date),
        make.attribute(0x00030007, b"\xff" * 14),
    )
    assert found is not None
    assert raw(found.sender) == "SMTP:ada@example.com"
    assert raw(found.represents) == "SMTP:b@example.c"
    assert (raw(found.subject), found.start, found.end) == ("Lunch", "2026-01-05T11:00:00", None)


def test_a_reminder_with_a_file_counts_under_any_class() -> None:
    props = make.properties(make.text(0x8003, r"\\host.test\x", make.named(make.COMMON, 0x851F)))
    found = read(make.message_class(b"IPM.Task"), make.attribute(make.PROPERTIES, props))
    assert found is not None
    assert raw(found.message_class) == "IPM.Task"
    assert raw(found.reminder_file) == r"\\host.test\x"


@pytest.mark.parametrize(
    "attachment",
    [
        make.attribute(make.ATTACH_TITLE, b"invite.ics\0"),
        make.attribute(make.ATTACH_DATA, EVENT),
        make.attribute(make.ATTACH_PROPERTIES, make.properties(make.text(0x3707, "invite.ics"))),
        make.attribute(make.ATTACH_PROPERTIES, make.properties(make.blob(0x3701, EVENT))),
        make.attribute(
            make.ATTACH_PROPERTIES, make.properties(make.blob(0x3701, b"i" * 16 + make.tnef(MEETING), 0x0D))
        ),
    ],
)
def test_an_attachment_that_is_a_calendar_or_a_meeting(attachment: bytes) -> None:
    found = read(NOTE, attachment)
    assert found is not None
    assert found.calendar_inside


def test_names_of_attachments() -> None:
    found = read(MEETING, *(make.attribute(make.ATTACH_TITLE, name) for name in (b"a.png\0", b"b.png\0", b"a.png\0")))
    assert found is not None
    assert [name.raw for name in found.attachments] == ["a.png", "b.png"]
    assert not found.calendar_inside
    assert read(NOTE, make.attribute(make.ATTACH_TITLE, b"a.png\0")) is None


def test_messages_inside_messages_end_somewhere() -> None:
    inner = make.tnef(NOTE)
    for _ in range(10):
        inner = make.tnef(
            NOTE, make.attribute(make.ATTACH_PROPERTIES, make.properties(make.blob(0x3701, b"i" * 16 + inner, 0x0D)))
        )
    found = read_tnef(inner, LIMITS)
    assert found is not None
    assert found.truncated


def test_a_class_behind_a_break_is_found() -> None:
    broken = make.attribute(make.PROPERTIES, "IPM.Schedule.Meeting.Request".encode("utf-16-le"))
    found = read(broken)
    assert found is not None
    assert found.broken
    assert read_tnef(TNEF_SIGNATURE + b"\0\0\x07" + b"IPM.Appointment", LIMITS) is not None
    assert read_tnef(TNEF_SIGNATURE + b"\0\0\x01\0\0\0\0" + b"\xff\xff\xff\xff" + b"x", LIMITS) is None


def test_over_a_limit_it_counts() -> None:
    data = make.tnef(*[make.attribute(1, b"")] * (LIMITS.tnef_attributes + 1), MEETING)
    found = read_tnef(data, LIMITS)
    assert found is not None
    assert found.truncated
    assert read_tnef(make.tnef(NOTE), Limits(tnef_attributes=0)) is not None


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    read_tnef(TNEF_SIGNATURE + data, LIMITS)
    read(MEETING, make.attribute(make.PROPERTIES, data), make.attribute(make.ATTACH_PROPERTIES, data))


@given(st.data())
def test_any_change_of_a_good_one(data: st.DataObject) -> None:
    props = make.properties(make.text(0x0037, "Hi"), make.time(0x8000, TICKS, make.named(make.APPOINTMENT, 0x820D)))
    good = bytearray(make.tnef(MEETING, make.attribute(make.PROPERTIES, props)))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(4, len(good) - 1))] = data.draw(st.integers(0, 255))
    read_tnef(bytes(good), LIMITS)


@pytest.mark.parametrize("unit", [make.attribute(1, b""), make.attribute(make.PROPERTIES, b"\xff" * 8), b"\x01" * 9])
def test_ten_times_the_bytes_cost_no_more_than_ten_times_the_time(unit: bytes) -> None:
    limits = Limits(tnef_attributes=100_000)
    small, large = make.tnef(unit * 2_000), make.tnef(unit * 20_000)
    assert cost(lambda: read_tnef(large, limits)) < 15 * max(cost(lambda: read_tnef(small, limits)), 0.001)


@needed
def test_the_streams_others_collected() -> None:
    """Thirteen real ones, none of them a meeting: nothing breaks, nothing is taken for one."""
    paths = sorted((FOLDER / "calendar" / "tnef").rglob("*.tnef"))
    assert paths
    assert [path.name for path in paths if read_tnef(path.read_bytes(), LIMITS) is not None] == []
