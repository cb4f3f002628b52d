"""One recorded outcome a mailbox: kept once, found again, moved on."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from salver.core.limits import Limits
from salver.decide.report import to_json
from salver.decide.verdict import Headline
from salver.store import events, originals, outcomes
from salver.store.database import Store
from salver.store.schema import originals as originals_table
from salver.store.schema import outcomes as outcomes_table
from salver.store.times import to_text
from tests.store import made

RAW = b"From: ann@acme.example\r\n\r\n" + b"hello " * 1000 + b"\r\n"


def test_an_outcome_comes_back_whole(store: Store) -> None:
    with store.begin() as connection:
        ids = made.commit(connection, made.record(made.event()), raw=RAW)
    with store.read() as connection:
        found = outcomes.get(connection, "nora", ids[0])
        assert found is not None
        assert (found.mailbox, found.state, found.relayed, found.enforced) == (made.ME, "waiting", "intended", True)
        assert (found.uid, found.organizer, found.event_end) == ("u1", made.ANN, "2026-11-24T14:00:00+00:00")
        assert found.headline.params == {"confirmed": "acme.example"}
        assert found.report.objects[0].summary is not None
        assert found.report.objects[0].summary.raw == "Lunch"
        assert found.received_at == "2026-11-24T13:00:00.000000Z"
        assert outcomes.original(connection, found) == RAW
        assert outcomes.get(connection, "somebody", ids[0]) is None
        assert outcomes.by_inspection(connection, made.ME, found.report.id) == found
        assert outcomes.find(connection, made.ME, "f") == found
        assert outcomes.find(connection, made.ME, "g") is None


def test_a_retry_counts_once(store: Store) -> None:
    with store.begin() as connection:
        first = made.commit(connection, made.record(made.event()))
    with store.begin() as connection:
        again = made.commit(connection, made.record(made.event(judged_on=0)))
    assert again == first
    with store.read() as connection:
        assert outcomes.counts(connection, "nora") == {"waiting": 1}
        assert events.history(connection, "nora", "u1").events[0].version == 1


def test_two_mailboxes_of_one_person_share_event_and_original(store: Store) -> None:
    second = made.record(made.event(), mailbox="n@home.example")
    with store.begin() as connection:
        ids = made.commit(connection, made.record(made.event()), second, raw=RAW)
    assert len(set(ids)) == 2
    with store.read() as connection:
        assert len(connection.execute(originals_table.select()).all()) == 1
        assert events.history(connection, "nora", "u1").events[0].version == 1


def test_history_that_moved_stops_the_commit(store: Store) -> None:
    with store.begin() as connection:
        made.commit(connection, made.record(made.event(state="delivered")))
    with pytest.raises(events.HistoryMoved), store.begin() as connection:
        made.commit(connection, made.record(made.event(state="cancelled"), fingerprint="g"))
    with store.begin() as connection:
        made.commit(connection, made.record(made.event(state="cancelled", judged_on=1), fingerprint="g"))
    with store.read() as connection:
        memory = events.history(connection, "nora", "u1").events[0]
        assert (memory.state, memory.version) == ("cancelled", 2)
        assert outcomes.counts(connection, "nora") == {"waiting": 2}


@pytest.mark.parametrize(
    ("calendar", "enforced", "state"),
    [
        ("wait", True, "waiting"),
        ("wait", False, "passed"),
        ("pass", True, "passed"),
        ("ignore", True, "ignored"),
        ("none", True, "none"),
    ],
)
def test_where_an_outcome_begins(store: Store, calendar: str, enforced: bool, state: str) -> None:
    with store.begin() as connection:
        record = made.record(made.event(), calendar=calendar)  # type: ignore[arg-type]
        ids = made.commit(connection, record, enforced=enforced)
        found = outcomes.by_id(connection, ids[0])
        assert found is not None
        assert found.state == state
        assert (found.original_id is not None) == (state == "waiting")


def test_a_report_is_kept_small(store: Store) -> None:
    report = made.report()
    report = msgspec.structs.replace(report, objects=report.objects * 1000)
    with store.begin() as connection:
        ids = made.commit(connection, made.record(), made=report)
        stored: bytes = connection.execute(select(outcomes_table.c.report)).scalar_one()
        found = outcomes.by_id(connection, ids[0])
    assert len(stored) < len(to_json(report)) / 20
    assert found is not None
    assert found.report == report


def test_a_message_puts_a_bounded_number_of_events_into_history(store: Store) -> None:
    limits = Limits(calendar_objects=3)
    many = made.record(*(made.event(f"u{number}") for number in range(5)))
    with store.begin() as connection:
        outcomes.commit(
            connection,
            [many],
            {made.ME: made.report()},
            headlines={made.ME: Headline("first-contact")},
            received_at=made.NOW,
            raw=RAW,
            enforced=True,
            limits=limits,
        )
        met = [bool(events.history(connection, "nora", f"u{number}").events) for number in range(5)]
    assert met == [True, True, True, False, False]


def test_what_waits_for_an_event_is_oldest_first(store: Store) -> None:
    with store.begin() as connection:
        for number in range(3):
            received = made.NOW - timedelta(minutes=number)
            made.commit(connection, made.record(fingerprint=str(number)), received_at=received)
        made.commit(connection, made.record(fingerprint="x"), made=made.report("u2"))
        made.commit(connection, made.record(fingerprint="y", calendar="pass"))
        made.commit(connection, made.record(fingerprint="z", person="otto"))
        found = outcomes.waiting_for(connection, "nora", {"u1", "u3"})
        assert [one.fingerprint for one in found] == ["2", "1", "0"]
        assert outcomes.waiting_for(connection, "nora", set()) == []


def test_listing_is_newest_first_and_counts_agree(store: Store) -> None:
    with store.begin() as connection:
        for number in range(3):
            received = made.NOW + timedelta(minutes=number)
            made.commit(connection, made.record(fingerprint=str(number)), received_at=received)
        made.commit(connection, made.record(fingerprint="x", calendar="pass"))
        made.commit(connection, made.record(fingerprint="y", person="otto", mailbox="otto@home.example"))
    with store.read() as connection:
        waiting = outcomes.listing(connection, "nora", "waiting")
        assert [one.fingerprint for one in waiting] == ["2", "1", "0"]
        assert len(outcomes.listing(connection, "nora", None)) == 4
        assert outcomes.counts(connection, "nora") == {"waiting": 3, "passed": 1}


def test_relayed_is_written_down(store: Store) -> None:
    with store.begin() as connection:
        ids = made.commit(connection, made.record())
        outcomes.mark_relayed(connection, ids, "relayed")
        found = outcomes.by_id(connection, ids[0])
        assert found is not None
        assert found.relayed == "relayed"


def test_an_original_is_dropped_once_nothing_needs_it(store: Store) -> None:
    later = to_text(made.NOW + timedelta(minutes=1))
    with store.begin() as connection:
        second = made.record(made.event(person="otto"), person="otto", mailbox="otto@home.example")
        ids = made.commit(connection, made.record(made.event()), second, raw=RAW)
        outcomes.set_state(connection, ids[:1], "declined", decided_at=to_text(made.NOW))
        assert originals.any_decided(connection, later, later)
        assert not originals.any_decided(connection, later, to_text(made.NOW))  # it may still be taken back
        assert originals.drop_decided(connection, later, later) == 0  # otto has not answered yet
        outcomes.set_state(connection, ids[1:], "accepted", decided_at=to_text(made.NOW))
        assert not originals.any_decided(connection, to_text(made.NOW), later)
        assert originals.drop_decided(connection, later, later) == 1
        found = outcomes.by_id(connection, ids[0])
        assert found is not None
        assert outcomes.original(connection, found) is None
