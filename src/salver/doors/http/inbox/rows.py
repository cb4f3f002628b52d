"""One row of a list: an invitation, or a flood shown as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec

from salver.core.envelope import domain_of
from salver.core.untrusted import Untrusted
from salver.doors.http.inbox.levels import LEVELS, LevelWords
from salver.doors.http.inbox.reasons import strongest
from salver.doors.http.inbox.subject import event_of
from salver.doors.http.inbox.their_text import title
from salver.doors.http.inbox.times import clock, day, moment, when
from salver.doors.http.inbox.who import names_of, vouched
from salver.store.outcomes import Outcome
from salver.store.times import from_text

FLOOD_CODES = frozenset({"sender-flood", "domain-flood", "recipient-flood"})
FEW = 3
"""As many flooding invitations of one domain still stand as rows of their own."""


class Tag(msgspec.Struct, frozen=True):
    """A small sign with words."""

    icon: str
    words: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What ``_row.html`` shows. ``group`` is our own title of a flood; ``told`` says what an answer has done so far;
    ``pick`` holds the ids a tick stands for, joined by commas."""

    level: LevelWords | None
    reason: str
    href: str
    pick: str
    confirmed: tuple[Untrusted, ...]
    claimed: Untrusted | None
    not_confirmed: str
    when: str
    came: str
    names: tuple[str, ...]
    title: Untrusted | None = None
    group: str = ""
    told: str = ""
    tags: tuple[Tag, ...] = ()


def row_of(outcome: Outcome, zone: ZoneInfo, now: datetime, told: str = "") -> Row:
    """The row for one outcome."""
    report, event = outcome.report, event_of(outcome)
    time = when(event.start, event.end, zone, now) if event else None
    claimed = report.identity.claimed
    return Row(
        level=LEVELS.get(outcome.level),
        reason=_reason(outcome),
        title=title(event.summary) if event else None,
        href=f"/invitations/{outcome.id}",
        pick=outcome.id,
        confirmed=_confirmed(outcome),
        claimed=Untrusted(claimed) if claimed else None,
        not_confirmed="Not checked." if report.identity.strength == "unknown" else "Not confirmed.",
        when=time.line if time else "No time that we can read",
        came=f"Came {moment(from_text(outcome.received_at), zone, now)}",
        names=(*names_of(report), *outcome.headline.params.values()),
        told=told,
        tags=_tags(outcome, over=time is not None and time.over),
    )


def rows_of(outcomes: Sequence[Outcome], zone: ZoneInfo, now: datetime, *, group: bool) -> list[Row]:
    """Rows in the order given. With ``group`` a flood of more than a few from one domain becomes one row, where its
    newest stood."""
    floods = _floods(outcomes) if group else {}
    rows, shown = [], set()
    for outcome in outcomes:
        domain = domain_of(outcome.organizer) or ""
        if domain not in floods or not _flooding(outcome):
            rows.append(row_of(outcome, zone, now))
        elif domain not in shown:
            shown.add(domain)
            rows.append(_flood_row(domain, floods[domain], zone, now))
    return rows


def _floods(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    by_domain: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        domain = domain_of(outcome.organizer)
        if domain and _flooding(outcome):
            by_domain.setdefault(domain, []).append(outcome)
    return {domain: members for domain, members in by_domain.items() if len(members) > FEW}


def _flooding(outcome: Outcome) -> bool:
    return any(finding.code in FLOOD_CODES for finding in outcome.report.findings)


def _flood_row(domain: str, members: list[Outcome], zone: ZoneInfo, now: datetime) -> Row:
    senders = len({(member.organizer or "").lower() for member in members})
    addresses = "one address" if senders == 1 else f"{senders} addresses"
    times = sorted(from_text(member.received_at) for member in members)
    query = urlencode({"q": f"domain:{domain} reason:{_flood_code(members[0])}"})
    return Row(
        level=LEVELS.get(members[0].level),
        reason="They came close together. Open them as one group.",
        group=f"{len(members)} invitations from {addresses} at {domain}",
        href=f"/?{query}",
        pick=",".join(member.id for member in members),
        confirmed=(Untrusted(domain),) if all(vouched(member.report) for member in members) else (),
        claimed=Untrusted(domain),
        not_confirmed="Not confirmed.",
        when="Many dates",
        came=f"Came {moment(times[0], zone, now)}–{_until(times, zone, now)}",
        names=(domain,),
        tags=(Tag("group", f"{len(members)} invitations"),),
    )


def _until(times: list[datetime], zone: ZoneInfo, now: datetime) -> str:
    first, last = times[0].astimezone(zone), times[-1].astimezone(zone)
    if first.date() == last.date():
        return clock(last)
    return f"{day(last.date(), now.astimezone(zone).date())}, {clock(last)}"


def _flood_code(outcome: Outcome) -> str:
    return next(finding.code for finding in outcome.report.findings if finding.code in FLOOD_CODES)


def _reason(outcome: Outcome) -> str:
    return strongest(outcome).headline


def _confirmed(outcome: Outcome) -> tuple[Untrusted, ...]:
    """The domain that stands behind the claim, where one does: never a display name alone."""
    if not vouched(outcome.report):
        return ()
    claimed = outcome.report.identity.claimed
    domain = domain_of(claimed) or claimed
    return (Untrusted(domain),) if domain else ()


def _tags(outcome: Outcome, *, over: bool) -> tuple[Tag, ...]:
    report = outcome.report
    tags = []
    if over:
        tags.append(Tag("info", "Its time is over"))
    methods = {item.method for item in report.objects}
    if "CANCEL" in methods:
        tags.append(Tag("off", "A cancellation"))
    elif methods & {"REPLY", "COUNTER", "REFRESH"}:
        tags.append(Tag("person", "An answer"))
    if report.phones:
        tags.append(Tag("phone", "1 number" if len(report.phones) == 1 else f"{len(report.phones)} numbers"))
    if report.links:
        tags.append(Tag("link", "1 link" if len(report.links) == 1 else f"{len(report.links)} links"))
    return tuple(tags)
