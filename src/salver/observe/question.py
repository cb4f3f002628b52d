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

    ``scope`` is what is counted; asking again with the same UID does not count twice.
    """

    scope: Literal["organizer", "envelope-domain"]
    key: str
    uid: str

    @property
    def need(self) -> str:
        return "rates"

    @property
    def name(self) -> str:
        return self.key


class Answer(msgspec.Struct, frozen=True, tag_field="is"):
    """Root of all answers."""


class Instant(Answer, frozen=True, tag="instant"):
    """RFC 3339 with offset."""

    time: str


class Person(Answer, frozen=True, tag="person"):
    """``id`` is None when the address is nobody we know; ``addresses`` are all of that person's, lower-case."""

    id: str | None
    addresses: tuple[str, ...] = ()


class Contact(Answer, frozen=True, tag="contact"):
    """``known_by`` says how: an address book, an explicit "from now on", the person's own mail, or not at all."""

    known_by: Literal["contacts", "allowed", "wrote-to", None] = None
    blocked: bool = False


EventState = Literal["waiting", "delivered", "accepted", "declined", "cancelled"]


class EventMemory(msgspec.Struct, frozen=True):
    """One event the person has met: (person, UID, organizer), architecture 3.4.

    ``strength`` is how well its organizer was vouched for when it was delivered or accepted; ``version`` counts every
    change of the row and is what a ``Record`` was judged on.
    """

    organizer: str | None
    state: EventState
    strength: str
    sequence: int | None = None
    dtstamp: str | None = None
    version: int = 1

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


AnyQuestion = NowQuestion | PersonQuestion | ContactQuestion | HistoryQuestion | RateQuestion
AnyAnswer = Instant | Person | Contact | History | Rate | Unavailable
