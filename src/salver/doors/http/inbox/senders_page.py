"""Whom Salver knows for a person, whom it keeps out, what each entry rests on, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from sqlalchemy import Connection

from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused
from salver.doors.http.inbox import known_people
from salver.doors.http.inbox.visit import Answer, Visitor, go_on
from salver.doors.http.pages import Pages
from salver.store import correspondents, delegates, pins, senders, unconfirmed

_MOST_FIND = 100
"""Characters of what is looked for."""

Remove = Callable[[Connection, str, str, str, datetime], None]
_REMOVE: dict[str, Remove] = {
    "word": lambda connection, person, value, _, __: senders.remove(connection, person, value),
    "unconfirmed": lambda connection, person, value, _, __: unconfirmed.remove(connection, person, value),
    "wrote-to": lambda connection, person, value, _, now: correspondents.remove(connection, person, value, now),
    "delegate": lambda connection, person, value, second, _: delegates.remove(connection, person, value, second),
    "pin": lambda connection, person, value, _, __: pins.remove(connection, person, value),
}


@get("/senders", sync_to_thread=True)
def show_senders(
    desk: NamedDependency[Desk],
    pages: NamedDependency[Pages],
    visitor: NamedDependency[Visitor],
    find: FromQuery[str] = "",
) -> Response[str]:
    """GET /senders?find=: who is known and who is kept out, and what that rests on. Only reads."""
    find = find[:_MOST_FIND]
    with desk.store.read() as connection:
        groups = known_people.groups(connection, desk, visitor.person, find)
        sources = known_people.sources(connection, desk, visitor.person)
    return pages.response("senders.html", visitor=visitor, groups=groups, sources=sources, find=find)


@post("/senders/remove", sync_to_thread=True)
def remove_sender(desk: NamedDependency[Desk], answer: NamedDependency[Answer]) -> Response[Any]:
    """POST /senders/remove: take an entry back. Invitations that it decided stay as they are."""
    form, value = answer.form, answer.form.one("remove")
    remove = _REMOVE.get(form.one("kind") or "word")
    if not value or remove is None:
        raise Refused("bad-request", "No entry was named.", "Go back and use the buttons on the page.")
    with desk.store.begin() as connection:
        remove(connection, answer.visitor.person, value, form.one("second"), desk.clock())
    find = form.one("find")[:_MOST_FIND]
    return go_on(desk, answer.visitor, f"/senders?{urlencode({'find': find})}" if find else "/senders")
