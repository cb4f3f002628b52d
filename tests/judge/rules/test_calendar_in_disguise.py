"""Which names and types disguise a calendar, beyond the samples."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from salver.judge.rules.calendar_in_disguise import check
from salver.read.reading import read_message
from tests.judge.rules.message_facts import facts_of

EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\n"
    b"DTSTAMP:20260105T110000Z\r\nDTSTART:20260105T110000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
UNSEEN = "name with signs nobody sees"


def how(fields: str) -> list[object]:
    head = b"From: ada@example.com\r\nMIME-Version: 1.0\r\n"
    message = read_message(head + fields.encode("utf-8") + b"\r\n" + EVENT)
    assert message.calendars
    return [finding.evidence.get("how") for finding in check(facts_of(message))]


def named(name: str, content_type: str = "application/octet-stream") -> list[object]:
    return how(f"Content-Type: {content_type}\r\nContent-Disposition: attachment; filename*=utf-8''{quote(name)}\r\n")


@pytest.mark.parametrize(
    "name",
    [
        "invite.ics",
        "R\u00e9union\u00a0: point.ics",
        "R\u00e9union\u202f: point.ics",
        "\u4f1a\u8b70\u3000\uff11.ics",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 party.ics",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467.ics",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.ics",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f.ics",
        "a long\tname.ics",
        "invite.ics\u00a0",
    ],
)
def test_ordinary_names(name: str) -> None:
    assert named(name) == []
    assert named(name, "text/calendar") == []


def test_a_name_folded_with_a_tab() -> None:
    assert how('Content-Type: application/octet-stream;\r\n\tname="a very long\r\n\tname.ics"\r\n') == []


@pytest.mark.parametrize(
    "name",
    [
        "invite.ics\u200b",
        "invite\u200b.ics",
        "in\u00advite.ics",
        "photo\u202egnp.ics",
        "photo\u2067gnp.ics",
        "invite.txt\u200d.ics",
        "invite.i\u200ccs",
        "invite.ics\u200d",
        "invite.ics\x01",
        "invite\r\n.ics",
        "invite.ics\u2028",
        "invite\uff0eics",
    ],
)
def test_names_with_signs_nobody_sees(name: str) -> None:
    assert named(name) == [UNSEEN]


def test_a_name_that_ends_early_for_some() -> None:
    assert named("invite.ics\0.txt") == [UNSEEN]


@pytest.mark.parametrize("names", [("meeting", "invite.ics"), ("invite.ics", "meeting"), ("a.txt", "b.txt")])
def test_a_calendar_by_its_type_may_have_any_names(names: tuple[str, str]) -> None:
    fields = "Content-Type: {}; name={}\r\nContent-Disposition: attachment; filename={}\r\n"
    assert how(fields.format("text/calendar", *names)) == []
    if "invite.ics" in names:
        assert how(fields.format("application/octet-stream", *names)) == ["two names, one of them a calendar's"]


@pytest.mark.parametrize(
    "content_type",
    [
        "application/force-download",
        "application/download",
        "application/x-download",
        "application/binary",
        "application/text",
        "text/html",
    ],
)
def test_types_that_say_nothing(content_type: str) -> None:
    assert named("invite.ics", content_type) == []


def test_types_that_say_something_else() -> None:
    assert named("invite.ics", "image/png") == ["type of something else"]
    assert named("notes.txt", "application/force-download") == ["name of something else"]
