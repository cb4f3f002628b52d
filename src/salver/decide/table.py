"""The table: read top to bottom, the first row that matches decides. Preset personal.

Each row is a name, a condition over one ``Case``, a verdict, and what happens to the calendar. Nothing else in the
house turns findings into verdicts. A row that has to grow an ``if`` inside is two rows.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from salver.core.reasons import rank
from salver.decide.policy import Policy
from salver.decide.verdict import CalendarWord, VerdictWord
from salver.judge.bound import bound_to_speaker
from salver.judge.delegated import vouched_for
from salver.judge.finding import Finding
from salver.judge.passage import returned
from salver.observe.facts import MessageFacts, RecipientFacts

WARNING, DANGER = rank("warning"), rank("danger")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One mailbox's case: the facts, everything found for it, and the policy."""

    facts: MessageFacts
    recipient: RecipientFacts
    findings: tuple[Finding, ...]
    policy: Policy

    def has(self, *codes: str) -> bool:
        return any(finding.code in codes for finding in self.findings)

    @property
    def worst(self) -> int:
        """The rank of the worst finding; below 0 when there is none."""
        return max((rank(finding.severity) for finding in self.findings), default=-1)

    @property
    def known(self) -> bool:
        """Every event's speaker is known to this mailbox, or bound to this very event, and vouched for.

        Somebody this person lets send for the organizer vouches where he is confirmed himself. A colleague whom nobody
        appointed never does: two mailboxes of one house are asked about (architecture 3.1).
        """
        events = list(zip(self.facts.events, self.recipient.events, strict=True))
        return bool(events) and all(
            vouched_for(self.facts, event, seen) and (seen.known or bound_to_speaker(event.identity, seen))
            for event, seen in events
        )

    @property
    def known_strongly(self) -> bool:
        return self.known and all(event.identity.strength == "strong" for event in self.facts.events)

    def holds_for(self, code: str) -> bool:
        """Whether this code was found as a warning or worse."""
        return any(finding.code == code and rank(finding.severity) >= WARNING for finding in self.findings)

    @property
    def scheduling_sign(self) -> bool:
        """Content we cannot read shows from outside that it is about a meeting."""
        return any(part.scheduling for part in self.facts.message.opaque)


class Row(msgspec.Struct, frozen=True):
    """One line of the table. ``calendar`` may depend on who writes the calendar (``deliver`` alone does)."""

    name: str
    matches: Callable[[Case], bool]
    verdict: VerdictWord
    calendar: CalendarWord | Callable[[Case], CalendarWord]


def _to_the_writer(case: Case) -> CalendarWord:
    """``deliver`` writes nothing by itself: the client acts on the mail, or the person presses once."""
    return "pass" if case.policy.writer == "client" else "wait"


_NOT_READ = ("structure-ambiguous", "calendar-ambiguous", "calendar-unreadable", "too-much-to-read")

TABLE: tuple[Row, ...] = (
    Row("outbound-is-not-judged", lambda c: c.facts.envelope.direction != "inbound", "deliver", "none"),
    Row("no-calendar", lambda c: c.facts.message.kind == "mail", "deliver", "none"),
    Row(
        "opaque-without-sign",
        lambda c: c.facts.message.kind == "opaque" and not (c.scheduling_sign or c.policy.opaque_hold),
        "deliver",
        "none",
    ),
    Row("opaque-with-sign", lambda c: c.facts.message.kind == "opaque", "hold", "wait"),
    Row("blocked-by-the-person", lambda c: c.has("sender-blocked"), "hold", "ignore"),
    Row("cancel-of-the-unknown", lambda c: c.has("cancel-unknown-event"), "hold", "ignore"),
    Row("danger", lambda c: c.worst >= DANGER, "hold", "wait"),
    # Who vouches for what we see vouches for no other reading, nor for what else is there: known senders wait as well.
    Row("not-read-in-one-way", lambda c: c.has(*_NOT_READ) or c.scheduling_sign, "hold", "wait"),
    Row("returned-mail", lambda c: returned(c.facts), "hold", "ignore"),
    Row("stale", lambda c: c.has("message-stale"), "hold", "ignore"),
    # Under the UID of an event he has not made, even a known sender would put his own in its place (SPF-19, SPF-23).
    Row("organizer-changed", lambda c: c.holds_for("organizer-changed"), "hold", "wait"),
    Row("warning-from-known", lambda c: c.worst == WARNING and c.known_strongly, "deliver", _to_the_writer),
    Row("warning", lambda c: c.worst == WARNING, "hold", "wait"),
    Row("sender-not-looked-up", lambda c: c.has("authentication-unavailable"), "hold", "wait"),
    Row("known", lambda c: c.known, "deliver", _to_the_writer),
    Row("everybody-else", lambda _: True, "hold", "wait"),
)


def decide_case(case: Case) -> tuple[Row, CalendarWord]:
    """The first row that matches, and its word for the calendar."""
    row = next(row for row in TABLE if row.matches(case))
    return row, row.calendar if isinstance(row.calendar, str) else row.calendar(case)
