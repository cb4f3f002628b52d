"""What a message asks for, as far as a person's answer depends on it."""

from __future__ import annotations

from typing import Literal

from salver.decide.report import Report

Kind = Literal["event", "cancellation", "other"]
"""``event`` can go into a calendar, ``cancellation`` takes one out, ``other`` (an answer, a proposal, something nobody
can read) can only be handed on."""

_EVENT = frozenset({None, "REQUEST", "PUBLISH"})


def kind_of(report: Report) -> Kind:
    """By the METHOD of the objects that count (RFC 5546 1.4): neither nested in a forwarded mail nor twins."""
    methods = {item.method for item in report.objects if not item.nested and item.same_as is None and item.uid}
    if methods and methods <= {"CANCEL"}:
        return "cancellation"
    return "event" if methods & _EVENT else "other"
