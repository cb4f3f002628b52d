"""One invitation, in the order of the decision: who, when, what a yes does, links, history, their text, the rest."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy import Connection

from salver.act.decisions import may_undo
from salver.core.limits import Limits
from salver.core.untrusted import Untrusted
from salver.doors.http.desk import Desk
from salver.doors.http.errors import no_such_invitation
from salver.doors.http.inbox.accepting import Accepting, accepting
from salver.doors.http.inbox.blocking import said_of
from salver.doors.http.inbox.choices import Bar, bar
from salver.doors.http.inbox.delegating import Offer, offer
from salver.doors.http.inbox.effects import Effects, effects
from salver.doors.http.inbox.kinds import kind_of
from salver.doors.http.inbox.levels import LEVELS, LevelWords
from salver.doors.http.inbox.links import LinkRow, link_rows
from salver.doors.http.inbox.next_dates import next_dates
from salver.doors.http.inbox.reasons import ReasonRow, reason_rows, strongest
from salver.doors.http.inbox.repeats import repeats
from salver.doors.http.inbox.subject import event_of, invitation_of
from salver.doors.http.inbox.their_text import TheirText, their_text, title
from salver.doors.http.inbox.timeline import Step, timeline
from salver.doors.http.inbox.times import When, when
from salver.doors.http.inbox.visit import Visitor
from salver.doors.http.inbox.who import Who, names_of, vouched, who
from salver.doors.http.pages import Pages
from salver.read.message import Invitation
from salver.store import decisions, outcomes
from salver.store.outcomes import Outcome

_STATES = {
    "waiting": ("/", "Waiting"),
    "accepted": ("/?state=accepted", "Accepted"),
    "declined": ("/?state=declined", "Declined"),
    "blocked": ("/?state=blocked", "Blocked"),
}
_FAMILIARITY = {
    "contact": "Yes",
    "allowed": "You allowed them from now on",
    "wrote-to": "You have written to them",
    "organisation": "They are in your organisation",
    "colleagues": "Several of your colleagues know them",
    "stranger": "No",
    "not-asked": "We could not look",
}


class Back(msgspec.Struct, frozen=True):
    """The link on top of the page."""

    href: str
    words: str


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A remark in the head of the page. ``mark`` is a CSS suffix or empty."""

    head: str
    text: str
    icon: str = "info"
    mark: str = ""


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """What every page about one invitation begins with."""

    id: str
    heading: Untrusted | None
    level: LevelWords | None
    when: When
    repeats: str | None
    names: tuple[str, ...]


class DetailPage(Heading, frozen=True, kw_only=True):
    """Everything ``detail.html`` and its parts show."""

    back: Back
    waiting: bool
    headline: str
    why: str
    advice: str
    notes: list[Note]
    undo: str | None
    retry: str | None
    who: Who
    familiarity: list[tuple[str, str]]
    zone: str
    their_zone: Untrusted | None
    location: Untrusted | None
    guests: str
    instances: int
    next_dates: str | None
    accepting: Accepting | None
    delegate: Offer | None
    cancels: bool
    links: tuple[LinkRow, ...]
    timeline: list[Step]
    text: TheirText | None
    has_original: bool
    raw_is_cut: bool
    reasons: tuple[ReasonRow, ...]
    inspection: str
    bar: Bar | None


def load(connection: Connection, person: str, outcome_id: str) -> Outcome:
    """This person's outcome. Raises Refused (404) for one that is not there or not theirs."""
    found = outcomes.get(connection, person, outcome_id)
    if found is None:
        raise no_such_invitation()
    return found


def heading(outcome: Outcome, invitation: Invitation | None, zone: ZoneInfo, now: datetime) -> Heading:
    """The head of a page about this outcome. ``invitation`` is the original read again, where it is there."""
    event = event_of(outcome)
    rule = repeats(invitation.recurrence if invitation else None, zone, now)
    if rule is None and event is not None and event.recurrence:
        rule = "repeats"
    return Heading(
        id=outcome.id,
        heading=title(event.summary) if event else None,
        level=LEVELS.get(outcome.level),
        when=when(event.start if event else None, event.end if event else None, zone, now),
        repeats=rule,
        names=(*names_of(outcome.report), *outcome.headline.params.values()),
    )


@get("/invitations/{outcome_id:str}", sync_to_thread=True)
def show_detail(
    desk: NamedDependency[Desk],
    pages: NamedDependency[Pages],
    visitor: NamedDependency[Visitor],
    outcome_id: FromPath[str],
) -> Response[str]:
    """GET /invitations/{id}: the whole invitation. Only reads."""
    with desk.store.read() as connection:
        outcome = load(connection, visitor.person, outcome_id)
        original = outcomes.original(connection, outcome)
        invitation = invitation_of(event_of(outcome), original, desk.limits)
        page = _page(connection, desk, visitor.person, outcome, original, invitation)
    if invitation is not None and invitation.recurrence is not None:  # it takes a while, so the store is closed before
        page = msgspec.structs.replace(page, next_dates=_next_dates(desk, visitor.person, invitation))
    return pages.response("detail.html", visitor=visitor, page=page)


def _next_dates(desk: Desk, person: str, invitation: Invitation) -> str | None:
    zone, now = desk.people.time_zone(person), desk.clock()
    found = desk.expansion.next_dates(invitation, now, zone)
    ends = invitation.recurrence is not None and invitation.recurrence.last is not None
    return next_dates(found, zone, now, ends=ends, moved=invitation.instances > 1)


def _page(
    connection: Connection,
    desk: Desk,
    person: str,
    outcome: Outcome,
    original: bytes | None,
    invitation: Invitation | None,
) -> DetailPage:
    zone, now = desk.people.time_zone(person), desk.clock()
    event = event_of(outcome)
    waiting = outcome.state == "waiting"
    words = strongest(outcome)
    organizer = invitation.organizer if invitation else None
    top = heading(outcome, invitation, zone, now)
    done = effects(connection, outcome, zone, now)
    return DetailPage(
        **{name: getattr(top, name) for name in top.__struct_fields__},
        back=Back(*_STATES.get(outcome.state, ("/?state=all", "All"))),
        waiting=waiting,
        headline=words.headline,
        why=words.why,
        advice=words.advice if outcome.level != "known" else "",
        notes=_notes(connection, desk, outcome, done),
        retry=done.failed,
        undo=_undo(connection, outcome, person, now, desk.limits),
        who=who(outcome.report, title(organizer.cn) if organizer and organizer.cn else None),
        familiarity=_familiarity(outcome),
        zone=zone.key,
        their_zone=_their_zone(invitation),
        location=title(event.location) if event else None,
        guests=_guests(len(event.attendees)) if event else "",
        instances=event.instances if event else 1,
        next_dates=None,
        accepting=accepting(outcome.report, person, desk.settings, desk.people) if waiting else None,
        delegate=offer(connection, person, outcome),
        cancels=kind_of(outcome.report) == "cancellation",
        links=link_rows(outcome.report),
        timeline=timeline(connection, outcome, person, zone, now),
        text=their_text(invitation.description) if invitation else None,
        has_original=original is not None,
        raw_is_cut=original is not None and len(original) > desk.limits.raw_shown_bytes,
        reasons=reason_rows(outcome),
        inspection=outcome.inspection_id,
        bar=bar(outcome, person, desk.settings, desk.people) if waiting else None,
    )


def _notes(connection: Connection, desk: Desk, outcome: Outcome, done: Effects) -> list[Note]:
    notes = []
    blocked = said_of(connection, outcome)
    told = {
        "accepted": "You accepted this.",
        "declined": "You declined this.",
        "blocked": "You blocked this." if blocked else "You blocked the sender.",
        "released": "You let the original mail through.",
        "passed": "This went on to your mail program.",
        "ignored": "This changed nothing.",
    }.get(outcome.state)
    if told:
        mark = "check" if done.trouble else "known" if outcome.state == "accepted" else ""
        text = " ".join([blocked] if blocked else done.told)
        notes.append(Note(head=told, text=text, mark=mark, icon="odd" if done.trouble else "info"))
    if not outcome.enforced and not desk.observes:
        text = "It came while Salver only looked (mode observe)."
        notes.append(Note(head="Nothing was kept out.", text=text))
    return notes


def _undo(connection: Connection, outcome: Outcome, person: str, now: datetime, limits: Limits) -> str | None:
    """The decision that can still be taken back."""
    if outcome.decided_at is None:
        return None
    decision = decisions.latest(connection, person, outcome.id)
    return decision.id if decision and may_undo(connection, decision, now, limits) else None


def _familiarity(outcome: Outcome) -> list[tuple[str, str]]:
    mine = next((one for one in outcome.report.recipients if (one.address or "").lower() == outcome.mailbox), None)
    word = mine.familiarity if mine else "not-asked"
    term = "In your contacts" if vouched(outcome.report) else "The address it names is in your contacts"
    facts = [(term, _FAMILIARITY.get(word, "No"))]
    if mine is not None and mine.history == "new":
        facts.append(("This meeting", "Never seen before"))
    return facts


def _their_zone(invitation: Invitation | None) -> Untrusted | None:
    zone = invitation.start.zone if invitation and invitation.start else None
    return Untrusted(zone) if zone else None


def _guests(count: int) -> str:
    return "" if count == 0 else "1 guest" if count == 1 else f"{count} guests"
