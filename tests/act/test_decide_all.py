"""Several silent decisions at once: as if taken one after the other, in one transaction, each with its own undo."""

from __future__ import annotations

import pytest

from salver.act.decisions import Decided, SilentAction, decide_all, undo
from salver.act.refused import DecisionRefused
from salver.store import outcomes
from tests.act.house import NOW, House
from tests.act.invitations import ANN, calendar, event, mail
from tests.store import made

BOB = "bob@acme.example"


def waits(house: House, uid: str, organizer: str = ANN, *lines: str) -> str:
    raw = mail(calendar(event(*lines, uid=uid, organizer=f"mailto:{organizer}")))
    return house.waits(raw, made.report(uid, organizer, author=organizer))


def press(house: House, ids: list[str], action: SilentAction) -> list[Decided]:
    return decide_all(house.store, house.settings, house.people, "nora", ids, action, now=NOW)


def test_each_is_declined_and_can_be_taken_back_alone(house: House) -> None:
    ids = [waits(house, f"u{number}") for number in range(3)]
    before = house.dump()
    done = press(house, [*ids[:2], ids[0]], "decline-silently")
    assert [(one.action, one.state, one.jobs) for one in done] == [("decline-silently", "declined", ())] * 2
    assert [house.state(one) for one in ids] == ["declined", "declined", "waiting"]
    assert undo(house.store, "nora", done[0].decision_id, NOW)
    assert [house.state(one) for one in ids] == ["waiting", "declined", "waiting"]
    assert undo(house.store, "nora", done[1].decision_id, NOW)
    assert house.dump() == before


def test_a_block_settles_the_sender_once(house: House) -> None:
    first, second, bob = waits(house, "u1"), waits(house, "u2"), waits(house, "u3", BOB)
    unticked = waits(house, "u4")
    done = press(house, [first, second, bob], "block")
    assert [one.blocked for one in done] == [ANN, BOB]
    assert house.words() == [(ANN, "blocked"), (BOB, "blocked")]
    assert {house.state(one) for one in (first, second, bob, unticked)} == {"blocked"}
    assert undo(house.store, "nora", done[0].decision_id, NOW)
    assert [house.state(one) for one in (first, second, bob, unticked)] == ["waiting", "waiting", "blocked", "waiting"]
    assert house.words() == [(BOB, "blocked")]


@pytest.mark.parametrize("action", ["decline-silently", "block"])
def test_a_sweep_leaves_what_single_decisions_leave(house: House, action: SilentAction) -> None:
    ids = [waits(house, "u1", ANN), waits(house, "u2", BOB), waits(house, "u3", "eve@evil.example")]
    with house.store.begin() as connection:  # two messages about one event, the older one ticked last
        newer = mail(calendar(event("SEQUENCE:5", uid="u2", organizer=f"mailto:{BOB}")))
        report = made.report("u2", BOB, author=BOB)
        ids.insert(0, made.commit(connection, made.record(fingerprint="g"), made=report, raw=newer)[0])
    untouched = house.dump()
    done = press(house, ids, action)
    swept = house.dump()
    assert [undo(house.store, "nora", one.decision_id, NOW) for one in reversed(done)] == [True] * len(done)
    assert house.dump() == untouched
    for one in ids:
        if house.state(one) == "waiting":
            house.press(one, action)
    assert house.dump() == swept


def test_all_or_none(house: House) -> None:
    mine = waits(house, "u1")
    before = house.dump()
    with pytest.raises(DecisionRefused, match="no such invitation"):
        press(house, [mine, "nobody's"], "block")
    assert house.dump() == before
    press(house, [mine], "block")
    assert press(house, [mine], "block") == []
    assert press(house, [], "block") == []


def test_what_waits_is_read_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [waits(house, f"u{number}", f"a@n{number}.example") for number in range(12)]
    listing, read = outcomes.listing, []

    def counted(*arguments: object) -> list[outcomes.Outcome]:
        read.append(arguments)
        return listing(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(outcomes, "listing", counted)
    assert len(press(house, ids, "block")) == 12
    assert len(read) == 1
