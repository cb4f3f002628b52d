"""Who is judged: the person behind an organizer that is a calendar or a token, otherwise the one who is named."""

from __future__ import annotations

import re

from salver.core.envelope import domain_of
from salver.observe.carriers import Carrier, carriers, token_domains
from salver.observe.facts import Identity

# The address an Outlook account on a foreign address gets (carriers.md 1, point 15).
_OUTLOOK = re.compile(r"outlook_[0-9a-f]{16}@outlook\.com\Z", re.IGNORECASE)


def speaker(identity: Identity) -> str | None:
    """The address whose owner speaks, as far as anybody but the mail itself says: a list names nobody."""
    return (identity.person if by_service(identity) else None) or identity.claimed


def token(address: str | None) -> bool:
    """Whether this is an address a service made up, which no person knows by sight."""
    return address is not None and (domain_of(address) in token_domains() or _OUTLOOK.match(address) is not None)


def by_service(identity: Identity) -> bool:
    """Whether a calendar service is proved to have sent it. A list's software proves nothing (carriers.md 2)."""
    return identity.carrier is not None and identity.carrier_class != "relay"


def usual_there(identity: Identity, code: str) -> bool:
    """Whether the service that is proved to have carried the mail does this for everybody (``carriers.toml``)."""
    row = _row(identity)
    return row is not None and code in row.quirks


def service_name(identity: Identity) -> str:
    """The carrier's name for a sentence: a word of ours, never of the sender's. Empty without a proved service."""
    row = _row(identity)
    return row.name if row else ""


def knows_account(identity: Identity) -> bool:
    """Whether the service signed its customer in, even where what that customer wrote is not confirmed."""
    row = _row(identity)
    return row is not None and row.person_checked in ("account", "domain")


def _row(identity: Identity) -> Carrier | None:
    return carriers().get(identity.carrier) if by_service(identity) and identity.carrier else None
