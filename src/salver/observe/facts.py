"""What observe found out. Frozen; rules read it and nothing else.

``MessageFacts`` stand once a message, ``RecipientFacts`` once a recipient, so that a hundred recipients do not cost a
hundred inspections (architecture 1).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.core.envelope import Envelope
from salver.core.untrusted import Untrusted
from salver.observe.authentication.authenticated import Authentication
from salver.observe.question import Contact, EventMemory, Question, Rate, Resembles, Unavailable
from salver.read.message import Invitation, Message

Strength = Literal["strong", "moderate", "weak", "none", "unknown"]
VouchedBy = Literal["self", "signature", "delegate", "carrier", "same-organisation", "nobody"]
Familiarity = Literal["contact", "allowed", "wrote-to", "organisation", "colleagues", "stranger", "not-asked"]
CarrierClass = Literal["account", "claimed", "service", "speaks-for-others", "relay"]
CircumstanceWord = Literal[
    "mailing-list", "forwarded", "forward-notification", "delegate", "own-echo", "booking", "bounce"
]


class Confirmed(msgspec.Struct, frozen=True):
    """A name somebody proved: a domain or an address, and the check that proved it."""

    name: str
    by: Literal["dkim", "spf", "dmarc"]


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who vouches for the one who speaks in a calendar object (architecture 3.1-3.3).

    ``claimed`` is the ORGANIZER (for REPLY, COUNTER, REFRESH: the ATTENDEE). ``contradicted_by`` holds names with
    positive evidence of being somebody else. ``unknown`` strength means that nobody asked.

    ``carrier`` is the row of ``carriers.toml`` that the mail was proved to come through, ``carrier_class`` its class.
    ``person`` is the person that row names, where that is not ``claimed`` itself (a group calendar's From, the EMAIL of
    an iCloud token): who is judged by familiarity. ``answer_to`` is where an answer must go, None where none is due.
    """

    claimed: str | None
    role: Literal["organizer", "attendee"] = "organizer"
    vouched_by: VouchedBy = "nobody"
    strength: Strength = "unknown"
    confirmed: tuple[Confirmed, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    carrier: str | None = None
    carrier_class: CarrierClass | None = None
    person: str | None = None
    answer_to: str | None = None

    @property
    def vouched(self) -> bool:
        """Vouched for at least moderately."""
        return self.strength in ("strong", "moderate")


class Circumstance(msgspec.Struct, frozen=True):
    """How a message came, as far as it can be recognised: it explains, and it never vouches.

    ``by`` names the list, the forwarder or the delegate (an address or a domain of the sender's choice); ``proved``
    says that authentication confirms that name.
    """

    word: CircumstanceWord
    by: str | None = None
    proved: bool = False


class EventFacts(msgspec.Struct, frozen=True):
    """One invitation that counts (not nested in a forwarded mail, not a twin) and who stands behind it.

    ``circumstances`` are those of this event alone: ``delegate``, ``booking``. Whether it is somebody's own echo is a
    fact of that recipient.
    """

    invitation: Invitation
    identity: Identity
    circumstances: tuple[Circumstance, ...] = ()


class MessageFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts that hold for every recipient.

    ``author`` is the one address in From, or None where From is missing, several, or ambiguous; ``author_name`` the
    name before it. ``reply_to`` are the addresses of Reply-To. ``now`` is RFC 3339 or None when nobody told us the
    time. ``rates`` are keyed by (scope, key). ``own`` are the domains of this house and its organisation, lower-case.
    ``circumstances`` are those of the message as a whole.
    """

    message: Message
    envelope: Envelope
    now: str | None
    author: str | None
    sender: str | None
    authentication: Authentication
    events: tuple[EventFacts, ...]
    author_name: Untrusted | None = None
    reply_to: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()
    circumstances: tuple[Circumstance, ...] = ()
    rates: tuple[tuple[str, str, Rate], ...] = ()
    unavailable: tuple[tuple[Question, Unavailable], ...] = ()
    rounds: int = 0


class RecipientEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One event seen from one mailbox; stands at the same index as in ``MessageFacts.events``.

    ``invited`` is None when the recipient's address is unknown. ``history`` is empty for a UID never met and None when
    nobody asked or could say. ``contact`` is all that is known about how the speaker is known. ``delegate_approved``:
    this person approved the pair of SENT-BY and ORGANIZER. ``lookalikes`` are domains this person (or the house) knows
    and the speaker's could be taken for, ``resemblances`` by what each of them, ``namesakes`` known addresses that bear
    the speaker's name.
    ``pinned`` is the person a group calendar stood for when it was first met, None where it never was. ``own_echo``:
    the speaker is this very person, and that is confirmed.
    """

    familiarity: Familiarity
    blocked: bool = False
    invited: bool | None = None
    history: tuple[EventMemory, ...] | None = None
    contact: Contact | None = None
    delegate_approved: bool = False
    lookalikes: tuple[str, ...] = ()
    resemblances: tuple[Resembles, ...] = ()
    namesakes: tuple[str, ...] = ()
    pinned: str | None = None
    own_echo: bool = False

    @property
    def known(self) -> bool:
        return self.familiarity not in ("stranger", "not-asked")


class RecipientFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Facts about one mailbox. ``addresses`` are all of its person's, lower-case; ``author`` is about From.

    ``unconfirmed_blocked``: this person keeps out what comes from this envelope domain without being confirmed.
    ``known_hands`` are the lists and forwarders among the circumstances that this person knows by contacts, by a word
    of their own or by having written there, lower-case; whether they are proved stands in the circumstances.
    """

    address: str | None
    person: str | None
    addresses: tuple[str, ...]
    events: tuple[RecipientEvent, ...]
    author: Contact | None = None
    unconfirmed_blocked: bool = False
    known_hands: tuple[str, ...] = ()


class Facts(msgspec.Struct, frozen=True):
    """Everything judge may know."""

    message: MessageFacts
    recipients: tuple[RecipientFacts, ...]
