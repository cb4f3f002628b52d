"""One mailbox: whose it is, how it knows those who could be the speaker, and what its history holds."""

from __future__ import annotations

from typing import NamedTuple

from salver.core.envelope import domain_of
from salver.observe.carriers import calendar_domains, token_domains
from salver.observe.circumstances import delegate_of
from salver.observe.facts import EventFacts, Identity, RecipientEvent, RecipientFacts
from salver.observe.familiarity import Heard, recipient_event
from salver.observe.identity import Sender
from salver.observe.question import (
    Answer,
    Block,
    BlockQuestion,
    Contact,
    ContactQuestion,
    DelegateQuestion,
    HistoryQuestion,
    LikenessQuestion,
    Person,
    PersonQuestion,
    PinQuestion,
    Question,
)
from salver.observe.rounds import Answers, Asker, ask
from salver.read.message import Invitation

_LONGEST_NAME = 200
"""Characters of a display name that are compared."""


class Mailbox(NamedTuple):
    """What one mailbox was asked and what came back."""

    address: str | None
    person: Person
    answers: Answers
    envelope_domain: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.person.addresses


def mailbox(
    address: str | None,
    claims: list[tuple[Identity, Invitation]],
    sender: Sender,
    envelope_domain: str | None,
    most: int,
) -> Asker[Mailbox]:
    """Ask about one mailbox, in two rounds. ``claims`` say who the events claim to be from, before any proof.

    Past ``most`` questions the rest stays unasked, which never counts as pass.
    """
    person = Person(None)
    if address is not None:
        answer = yield from ask(PersonQuestion(address))
        person = answer if isinstance(answer, Person) else Person(None, (address.lower(),))
    questions: dict[Question, None] = {}
    if sender.author:
        questions[ContactQuestion(person.id, sender.author.lower())] = None
    if envelope_domain:
        questions[BlockQuestion(person.id, envelope_domain)] = None
    for identity, invitation in claims:
        if len(questions) >= max(most, 2):
            break
        questions |= dict.fromkeys(_about(person.id, identity, invitation, sender))
    answers: Answers = (yield frozenset(questions)) if questions else {}
    return Mailbox(address, person, answers, envelope_domain)


def unasked(address: str | None) -> Mailbox:
    """A mailbox nobody had to ask about."""
    return Mailbox(address, Person(None, (address.lower(),) if address else ()), {})


def recipient_facts(box: Mailbox, events: tuple[EventFacts, ...], sender: Sender) -> RecipientFacts:
    """What the answers say, now that it is known who speaks."""
    author = _contact(box, sender.author)
    block = box.answers.get(BlockQuestion(box.person.id, box.envelope_domain)) if box.envelope_domain else None
    return RecipientFacts(
        address=box.address,
        person=box.person.id,
        addresses=box.addresses,
        events=tuple(_event(box, event, sender) for event in events),
        author=author if isinstance(author, Contact) else None,
        unconfirmed_blocked=isinstance(block, Block) and block.blocked,
    )


def _about(person: str | None, identity: Identity, invitation: Invitation, sender: Sender) -> list[Question]:
    """Everything to be known about one event. Whom a service stands for shows later, so all it could name are asked."""
    questions: list[Question] = []
    if invitation.uid:
        questions.append(HistoryQuestion(person, invitation.uid))
    claimed = identity.claimed.lower() if identity.claimed else None
    if claimed is None:
        return questions
    possible = _possible(claimed, invitation, sender)
    questions += [ContactQuestion(person, address) for address in possible]
    questions += [LikenessQuestion(person, address, _called(address, invitation, sender)) for address in possible]
    if domain_of(claimed) in calendar_domains():
        questions.append(PinQuestion(person, claimed))
    delegate = delegate_of(invitation, identity)
    if delegate is not None:
        questions.append(DelegateQuestion(person, delegate, claimed))
    return questions


def _possible(claimed: str, invitation: Invitation, sender: Sender) -> list[str]:
    """The addresses that could turn out to be the speaker's: the claimed one; of a calendar or token its person's."""
    found = {claimed: None}
    if domain_of(claimed) in token_domains():
        email = invitation.organizer.email if invitation.organizer else None
        one_answer = sender.reply_to[0] if len(sender.reply_to) == 1 else None
        found |= {other.lower(): None for other in (sender.author, one_answer, email) if other}
    return list(found)


def _event(box: Mailbox, event: EventFacts, sender: Sender) -> RecipientEvent:
    identity, invitation, person = event.identity, event.invitation, box.person.id
    claimed = identity.claimed.lower() if identity.claimed else None
    speaker = identity.person.lower() if identity.person else claimed
    heard = Heard(history=box.answers.get(HistoryQuestion(person, invitation.uid)) if invitation.uid else None)
    if claimed is not None and speaker is not None:
        delegate = delegate_of(invitation, identity)
        heard = heard._replace(
            claimed=_contact(box, claimed),
            person=_contact(box, speaker) if speaker != claimed else None,
            likeness=box.answers.get(LikenessQuestion(person, speaker, _called(speaker, invitation, sender))),
            pin=box.answers.get(PinQuestion(person, claimed)),
            delegation=box.answers.get(DelegateQuestion(person, delegate, claimed)) if delegate else None,
        )
    return recipient_event(event, heard, box.addresses, sender.own)


def _contact(box: Mailbox, address: str | None) -> Answer | None:
    return box.answers.get(ContactQuestion(box.person.id, address.lower())) if address else None


def _called(address: str, invitation: Invitation, sender: Sender) -> str | None:
    """What the one who speaks calls himself, in lower case with single blanks: in the calendar, else in From."""
    organizer = invitation.organizer
    people = (organizer, *invitation.attendees) if organizer is not None else invitation.attendees
    names = [one.cn for one in people if address in ((one.address or "").lower(), (one.email or "").lower())]
    if sender.author is not None and sender.author.lower() == address:
        names.append(sender.author_name)
    name = next((one for one in names if one), None)
    return " ".join(name.raw[:_LONGEST_NAME].lower().split()) or None if name is not None else None
