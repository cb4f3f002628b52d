"""The one strongest reason, its level, and the key of the sentence a person reads first (architecture, ``decide``)."""

from __future__ import annotations

from salver.core.hostname import shown_domain
from salver.core.reasons import REASONS, rank
from salver.decide.table import Case, Row
from salver.decide.verdict import Headline, Level
from salver.judge.bound import bound_to_speaker
from salver.judge.delegated import approved_delegate
from salver.judge.finding import Finding
from salver.judge.speaker import speaker
from salver.observe.facts import EventFacts, RecipientEvent

# Among findings of one severity the first of these is the reason shown; a code that is not here comes after them, in
# the order of the registry.
_FIRST = (
    "sender-blocked",
    "cancel-from-stranger",
    "update-from-stranger",
    "organizer-is-recipient",
    "organizer-in-own-domain",
    "lookalike-domain",
    "organizer-contradicted",
    "name-shows-other-address",
    "organizer-several",
    "sender-flood",
    "structure-ambiguous",
    "too-much-to-read",
    "organizer-changed",
    "mail-replayed",
    "organizer-unusable",
    "organizer-email-differs",
    "sent-by-not-approved",
    "name-of-known-person",
    "authentication-failed",
    "authentication-unavailable",
    "organizer-not-vouched",
    "answer-preset",
    "cancel-unknown-event",
    "invitation-forwarded",
    "first-contact",
)


_SMALL = frozenset({"method-mismatch", "sender-not-organizer", "recurrence-endless", "reply-to-elsewhere"})


def level(case: Case, row: Row) -> Level:
    """The word of the consent inbox (report.md, ``level``)."""
    if case.facts.message.kind == "mail" or row.name in ("outbound-is-not-judged", "opaque-without-sign"):
        return "none"
    if any(REASONS[finding.code].contradicts and finding.severity == "danger" for finding in case.findings):
        return "contradiction"
    if any(rank(finding.severity) >= rank("warning") for finding in case.findings):
        return "check"
    return "known" if case.known else "new"


def headline(case: Case, row: Row) -> Headline:
    """The strongest finding that may head the page; where nothing is found, who it is."""
    if row.name == "outbound-is-not-judged":
        return Headline("outbound")
    if row.name == "blocked-by-the-person":
        return _of(next(finding for finding in case.findings if finding.code == "sender-blocked"))
    if row.name == "stale":
        return Headline("message-stale")
    if row.name == "returned-mail":
        return Headline("invitation-forwarded", "returned")
    if row.name == "known":
        return _known(case)
    telling = [finding for finding in case.findings if finding.severity != "info" and _leads(finding.code)]
    if telling:
        best = min(telling, key=lambda finding: (-rank(finding.severity), _place(finding.code)))
        return _of(best)
    return Headline("no-calendar" if case.facts.message.kind == "mail" else "calendar-plain")


def _of(finding: Finding) -> Headline:
    return Headline(finding.code, finding.variant, finding.params)


def _leads(code: str) -> bool:
    """Small facts about shape never head the page; they stand under "All reasons"."""
    return code not in _SMALL


def _place(code: str) -> int:
    return _FIRST.index(code) if code in _FIRST else len(_FIRST) + list(REASONS).index(code)


_BY_METHOD = {"CANCEL": "cancel", "REPLY": "reply", "COUNTER": "reply", "REFRESH": "reply"}
_BY_FAMILIARITY = {"organisation": "colleague", "colleagues": "colleagues"}


def _known(case: Case) -> Headline:
    event, seen = case.facts.events[0], case.recipient.events[0]
    variant = _BY_METHOD.get(event.invitation.method or "") or _way(case, event, seen)
    if not seen.known and bound_to_speaker(event.identity, seen):
        variant = "bound"
    return Headline("known", variant, {"confirmed": shown_domain(speaker(event.identity))})


def _way(case: Case, event: EventFacts, seen: RecipientEvent) -> str:
    """How an invitation comes to be known, for its sentence."""
    if seen.own_echo:
        return "own"
    if not event.identity.vouched and approved_delegate(case.facts, event, seen):
        return "delegate"
    if event.identity.vouched_by == "carrier":
        return "carrier"
    return _BY_FAMILIARITY.get(seen.familiarity, "")
