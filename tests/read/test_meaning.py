from __future__ import annotations

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.read.meaning import FURTHER, Meaning, Taking, differences, meanings
from salver.read.untidy import read_untidy
from tests.read.samples import EVENT, calendar

KEY = ("lunch-1@example.com", 0)


def read(data: bytes, taking: Taking | None = None) -> dict[tuple[str, int], Meaning]:
    return meanings(read_untidy(data, DEFAULT_LIMITS), DEFAULT_LIMITS, taking or Taking())


def test_what_a_calendar_means() -> None:
    (key,) = found = read(EVENT)
    assert key == KEY
    meaning = found[KEY]
    assert meaning["method"] == "REQUEST"
    assert meaning["organizer"] == ("ada@example.com", "Ada Example", "", "")
    assert meaning["attendee"] == frozenset({"me@home.example"})
    assert meaning["dtstart"] == ("20260105T110000Z", "")
    assert (meaning["sequence"], meaning["recurrence-id"]) == ("2", ("", ""))
    assert meaning["links"] == frozenset({"meet.example.com"})
    assert meaning.keys() > FURTHER


@pytest.mark.parametrize(
    ("old", "new", "taking", "field"),
    [
        (b"SEQUENCE:2", b"SEQUENCE:1\r\nSEQUENCE:2", Taking(last_property=True), "sequence"),
        (b"CN=Ada", b"CN=x;CN=Ada", Taking(last_parameter=True), "organizer"),
        (b"CN=Ada Example:mailto", b"CN=x:b@example.com:mailto", Taking(first_address=True), "organizer"),
        (b"LOCATION:", b"LOCATION;ENCODING=BASE64:", Taking(undecoded=True), None),
        (b"SEQUENCE:2", b"METHOD:CANCEL", Taking(inner_method=True), "method"),
    ],
)
def test_ways_to_take_it(old: bytes, new: bytes, taking: Taking, field: str | None) -> None:
    data = EVENT.replace(old, new)
    assert differences(read(data), read(data, taking)) - FURTHER == ({field} if field else set())


def test_several_calendars_and_loose_events() -> None:
    two = calendar(uid="1") + calendar(method="CANCEL", uid="2") + b"BEGIN:VEVENT\r\nUID:3\r\nEND:VEVENT\r\n"
    assert {key[0]: meaning["method"] for key, meaning in read(two).items()} == {"1": "REQUEST", "2": "CANCEL", "3": ""}
    assert read(two, Taking(first_calendar=True))["2", 0]["method"] == "REQUEST"
    assert ("3", 0) not in read(two, Taking(loose=False))


def test_identifiers_whatever_their_case() -> None:
    two = calendar(uid="a") + calendar(uid="A")
    assert read(two).keys() == {("a", 0), ("A", 0)}
    assert read(two, Taking(folded_uid=True)).keys() == {("a", 0), ("a", 1)}


def test_who_shows_less_hides_nothing() -> None:
    ours, theirs = read(EVENT), read(EVENT.replace(b"ATTENDEE;", b"X-A;").replace(b"https://meet", b"meet"))
    assert differences(ours, theirs) - FURTHER == set()
    assert differences(ours, theirs, fewer=False) - FURTHER == {"attendee", "links"}
    assert differences(theirs, ours) - FURTHER == {"attendee", "links"}
    assert differences(ours, {}) == set()
    assert differences({}, ours) == {"uid"}
