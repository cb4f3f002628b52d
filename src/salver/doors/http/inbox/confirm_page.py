"""The page that asks before it acts."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused, nothing_to_answer
from salver.doors.http.inbox.asking import ask
from salver.doors.http.inbox.choices import ACTIONS, asks_first, need_offered
from salver.doors.http.inbox.detail_page import heading, load
from salver.doors.http.inbox.subject import event_of, invitation_of
from salver.doors.http.inbox.visit import Visitor
from salver.doors.http.pages import Pages
from salver.doors.http.redirect import see_other
from salver.store import outcomes


@get("/invitations/{outcome_id:str}/confirm", sync_to_thread=True)
def show_confirm(
    desk: NamedDependency[Desk],
    pages: NamedDependency[Pages],
    visitor: NamedDependency[Visitor],
    outcome_id: FromPath[str],
    do: FromQuery[str] = "accept",
) -> Response[Any]:
    """GET /invitations/{id}/confirm?do=: asks. Only reads. What needs no question leads to the invitation."""
    action = ACTIONS.get(do)
    if action is None:
        raise Refused("bad-request", "There is no such answer.", "Go back and use the buttons on the page.")
    with desk.store.read() as connection:
        outcome = load(connection, visitor.person, outcome_id)
        original = outcomes.original(connection, outcome)
    if outcome.state != "waiting":
        raise nothing_to_answer(outcome.state)
    need_offered(outcome, action, visitor.person, desk.settings, desk.people)
    if not asks_first(action, outcome.level):  # its button acts at once, so there is nothing to ask
        return see_other(f"/invitations/{outcome.id}")
    zone, now = desk.people.time_zone(visitor.person), desk.clock()
    top = heading(outcome, invitation_of(event_of(outcome), original, desk.limits), zone, now)
    question = ask(outcome, action, visitor.person, desk.settings, desk.people)
    return pages.response("confirm.html", visitor=visitor, page=top, ask=question)
