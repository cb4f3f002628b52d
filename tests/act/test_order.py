"""The order of messages: total, by SEQUENCE then DTSTAMP, and never set by somebody nobody vouches for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.act.order import CANCELLED, NEWER_CAME, NEWER_IN_CALENDAR, newer_than, refusal
from salver.act.plan import Event, speaker
from salver.observe.question import EventState
from salver.store.events import EventRow

STAMP = "2026-11-20T10:00:00+00:00"
ORDERS = st.tuples(st.none() | st.integers(0, 3), st.none() | st.sampled_from([STAMP, "2026-11-21T10:00:00+00:00"]))


def row(
    sequence: int | None = 5, dtstamp: str | None = STAMP, *, state: EventState = "accepted", strength: str = "strong"
) -> EventRow:
    return EventRow(
        person="nora",
        uid="u1",
        organizer="ann@acme.example",
        strength=strength,
        state=state,
        sequence=sequence,
        dtstamp=dtstamp,
        version=1,
        outcome_id=None,
        href=None,
        etag=None,
        updated_at="2026-11-24T13:00:00.000000Z",
    )


def event(
    sequence: int | None = 0, dtstamp: str | None = STAMP, *, cancelled: bool = False, date: str | None = None
) -> Event:
    return Event(
        uid="u1",
        organizer="ann@acme.example",
        method="CANCEL" if cancelled else "REQUEST",
        sequence=sequence,
        dtstamp=dtstamp,
        recurrence_id=date,
        cancelled=cancelled,
    )


def test_what_stands_in_the_way_is_said() -> None:
    assert refusal(None, event(), vouched=True) is None
    assert refusal(row(), event(), vouched=True) == NEWER_IN_CALENDAR
    assert refusal(row(state="delivered"), event(), vouched=True) == NEWER_CAME
    assert refusal(row(state="cancelled"), event(5), vouched=True) == CANCELLED
    assert refusal(row(state="cancelled"), event(6), vouched=True) is None
    assert refusal(row(state="cancelled"), event(cancelled=True), vouched=True) is None
    assert refusal(row(state="waiting"), event(), vouched=True) is None
    assert refusal(row(state="declined"), event(), vouched=True) is None


def test_single_dates_only_stop_at_a_cancelled_series() -> None:
    assert refusal(row(), event(date="20261125T130000Z"), vouched=True) is None
    assert refusal(row(state="cancelled"), event(date="20261125T130000Z"), vouched=True) == CANCELLED


def test_an_unproven_order_stops_only_the_unproven() -> None:
    unproven = row(strength="unknown")
    assert refusal(unproven, event(), vouched=True) is None
    assert refusal(unproven, event(), vouched=False) == NEWER_IN_CALENDAR
    assert refusal(row(), event(), vouched=False) == NEWER_IN_CALENDAR
    assert newer_than(row(), event())
    assert not newer_than(unproven, event())


@given(ORDERS, ORDERS)
def test_of_two_versions_at_most_one_is_refused(one: tuple[int | None, str | None], other: tuple[int, str]) -> None:
    first = refusal(row(*one), event(*other), vouched=True)
    second = refusal(row(*other), event(*one), vouched=True)
    assert first is None or second is None


def test_a_published_event_without_organizer_is_its_authors() -> None:
    author = "ann@acme.example"
    assert (speaker(None, None, author), speaker(None, "PUBLISH", author)) == (author, author)
    assert speaker(None, "REQUEST", author) is None
    assert speaker("bob@acme.example", "PUBLISH", author) == "bob@acme.example"
