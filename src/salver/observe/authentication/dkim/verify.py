"""All signatures of a message (RFC 6376 6): what can be refused is refused before anybody is asked for a key."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from salver.core.limits import Limits
from salver.observe.authentication import receipt
from salver.observe.authentication.authenticated import NOT_ASKED_WORD, DkimResult
from salver.observe.authentication.dkim.coverage import Coverage
from salver.observe.authentication.dkim.key import Key, read_key
from salver.observe.authentication.dkim.octets import Octets
from salver.observe.authentication.dkim.signature import Broken, Signature, read_dkim
from salver.observe.authentication.dkim.words import RESULT, Why
from salver.observe.question import Answer, DnsQuestion, DnsRecords, Question, Unavailable
from salver.observe.rounds import Answers, Asker
from salver.read.message import Message


class KeyFound(NamedTuple):
    """What came of asking for a key: the key, or why there is none; ``asked`` is false where nobody could be asked."""

    key: Key | None
    why: Why | None = None
    asked: bool = True
    temporary: bool = False


def verify(message: Message, received_at: int | None, limits: Limits) -> Asker[tuple[DkimResult, ...]]:
    """Every DKIM-Signature, in the order of the fields, in one round of questions for all keys.

    ``received_at`` (seconds since 1970) is the time of receipt, with which t= and x= are compared; where it is None the
    present is asked for beside the keys. Beyond ``limits.dkim_signatures`` one result with the reason ``too-many``
    stands for all the rest. A message without a signature gives an empty tuple and asks nothing.
    """
    if not any(field.name == "dkim-signature" for field in message.headers):
        return ()
    octets = Octets(message)
    fields = octets.fields("dkim-signature")
    read = [read_dkim(octets.field(field), limits) for field in fields[: limits.dkim_signatures]]
    tried = check_bodies(octets, read)
    questions: frozenset[Question] = frozenset(key_question(one) for one in tried if isinstance(one, Signature))
    answers: Answers = {}
    if questions:
        answers = yield questions | receipt.to_ask(received_at)
        received_at = receipt.told(received_at, answers)
    coverage = Coverage(message, octets, limits)
    results = []
    for was, one in zip(read, tried, strict=True):
        if isinstance(one, Signature):
            found = find_key(answers[key_question(one)], limits)
            results.append(_judge(one, found, octets, coverage, received_at, limits))
        else:
            results.append(_refused(was, one, coverage))
    if len(fields) > limits.dkim_signatures:
        results.append(DkimResult(RESULT["too-many"], why="too-many", covers_calendar=coverage.uncovered))
    return tuple(results)


def check_bodies(octets: Octets, read: list[Signature | Broken]) -> list[Signature | Why]:
    """Those whose body hash and From hold go on as they are; for the others the reason."""
    signatures = [one for one in read if isinstance(one, Signature)]
    octets.prepare((one.body_form, one.length) for one in signatures)
    return [_body_and_author(octets, one) if isinstance(one, Signature) else one.why for one in read]


def _body_and_author(octets: Octets, signature: Signature) -> Signature | Why:
    if octets.count("from") > signature.signed.count("from"):
        return "from-added"  # RFC 6376 8.15
    digest = octets.digest(signature.body_form, signature.length)
    if digest is None:
        return "length"
    # RFC 6376 6.1.3
    return signature if digest == signature.body_hash else "body-hash"


def key_question(signature: Signature) -> DnsQuestion:
    """Where the key is to be had (RFC 6376 3.6.2.1)."""
    return DnsQuestion(signature.key_name, "TXT")


def find_key(answer: Answer, limits: Limits) -> KeyFound:
    """The key in what the DNS holds under that name. Of several records the first that is a key counts.

    Several keys under one name are an error of their owner with undefined results (RFC 6376 3.6.2.2).
    """
    if isinstance(answer, Unavailable):
        return KeyFound(None, "dns", asked=answer.kind != "not-asked", temporary=answer.kind == "temporary")
    why: Why = "key-missing"
    for record in answer.values if isinstance(answer, DnsRecords) else ():
        key = read_key(record, limits)
        if isinstance(key, Key):
            return KeyFound(key)
        if why == "key-missing":
            why = key
    return KeyFound(None, why)


def holds(signature: Signature, key: Key, octets: Octets) -> bool:
    """Whether the signature over the header is this key's (RFC 6376 6.1.3)."""
    signed = octets.header(signature.header_form, signature.signed, signature.unsigned)
    return key.verifies(signature.b, hashlib.sha256(signed).digest())


def _judge(
    signature: Signature, found: KeyFound, octets: Octets, coverage: Coverage, received_at: int | None, limits: Limits
) -> DkimResult:
    testing = found.key.testing if found.key else False
    why = found.why
    if found.key is not None:
        why = found.key.unfit(signature.algorithm, below=signature.below)
        if why is None and not holds(signature, found.key, octets):
            why = "signature"
        why = why or untimely(signature, received_at, limits)
    if why is None:
        covers, gap = coverage.of(signature)
        return describe(signature, "pass", gap, covers, testing=testing)
    word = RESULT[why]
    if why == "dns" and not found.temporary:
        word = "permerror" if found.asked else NOT_ASKED_WORD
    return describe(signature, word, why, coverage.uncovered, testing=testing)


def untimely(signature: Signature, received_at: int | None, limits: Limits) -> Why | None:
    """Whether the message came after x=, or was signed after it came (RFC 6376 3.5)."""
    if received_at is None:
        return None
    # RFC 6376 3.5
    if signature.expires is not None and received_at > signature.expires + limits.dkim_clock_seconds:
        return "expired"
    if signature.signed_at is not None and signature.signed_at > received_at + limits.dkim_future_seconds:
        return "future"
    return None


def describe(
    signature: Signature, result: str, why: str | None, covers: bool | None, *, testing: bool = False
) -> DkimResult:
    """The result for a signature that could be read. ``why`` is None where it passes and leaves no doubt."""
    return DkimResult(
        result,
        signature.domain,
        signature.selector,
        covers_calendar=covers,
        why=why,
        identifier=signature.identifier,
        algorithm=signature.algorithm,
        signed=signature.signed,
        signed_at=signature.signed_at,
        expires=signature.expires,
        length=signature.length,
        recipient_domain=signature.recipient_domain,
        testing=testing,
        b=signature.b_shown,
    )


def _refused(read: Signature | Broken, why: Why | Signature, coverage: Coverage) -> DkimResult:
    assert isinstance(why, str)
    if isinstance(read, Signature):
        return describe(read, RESULT[why], why, coverage.uncovered)
    return DkimResult(RESULT[why], read.domain, read.selector, why=why, covers_calendar=coverage.uncovered)
