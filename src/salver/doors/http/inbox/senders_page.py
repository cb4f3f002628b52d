"""The person's own word about senders: who is blocked, who is allowed, and taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency

from salver.core.untrusted import Untrusted
from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused
from salver.doors.http.inbox.times import moment
from salver.doors.http.inbox.visit import Answer, Visitor, go_on
from salver.doors.http.pages import Pages
from salver.store import senders
from salver.store.times import from_text


class SenderRow(msgspec.Struct, frozen=True, kw_only=True):
    """One word. ``value`` is what the store knows it by, ``shown`` the address or the bare domain."""

    sentence: str
    shown: Untrusted
    value: str
    since: str


class SenderGroup(msgspec.Struct, frozen=True, kw_only=True):
    """All senders of one word."""

    word: str
    heading: str
    lead: str
    none: str
    senders: list[SenderRow]


@get("/senders", sync_to_thread=True)
def show_senders(
    desk: NamedDependency[Desk], pages: NamedDependency[Pages], visitor: NamedDependency[Visitor]
) -> Response[str]:
    """GET /senders: blocked and allowed senders. Only reads."""
    zone, now = desk.people.time_zone(visitor.person), desk.clock()
    with desk.store.read() as connection:
        words = senders.listing(connection, visitor.person)
    groups = _groups(_by_word(words, zone, now))
    return pages.response("senders.html", visitor=visitor, groups=groups)


def _by_word(words: list[senders.Sender], zone: ZoneInfo, now: datetime) -> dict[senders.Word, list[SenderRow]]:
    rows: dict[senders.Word, list[SenderRow]] = {"blocked": [], "allowed": []}
    for one in words:
        rows[one.word].append(
            SenderRow(
                sentence="Everybody at" if one.address.startswith("@") else "The address",
                shown=Untrusted(one.address.removeprefix("@")),
                value=one.address,
                since=moment(from_text(one.since), zone, now),
            )
        )
    return rows


def _groups(rows: dict[senders.Word, list[SenderRow]]) -> list[SenderGroup]:
    return [
        SenderGroup(
            word="blocked",
            heading="Blocked",
            lead="What comes confirmed from here is kept out and not shown as news. They learn nothing.",
            none="You have blocked nobody.",
            senders=rows["blocked"],
        ),
        SenderGroup(
            word="allowed",
            heading="Allowed from now on",
            lead="They count as known to you, but only when the address is confirmed.",
            none="You have allowed nobody. Your contacts are known anyway.",
            senders=rows["allowed"],
        ),
    ]


@post("/senders/remove", sync_to_thread=True)
def remove_sender(desk: NamedDependency[Desk], answer: NamedDependency[Answer]) -> Response[Any]:
    """POST /senders/remove: take a word back. Invitations that it decided stay as they are."""
    address = answer.form.one("remove")
    if not address:
        raise Refused("bad-request", "No sender was named.", "Go back and use the buttons on the page.")
    with desk.store.begin() as connection:
        senders.remove(connection, answer.visitor.person, address)
    return go_on(desk, answer.visitor, "/senders")
