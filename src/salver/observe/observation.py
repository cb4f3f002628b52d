"""The generator itself: ``Message`` and ``Envelope`` in, questions out, ``Facts`` at the end.

Round one asks the time, who the recipients are, and how often their senders came; round two asks, for each mailbox, how
it knows the speaker and what its history holds. Mail without a calendar asks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from salver.core.envelope import Envelope, domain_of
from salver.observe.authentication.upstream import upstream
from salver.observe.facts import EventFacts, Facts, MessageFacts, RecipientEvent, RecipientFacts
from salver.observe.familiarity import recipient_event
from salver.observe.identity import identify
from salver.observe.question import (
    Answer,
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
from salver.observe.rounds import Answers, Asker
from salver.observe.trust import Trust
from salver.read.message import Message


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
    wanted = _first_round(envelope, events, trust.limits.questions) if message.kind != "mail" else frozenset()
    first = (yield from notes.ask(wanted)) if wanted else {}
    people = [_person(first, address) for address in envelope.rcpt_to] or [(None, Person(None))]
    further = _second_round(people, events, author, trust.limits.questions) if wanted else frozenset()
    second = (yield from notes.ask(further)) if further else {}
    instant = first.get(NowQuestion())
    facts = MessageFacts(
        message=message,
        envelope=envelope,
        now=instant.time if isinstance(instant, Instant) else None,
        author=author,
        sender=message.sender_field.only,
        authentication=authentication,
        events=events,
        rates=tuple((q.scope, q.key, a) for q, a in _rates(first)),
        unavailable=tuple(notes.unavailable),
        rounds=notes.rounds,
    )
    return Facts(facts, tuple(_recipient(address, person, events, author, second) for address, person in people))


class _Notes:
    """Counts rounds and keeps what nobody could answer."""

    def __init__(self) -> None:
        self.rounds = 0
        self.unavailable: list[tuple[Question, Unavailable]] = []

    def ask(self, questions: frozenset[Question]) -> Asker[Answers]:
        answers = yield questions
        self.rounds += 1
        missing = [(q, a) for q, a in answers.items() if q in questions and isinstance(a, Unavailable)]
        self.unavailable += sorted(missing, key=lambda pair: (pair[0].need, pair[0].name))
        return answers


def _first_round(envelope: Envelope, events: Iterable[EventFacts], most: int) -> frozenset[Question]:
    """Past the limit further events are not counted; recipients always are asked for."""
    questions: set[Question] = {NowQuestion()}
    questions.update(PersonQuestion(address) for address in envelope.rcpt_to)
    domain = domain_of(envelope.mail_from)
    for event in events:
        if len(questions) > most:
            break
        uid = event.invitation.uid or ""
        if event.identity.claimed:
            questions.add(RateQuestion("organizer", event.identity.claimed.lower(), uid))
        if domain:
            questions.add(RateQuestion("envelope-domain", domain, uid))
    return frozenset(questions)


def _second_round(
    people: list[tuple[str | None, Person]], events: tuple[EventFacts, ...], author: str | None, most: int
) -> frozenset[Question]:
    questions: set[Question] = set()
    for _, person in people:
        for event in events:
            if event.identity.claimed:
                questions.add(ContactQuestion(person.id, event.identity.claimed.lower()))
            if event.invitation.uid:
                questions.add(HistoryQuestion(person.id, event.invitation.uid))
        if author:
            questions.add(ContactQuestion(person.id, author.lower()))
        if len(questions) > most:  # the rest stays unasked, which never counts as pass
            break
    return frozenset(questions)


def _person(answers: Answers, address: str) -> tuple[str | None, Person]:
    answer = answers.get(PersonQuestion(address))
    return address, answer if isinstance(answer, Person) else Person(None, (address.lower(),))


def _rates(answers: Answers) -> list[tuple[RateQuestion, Rate]]:
    """One rate a key: the highest count, in a stable order."""
    best: dict[tuple[str, str], tuple[RateQuestion, Rate]] = {}
    for question, answer in answers.items():
        if isinstance(question, RateQuestion) and isinstance(answer, Rate):
            key = (question.scope, question.key)
            if key not in best or best[key][1].count < answer.count:
                best[key] = (question, answer)
    return [best[key] for key in sorted(best)]


def _recipient(
    address: str | None, person: Person, events: tuple[EventFacts, ...], author: str | None, answers: Answers
) -> RecipientFacts:
    from_author: Answer | None = answers.get(ContactQuestion(person.id, author.lower())) if author else None
    return RecipientFacts(
        address=address,
        person=person.id,
        addresses=person.addresses,
        events=tuple(_event(event, person, answers) for event in events),
        author=from_author if isinstance(from_author, Contact) else None,
    )


def _event(event: EventFacts, person: Person, answers: Answers) -> RecipientEvent:
    claimed, uid = event.identity.claimed, event.invitation.uid
    contact = answers.get(ContactQuestion(person.id, claimed.lower())) if claimed else None
    history = answers.get(HistoryQuestion(person.id, uid)) if uid else None
    return recipient_event(event, contact, history, person.addresses)
