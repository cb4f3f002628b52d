"""What observe found out. Frozen; rules read it and nothing else.

``MessageFacts`` stand once a message, ``RecipientFacts`` once a recipient, so that a hundred recipients do not cost a
hundred inspections (architecture 1).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.core.envelope import Envelope
from salver.observe.question import Contact, EventMemory, Question, Rate, Unavailable
from salver.read.message import Invitation, Message

Strength = Literal["strong", "moderate", "weak", "none", "unknown"]
VouchedBy = Literal["self", "signature", "delegate", "carrier", "same-organisation", "nobody"]
Familiarity = Literal["contact", "allowed", "wrote-to", "stranger", "not-asked"]

NOT_ASKED_WORD = "not-asked"
"""The result word for a check nobody asked for (beside those of RFC 8601 2.7)."""


class SpfResult(msgspec.Struct, frozen=True):
    """``domain`` is the MAIL FROM domain it was about, ``mailbox`` the whole address where the receiver said so."""

    result: str = NOT_ASKED_WORD
    domain: str | None = None
    mailbox: str | None = None


class DkimResult(msgspec.Struct, frozen=True):
    """One signature. ``covers_calendar`` is None when we did not verify it ourselves."""

    result: str
    domain: str | None = None
    selector: str | None = None
    covers_calendar: bool | None = None


class DmarcResult(msgspec.Struct, frozen=True):
    """``domain`` is header.from; ``policy`` what the domain publishes, where known."""

    result: str = NOT_ASKED_WORD
    domain: str | None = None
    policy: str | None = None


class ArcResult(msgspec.Struct, frozen=True):
    """The word of the chain. Nothing depends on it without a configured sealer."""

    result: str = NOT_ASKED_WORD


class Authentication(msgspec.Struct, frozen=True, kw_only=True):
    """What the servers say. ``source`` is ``upstream`` (a trusted Authentication-Results), ``own``, or None."""

    source: Literal["own", "upstream", None] = None
    spf: SpfResult = SpfResult()
    dkim: tuple[DkimResult, ...] = ()
    dmarc: DmarcResult = DmarcResult()
    arc: ArcResult = ArcResult()

    @property
    def asked(self) -> bool:
        return self.source is not None


class Confirmed(msgspec.Struct, frozen=True):
    """A name somebody proved: a domain or an address, and the check that proved it."""

    name: str
    by: Literal["dkim", "spf", "dmarc"]


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who vouches for the one who speaks in a calendar object (architecture 3.1-3.3).

    ``claimed`` is the ORGANIZER (for REPLY, COUNTER, REFRESH: the ATTENDEE). ``contradicted_by`` holds names with
    positive evidence of being somebody else. ``unknown`` strength means that nobody asked.
    """

    claimed: str | None
    role: Literal["organizer", "attendee"] = "organizer"
    vouched_by: VouchedBy = "nobody"
    strength: Strength = "unknown"
    confirmed: tuple[Confirmed, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    carrier: str | None = None

    @property
    def vouched(self) -> bool:
        """Vouched for at least moderately."""
        return self.strength in ("strong", "moderate")


class EventFacts(msgspec.Struct, frozen=True):
    """One invitation that counts (not nested in a forwarded mail, not a twin) and who stands behind it."""

    invitation: Invitation
    identity: Identity


class MessageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that hold for every recipient.

    ``author`` is the one address in From, or None where From is missing, several, or ambiguous. ``now`` is RFC 3339 or
    None when nobody told us the time. ``rates`` are keyed by (scope, key).
    """

    message: Message
    envelope: Envelope
    now: str | None
    author: str | None
    sender: str | None
    authentication: Authentication
    events: tuple[EventFacts, ...]
    rates: tuple[tuple[str, str, Rate], ...] = ()
    unavailable: tuple[tuple[Question, Unavailable], ...] = ()
    rounds: int = 0


class RecipientEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event seen from one mailbox; stands at the same index as in ``MessageFacts.events``.

    ``invited`` is None when the recipient's address is unknown. ``history`` is empty for a UID never met and None when
    nobody asked or could say.
    """

    familiarity: Familiarity
    blocked: bool = False
    invited: bool | None = None
    history: tuple[EventMemory, ...] | None = None

    @property
    def known(self) -> bool:
        return self.familiarity in ("contact", "allowed", "wrote-to")


class RecipientFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about one mailbox. ``addresses`` are all of its person's, lower-case; ``author`` is about From."""

    address: str | None
    person: str | None
    addresses: tuple[str, ...]
    events: tuple[RecipientEvent, ...]
    author: Contact | None = None


class Facts(msgspec.Struct, frozen=True):
    """Everything judge may know."""

    message: MessageFacts
    recipients: tuple[RecipientFacts, ...]
