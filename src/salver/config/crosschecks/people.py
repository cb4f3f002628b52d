"""People and names: addresses that can be mailed to and belong to one person, domains, time zones."""

from __future__ import annotations

import difflib
import zoneinfo
from collections.abc import Iterator
from pathlib import PurePath

from salver.config.crosschecks.clash import Clash
from salver.config.crosschecks.http import url_fault
from salver.config.endpoint import is_host
from salver.config.schema import Settings
from salver.read.addresses import parse_addr_spec


def people(settings: Settings) -> Iterator[Clash]:
    """Names, addresses and time zones of the people."""
    owner: dict[str, str] = {}
    for name, person in settings.people.items():
        path = ("people", name)
        if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
            yield Clash(path, f'the name "{name}"', "letters, digits and hyphens; the full name goes to key name")
        if not person.addresses:
            yield Clash((*path, "addresses"), "an empty list", "at least one mail address")
        for address in person.addresses:
            bare = address.strip().lower()
            if parse_addr_spec(address.strip()) is None:
                yield Clash((*path, "addresses"), f'"{address}"', "bare mail addresses such as nora@home.example")
            elif owner.setdefault(bare, name) != name:
                yield Clash(
                    (*path, "addresses"), f'"{address}", which {owner[bare]} has too', "an address of one person"
                )
        yield from _time_zone(name, person.time_zone)
        if person.carddav_url and (wrong := url_fault(person.carddav_url)):
            yield Clash((*path, "carddav_url"), wrong, "an https address, or http on this machine only")
        if person.sent_folder and not PurePath(person.sent_folder).is_absolute():
            yield Clash((*path, "sent_folder"), f'"{person.sent_folder}"', "the whole path of a Maildir, from the root")


def _time_zone(name: str, zone: str) -> Iterator[Clash]:
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        close = difflib.get_close_matches(zone, sorted(zoneinfo.available_timezones()), n=1)
        nearest = f'"{close[0]}"' if close else None
        yield Clash(("people", name, "time_zone"), f'"{zone}"', "an IANA name such as Europe/Berlin", nearest=nearest)


def identity(settings: Settings) -> Iterator[Clash]:
    """Domains are domains, ids are one word."""
    for key in ("own_domains", "organisations", "trusted_sealers"):
        values: tuple[str, ...] = getattr(settings.identity, key)
        for value in values:
            if not is_host(value) or value.replace(".", "").isdigit():
                after = value.rpartition("@")[2]
                nearest = f'"{after}"' if after != value and is_host(after) else None
                yield Clash(("identity", key), f'"{value}"', "domains such as home.example", nearest=nearest)
    own = settings.identity.authserv_id
    if own and not _is_word(own):
        yield Clash(("identity", "authserv_id"), f'"{own}"', "one word such as salver.mx.example")
    for value in settings.identity.trusted_authserv_ids:
        if not _is_word(value):
            yield Clash(("identity", "trusted_authserv_ids"), f'"{value}"', "words such as mx.home.example")


def _is_word(text: str) -> bool:
    """An authserv-id we can compare: printable ASCII without blanks, quotes and what ends a value (RFC 8601 2.2)."""
    return bool(text) and text.isascii() and text.isprintable() and not set(text) & set(' ;()<>,"\\')
