"""Questions observe may ask, and what can be answered. All are frozen, hashable and JSON-ready (tagged by type).

A question names a need, never a way: who answers (a resolver, the store, a recorded file) is the driver's business.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Question(msgspec.Struct, frozen=True, tag_field="ask"):
    """Root of all questions."""

    @property
    def need(self) -> str:
        """The word for ``unavailable[].need`` in the report."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """The word for ``unavailable[].name`` in the report."""
        return ""


class NowQuestion(Question, frozen=True, tag="now"):
    """What time is it, for the purpose of this inspection?"""

    @property
    def need(self) -> str:
        return "now"


class PersonQuestion(Question, frozen=True, tag="person"):
    """Whose mailbox is this recipient address?"""

    address: str

    @property
    def need(self) -> str:
        return "person"

    @property
    def name(self) -> str:
        return self.address


class ContactQuestion(Question, frozen=True, tag="contact"):
    """How does this person know this address? ``person`` is None for ``salver check`` without a recipient."""

    person: str | None
    address: str

    @property
    def need(self) -> str:
        return "contacts"

    @property
    def name(self) -> str:
        return self.address


class HistoryQuestion(Question, frozen=True, tag="history"):
    """What does this person's history hold about this UID?"""

    person: str | None
    uid: str

    @property
    def need(self) -> str:
        return "history"

    @property
    def name(self) -> str:
        return self.uid


class RateQuestion(Question, frozen=True, tag="rate"):
    """How many distinct UIDs has this key brought within the window, this one included?

    ``scope`` is what is counted; asking again with the same UID does not count twice. For scope ``signature`` the key
    is the beginning of a DKIM signature's b= with its domain, and ``uid`` a recipient: one signature seen for many
    recipients is a replay (SPF-25).
    """

    scope: Literal["organizer", "envelope-domain", "signature"]
    key: str
    uid: str

    @property
    def need(self) -> str:
        return "rates"

    @property
    def name(self) -> str:
        return self.key


DnsType = Literal["TXT", "A", "AAAA", "MX", "PTR", "CNAME"]


class DnsQuestion(Question, frozen=True, tag="dns"):
    """What does the DNS hold under this name? ``domain`` is lower-case A-labels without a final dot (RFC 5890 2.3.2.1).

    Whoever asks has checked that it is a name that may be looked up: names come from strangers.
    """

    domain: str
    type: DnsType

    @property
    def need(self) -> str:
        return "dns"

    @property
    def name(self) -> str:
        return self.domain


class DelegateQuestion(Question, frozen=True, tag="delegate"):
    """Has this person approved that ``sent_by`` sends for ``organizer``? Both lower-case (RFC 6047 2.2.1, M25)."""

    person: str | None
    sent_by: str
    organizer: str

    @property
    def need(self) -> str:
        return "delegates"

    @property
    def name(self) -> str:
        return self.sent_by


class LikenessQuestion(Question, frozen=True, tag="likeness"):
    """Whom that this person or this house knows could this speaker be taken for (SPF-04, SPF-34)?

    ``address`` is the speaker's, lower-case; ``called`` what it calls itself, in lower case with single blanks, or
    None.
    """

    person: str | None
    address: str
    called: str | None = None

    @property
    def need(self) -> str:
        return "likeness"

    @property
    def name(self) -> str:
        return self.address


class PinQuestion(Question, frozen=True, tag="pin"):
    """Whom did this group calendar stand for when this person first met it? ``calendar`` is lower-case."""

    person: str | None
    calendar: str

    @property
    def need(self) -> str:
        return "pins"

    @property
    def name(self) -> str:
        return self.calendar


class BlockQuestion(Question, frozen=True, tag="block"):
    """Does this person keep out what comes from this envelope domain without being confirmed?"""

    person: str | None
    domain: str

    @property
    def need(self) -> str:
        return "blocks"

    @property
    def name(self) -> str:
        return self.domain


class Answer(msgspec.Struct, frozen=True, tag_field="is"):
    """Root of all answers."""


class Instant(Answer, frozen=True, tag="instant"):
    """RFC 3339 with offset."""

    time: str


class Person(Answer, frozen=True, tag="person"):
    """``id`` is None when the address is nobody we know; ``addresses`` are all of that person's, lower-case."""

    id: str | None
    addresses: tuple[str, ...] = ()


KnownBy = Literal["contacts", "allowed", "wrote-to", "colleagues", None]


class Contact(Answer, frozen=True, tag="contact"):
    """``known_by`` says how: an address book, an explicit "from now on", the person's own mail, colleagues' experience,
    or not at all. ``rests_on`` says in one sentence of ours what the entry rests on, ``since`` and ``until`` (RFC 3339)
    from when to when it counts.
    """

    known_by: KnownBy = None
    blocked: bool = False
    rests_on: str | None = None
    since: str | None = None
    until: str | None = None


class DnsRecords(Answer, frozen=True, tag="records"):
    """The records of one name and type, CNAMEs followed. Empty where there are none (NODATA).

    ``exists`` is false for NXDOMAIN: nothing lies below that name either (RFC 8020). A TXT record is its
    character-strings joined without a blank, one octet a character (Latin-1); an MX record is ``"10 mx.example"``, in
    order of preference; names are lower-case without a final dot, addresses as ``ipaddress`` writes them.
    """

    values: tuple[str, ...] = ()
    exists: bool = True


class Delegation(Answer, frozen=True, tag="delegation"):
    """``approved`` by this person, since when (RFC 3339)."""

    approved: bool = False
    since: str | None = None


Resembles = Literal[
    "looks-the-same",
    "one-letter",
    "few-letters",
    "lure-added",
    "word-added",
    "word-dropped",
    "sub-domain",
    "label-below",
    "other-ending",
]
"""By what one domain could be taken for another (``observe/resemblance.py``)."""
SURE: frozenset[Resembles] = frozenset({"looks-the-same", "one-letter", "lure-added", "sub-domain"})
"""Resemblances that hardly any honest name has. The others are as often another firm, or another house of the same."""


class Likeness(Answer, frozen=True, tag="likeness"):
    """``domains`` that are known and that the speaker's could be taken for; known ``addresses`` that bear its name.

    ``reasons`` say by what each domain resembles it, in the order of ``domains``; a missing one counts as the gravest.
    """

    domains: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    reasons: tuple[Resembles, ...] = ()


class Pin(Answer, frozen=True, tag="pin"):
    """The address in From when the group calendar was first delivered or accepted; None where it never was."""

    address: str | None = None


class Block(Answer, frozen=True, tag="block"):
    """Whether it is kept out."""

    blocked: bool = False


EventState = Literal["waiting", "delivered", "accepted", "declined", "cancelled"]


class EventMemory(msgspec.Struct, frozen=True):
    """One event the person has met: (person, UID, organizer), architecture 3.4.

    ``strength`` is how well its organizer was vouched for when it was delivered or accepted; ``version`` counts every
    change of the row and is what a ``Record`` was judged on. ``stands_for`` is the person an organizer that is a group
    calendar speaks for: whom the person first met it with, lower-case; None where that is not known.
    """

    organizer: str | None
    state: EventState
    strength: str
    sequence: int | None = None
    dtstamp: str | None = None
    version: int = 1
    stands_for: str | None = None

    @property
    def binds(self) -> bool:
        """Only an event delivered or accepted from an organizer vouched at least moderately binds its UID."""
        return self.state in ("delivered", "accepted", "cancelled") and self.strength in ("strong", "moderate")


class History(Answer, frozen=True, tag="history"):
    """All events under this UID, newest first; empty when there is none."""

    events: tuple[EventMemory, ...] = ()


class Rate(Answer, frozen=True, tag="rate"):
    """``count`` distinct UIDs in ``window_seconds``; above ``most`` it is a flood."""

    count: int
    most: int
    window_seconds: int


class Unavailable(Answer, frozen=True, tag="unavailable"):
    """No answer. Never counts as pass and never as fail (architecture 1)."""

    kind: Literal["temporary", "permanent", "not-asked"]
    why: str = ""


AnyQuestion = (
    NowQuestion
    | PersonQuestion
    | ContactQuestion
    | HistoryQuestion
    | RateQuestion
    | DnsQuestion
    | DelegateQuestion
    | LikenessQuestion
    | PinQuestion
    | BlockQuestion
)
AnyAnswer = Instant | Person | Contact | History | Rate | DnsRecords | Delegation | Likeness | Pin | Block | Unavailable
