"""The list: what waits in two groups, what was answered, and the ways to narrow it down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter
from sqlalchemy import Connection

from salver.core.limits import DEFAULT_LIMITS
from salver.doors.http.desk import Desk
from salver.doors.http.inbox.blocking import said_of
from salver.doors.http.inbox.effects import effects
from salver.doors.http.inbox.levels import LEVELS, LIKELY, TWICE
from salver.doors.http.inbox.list_view import TABS, View, read_view
from salver.doors.http.inbox.rows import Row, row_of, rows_of
from salver.doors.http.inbox.toast import toast_for
from salver.doors.http.inbox.visit import Visitor
from salver.doors.http.pages import Pages
from salver.store import outcomes
from salver.store.outcomes import Outcome

PAGE_ROWS = DEFAULT_LIMITS.page_rows
"""Rows on one page; a person does not read more, and a page stays well below a megabyte."""

_TITLES = {
    "waiting": "Waiting for you",
    "accepted": "Accepted",
    "declined": "Declined",
    "blocked": "Blocked",
    "all": "All invitations",
}
_NOTHING = {
    "accepted": "You have accepted nothing yet.",
    "declined": "You have declined nothing yet.",
    "blocked": "Nothing was kept out because of a block.",
    "all": "No invitation has come yet.",
}
_TOLD = {
    "waiting": "Waits for you.",
    "accepted": "You accepted it.",
    "declined": "You declined it.",
    "blocked": "You blocked the sender.",
    "released": "You let the original mail through.",
    "passed": "Let through to your mail program.",
    "ignored": "Recorded and put aside. Nothing changed.",
    "none": "Nothing in it concerned your calendar.",
}


class Tab(msgspec.Struct, frozen=True, kw_only=True):
    """A link to another state of the list, or to another level of it."""

    words: str
    href: str
    count: int
    current: bool
    mark: str = ""


class Group(msgspec.Struct, frozen=True):
    """Rows under one heading (empty: no heading). ``pickable``: they wait for an answer, so each has a tick."""

    heading: str
    count: int
    rows: list[Row]
    pickable: bool = False


class ListPage(msgspec.Struct, frozen=True, kw_only=True):
    """Everything ``list.html`` shows."""

    title: str
    lead: str
    state: str
    query: str
    filtered: bool
    pickable: bool
    tabs: list[Tab]
    chips: list[Tab]
    groups: list[Group]
    total: int
    seen: str
    nothing: str
    older: str | None


@get("/", sync_to_thread=True)
def show_list(
    desk: NamedDependency[Desk],
    pages: NamedDependency[Pages],
    visitor: NamedDependency[Visitor],
    in_state: Annotated[str, QueryParameter(name="state")] = "waiting",
    level: FromQuery[str] = "",
    q: FromQuery[str] = "",
    after: FromQuery[int] = 0,
    done: FromQuery[list[str] | None] = None,
    undone: FromQuery[list[str] | None] = None,
) -> Response[str]:
    """GET /: the list in one state, narrowed by level or search. Only reads."""
    view, now = read_view(in_state, level, q, after), desk.clock()
    with desk.store.read() as connection:
        page = _page(connection, desk, visitor.person, view, now)
        toast = toast_for(connection, visitor.person, done or [], undone or [], now, desk.limits)
    return pages.response("list.html", visitor=visitor, toast=toast, page=page)


def _page(connection: Connection, desk: Desk, person: str, view: View, now: datetime) -> ListPage:
    state, zone = view.state, desk.people.time_zone(person)
    found = [one for one in _in_state(connection, person, state, observes=desk.observes) if view.query.fits(one)]
    shown = [one for one in found if not view.level or one.level == view.level]
    part = shown[view.after : view.after + PAGE_ROWS]
    counts = outcomes.counts(connection, person)
    waits = state == "waiting"
    if waits:
        groups = _waiting_groups(part, zone, now, group=not view.query.terms, observes=desk.observes)
    else:
        groups = _told_group(connection, part, zone, now)
    more = len(shown) > view.after + PAGE_ROWS
    return ListPage(
        title="What would wait" if waits and desk.observes else _TITLES[state],
        lead=_lead(view, found, observes=desk.observes),
        state=state,
        query=view.query.text,
        filtered=bool(view.level),
        pickable=any(group.pickable for group in groups),
        tabs=[_tab(name, view, counts, found, observes=desk.observes) for name in TABS],
        chips=_chips(view, found),
        groups=groups,
        total=len(shown),
        seen=_seen(counts),
        nothing=_NOTHING.get(state, ""),
        older=view.href(after=view.after + PAGE_ROWS) if more else None,
    )


def _in_state(connection: Connection, person: str, state: str, *, observes: bool) -> list[Outcome]:
    if state == "all":
        return outcomes.listing(connection, person, None)
    if state == "waiting" and observes:  # what passed tells what would wait; what was kept back before still does
        passed = outcomes.listing(connection, person, "passed")
        would = [one for one in passed if one.calendar in ("wait", "apply") and not one.enforced]
        return [*outcomes.listing(connection, person, "waiting"), *would]
    return outcomes.listing(connection, person, state)


def _told_group(connection: Connection, found: Sequence[Outcome], zone: ZoneInfo, now: datetime) -> list[Group]:
    rows = [row_of(one, zone, now, _told(connection, one, zone, now)) for one in found]
    return [Group("", len(rows), rows)] if rows else []


def _waiting_groups(
    found: Sequence[Outcome], zone: ZoneInfo, now: datetime, *, group: bool, observes: bool
) -> list[Group]:
    """What waits; in mode observe what was kept back before under its own heading, above what would wait."""
    if not observes:
        return _two_groups(found, zone, now, group=group, pickable=True)
    kept = [one for one in found if one.state == "waiting"]
    would = [one for one in found if one.state != "waiting"]
    groups = [Group("Kept back before", len(kept), rows_of(kept, zone, now, group=group), True)] if kept else []
    return [*groups, *_two_groups(would, zone, now, group=group, pickable=False)]


def _two_groups(found: Sequence[Outcome], zone: ZoneInfo, now: datetime, *, group: bool, pickable: bool) -> list[Group]:
    """Known and New above, contradictions and odd ones below, unknown levels with the latter."""
    likely = sorted((one for one in found if one.level in LIKELY), key=lambda one: LIKELY.index(one.level))
    others = [one for one in found if one.level not in LIKELY]
    twice = sorted(others, key=lambda one: TWICE.index(one.level) if one.level in TWICE else len(TWICE))
    groups = []
    for heading, members in (("Likely for you", likely), ("Look twice", twice)):
        if members:
            groups.append(Group(heading, len(members), rows_of(members, zone, now, group=group), pickable))
    return groups


def _told(connection: Connection, outcome: Outcome, zone: ZoneInfo, now: datetime) -> str:
    told = said_of(connection, outcome) or _TOLD.get(outcome.state, "")
    return " ".join([told, *effects(connection, outcome, zone, now).told])


def _lead(view: View, found: Sequence[Outcome], *, observes: bool) -> str:
    if view.state != "waiting" or not found:
        return ""
    if observes:
        kept = any(one.state == "waiting" for one in found)
        passed = "These" if not kept else "What was not kept back"
        return f"{passed} went on to your mailbox and your calendar program as they came."
    return "We have put none of these into your calendar. The mails are in your mailbox."


def _tab(name: str, view: View, counts: dict[str, int], found: Sequence[Outcome], *, observes: bool) -> Tab:
    current = name == view.state
    count = sum(counts.values()) if name == "all" else counts.get(name, 0)
    words = TABS[name]
    if name == "waiting" and observes:  # what would wait is counted only where it is shown: it is no state of its own
        words, count = "Would wait", len(found) if current else count
    return Tab(words=words, href=View(state=name).href(), count=count, current=current)


def _chips(view: View, found: Sequence[Outcome]) -> list[Tab]:
    chips = [Tab(words="All", href=view.href(level=""), count=len(found), current=not view.level)]
    for name in (*TWICE, *reversed(LIKELY)):
        count = sum(one.level == name for one in found)
        current = view.level == name
        if count or current:
            words = LEVELS[name]
            chips.append(
                Tab(words=words.short, href=view.href(level=name), count=count, current=current, mark=words.mark)
            )
    return chips


def _seen(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    return "" if not total else "one invitation" if total == 1 else f"{total} invitations"
