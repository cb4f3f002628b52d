"""Which of two messages about one event is the newer one, and what that forbids (SPF-22).

The order is SEQUENCE, then DTSTAMP (RFC 5546 2.1.5). Single dates of a series have an order of their own. An order that
nobody vouched for never stands in the way of a message somebody vouches for: a forgery with a huge number would block
every genuine change.
"""

from __future__ import annotations

from collections.abc import Mapping

from salver.act.identity_words import VOUCHED
from salver.act.plan import ORGANIZER_SPEAKS, Event, speaker
from salver.decide.report import Report, ReportObject
from salver.store.events import EventRow

NEWER_IN_CALENDAR = "A newer version of this event is in your calendar."
NEWER_CAME = "A newer version of this invitation has come. Answer that one."
CANCELLED = "This meeting was cancelled since."

EventKey = tuple[str, str, str | None]
"""UID, organizer in lower case (empty for none), and RECURRENCE-ID for a single date of a series."""


def refusal(row: EventRow | None, event: Event, *, vouched: bool) -> str | None:
    """The sentence that says why this event must not be accepted over its row in history, or None.

    ``vouched`` is about the message the event came with. Only rows count that were accepted, delivered or cancelled.
    """
    if row is None or (vouched and row.strength not in VOUCHED):
        return None
    older, not_newer = _order(event) < _order(row), _order(event) <= _order(row)  # RFC 5546 2.1.5
    if row.state == "cancelled":
        return CANCELLED if not_newer and not event.cancelled else None
    if event.single or not older:
        return None
    return {"accepted": NEWER_IN_CALENDAR, "delivered": NEWER_CAME}.get(row.state)


def newer_than(row: EventRow | None, event: Event) -> bool:
    """Whether history vouches for an order that this event does not reach."""
    return row is not None and row.strength in VOUCHED and _order(event) < _order(row)


def key_of(event: Event) -> EventKey:
    """What must be equal for two messages to be about the same thing."""
    return event.uid, (event.organizer or "").lower(), event.recurrence_id


def superseded(report: Report, by: Mapping[EventKey, Event]) -> bool:
    """Whether every event of the message this report is about has a newer version among ``by``."""
    counted = [shown for shown in report.objects if not shown.nested and shown.same_as is None]
    author = report.from_[0] if len(report.from_) == 1 else None
    return bool(counted) and all(_older(shown, author, by) for shown in counted)


def _older(shown: ReportObject, author: str | None, by: Mapping[EventKey, Event]) -> bool:
    if shown.uid is None or shown.method not in ORGANIZER_SPEAKS:
        return False
    organizer = shown.organizer or speaker(None, shown.method, author)
    place = shown.recurrence_id.raw if shown.recurrence_id else None
    event = by.get((shown.uid.raw, (organizer or "").lower(), place))
    had = (shown.sequence or 0, shown.dtstamp.raw if shown.dtstamp else "")
    return event is not None and had < _order(event)


def _order(one: EventRow | Event) -> tuple[int, str]:
    return one.sequence or 0, one.dtstamp or ""
