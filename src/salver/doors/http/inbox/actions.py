"""Answering: one invitation, several at once, and taking it back. Everything here is a POST with a token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from salver.act import decisions
from salver.core.untrusted import Untrusted
from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused, no_such_invitation, nothing_to_answer
from salver.doors.http.inbox import blocking
from salver.doors.http.inbox.asking import block_sentence
from salver.doors.http.inbox.choices import ACTIONS, BULK, Action, asks_first, need_offered
from salver.doors.http.inbox.detail_page import load
from salver.doors.http.inbox.subject import event_of
from salver.doors.http.inbox.their_text import title
from salver.doors.http.inbox.visit import Answer, go_on
from salver.doors.http.pages import Pages
from salver.store import decisions as store_decisions
from salver.store import outbox, outcomes
from salver.store.outcomes import Outcome

_SHOWN = 20
"""Titles that the page before a bulk block spells out."""


class BlockRow(msgspec.Struct, frozen=True):
    """One line of the page before a bulk block."""

    id: str
    title: Untrusted | None
    blocked: str
    address: Untrusted | None


@post("/invitations/{outcome_id:str}/actions", sync_to_thread=True)
def answer_one(
    desk: NamedDependency[Desk], answer: NamedDependency[Answer], outcome_id: FromPath[str]
) -> Response[Any]:
    """POST /invitations/{id}/actions: ``do`` says what; answers that must be asked first lead to their page."""
    form, visitor = answer.form, answer.visitor
    action = ACTIONS.get(form.one("do"))
    if action is None:
        raise Refused("bad-request", "There is no such answer.", "Go back and use the buttons on the page.")
    with desk.store.read() as connection:
        outcome = load(connection, visitor.person, outcome_id)
    if outcome.state != "waiting":
        raise nothing_to_answer(outcome.state)
    need_offered(outcome, action, visitor.person, desk.settings, desk.people)
    how = form.one("how")
    if asks_first(action, outcome.level) and not _was_asked(action, form.one("sure"), how):
        return go_on(desk, visitor, f"/invitations/{outcome.id}/confirm?{urlencode({'do': action})}")
    tell = action in ("accept", "tentative", "decline-and-tell") and not form.one("quiet")
    decision_id = _decide(desk, visitor.person, outcome, action, tell=tell, remember=how == "trust")
    return go_on(desk, visitor, f"/?{urlencode({'done': decision_id})}")


@post("/bulk", sync_to_thread=True)
def answer_several(
    desk: NamedDependency[Desk], pages: NamedDependency[Pages], answer: NamedDependency[Answer]
) -> Response[Any]:
    """POST /bulk: the same silent answer for the ticked invitations, as many as one banner can take back. Block asks
    first."""
    form, visitor = answer.form, answer.visitor
    action = BULK.get(form.one("do"))
    if action is None:
        raise Refused("bad-request", "There is no such answer.", "Several at once can be declined silently or blocked.")
    picked = _picked(desk, visitor.person, form.all("pick"))
    if not picked:
        raise Refused("bad-request", "Nothing was ticked.", "Tick one or more invitations first.")
    if action == "block" and form.one("sure") != "yes":
        rows = [_block_row(outcome) for outcome in picked]
        effect = blocking.question([blocking.reach_before(outcome) for outcome in picked])
        return pages.response("confirm_bulk.html", visitor=visitor, rows=rows, effect=effect, most=_SHOWN)
    ids, limits = [outcome.id for outcome in picked], desk.limits
    done = decisions.decide_all(
        desk.store, desk.settings, desk.people, visitor.person, ids, action, now=desk.clock(), limits=limits
    )
    return go_on(desk, visitor, f"/?{urlencode([('done', one.decision_id) for one in done])}")


@post("/decisions/undo", sync_to_thread=True)
def undo_several(desk: NamedDependency[Desk], answer: NamedDependency[Answer]) -> Response[Any]:
    """POST /decisions/undo: take several answers back; what has already gone out stays."""
    return _undo(desk, answer, answer.form.all("decision"))


@post("/decisions/{decision_id:str}/undo", sync_to_thread=True)
def undo_one(desk: NamedDependency[Desk], answer: NamedDependency[Answer], decision_id: FromPath[str]) -> Response[Any]:
    """POST /decisions/{id}/undo: take one answer back, as long as nothing of it has gone out."""
    return _undo(desk, answer, [decision_id])


@post("/decisions/{decision_id:str}/retry", sync_to_thread=True)
def retry_one(
    desk: NamedDependency[Desk], answer: NamedDependency[Answer], decision_id: FromPath[str]
) -> Response[Any]:
    """POST /decisions/{id}/retry: what failed for good is tried once more from the start."""
    with desk.store.begin() as connection:
        decision = store_decisions.get(connection, answer.visitor.person, decision_id)
        revived = outbox.revive(connection, decision.id, desk.clock()) if decision else 0
    if decision is None or not revived:
        raise Refused(
            "too-late", "There is nothing to try again.", "It was done meanwhile, or is being tried right now."
        )
    return go_on(desk, answer.visitor, f"/invitations/{decision.outcome_id}")


def _undo(desk: Desk, answer: Answer, ids: Sequence[str]) -> Response[Any]:
    person, now = answer.visitor.person, desk.clock()
    asked = list(dict.fromkeys(ids))[: desk.limits.undo_together]
    undone = [decisions.undo(desk.store, person, one, now, desk.limits) for one in asked]
    if not any(undone):
        raise Refused(
            "too-late", "It is too late to take this back.", "It has been carried out, or was taken back before."
        )
    return go_on(desk, answer.visitor, f"/?{urlencode([('undone', one) for one in asked])}")


def _was_asked(action: Action, sure: str, how: str) -> bool:
    if action in ("accept", "tentative"):
        return how in ("once", "trust")
    return sure == "yes"


def _decide(desk: Desk, person: str, outcome: Outcome, action: Action, *, tell: bool, remember: bool) -> str:
    decided = decisions.decide(
        desk.store,
        desk.settings,
        desk.people,
        person,
        outcome.id,
        action,
        now=desk.clock(),
        tell=tell,
        remember=remember,
        limits=desk.limits,
    )
    return decided.decision_id


def _picked(desk: Desk, person: str, values: Sequence[str]) -> list[Outcome]:
    """The waiting outcomes behind the ticks, each once. One tick may stand for a flood.

    No more than one banner can take back: the rest waits on, and is there to be ticked again.
    """
    every = dict.fromkeys(one for value in values for one in value.split(",") if one)
    ids = list(every)[: desk.limits.undo_together]
    with desk.store.read() as connection:
        found = [outcomes.get(connection, person, one) for one in ids]
    if any(one is None for one in found):
        raise no_such_invitation()
    return [one for one in found if one is not None and one.state == "waiting"]


def _block_row(outcome: Outcome) -> BlockRow:
    words, address = block_sentence(outcome)
    event = event_of(outcome)
    name = title(event.summary) if event else None
    return BlockRow(outcome.id, name, words, address)
