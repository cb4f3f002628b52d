"""Decisions: what each changes here, what it queues, who may take it, and that undo leaves no trace."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from salver.act.decisions import decide, undo
from salver.act.refused import CopyRefused, DecisionRefused
from salver.config.people import People
from salver.store import decisions, events, outbox, senders
from salver.store.database import Store
from salver.store.decisions import Action
from tests.act import setting
from tests.act.house import NOW, UID, House
from tests.act.invitations import ANN, ME, calendar, event, mail
from tests.store import made


def test_accept_writes_and_tells(house: House) -> None:
    outcome_id = house.waits()
    decided = house.press(outcome_id, "accept", tell=True)
    assert (decided.jobs, decided.told, decided.state) == (("calendar", "reply"), True, "accepted")
    assert decided.due_at == NOW + timedelta(seconds=10)
    written, answer = sorted(house.jobs(decided), key=lambda job: job.kind)
    assert "PARTSTAT=ACCEPTED:mailto:nora" in str(written.payload["data"])
    assert (answer.payload["mail_from"], answer.payload["rcpt_to"]) == (ME, ANN)
    assert f"<{decided.decision_id.lower()}.0@home.example>" in str(answer.payload["message"])
    row = house.event()
    assert row is not None
    assert (row.state, row.strength, row.sequence, row.version) == ("accepted", "strong", 2, 2)
    assert house.state(outcome_id) == "accepted"
    assert house.words() == []


def test_accept_without_tell_is_silent_and_maybe_is_tentative(house: House) -> None:
    decided = house.press(house.waits(), "tentative")
    (job,) = house.jobs(decided)
    assert job.kind == "calendar"
    assert "PARTSTAT=TENTATIVE:mailto:nora" in str(job.payload["data"])


def test_accept_by_the_mail_program_releases(client_house: House) -> None:
    decided = client_house.press(client_house.waits(), "accept", tell=True)
    assert decided.jobs == ("release",)


@pytest.mark.parametrize(("action", "state"), [("decline-silently", "declined"), ("block", "blocked")])
def test_silent_answers_send_and_write_nothing(house: House, action: Action, state: str) -> None:
    outcome_id = house.waits()
    decided = house.press(outcome_id, action, tell=True)
    assert (decided.jobs, house.state(outcome_id)) == ((), state)
    row = house.event()
    assert row is not None
    assert row.state == "declined"


def test_decline_and_tell_sends_one_answer(house: House) -> None:
    decided = house.press(house.waits(), "decline-and-tell", tell=True)
    (job,) = house.jobs(decided)
    assert job.kind == "reply"
    assert "PARTSTAT=DECLINED" in str(job.payload["message"])


def test_release_hands_on(client_house: House) -> None:
    outcome_id = client_house.waits()
    decided = client_house.press(outcome_id, "release")
    assert (decided.jobs, client_house.state(outcome_id)) == (("release",), "released")
    row = client_house.event()
    assert row is not None
    assert row.state == "delivered"


def test_a_contradiction_is_accepted_without_an_answer(house: House) -> None:
    report = made.report(UID, strength="none", level="contradiction", contradicted_by=("evil.example",))
    decided = house.press(house.waits(report=report), "accept", tell=True, remember=True)
    assert decided.jobs == ("calendar",)
    row = house.event()
    assert row is not None
    assert (row.state, row.strength) == ("accepted", "none")
    assert house.words() == []  # the borrowed name gains nothing


def test_from_now_on_binds_to_who_was_confirmed(house: House) -> None:
    house.press(house.waits(), "accept", remember=True)
    assert house.words() == [(ANN, "allowed")]
    report = made.report(
        "u2", strength="none", level="contradiction", author="x@evil.example", contradicted_by=("evil.example",)
    )
    house.press(house.waits(mail(calendar(event(uid="u2"))), report), "accept", remember=True)
    assert house.words() == [(ANN, "allowed"), ("x@evil.example", "allowed")]


def test_block_hits_the_confirmed_sender_and_all_that_waits_from_them(house: House) -> None:
    first = house.waits()
    second = house.waits(mail(calendar(event(uid="u2"))), made.report("u2"))
    forged = house.waits(mail(calendar(event(uid="u3"))), made.report("u3", strength="none"))
    other = house.waits(
        mail(calendar(event(uid="u4"))), made.report("u4", "bob@acme.example", author="bob@acme.example")
    )
    decided = house.press(first, "block")
    assert decided.blocked == ANN
    assert house.words() == [(ANN, "blocked")]
    assert [house.state(one) for one in (first, second, forged, other)] == ["blocked", "blocked", "waiting", "waiting"]


def test_block_of_a_forgery_spares_the_one_it_names(house: House) -> None:
    report = made.report(
        UID, strength="none", level="contradiction", author="x@evil.example", contradicted_by=("evil.example",)
    )
    assert house.press(house.waits(report=report), "block").blocked == "x@evil.example"
    nobody = made.report("u2", strength="none")
    assert house.press(house.waits(mail(calendar(event(uid="u2"))), nobody), "block").blocked is None
    assert house.words() == [("x@evil.example", "blocked")]


@pytest.mark.parametrize("action", ["accept", "tentative", "decline-silently", "decline-and-tell", "block"])
def test_undo_leaves_no_trace(house: House, action: Action) -> None:
    outcome_id = house.waits()
    house.waits(mail(calendar(event(uid="u2"))), made.report("u2"))
    with house.store.begin() as connection:
        senders.set_word(connection, "nora", ANN, "allowed", made.NOW)
    before = house.dump()
    decided = house.press(outcome_id, action, tell=True, remember=True)
    assert house.dump() != before
    assert not undo(house.store, "otto", decided.decision_id, NOW)
    assert undo(house.store, "nora", decided.decision_id, NOW + timedelta(seconds=9))
    assert house.dump() == before
    assert all(job.state == "cancelled" for job in house.jobs(decided))
    assert not undo(house.store, "nora", decided.decision_id, NOW)
    house.press(outcome_id, "decline-silently")  # it can be answered anew


def test_undo_forgets_an_event_that_was_not_there(house: House) -> None:
    outcome_id = house.waits()
    with house.store.begin() as connection:
        events.forget(connection, "nora", UID, ANN)
    decided = house.press(outcome_id, "accept")
    assert house.event() is not None
    assert undo(house.store, "nora", decided.decision_id, NOW)
    assert house.event() is None


def test_undo_does_not_touch_what_moved_on(house: House) -> None:
    decided = house.press(house.waits(), "accept")
    with house.store.begin() as connection:
        events.set_state(connection, "nora", UID, ANN, "cancelled", now="2026-11-24T15:00:00.000000Z")
    assert undo(house.store, "nora", decided.decision_id, NOW)
    row = house.event()
    assert row is not None
    assert row.state == "cancelled"


@pytest.mark.parametrize("action", ["decline-silently", "block"])
def test_what_sent_nothing_can_be_taken_back_much_later(house: House, action: Action) -> None:
    outcome_id = house.waits()
    decided = house.press(outcome_id, action)
    assert not undo(house.store, "nora", decided.decision_id, NOW + timedelta(days=31))
    assert undo(house.store, "nora", decided.decision_id, NOW + timedelta(days=29))
    assert house.state(outcome_id) == "waiting"


def test_undo_is_too_late_after_the_pause_or_once_begun(house: House) -> None:
    decided = house.press(house.waits(), "accept")
    assert not undo(house.store, "nora", decided.decision_id, NOW + timedelta(seconds=10))
    with house.store.begin() as connection:
        outbox.due(connection, NOW + timedelta(seconds=10))
    assert not undo(house.store, "nora", decided.decision_id, NOW + timedelta(seconds=9))


def test_only_what_waits_and_is_theirs_can_be_decided(house: House) -> None:
    outcome_id = house.waits()
    with pytest.raises(DecisionRefused, match="no such invitation"):
        decide(house.store, house.settings, house.people, "otto", outcome_id, "accept", now=NOW)
    house.press(outcome_id, "accept")
    with pytest.raises(DecisionRefused, match="answered already"):
        house.press(outcome_id, "block")


def test_refusals_change_nothing(house: House, store: Store, tmp_path: Path) -> None:
    hourly = house.waits(mail(calendar(event("RRULE:FREQ=HOURLY"))))
    before = house.dump()
    with pytest.raises(CopyRefused, match="every hour"):
        house.press(hourly, "accept")
    bare = House(store, *setting.made(tmp_path))
    for action in ("accept", "release"):
        with pytest.raises(DecisionRefused, match="No mail server"):
            bare.press(hourly, action)
    no_calendar = msgspec.structs.replace(
        house.settings, calendar=msgspec.structs.replace(house.settings.calendar, url=None)
    )
    with pytest.raises(DecisionRefused, match="No calendar is set up"):
        House(store, no_calendar, People(no_calendar)).press(hourly, "accept")
    assert house.dump() == before
    with store.read() as connection:
        assert decisions.latest(connection, "nora", hourly) is None


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (mail(calendar(event(), method="REPLY"), method="REPLY"), "does not go into a calendar"),
        (mail(calendar(event(), method="ADD"), method="ADD"), "does not go into a calendar"),
        (mail(calendar(event("RECURRENCE-ID:20261125T130000Z"), method="CANCEL")), "cancels one date"),
        (mail(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR"), "cannot read the event"),
        (mail(calendar(event("UID:"))), "cannot read the event"),
        (mail(calendar(event()) + calendar(event("SUMMARY:Other"))), "two versions"),
    ],
)
def test_what_is_no_plain_invitation_is_not_written(house: House, raw: bytes, words: str) -> None:
    with pytest.raises(DecisionRefused, match=words):
        house.press(house.waits(raw), "accept")


def test_a_single_date_does_not_replace_the_series(house: House) -> None:
    house.press(house.waits(), "accept")
    single = mail(calendar(event("RECURRENCE-ID:20261125T130000Z")))
    with house.store.begin() as connection:
        key = made.commit(connection, made.record(fingerprint="g"), made=made.report(UID), raw=single)[0]
        events.set_place(connection, "nora", UID, ANN, href="a.ics", etag=None)
    with pytest.raises(DecisionRefused, match="one date of a series"):
        house.press(key, "accept")


def test_saying_no_to_an_update_leaves_the_accepted_event(house: House) -> None:
    house.press(house.waits(), "accept")
    with house.store.begin() as connection:
        update = made.record(fingerprint="g")
        key = made.commit(connection, update, made=made.report(UID), raw=mail(calendar(event("SEQUENCE:3"))))[0]
    house.press(key, "decline-silently")
    row = house.event()
    assert row is not None
    assert (row.state, row.sequence) == ("accepted", 2)


def test_an_accepted_cancellation_takes_the_event_out(house: House) -> None:
    house.press(house.waits(), "accept")
    cancel = mail(calendar(event("SEQUENCE:3", "STATUS:CANCELLED"), method="CANCEL"), method="CANCEL")
    with house.store.begin() as connection:
        key = made.commit(connection, made.record(fingerprint="g"), made=made.report(UID), raw=cancel)[0]
    decided = house.press(key, "accept", tell=True)
    (job,) = house.jobs(decided)
    assert (job.kind, job.payload["do"]) == ("calendar", "delete")
    row = house.event()
    assert row is not None
    assert (row.state, row.sequence) == ("cancelled", 3)


def test_an_unanswerable_organizer_is_accepted_in_silence(house: House) -> None:
    raw = mail(calendar(event(organizer="mailto:ann@acme.example?bcc=x@victim.example")))
    report = made.report(UID, None, strength="none")
    decided = house.press(house.waits(raw, report), "accept", tell=True)
    assert decided.jobs == ("calendar",)
    assert house.event(None) is not None


@pytest.mark.parametrize("accepted", [True, False])
def test_a_cancellation_by_somebody_else_takes_nothing_out(house: House, accepted: bool) -> None:
    """SPF-10: the event in the calendar lies there under its own organizer."""
    if accepted:
        house.press(house.waits(), "accept")
        with house.store.begin() as connection:
            events.set_place(connection, "nora", UID, ANN, href="a.ics", etag=None)
    eve = "eve@evil.example"
    raw = mail(calendar(event("SEQUENCE:3", organizer=f"mailto:{eve}"), method="CANCEL"), method="CANCEL")
    cancel = house.waits(raw, made.report(UID, eve, author=eve))
    before = house.dump()
    with pytest.raises(DecisionRefused, match="not about an event in your calendar"):
        house.press(cancel, "accept")
    assert house.dump() == before


def test_undo_of_an_old_block_leaves_a_newer_word(house: House) -> None:
    decided = house.press(house.waits(), "block")
    later = NOW + timedelta(days=3)
    with house.store.begin() as connection:
        senders.set_word(connection, "nora", ANN, "allowed", later)
    assert undo(house.store, "nora", decided.decision_id, later)
    assert house.words() == [(ANN, "allowed")]
    with house.store.begin() as connection:
        senders.remove(connection, "nora", ANN)
    again = house.press(house.waits(mail(calendar(event(uid="u2"))), made.report("u2")), "block")
    with house.store.begin() as connection:
        senders.remove(connection, "nora", ANN)
    assert undo(house.store, "nora", again.decision_id, later)
    assert house.words() == []
