"""The generator itself: ``Message`` and ``Envelope`` in, questions out, ``Facts`` at the end.

Every mailbox is an asker of its own, and so are authentication, the clock and the counters; ``rounds.together`` merges
what they want to know. What a mailbox is asked about stands in the message, so nobody waits for authentication: round
one asks the time, who the recipients are, how often their senders came, and the first names in the DNS; round two, for
each mailbox, how it knows those who could be the speaker, what its history holds, whom they look like. Who the speaker
is, and how well he is vouched for, is worked out when all answers are in. Mail without a calendar asks nothing.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from salver.core.envelope import Envelope, domain_of
from salver.observe.authentication.authenticated import Authentication
from salver.observe.carriers import Carrier, relayed
from salver.observe.circumstances import Passage, event_circumstances, message_circumstances, proved_since
from salver.observe.facts import Circumstance, EventFacts, Facts, Identity, MessageFacts
from salver.observe.identity import Sender, author_strength, identify, passes
from salver.observe.mailbox import Mailbox, mailbox, recipient_facts, unasked
from salver.observe.question import Instant, NowQuestion, Question, Unavailable
from salver.observe.rates import Rates, of_passing, rates
from salver.observe.rounds import Answers, Asker, ask, both, together
from salver.observe.trust import Trust
from salver.read.message import Invitation, Message

T = TypeVar("T")

_NOT_ASKED = Authentication()


def observe(message: Message, envelope: Envelope, trust: Trust) -> Asker[Facts]:
    """Find out about one message. Yields sets of questions; returns the facts.

    Every question that went unanswered stands in ``MessageFacts.unavailable``.
    """
    author = message.from_field.only
    sender = Sender(
        author=_speaking(message, author, trust),
        author_name=message.from_field.mailboxes[0].name if author is not None else None,
        reply_to=tuple(box.address for box in message.reply_to_field.mailboxes),
        own=trust.own,
    )
    passage = Passage(message, envelope, author, message.sender_field.only, trust.own, frozenset())
    sender = sender._replace(circumstances=message_circumstances(passage))
    notes = _Notes()
    now: str | None = None
    counted: Rates = ()
    if message.ordinary:
        authentication = _reported(message, envelope, trust)
        mailboxes = [unasked(address) for address in envelope.rcpt_to or (None,)]
    else:
        claims = [(identify(one, sender, _NOT_ASKED), one) for one in _counting(message)]
        about_message = both(_now(), _rates(message, envelope, claims, trust))
        about_people = together(_mailboxes(envelope, claims, sender, trust))
        sides = both(both(about_message, about_people), _authenticate(message, envelope, trust, author))
        ((now, counted), mailboxes), authentication = yield from notes.watch(sides)
    return _facts(passage, _Found(sender, authentication, tuple(mailboxes), now, counted), notes)


def _speaking(message: Message, author: str | None, trust: Trust) -> str | None:
    """The author, where there is anybody to say who wrote it: nobody for whom programs disagree about that."""
    if message.ordinary or not (trust.dns or trust.authserv_ids):
        return author
    from salver.observe.authentication.sole_author import sole_author

    return sole_author(message, author, trust.limits)


def _authenticate(message: Message, envelope: Envelope, trust: Trust, author: str | None) -> Asker[Authentication]:
    """Who stands behind the message, where there is anybody to ask."""
    if not (trust.dns or trust.authserv_ids):
        return _NOT_ASKED
    # Loaded when it is first needed: a check without any trusted server starts without it.
    from salver.observe.authentication.authenticate import authenticate

    return (yield from authenticate(message, envelope, trust, author))


def _reported(message: Message, envelope: Envelope, trust: Trust) -> Authentication:
    """What trusted servers say about ordinary mail, for the report; nobody is asked."""
    if not trust.authserv_ids:
        return _NOT_ASKED
    from salver.observe.authentication.upstream import upstream

    return upstream(message.headers, trust.authserv_ids, envelope.peer, trust.networks)


class _Found(NamedTuple):
    """What came back."""

    sender: Sender
    authentication: Authentication
    mailboxes: tuple[Mailbox, ...]
    now: str | None
    rates: Rates


def _facts(passage: Passage, found: _Found, notes: _Notes) -> Facts:
    """All answers are in: who the speakers are, and how each mailbox knows them. So far nothing was proved."""
    authentication, author = found.authentication, passage.author
    message, envelope = passage.message, passage.envelope
    passage = passage._replace(proved=_proved(author, authentication))
    circumstances = proved_since(found.sender.circumstances, author, passage.proved)
    sender = found.sender._replace(circumstances=circumstances, relay=_relay(message, circumstances, authentication))
    events: list[EventFacts] = []
    for invitation in _counting(message):
        identity = identify(invitation, sender, authentication)
        events.append(EventFacts(invitation, identity, event_circumstances(invitation, identity, passage)))
    facts = MessageFacts(
        message=message,
        envelope=envelope,
        now=found.now,
        author=author,
        author_name=sender.author_name,
        sender=passage.sender,
        reply_to=sender.reply_to,
        own=sender.own,
        authentication=authentication,
        events=tuple(events),
        circumstances=circumstances,
        rates=of_passing(found.rates, authentication.dkim),
        unavailable=tuple(notes.unavailable),
        rounds=notes.rounds,
    )
    recipients = tuple(recipient_facts(box, facts.events, sender, envelope) for box in found.mailboxes)
    return Facts(facts, recipients)


def _counting(message: Message) -> list[Invitation]:
    """The invitations that count: not nested in a forwarded mail, and no twin of another."""
    return [one for one in message.invitations if not one.nested and one.same_as is None]


def _proved(author: str | None, authentication: Authentication) -> frozenset[str]:
    """Domains that are confirmed, and the author where he is, lower-case."""
    names = {one.domain for one in authentication.dkim if passes(one) and one.domain}
    if authentication.spf.result == "pass" and authentication.spf.domain:
        names.add(authentication.spf.domain)
    if author is not None and author_strength(author, authentication) in ("strong", "moderate"):
        names |= {author.lower(), domain_of(author) or ""}
    return frozenset(names)


def _relay(message: Message, circumstances: tuple[Circumstance, ...], authentication: Authentication) -> Carrier | None:
    """The software of the list it came through, where a list was recognised and its domain is confirmed."""
    by_list = next((one.by for one in circumstances if one.word == "mailing-list" and one.proved), None)
    if by_list is None:
        return None
    signatures = [one for one in authentication.dkim if passes(one)]
    return relayed(domain_of(by_list) or "", message.headers, signatures)


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


Claims = list[tuple[Identity, Invitation]]


def _rates(message: Message, envelope: Envelope, claims: Claims, trust: Trust) -> Asker[Rates]:
    return rates(envelope, [(identity.claimed, one) for identity, one in claims], message, _share(envelope, trust))


def _mailboxes(envelope: Envelope, claims: Claims, sender: Sender, trust: Trust) -> list[Asker[Mailbox]]:
    recipients = envelope.rcpt_to or (None,)
    share = _share(envelope, trust)
    likenesses = max(trust.limits.likeness_questions // len(recipients), trust.limits.lookalikes)
    domain = domain_of(envelope.mail_from)
    return [mailbox(address, claims, sender, domain, share, likenesses) for address in recipients]


def _share(envelope: Envelope, trust: Trust) -> int:
    """Questions that each mailbox, and the counters, may put."""
    return trust.limits.questions // (len(envelope.rcpt_to) + 1)
