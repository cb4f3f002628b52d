"""Which identity is checked, and the questions that takes (RFC 7208 2.3, 2.4, 4.3)."""

from __future__ import annotations

import re
from typing import NamedTuple

from salver.core.limits import Limits
from salver.observe.authentication.authenticated import NOT_ASKED_WORD, UNAVAILABLE_WORD, SpfResult
from salver.observe.authentication.domains import valid_domain
from salver.observe.authentication.spf.client import client
from salver.observe.authentication.spf.evaluation import Evaluation
from salver.observe.authentication.spf.macros import Speaker
from salver.observe.question import Answer, Question, Unavailable
from salver.observe.rounds import Asker

# The letters of a plain local part, and those of RFC 6531. Quotation marks, brackets, colons, commas and control
# characters would let two readers come to two domains (AUTH-02, AUTH-05..07).
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00a1-\U0010ffff-]*+")
# 64 octets of local part, an at sign, 255 of domain.
# RFC 5321 4.5.3.1
_MOST = 320
_LONGEST_HELO = 255
_NO_ANSWER = Unavailable("temporary", "no-answer")


class _Identity(NamedTuple):
    """What is checked: ``local`` and ``domain`` of MAIL FROM. ``why`` there is nothing to check, where that is so."""

    local: str = ""
    domain: str | None = None
    mailbox: str | None = None
    why: str | None = None


def evaluate(client_ip: str | None, mail_from: str | None, helo: str | None, limits: Limits) -> Asker[SpfResult]:
    """May this host send for this MAIL FROM? Yields rounds of DNS questions.

    ``mail_from`` is None where nobody told us and ``""`` for the null reverse-path; then it is the mailbox postmaster
    at the HELO name (RFC 7208 2.4), and ``mailbox`` in the result stays None. A MAIL FROM that is no plain address is
    nobody's: the result is ``none`` without a domain, and HELO is not looked at in its place.
    """
    identity = _identity(mail_from, helo)
    if identity.domain is None:
        word = UNAVAILABLE_WORD if identity.why == "no-mail-from" else "none"
        return SpfResult(word, why=identity.why)
    about = SpfResult("", identity.domain, identity.mailbox, "mailfrom")
    host = client(client_ip) if client_ip else None
    if host is None:
        return _result(about, UNAVAILABLE_WORD, "no-client-address")
    # A name that is no name would only make macros long.
    # RFC 5321 4.5.3.1.2
    said = helo if helo and len(helo) <= _LONGEST_HELO else "unknown"
    speaker = Speaker(host, identity.local, identity.domain, said)
    known: dict[Question, Answer] = {}
    while True:
        evaluation = Evaluation(speaker, limits, known)
        result = evaluation.check_host(identity.domain)
        if not evaluation.missing:
            return _result(about, result, evaluation.why)
        answers = yield frozenset(evaluation.missing)
        known |= {question: answers.get(question, _NO_ANSWER) for question in evaluation.missing}


def _result(about: SpfResult, result: str, why: str | None) -> SpfResult:
    if result == "pass":
        why = None
    elif result == NOT_ASKED_WORD:
        why = "not-asked"
    return SpfResult(result, about.domain, about.mailbox, about.identity, why)


def _identity(mail_from: str | None, helo: str | None) -> _Identity:
    if mail_from is None:
        return _Identity(why="no-mail-from")
    if not mail_from:
        # RFC 7208 2.4
        domain = valid_domain((helo or "").removesuffix("."))
        return _Identity("postmaster", domain, None, None if domain else "helo-unusable")
    local, at, name = mail_from.rpartition("@")
    # RFC 7208 4.3
    domain = valid_domain(name) if at and len(mail_from) <= _MOST and _LOCAL.fullmatch(local) else None
    if domain is None:
        return _Identity(why="mail-from-unusable")
    # RFC 7208 4.3
    return _Identity(local or "postmaster", domain, f"{local}@{domain}".lower() if local else None)
