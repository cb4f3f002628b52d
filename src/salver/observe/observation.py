"""The generator itself: ``Message`` and ``Envelope`` in, questions out, ``Facts`` at the end.

Every mailbox is an asker of its own, and so are the clock and the counters; ``rounds.together`` merges what they want
to know. Round one asks the time, who the recipients are, and how often their senders came; round two, for each mailbox,
how it knows the speaker and what its history holds. Mail without a calendar asks nothing.
"""

from __future__ import annotations

from typing import TypeVar

from salver.core.envelope import Envelope, domain_of
from salver.observe.authentication.upstream import upstream
from salver.observe.facts import EventFacts, Facts, MessageFacts, RecipientEvent, RecipientFacts
from salver.observe.familiarity import recipient_event
from salver.observe.identity import identify
from salver.observe.question import (
    Contact,
    ContactQuestion,
    HistoryQuestion,
    Instant,
    NowQuestion,
    Person,
    PersonQuestion,
    Question,
    Rate,
    RateQuestion,
    Unavailable,
)
from salver.observe.rounds import Answers, Asker, ask, both, together
from salver.observe.trust import Trust
from salver.read.message import Message

T = TypeVar("T")
Events = tuple[EventFacts, ...]
Rates = tuple[tuple[str, str, Rate], ...]


def observe(message: Message, envelope: Envelope, trust: Trust) -> Asker[Facts]:
    """Find out about one message. Yields sets of questions; returns the facts.

    Every question that went unanswered stands in ``MessageFacts.unavailable``.
    """
    authentication = upstream(message.headers, trust.authserv_ids)
    author = message.from_field.only
    events = tuple(
        EventFacts(invitation, identify(invitation, author, authentication, own=trust.own))
        for invitation in message.invitations
        if not invitation.nested and invitation.same_as is None
    )
    notes = _Notes()
    now: str | None = None
    rates: Rates = ()
    if message.ordinary:
        recipients = [_unasked(address) for address in envelope.rcpt_to or (None,)]
    else:
        share = trust.limits.questions // (len(envelope.rcpt_to) + 1)
        mailboxes = together([_mailbox(address, events, author, share) for address in envelope.rcpt_to or (None,)])
        about_message = both(_now(), _rates(envelope, events, share))
        (now, rates), recipients = yield from notes.watch(both(about_message, mailboxes))
    facts = MessageFacts(
        message=message,
        envelope=envelope,
        now=now,
        author=author,
        sender=message.sender_field.only,
        authentication=authentication,
        events=events,
        rates=rates,
        unavailable=tuple(notes.unavailable),
        rounds=notes.rounds,
    )
    return Facts(facts, tuple(recipients))


class _Notes:
    """Counts rounds and keeps what nobody could answer."""

    def __init__(self) -> None:
        self.rounds = 0
        self.unavailable: list[tuple[Question, Unavailable]] = []

    def watch(self, asker: Asker[T]) -> Asker[T]:
        """Pass an asker's questions on and its answers back."""
        try:
            questions = next(asker)
            while True:
                answers = yield questions
                self._note(questions, answers)
                questions = asker.send(answers)
        except StopIteration as stop:
            found: T = stop.value
            return found

    def _note(self, questions: frozenset[Question], answers: Answers) -> None:
        self.rounds += 1
        missing = [(q, a) for q, a in answers.items() if q in questions and isinstance(a, Unavailable)]
        self.unavailable += sorted(missing, key=lambda pair: (pair[0].need, pair[0].name))


def _now() -> Asker[str | None]:
    answer = yield from ask(NowQuestion())
    return answer.time if isinstance(answer, Instant) else None


def _rates(envelope: Envelope, events: Events, most: int) -> Asker[Rates]:
    """How often organizers and the envelope's domain came: one rate a key, the highest count, in a stable order.

    Past the limit further events are not counted.
    """
    domain = domain_of(envelope.mail_from)
    questions: set[RateQuestion] = set()
    for event in events:
        if len(questions) >= most:
            break
        uid = event.invitation.uid or ""
        if event.identity.claimed:
            questions.add(RateQuestion("organizer", event.identity.claimed.lower(), uid))
        if domain:
            questions.add(RateQuestion("envelope-domain", domain, uid))
    if not questions:
        return ()
    answers = yield frozenset(questions)
    best: dict[tuple[str, str], Rate] = {}
    for question in questions:
        answer, key = answers[question], (question.scope, question.key)
        if isinstance(answer, Rate) and (key not in best or best[key].count < answer.count):
            best[key] = answer
    return tuple((*key, best[key]) for key in sorted(best))


def _mailbox(address: str | None, events: Events, author: str | None, most: int) -> Asker[RecipientFacts]:
    """One mailbox: whose it is, then how it knows the speakers and what its history holds."""
    person = Person(None)
    if address is not None:
        answer = yield from ask(PersonQuestion(address))
        person = answer if isinstance(answer, Person) else Person(None, (address.lower(),))
    questions = _about(person, events, author, most)
    answers: Answers = (yield questions) if questions else {}
    known = answers.get(ContactQuestion(person.id, author.lower())) if author else None
    return RecipientFacts(
        address=address,
        person=person.id,
        addresses=person.addresses,
        events=tuple(_event(event, person, answers) for event in events),
        author=known if isinstance(known, Contact) else None,
    )


def _about(person: Person, events: Events, author: str | None, most: int) -> frozenset[Question]:
    """Past the limit the rest stays unasked, which never counts as pass."""
    questions: set[Question] = {ContactQuestion(person.id, author.lower())} if author else set()
    for event in events:
        if len(questions) >= max(most, 2):
            break
        if event.identity.claimed:
            questions.add(ContactQuestion(person.id, event.identity.claimed.lower()))
        if event.invitation.uid:
            questions.add(HistoryQuestion(person.id, event.invitation.uid))
    return frozenset(questions)


def _unasked(address: str | None) -> RecipientFacts:
    """A mailbox nobody had to ask about."""
    return RecipientFacts(address=address, person=None, addresses=(address.lower(),) if address else (), events=())


def _event(event: EventFacts, person: Person, answers: Answers) -> RecipientEvent:
    claimed, uid = event.identity.claimed, event.invitation.uid
    contact = answers.get(ContactQuestion(person.id, claimed.lower())) if claimed else None
    history = answers.get(HistoryQuestion(person.id, uid)) if uid else None
    return recipient_event(event, contact, history, person.addresses)
