"""One mailbox: whose it is, how it knows those who could be the speaker, and what its history holds."""

from __future__ import annotations

from itertools import zip_longest
from typing import NamedTuple

from msgspec.structs import replace

from salver.core.envelope import Envelope, domain_of
from salver.core.untrusted import as_seen
from salver.observe.carriers import calendar_domains, token_domains
from salver.observe.circumstances import delegate_of, hands, own_echo
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
    Likeness,
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
_MOST_NAMES = 3


class Mailbox(NamedTuple):
    """What one mailbox was asked and what came back."""

    address: str | None
    person: Person
    answers: Answers
    envelope_domain: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """All of the person's, and the one the message came to, which may carry a subaddress; lower-case."""
        mine = self.person.addresses
        return mine if self.address is None or self.address.lower() in mine else (*mine, self.address.lower())


def mailbox(
    address: str | None,
    claims: list[tuple[Identity, Invitation]],
    sender: Sender,
    envelope_domain: str | None,
    most: int,
    likenesses: int,
) -> Asker[Mailbox]:
    """Ask about one mailbox, in two rounds. ``claims`` say who the events claim to be from, before any proof.

    Past ``most`` questions the rest stays unasked, which never counts as pass; so do likenesses past theirs.
    """
    person = Person(None)
    if address is not None:
        answer = yield from ask(PersonQuestion(address))
        person = answer if isinstance(answer, Person) else Person(None, (address.lower(),))
    questions: dict[Question, None] = {}
    if sender.author:
        questions[ContactQuestion(person.id, sender.author.lower())] = None
    questions |= dict.fromkeys(ContactQuestion(person.id, hand) for hand in hands(sender.circumstances))
    if envelope_domain:
        questions[BlockQuestion(person.id, envelope_domain)] = None
    for identity, invitation in claims:
        if len(questions) >= max(most, 2):
            break
        questions |= dict.fromkeys(_about(person.id, identity, invitation, sender))
    asked = _bounded(questions, likenesses)
    answers: Answers = (yield asked) if asked else {}
    return Mailbox(address, person, answers, envelope_domain)


def _bounded(questions: dict[Question, None], most: int) -> frozenset[Question]:
    """The questions, with the first so many about likeness: each of those costs a comparison with everybody known."""
    about_looks = [question for question in questions if isinstance(question, LikenessQuestion)]
    return frozenset(questions).difference(about_looks[most:])


def unasked(address: str | None) -> Mailbox:
    """A mailbox nobody had to ask about."""
    return Mailbox(address, Person(None, (address.lower(),) if address else ()), {})


def recipient_facts(box: Mailbox, events: tuple[EventFacts, ...], sender: Sender, envelope: Envelope) -> RecipientFacts:
    """What the answers say, now that it is known who speaks."""
    author = _contact(box, sender.author)
    block = box.answers.get(BlockQuestion(box.person.id, box.envelope_domain)) if box.envelope_domain else None
    return RecipientFacts(
        address=box.address,
        person=box.person.id,
        addresses=box.addresses,
        events=tuple(
            replace(_event(box, event, sender), own_echo=own_echo(event.identity, envelope, box.addresses))
            for event in events
        ),
        author=author if isinstance(author, Contact) else None,
        unconfirmed_blocked=isinstance(block, Block) and block.blocked,
        known_hands=tuple(hand for hand in hands(sender.circumstances) if _knows(_contact(box, hand))),
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
    questions += [
        LikenessQuestion(person, address, name) for address in possible for name in _called(address, invitation, sender)
    ]
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
            likeness=_likeness(box, speaker, _called(speaker, invitation, sender)),
            pin=box.answers.get(PinQuestion(person, claimed)),
            delegation=box.answers.get(DelegateQuestion(person, delegate, claimed)) if delegate else None,
        )
    return recipient_event(event, heard, box.addresses, sender.own)


def _knows(answer: Answer | None) -> bool:
    """Whether this person themselves knows an address: what colleagues know is not enough to let others pass."""
    return isinstance(answer, Contact) and not answer.blocked and answer.known_by in ("contacts", "allowed", "wrote-to")


def _contact(box: Mailbox, address: str | None) -> Answer | None:
    return box.answers.get(ContactQuestion(box.person.id, address.lower())) if address else None


def _likeness(box: Mailbox, speaker: str, called: tuple[str | None, ...]) -> Answer | None:
    """Whom a speaker looks like under any of his names; an answer that is missing leaves only its own part open."""
    answers = [box.answers.get(LikenessQuestion(box.person.id, speaker, name)) for name in called]
    heard = [answer for answer in answers if isinstance(answer, Likeness)]
    if len(heard) < 2:
        return heard[0] if heard else answers[0]
    domains = {d: why for one in heard for d, why in zip_longest(one.domains, one.reasons[: len(one.domains)])}
    return Likeness(
        domains=tuple(domains),
        addresses=tuple(dict.fromkeys(address for one in heard for address in one.addresses)),
        reasons=tuple(why or "looks-the-same" for why in domains.values()),
    )


def _called(address: str, invitation: Invitation, sender: Sender) -> tuple[str | None, ...]:
    """What the one who speaks calls himself, as it is seen, in lower case with single blanks: in the calendar and in
    From, which may differ. One None where he has no name."""
    organizer = invitation.organizer
    people = (organizer, *invitation.attendees) if organizer is not None else invitation.attendees
    names = [one.cn for one in people if address in ((one.address or "").lower(), (one.email or "").lower())]
    if sender.author is not None and sender.author.lower() == address:
        names.append(sender.author_name)
    texts = (as_seen(one.raw, most=_LONGEST_NAME) for one in names if one)
    shown = dict.fromkeys(filter(None, (" ".join(text.lower().split()) for text in texts)))
    return tuple(shown)[:_MOST_NAMES] or (None,)
