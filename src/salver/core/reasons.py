"""The registry of finding codes. Nothing else may invent a reason.

A code is kebab-case, begins with the thing at fault and is never renumbered or reused. Its sentence stands in
``text/``, its explanation in the docstring of ``judge/rules/<code>.py``. ``contradicts`` marks the codes that lead to
level ``contradiction`` (``report.md``, "level").
"""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["info", "notice", "warning", "danger"]
SEVERITIES: tuple[Severity, ...] = ("info", "notice", "warning", "danger")


def rank(severity: Severity) -> int:
    """0 for ``info`` up to 3 for ``danger``."""
    return SEVERITIES.index(severity)


class Reason(msgspec.Struct, frozen=True):
    """One entry of the registry: the usual severity, the threats it answers, and whether it is a contradiction."""

    code: str
    severity: Severity
    threats: tuple[str, ...]
    contradicts: bool = False


def _registry(*reasons: Reason) -> dict[str, Reason]:
    return {reason.code: reason for reason in reasons}


def _numbers(section: str, first: int, last: int) -> tuple[str, ...]:
    """Threat ids in a row: ``AUTH-08`` to ``AUTH-14``."""
    return tuple(f"{section}-{number:02}" for number in range(first, last + 1))


REASONS: dict[str, Reason] = _registry(
    # who
    Reason("first-contact", "notice", ("SPAM-01",)),
    Reason("organizer-not-vouched", "warning", ("SPF-01", "AUTH-16", "AUTH-17", "AUTH-22", "AUTH-38")),
    Reason("organizer-contradicted", "danger", ("SPF-01", "SPF-03"), contradicts=True),
    Reason("organizer-is-recipient", "danger", ("SPF-02",), contradicts=True),
    Reason("organizer-in-own-domain", "danger", ("SPF-27",), contradicts=True),
    Reason("organizer-several", "danger", ("SPF-31",)),
    Reason("organizer-unusable", "warning", ("SPF-29", "SPF-30")),
    Reason("organizer-email-differs", "warning", ("SPF-05",)),
    Reason("name-shows-other-address", "danger", ("SPF-04",), contradicts=True),
    Reason("name-of-known-person", "warning", ("SPF-04",)),
    Reason("lookalike-domain", "danger", ("SPF-34",), contradicts=True),
    Reason("sender-not-organizer", "notice", ("SPF-01",)),
    Reason("envelope-not-organizer", "info", ("AUTH-32",)),
    Reason("reply-to-elsewhere", "notice", ("SPF-08",)),
    Reason("sent-by-not-approved", "warning", ("SPF-06",)),
    Reason("author-ambiguous", "danger", (*_numbers("AUTH", 8, 14), *_numbers("AUTH", 33, 37))),
    Reason("authentication-failed", "warning", ("SPF-03", "AUTH-28")),
    Reason("authentication-unavailable", "notice", ("AUTH-28", "OPS-10")),
    Reason("mail-replayed", "warning", ("SPF-25", "AUTH-19")),
    Reason("recipient-not-invited", "notice", ("SPF-16",)),
    Reason("invitation-forwarded", "notice", ("FP-03",)),
    Reason("sent-by-list", "info", ("FP-08",)),
    Reason("sent-by-carrier", "info", ("SPF-24",)),
    Reason("answer-preset", "warning", ("SPF-17",)),
    Reason("guests-unverified", "info", ("SPF-18",)),
    Reason("sender-known", "info", ()),
    Reason("sent-by-same-organisation", "info", ("FP-07",)),
    # which event
    Reason("update-from-stranger", "danger", ("SPF-09",), contradicts=True),
    Reason("cancel-from-stranger", "danger", ("SPF-10",), contradicts=True),
    Reason("cancel-unknown-event", "notice", ()),
    Reason("message-stale", "info", ("SPF-22",)),
    Reason("organizer-changed", "warning", ("SPF-23", "SPF-19")),
    Reason("method-mismatch", "notice", ("SPAM-07",)),
    Reason("twin-parts-differ", "warning", ("MIME-20",)),
    # when
    Reason("recurrence-endless", "notice", ("SPAM-12",)),
    Reason("recurrence-flood", "warning", ("DOS-01", "DOS-02", "DOS-04", "DOS-09")),
    Reason("recurrence-unreadable", "warning", ("DOS-03", "DOS-06", "DOS-07", "DOS-30")),
    Reason("alarms-removed", "info", ("SPAM-11",)),
    # structure
    Reason("structure-ambiguous", "warning", ("MIME-01", "MIME-20")),
    Reason("calendar-ambiguous", "warning", ("MIME-26", "MIME-27", "MIME-28")),
    Reason("calendar-unreadable", "warning", ("DOS-05",)),
    Reason("too-much-to-read", "warning", ("DOS-05", "DOS-14")),
    Reason("calendar-in-disguise", "warning", ("MIME-14", "MIME-17")),
    Reason("calendar-part-fake", "warning", ("SPAM-07",)),
    Reason("content-encrypted", "notice", ("MIME-22",)),
    # what it says
    Reason("event-elsewhere", "info", ("MIME-30", "SPAM-05")),
    # the person's word
    Reason("sender-blocked", "notice", ("PRIV-18",)),
    # floods
    Reason("sender-flood", "warning", ("SPAM-13", "SPAM-14")),
)
