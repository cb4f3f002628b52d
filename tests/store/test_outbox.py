"""The queue: claimed once, in order, taken back only while untouched."""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import Connection

from salver.store import decisions, outbox
from salver.store.database import Store
from salver.store.decisions import Before, Decision
from salver.store.times import to_text
from tests.store import made

DUE = made.NOW + timedelta(seconds=10)


def decided(connection: Connection, decision_id: str = "d1") -> str:
    outcome_id = made.commit(connection, made.record(fingerprint=decision_id))[0]
    decision = Decision(
        id=decision_id,
        outcome_id=outcome_id,
        person="nora",
        action="accept",
        decided_at=to_text(made.NOW),
        undone_at=None,
        before=Before(),
    )
    decisions.put(connection, decision)
    return outcome_id


def test_a_job_is_due_once_and_not_before_its_time(store: Store) -> None:
    with store.begin() as connection:
        key = outbox.put(connection, "mail", {"mail_from": "a@b.example", "n": 1, "none": None}, DUE, person="nora")
        assert outbox.due(connection, made.NOW) == []
        assert outbox.next_due(connection) == to_text(DUE)
        jobs = outbox.due(connection, DUE)
        assert [(job.id, job.state, job.payload) for job in jobs] == [
            (key, "sending", {"mail_from": "a@b.example", "n": 1, "none": None})
        ]
        assert outbox.due(connection, DUE) == []
        assert outbox.next_due(connection) is None


def test_a_crash_gives_jobs_back(store: Store) -> None:
    with store.begin() as connection:
        outbox.put(connection, "mail", {}, DUE)
        outbox.due(connection, DUE)
    with store.begin() as connection:
        assert outbox.recover(connection) == 1
        assert len(outbox.due(connection, DUE)) == 1


def test_an_answer_waits_for_the_calendar(store: Store) -> None:
    with store.begin() as connection:
        decided(connection)
        outbox.put(connection, "reply", {}, DUE, decision_id="d1")
        outbox.put(connection, "calendar", {}, DUE, decision_id="d1")
        outbox.put(connection, "reply", {}, DUE)
        jobs = outbox.due(connection, DUE)
        assert sorted((job.kind, job.decision_id) for job in jobs) == [("calendar", "d1"), ("reply", None)]
        calendar = next(job for job in jobs if job.kind == "calendar")
        outbox.retry(connection, calendar, "Later.", DUE + timedelta(seconds=20))
        assert outbox.due(connection, DUE) == []
        (calendar,) = outbox.due(connection, DUE + timedelta(seconds=20))
        assert (calendar.attempts, calendar.last_error) == (1, "Later.")
        outbox.done(connection, calendar, DUE)
        assert [job.kind for job in outbox.due(connection, DUE)] == ["reply"]


def test_a_decision_is_cancelled_whole_or_not_at_all(store: Store) -> None:
    with store.begin() as connection:
        decided(connection)
        outbox.put(connection, "calendar", {}, DUE, decision_id="d1")
        outbox.put(connection, "reply", {}, DUE + timedelta(hours=1), decision_id="d1")
        assert outbox.cancel(connection, "d1")
        assert [job.state for job in outbox.of_decision(connection, "d1")] == ["cancelled", "cancelled"]
        assert outbox.due(connection, DUE + timedelta(hours=2)) == []


def test_what_has_begun_is_not_cancelled(store: Store) -> None:
    with store.begin() as connection:
        decided(connection)
        outbox.put(connection, "calendar", {}, DUE, decision_id="d1")
        outbox.put(connection, "reply", {}, DUE, decision_id="d1")
        (job,) = outbox.due(connection, DUE)
        assert not outbox.cancel(connection, "d1")
        outbox.retry(connection, job, "Later.", DUE)
        assert not outbox.cancel(connection, "d1")
        assert {one.state for one in outbox.of_decision(connection, "d1")} == {"pending"}


def test_what_failed_stays_in_sight_and_can_be_tried_again(store: Store) -> None:
    with store.begin() as connection:
        decided(connection)
        outbox.put(connection, "calendar", {}, DUE, decision_id="d1")
        (job,) = outbox.due(connection, DUE)
        outbox.fail(connection, job, "No room.")
        (failed,) = outbox.of_decision(connection, "d1")
        assert (failed.state, failed.last_error, failed.attempts) == ("failed", "No room.", 1)
        assert outbox.revive(connection, "d1", DUE) == 1
        (again,) = outbox.due(connection, DUE)
        outbox.done(connection, again, DUE)
        (done,) = outbox.of_decision(connection, "d1")
        assert (done.state, done.done_at) == ("done", to_text(DUE))


def test_a_job_is_overtaken_by_a_later_one_about_the_same_event_that_is_done(store: Store) -> None:
    with store.begin() as connection:
        for uid, person in (("u1", "nora"), ("u1", "otto"), ("u2", "nora"), ("u1", "nora")):
            event = {"uid": uid, "organizer": "A@b.example", "do": "write", "data": "secret"}
            outbox.put(connection, "calendar", event, DUE, person=person)
            time.sleep(0.002)  # identifiers are in order from one millisecond to the next
        first, otto, other, last = sorted(outbox.due(connection, DUE), key=lambda job: job.id)
        assert not outbox.overtaken(connection, first)
        for job in (otto, other):
            outbox.done(connection, job, DUE)
        assert not outbox.overtaken(connection, first)
        outbox.done(connection, last, DUE)
        assert outbox.overtaken(connection, first)
        assert not outbox.overtaken(connection, last)


def test_what_is_over_keeps_only_what_says_which_event(store: Store) -> None:
    event = {"uid": "u1", "organizer": None, "do": "write", "data": 'secret "emptied":true'}
    kept = {"uid": "u1", "organizer": None, "do": "write", "emptied": True}
    with store.begin() as connection:
        decided(connection)
        outbox.put(connection, "calendar", event, DUE, decision_id="d1")
        (job,) = outbox.due(connection, DUE)
        outbox.fail(connection, job, "No room.")
        assert outbox.of_decision(connection, "d1")[0].payload == event
        assert not outbox.any_stale(connection, to_text(DUE))
        assert outbox.revive(connection, "d1", DUE) == 1
        (job,) = outbox.due(connection, DUE)
        outbox.fail(connection, job, "No room.")
        later = to_text(DUE + timedelta(seconds=1))
        assert outbox.any_stale(connection, later)
        assert outbox.empty_stale(connection, later) == 1
        assert not outbox.any_stale(connection, later)
        assert outbox.of_decision(connection, "d1")[0].payload == kept
        assert outbox.revive(connection, "d1", DUE) == 0
        outbox.put(connection, "mail", {"message": "secret"}, DUE)
        (mail,) = outbox.due(connection, DUE)
        outbox.fail(connection, mail, "No.")
        assert not outbox.any_stale(connection, later)  # emptied at once, since nobody can ask for it again


def test_an_event_is_unfinished_until_its_job_is_over(store: Store) -> None:
    with store.begin() as connection:
        decided(connection)
        event = {"uid": "u1", "organizer": "A@b.example", "do": "write"}
        outbox.put(connection, "calendar", event, DUE, decision_id="d1", person="nora")
        assert outbox.unfinished(connection, "nora", "u1", "a@B.example")
        assert not outbox.unfinished(connection, "nora", "u1", None)
        assert not outbox.unfinished(connection, "otto", "u1", "a@b.example")
        (job,) = outbox.due(connection, DUE)
        outbox.fail(connection, job, "No room.")
        assert outbox.unfinished(connection, "nora", "u1", "a@b.example")
        outbox.done(connection, job, DUE)
        assert not outbox.unfinished(connection, "nora", "u1", "a@b.example")


def test_a_job_dropped_takes_the_answers_of_its_decision_along(store: Store) -> None:
    with store.begin() as connection:
        decided(connection)
        outbox.put(connection, "reply", {"message": "secret"}, DUE, decision_id="d1")
        outbox.put(connection, "calendar", {"uid": "u1", "organizer": None}, DUE, decision_id="d1")
        outbox.put(connection, "reply", {"message": "another"}, DUE)
        job, other = sorted(outbox.due(connection, DUE), key=lambda one: one.kind)
        outbox.drop(connection, job)
        assert {one.state for one in outbox.of_decision(connection, "d1")} == {"cancelled"}
        assert all("message" not in one.payload for one in outbox.of_decision(connection, "d1"))
        assert other.payload == {"message": "another"}
        assert outbox.due(connection, DUE) == []
