"""Several messages about one event: the newest answer stays, forgeries gain nothing, and undo restores the rest."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from salver.act.decisions import undo
from salver.act.refused import DecisionRefused
from salver.core.untrusted import Untrusted
from salver.observe.facts import Strength
from salver.read.reading import read_message
from salver.store import events, pins, unconfirmed
from salver.store.decisions import Action
from salver.store.times import to_text
from tests.act.house import NOW, UID, House
from tests.act.invitations import ANN, calendar, event, mail
from tests.store import made

HUGE = 2_000_000_000
FINGERPRINTS = map(str, itertools.count())


def comes(
    house: House,
    sequence: int,
    *lines: str,
    method: str = "REQUEST",
    strength: Strength = "strong",
    uid: str = UID,
    more: str = "",
) -> str:
    """One more message about the event, held: it leaves alone what history holds already."""
    raw = mail(calendar(event(f"SEQUENCE:{sequence}", *lines, uid=uid) + more, method=method), method=method)
    shown = tuple(
        msgspec.structs.replace(
            made.shown(str(found.uid), ANN),
            method=found.method,
            sequence=found.sequence,
            dtstamp=Untrusted(found.dtstamp or ""),
            recurrence_id=Untrusted(found.recurrence_id) if found.recurrence_id else None,
        )
        for found in read_message(raw).invitations
    )
    report = msgspec.structs.replace(made.report(uid, strength=strength), objects=shown)
    with house.store.begin() as connection:
        met = events.get(connection, "nora", uid, ANN) is not None
        waits = msgspec.structs.replace(made.event(uid, strength=strength), sequence=sequence)
        record = made.record(*(() if met else (waits,)), fingerprint=next(FINGERPRINTS))
        return made.commit(connection, record, made=report, raw=raw)[0]


def row(house: House) -> tuple[str, str, int | None]:
    found = house.event()
    assert found is not None
    return found.state, found.strength, found.sequence


def test_an_older_message_waits_no_more_once_the_newer_is_accepted(house: House) -> None:
    old, newer, newest = (comes(house, sequence) for sequence in (0, 5, 6))
    before = house.dump()
    decided = house.press(newer, "accept")
    assert [house.state(one) for one in (old, newer, newest)] == ["accepted", "accepted", "waiting"]
    assert row(house) == ("accepted", "strong", 5)
    assert undo(house.store, "nora", decided.decision_id, NOW)
    assert house.dump() == before


@pytest.mark.parametrize("action", ["decline-silently", "decline-and-tell"])
def test_a_no_to_the_newer_message_counts_for_the_older(house: House, action: Action) -> None:
    old, newer = comes(house, 0), comes(house, 5)
    before = house.dump()
    decided = house.press(newer, action)
    assert (house.state(old), house.state(newer)) == ("declined", "declined")
    assert row(house)[0] == "declined"
    assert undo(house.store, "nora", decided.decision_id, NOW)
    assert house.dump() == before


def test_a_no_to_the_older_message_leaves_the_newer_waiting(house: House) -> None:
    old, newer = comes(house, 0), comes(house, 5)
    house.press(old, "decline-silently")
    assert house.state(newer) == "waiting"


@pytest.mark.parametrize("action", ["accept", "tentative"])
def test_an_older_message_that_comes_later_is_refused(house: House, action: Action) -> None:
    house.press(comes(house, 5), "accept")
    old, same = comes(house, 0), comes(house, 5)
    before = house.dump()
    with pytest.raises(DecisionRefused, match=r"A newer version of this event is in your calendar\."):
        house.press(old, action)
    assert house.dump() == before
    house.press(same, action)
    assert row(house) == ("accepted", "strong", 5)


def test_dtstamp_decides_between_equal_sequences(house: House) -> None:
    house.press(comes(house, 5, "DTSTAMP:20261121T100000Z"), "accept")
    with pytest.raises(DecisionRefused, match="newer version"):
        house.press(comes(house, 5, "DTSTAMP:20261120T100000Z"), "accept")


def test_a_newer_message_that_was_let_through_is_named(house: House) -> None:
    old = comes(house, 0)
    with house.store.begin() as connection:
        events.set_state(connection, "nora", UID, ANN, "delivered", now="2026-11-24T13:30:00.000000Z", sequence=5)
    with pytest.raises(DecisionRefused, match="A newer version of this invitation has come"):
        house.press(old, "accept")


def test_what_was_cancelled_does_not_come_back(house: House) -> None:
    house.press(comes(house, 1), "accept")
    house.press(comes(house, 2, method="CANCEL"), "accept")
    assert row(house) == ("cancelled", "strong", 2)
    for sequence in (0, 1):
        with pytest.raises(DecisionRefused, match=r"This meeting was cancelled since\."):
            house.press(comes(house, sequence), "accept")
    house.press(comes(house, 3), "accept")  # the organizer may call the meeting anew
    assert row(house) == ("accepted", "strong", 3)


def test_an_older_message_handed_on_changes_no_history(client_house: House) -> None:
    client_house.press(comes(client_house, 2, method="CANCEL"), "accept")
    assert row(client_house)[0] == "cancelled"
    client_house.press(comes(client_house, 1), "release")
    assert row(client_house) == ("cancelled", "strong", 2)


def test_the_cancellation_of_one_date_leaves_the_series(client_house: House) -> None:
    client_house.press(comes(client_house, 0, "RRULE:FREQ=DAILY;COUNT=5"), "accept")
    one = comes(client_house, 0, "RECURRENCE-ID:20261125T130000Z", "DTSTAMP:20261121T100000Z", method="CANCEL")
    client_house.press(one, "accept")
    assert (client_house.state(one), row(client_house)) == ("accepted", ("accepted", "strong", 0))
    unmet = comes(client_house, 0, "RECURRENCE-ID:20261125T130000Z", method="CANCEL", uid="u9")
    client_house.press(unmet, "release")
    with client_house.store.read() as connection:
        found = events.get(connection, "nora", "u9", ANN)
    assert found is None or found.state != "cancelled"


def test_one_date_has_an_order_of_its_own(client_house: House) -> None:
    series = comes(client_house, 1)
    one = comes(client_house, 7, "RECURRENCE-ID:20261125T130000Z")
    client_house.press(one, "accept")
    assert (client_house.state(series), row(client_house)) == ("waiting", ("accepted", "strong", 1))
    client_house.press(series, "accept")
    client_house.press(comes(client_house, 0, "RECURRENCE-ID:20261126T130000Z"), "accept")
    assert row(client_house) == ("accepted", "strong", 1)


def test_a_date_of_a_series_that_is_about_to_be_written_is_refused(house: House) -> None:
    house.press(comes(house, 0, "RRULE:FREQ=DAILY;COUNT=5"), "accept")
    with pytest.raises(DecisionRefused, match="one date of a series"):
        house.press(comes(house, 0, "RECURRENCE-ID:20261125T130000Z"), "accept")


@pytest.mark.parametrize("strength", ["none", "unknown", "weak"])
def test_an_accepted_forgery_takes_neither_the_strength_nor_the_order(house: House, strength: Strength) -> None:
    genuine, forged = comes(house, 0), comes(house, HUGE, strength=strength)
    decided = house.press(forged, "accept")
    assert row(house) == ("accepted", strength, 0)
    assert house.state(genuine) == "waiting"
    assert undo(house.store, "nora", decided.decision_id, NOW)
    assert row(house) == ("waiting", "strong", 0)
    house.press(forged, "accept")
    house.press(comes(house, 1), "accept")  # the genuine update is not called old
    assert row(house) == ("accepted", "strong", 1)
    assert house.state(genuine) == "accepted"


def test_a_forgery_that_came_first_leaves_no_order_behind(house: House) -> None:
    house.press(comes(house, HUGE, strength="none"), "accept")
    assert row(house) == ("accepted", "none", None)
    house.press(comes(house, 0), "accept")
    assert row(house) == ("accepted", "strong", 0)


def test_a_no_to_a_forgery_does_not_decline_the_genuine_message(house: House) -> None:
    genuine, unproven = comes(house, 0), comes(house, 0, strength="none")
    house.press(comes(house, HUGE, strength="none"), "decline-silently")
    assert [house.state(one) for one in (genuine, unproven)] == ["waiting", "waiting"]
    assert row(house) == ("waiting", "strong", 0)


def test_where_nobody_is_vouched_for_accepting_still_answers_the_older(house: House) -> None:
    old, newer = comes(house, 0, strength="unknown"), comes(house, 5, strength="unknown")
    house.press(newer, "accept")
    assert house.state(old) == "accepted"


def test_other_events_of_an_older_message_keep_it_waiting(house: House) -> None:
    both = comes(house, 0, more="\r\n" + event("SEQUENCE:0", uid="u2@acme.example"))
    answer = comes(house, 0, method="REPLY")
    house.press(comes(house, 5), "accept")
    assert [house.state(one) for one in (both, answer)] == ["waiting", "waiting"]


def test_an_answer_handed_on_says_nothing_about_the_event(client_house: House) -> None:
    client_house.press(comes(client_house, 0), "accept")
    client_house.press(comes(client_house, 9, method="REPLY", strength="none"), "release")
    assert row(client_house) == ("accepted", "strong", 0)


def test_a_publish_without_organizer_is_its_authors(house: House) -> None:
    raw = mail(calendar(event("ORGANIZER:"), method="PUBLISH"), method="PUBLISH")
    decided = house.press(house.waits(raw), "accept")
    assert [job.payload["organizer"] for job in house.jobs(decided)] == [ANN]
    assert row(house) == ("accepted", "strong", 2)
    assert house.event(None) is None


GROUP = "c_1@group.calendar.google.com"


def from_group_calendar(house: House, uid: str, person: str, *, strength: Strength = "strong") -> str:
    raw = mail(calendar(event(f"ORGANIZER:mailto:{GROUP}", uid=uid)))
    outcome_id = house.waits(raw, made.report(uid, GROUP, strength=strength))
    with house.store.begin() as connection:
        now = to_text(made.NOW)
        events.set_state(connection, "nora", uid, GROUP, "waiting", now=now, stands_for=person)
    return outcome_id


def pinned(house: House) -> list[tuple[str, str]]:
    with house.store.read() as connection:
        return [(one.calendar, one.address) for one in pins.listing(connection, "nora")]


def test_the_first_accepted_event_of_a_group_calendar_says_whom_it_stands_for(house: House) -> None:
    first, second = from_group_calendar(house, "g1", ANN), from_group_calendar(house, "g2", "eve@evil.test")
    assert pinned(house) == []
    decided = house.press(first, "accept")
    house.press(second, "accept")
    assert pinned(house) == [(GROUP, ANN)]
    assert undo(house.store, "nora", decided.decision_id, NOW)
    assert pinned(house) == []


@pytest.mark.parametrize("action", ["decline-silently", "decline-and-tell", "block"])
def test_a_no_pins_no_calendar(house: House, action: Action) -> None:
    house.press(from_group_calendar(house, "g1", ANN), action)
    assert pinned(house) == []


def test_what_nobody_vouched_for_pins_no_calendar(house: House) -> None:
    house.press(from_group_calendar(house, "g1", ANN, strength="none"), "accept")
    assert pinned(house) == []


@pytest.mark.parametrize(
    ("action", "strength", "said"),
    [
        ("accept", "strong", True),
        ("tentative", "moderate", True),
        ("accept", "weak", False),
        ("decline-silently", "strong", False),
    ],
)
def test_only_a_yes_to_somebody_confirmed_is_a_yes_of_the_person(
    house: House, action: Action, strength: Strength, said: bool
) -> None:
    decided = house.press(comes(house, 0, strength=strength), action)
    found = house.event()
    assert found is not None
    assert found.accepted_at == (to_text(NOW) if said else None)
    assert undo(house.store, "nora", decided.decision_id, NOW)
    found = house.event()
    assert found is not None
    assert found.accepted_at is None


def test_handing_on_the_mail_is_no_yes(client_house: House) -> None:
    client_house.press(comes(client_house, 0), "release")
    found = client_house.event()
    assert found is not None
    assert (found.state, found.accepted_at) == ("delivered", None)


def unproved(house: House, uid: str, domain: str | None) -> str:
    """Nobody is confirmed, and SPF passed for the envelope."""
    report = made.sent_from(made.report(uid, strength="none"), domain)
    return house.waits(mail(calendar(event(uid=uid))), report, domain)


def kept_out(house: House) -> list[str]:
    with house.store.read() as connection:
        return [one.domain for one in unconfirmed.listing(connection, "nora")]


def test_a_block_without_a_confirmed_sender_hits_what_comes_unconfirmed_from_the_envelope_domain(house: House) -> None:
    first, same, other = (unproved(house, f"b{n}", d) for n, d in enumerate(("evil.test", "evil.test", "x.test")))
    genuine = house.waits(mail(calendar(event(uid="b9"))), made.report("b9"), "evil.test")
    before = house.dump()
    decided = house.press(first, "block")
    assert [house.state(one) for one in (first, same, other, genuine)] == ["blocked", "blocked", "waiting", "waiting"]
    assert (kept_out(house), house.words()) == (["evil.test"], [])
    assert undo(house.store, "nora", decided.decision_id, NOW)
    assert house.dump() == before


def test_undo_of_a_second_block_leaves_the_first(house: House) -> None:
    house.press(unproved(house, "b1", "evil.test"), "block")
    with house.store.begin() as connection:
        unconfirmed.put(connection, "nora", "evil.test", made.NOW)
    decided = house.press(unproved(house, "b2", "evil.test"), "block")
    undo(house.store, "nora", decided.decision_id, NOW)
    with house.store.read() as connection:
        assert unconfirmed.since(connection, "nora", "evil.test") == to_text(made.NOW)


def test_without_an_envelope_domain_only_the_invitation_is_blocked(house: House) -> None:
    first, other = unproved(house, "b1", None), unproved(house, "b2", None)
    house.press(first, "block")
    assert [house.state(one) for one in (first, other)] == ["blocked", "waiting"]
    assert (kept_out(house), house.words()) == ([], [])
