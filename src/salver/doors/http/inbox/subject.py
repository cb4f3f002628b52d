"""The event an outcome is about, as its report and, where it is still kept, the original show it."""

from __future__ import annotations

from salver.core.limits import Limits
from salver.decide.report import ReportObject
from salver.read.message import Invitation
from salver.read.reading import read_message
from salver.store.outcomes import Outcome


def event_of(outcome: Outcome) -> ReportObject | None:
    """The object of the report that is neither nested nor a twin and carries the outcome's UID, else the first such."""
    own = [item for item in outcome.report.objects if not item.nested and item.same_as is None]
    named = [item for item in own if item.uid is not None and item.uid.raw == outcome.uid]
    return next(iter(named or own), None)


def invitation_of(event: ReportObject | None, original: bytes | None, limits: Limits) -> Invitation | None:
    """The same event read from the original again: reading is pure and total, so this is safe to do for a page."""
    if event is None or original is None:
        return None
    invitations = [one for one in read_message(original, limits).invitations if not one.nested]
    same_part = [one for one in invitations if one.part == event.part]
    uid = event.uid.raw if event.uid is not None else None
    return next((one for one in same_part if one.uid == uid), None)
