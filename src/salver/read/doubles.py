"""What stands in a calendar twice, or says of itself that it is something else: asked by both readers."""

from __future__ import annotations

from datetime import datetime

from salver.read.components import Component
from salver.read.content_lines import Property
from salver.read.times import parse_moment

_LISTS = ("CN", "EMAIL", "SENT-BY")


def identity(component: Component) -> tuple[str, str]:
    """UID and RECURRENCE-ID, which no two objects of a calendar have in common (RFC 5545 3.8.4.4)."""
    uid, instance = component.first("UID"), component.first("RECURRENCE-ID")
    return uid.value.strip() if uid else "", instance.value.strip() if instance else ""


def several(found: Property) -> bool:
    """Whether a name or an address in the parameters of ORGANIZER or ATTENDEE is a list."""
    return any(len(values) > 1 for name, values in found.parameters if name in _LISTS)


def other_language(first: Property, second: Property) -> bool:
    """Whether a text stands there once more in another language, as some programs write it."""
    one, other = first.parameter("LANGUAGE"), second.parameter("LANGUAGE")
    return one is not None and other is not None and one.lower() != other.lower()


def lies_about_kind(found: Property) -> bool:
    """Whether VALUE of a time names another kind than it is (RFC 5545 3.2.20)."""
    kind = found.parameter("VALUE")
    if kind is None:
        return False
    moment, _ = parse_moment(found.value.strip())
    return moment is not None and kind.strip().upper() != ("DATE-TIME" if isinstance(moment, datetime) else "DATE")
