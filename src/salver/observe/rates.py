"""How often organizers, envelope domains and signatures came: the questions, and the highest counts (SPAM-13)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from salver.core.envelope import Envelope, domain_of
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.question import Rate, RateQuestion
from salver.observe.rounds import Asker
from salver.read.message import Invitation, Message

Rates = tuple[tuple[str, str, Rate], ...]

_TAG = re.compile(rb"(?:\A|;)\s*+(b|d)\s*+=([^;]*+)")
_BLANK = re.compile(rb"\s++")
_B_SHOWN = 16
"""Characters of b= that stand for a signature (RFC 6008 4 asks for 8 at least)."""
_SIGNATURES = 2
"""Signatures that are counted: large services put two below each other."""
_FIELD_BYTES = 4_000


def rates(
    envelope: Envelope, claims: Iterable[tuple[str | None, Invitation]], message: Message, most: int
) -> Asker[Rates]:
    """One rate a key, the highest count, in a stable order. ``claims`` are events with the address that speaks.

    Past ``most`` questions the rest is not counted.
    """
    questions: set[RateQuestion] = set()
    domain = domain_of(envelope.mail_from)
    for claimed, invitation in claims:
        if len(questions) >= most:
            break
        uid = invitation.uid or ""
        if claimed:
            questions.add(RateQuestion("organizer", claimed.lower(), uid))
        if domain:
            questions.add(RateQuestion("envelope-domain", domain, uid))
    for key in _signatures(message):
        for recipient in envelope.rcpt_to:
            if len(questions) < most:
                questions.add(RateQuestion("signature", key, recipient.lower()))
    if not questions:
        return ()
    answers = yield frozenset(questions)
    best: dict[tuple[str, str], Rate] = {}
    for question in questions:
        answer = answers[question]
        if isinstance(answer, Rate):
            known = best.setdefault((question.scope, question.key), answer)
            if known.count < answer.count:
                best[question.scope, question.key] = answer
    return tuple((*key, best[key]) for key in sorted(best))


def of_passing(found: Rates, signatures: Iterable[DkimResult]) -> Rates:
    """Without the counts of signatures that prove nothing: anybody may write those (SPF-25)."""
    keys = {_key(one.b, one.domain) for one in signatures if one.result == "pass" and one.b and one.domain}
    return tuple(row for row in found if row[0] != "signature" or row[1] in keys)


def _key(b: str, domain: str) -> str:
    return f"{b[:_B_SHOWN]}@{domain}"


def _signatures(message: Message) -> list[str]:
    """Key of the uppermost signatures: the beginning of b= and d= (RFC 6376 3.5)."""
    keys: list[str] = []
    for value in message.values("dkim-signature")[:_SIGNATURES]:
        tags = {name: _BLANK.sub(b"", text) for name, text in _TAG.findall(value[:_FIELD_BYTES])}
        if tags.get(b"b") and tags.get(b"d"):
            keys.append(_key(tags[b"b"].decode("latin-1"), tags[b"d"].decode("latin-1").lower()))
    return keys
