"""ORGANIZER and ATTENDEE: whom an invitation names, and what its parameters claim about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from salver.core.untrusted import Untrusted
from salver.read.addresses import calendar_user, parse_mailto
from salver.read.components import Component
from salver.read.content_lines import Parameters, Property, read_parameters
from salver.read.message import CalendarAddress

_MOST_RAW = 1_000
_MOST_KNOWN = 500


def people(components: Sequence[Component], name: str, most: int) -> tuple[CalendarAddress, ...]:
    """The distinct calendar addresses of this property over all components, in order, at most ``most``."""
    seen: dict[str, CalendarAddress] = {}
    for component in components:
        for found in component.by_name.get(name, ()):
            person = calendar_address(found)
            seen.setdefault(person.address.lower() if person.address else person.raw.raw, person)
            if len(seen) >= most:
                return tuple(seen.values())
    return tuple(seen.values())


def calendar_address(found: Property) -> CalendarAddress:
    """ORGANIZER or ATTENDEE with what its parameters claim (RFC 5545 3.8.4.1, 3.8.4.3; RFC 7986 6.2)."""
    short = len(found.parameter_text) + len(found.value) < _MOST_KNOWN
    return (_known_person if short else _person)(found.parameter_text, found.value)


def _person(parameter_text: str, value: str) -> CalendarAddress:
    raw = Untrusted(value.strip()[:_MOST_RAW])
    address = calendar_user(value)
    if not parameter_text:
        return CalendarAddress(address, raw)
    parameters = read_parameters(parameter_text)
    # The first of every name. A comma in a name should have been quoted, and often was not: it stays.
    words = {name: ",".join(values) for name, values in reversed(parameters)}
    # Of several addresses where one belongs most programs show the first.
    only = {name: next(iter(values), "") for name, values in reversed(parameters)}
    cn, partstat, role = words.get("CN"), words.get("PARTSTAT"), words.get("ROLE")
    return CalendarAddress(
        address,
        raw,
        Untrusted(cn) if cn is not None else None,
        parse_mailto(only["EMAIL"]) if "EMAIL" in words else None,
        _sent_by(only["SENT-BY"], value) if "SENT-BY" in words else None,
        partstat.upper() if partstat is not None else None,
        role.upper() if role is not None else None,
        _mailtos(parameters, "DELEGATED-TO") if "DELEGATED-TO" in words else (),
        _mailtos(parameters, "DELEGATED-FROM") if "DELEGATED-FROM" in words else (),
    )


_known_person = lru_cache(maxsize=4096)(_person)
"""The same people come in mail after mail."""


def _sent_by(text: str, value: str) -> str | None:
    """Who sent it for the organizer (RFC 5545 3.2.18)."""
    # Written without quotes its address became part of the value: SENT-BY=mailto:a@example.com:mailto:b@example.com.
    # RFC 5545 3.2.18
    return parse_mailto(value.partition(":")[0] if text.lower() == "mailto" and ":" in value else text)


def _mailtos(parameters: Parameters, name: str) -> tuple[str, ...]:
    values = next(values for key, values in parameters if key == name)
    return tuple(address for value in values if (address := parse_mailto(value)))
