"""Is the chain whole (RFC 8617 5.2), and did somebody we believe say something about the message in it?

A chain proves through whose hands a message went, not that any of them was honest. Whoever seals with a domain of his
own can put somebody else's set below it and any body under both (AUTH-23). So a sealer is believed only when the
operator named it and its own signature over the message still holds: nobody behind it changed what it had before it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from salver.core.limits import Limits
from salver.observe.authentication import receipt
from salver.observe.authentication.arc.reported import reported
from salver.observe.authentication.arc.sets import ArcSet, arc_sets, may_follow
from salver.observe.authentication.authenticated import NOT_ASKED_WORD, UNAVAILABLE_WORD, ArcResult
from salver.observe.authentication.dkim.canonical import relaxed_fields
from salver.observe.authentication.dkim.coverage import Coverage
from salver.observe.authentication.dkim.octets import Octets
from salver.observe.authentication.dkim.signature import Signature, read_arc_signature, read_seal
from salver.observe.authentication.dkim.verify import KeyFound, find_key, holds, key_question, untimely
from salver.observe.question import Question
from salver.observe.rounds import Asker
from salver.read.message import Message

_ARC_FIELD = "arc-"


class _Chain(NamedTuple):
    """A chain whose form is right: all seals, and the signatures over the message that matter, by index."""

    sets: tuple[ArcSet, ...]
    seals: list[Signature]
    signatures: dict[int, Signature]

    @property
    def sealers(self) -> tuple[str, ...]:
        return tuple(seal.domain for seal in self.seals)


def validate(message: Message, sealers: frozenset[str], received_at: int | None, limits: Limits) -> Asker[ArcResult]:
    """The chain of a message; all keys in one round. ``sealers`` are lower-case domains, ``received_at`` as for DKIM.

    ``why`` of a chain that fails: ``too-many``, ``structure`` (a set is missing, double or out of order), ``cv`` (a
    sealer says it failed, or says what it cannot), ``seal-syntax``, ``signature-syntax``, ``body-hash``, ``expired``,
    ``future``, ``signature``, ``seal``, or of the table of DKIM what is wrong with a key. No answer from the DNS is
    ``unavailable`` (a header field of ours says ``fail`` then, RFC 8617 5.2); ``none`` is a message without a chain.
    Of a passing chain ``why`` says what keeps the newest sealer that was named from being believed.
    """
    if not any(field.name.startswith(_ARC_FIELD) for field in message.headers):
        return ArcResult("none")
    octets = Octets(message)
    sets = arc_sets(octets, limits)
    if not sets:
        return ArcResult("none")
    if isinstance(sets, str):
        return ArcResult("fail", why=sets)
    if not may_follow(sets):
        return ArcResult("fail", why="cv")
    chain = _read_chain(sets, sealers, limits)
    if isinstance(chain, str):
        return ArcResult("fail", why=chain)
    octets.prepare((one.body_form, one.length) for one in chain.signatures.values())
    newest = chain.signatures[len(sets) - 1]
    why = _body_fault(newest, octets)
    if why is not None:
        return ArcResult("fail", chain.sealers, why=why)
    wanted = [*chain.seals, *chain.signatures.values()]
    questions: frozenset[Question] = frozenset(key_question(one) for one in wanted)
    answers = yield questions | receipt.to_ask(received_at)
    received_at = receipt.told(received_at, answers)
    why = untimely(newest, received_at, limits)
    if why is not None:
        return ArcResult("fail", chain.sealers, why=why)
    keys = {question: find_key(answers[question], limits) for question in questions}
    return _result(_Trial(chain, keys, octets, Coverage(message, octets, limits), received_at, limits), sealers)


def _read_chain(sets: tuple[ArcSet, ...], sealers: frozenset[str], limits: Limits) -> _Chain | str:
    seals: list[Signature] = []
    signatures: dict[int, Signature] = {}
    for index, one in enumerate(sets):
        seal = read_seal(one.seal, limits)
        if not isinstance(seal, Signature):
            return "seal-syntax"
        seals.append(seal)
        newest = index == len(sets) - 1
        if newest or seal.domain in sealers:
            signature = read_arc_signature(one.signature, limits)
            if isinstance(signature, Signature):
                signatures[index] = signature
            elif newest:
                return "signature-syntax"
    return _Chain(sets, seals, signatures)


def _body_fault(signature: Signature, octets: Octets) -> str | None:
    """What can be found wrong with a signature over the message without asking anybody."""
    digest = octets.digest(signature.body_form, signature.length)
    if digest != signature.body_hash:
        return "length" if digest is None else "body-hash"
    return None


class _Trial(NamedTuple):
    """Everything that is needed to try a chain."""

    chain: _Chain
    keys: Mapping[Question, KeyFound]
    octets: Octets
    coverage: Coverage
    received_at: int | None
    limits: Limits

    def signature_fault(self, index: int) -> str | None:
        """Why the signature of this set does not hold over the message as it is here."""
        signature = self.chain.signatures[index]
        found = self.keys[key_question(signature)]
        if found.key is None:
            return found.why
        unfit = found.key.unfit(signature.algorithm, below=False)
        return unfit or (None if holds(signature, found.key, self.octets) else "signature")

    def seal_faults(self) -> list[str | None]:
        """For each seal, why it does not hold: it is computed over all sets up to its own (RFC 8617 5.1.1)."""
        before = hashlib.sha256()
        faults: list[str | None] = []
        for one, seal in zip(self.chain.sets, self.chain.seals, strict=True):
            # RFC 8617 5.1.1
            before.update(relaxed_fields([one.results, one.signature]) + b"\r\n")
            own = before.copy()
            own.update(relaxed_fields([seal.unsigned]))
            before.update(relaxed_fields([one.seal]) + b"\r\n")
            found = self.keys[key_question(seal)]
            if found.key is None:
                faults.append(found.why)
            else:
                unfit = found.key.unfit(seal.algorithm, below=False)
                faults.append(unfit or (None if found.key.verifies(seal.b, own.digest()) else "seal"))
        return faults

    def open_to_others(self, index: int) -> str | None:
        """Why what this sealer had before it may not be what is here: nothing is left to those who came after it."""
        signature = self.chain.signatures.get(index)
        if signature is None:
            return "signature-syntax"
        # RFC 6376 5.4 asks for From; RFC 8617 does not.
        if self.octets.count("from") > signature.signed.count("from"):
            return "from-unsigned"
        why = _body_fault(signature, self.octets) or untimely(signature, self.received_at, self.limits)
        why = why or self.signature_fault(index)
        if why is not None:
            return why
        covers, gap = self.coverage.of(signature)
        return gap if covers is False else None  # a chain never vouches more than moderately


def _result(trial: _Trial, sealers: frozenset[str]) -> ArcResult:
    newest = len(trial.chain.sets) - 1
    faults = [trial.signature_fault(newest), *trial.seal_faults()]
    certain = next((why for why in faults if why not in (None, "dns")), None)
    if certain is not None:
        return ArcResult("fail", trial.chain.sealers, why=certain)
    if "dns" in faults:
        asked = all(found.asked for found in trial.keys.values())
        return ArcResult(UNAVAILABLE_WORD if asked else NOT_ASKED_WORD, trial.chain.sealers, why="dns")
    return _believed(trial, sealers)


def _believed(trial: _Trial, sealers: frozenset[str]) -> ArcResult:
    """A chain that passes, with the newest sealer that was named and whose own signature over the message holds."""
    chain = trial.chain
    reason: str | None = None
    for index in reversed(range(len(chain.sets))):
        if chain.seals[index].domain not in sealers:
            continue
        why = trial.open_to_others(index)
        if why is None:
            said = reported(chain.sets[index].reported)
            return ArcResult("pass", chain.sealers, chain.seals[index].domain, said)
        reason = reason or why
    return ArcResult("pass", chain.sealers, why=reason)
