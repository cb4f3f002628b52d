"""One answer that holds the answers of several guests."""

from __future__ import annotations

from salver.read.message import CalendarAddress, Invitation


def speaks_for_several(invitation: Invitation) -> bool:
    """An answer that holds the answers of others: a program would write down every one of them.

    A REPLY names the one who answers (RFC 5546 3.2.3); one who sends another in his place, and that other, are a pair.
    """
    if invitation.method != "REPLY":
        return False
    by_address = {(one.address or one.raw.raw).lower(): one for one in invitation.attendees}
    if len(by_address) < 2:
        return False
    if len(by_address) > 2:
        return True
    (one, first), (other, second) = by_address.items()
    return not (_delegates(first, other) or _delegates(second, one))


def _delegates(guest: CalendarAddress, other: str) -> bool:
    """Whether this line says that the other comes instead, or that it comes for the other (RFC 5545 3.2.4, 3.2.5)."""
    return any(name.lower() == other.lower() for name in (*guest.delegated_to, *guest.delegated_from))
