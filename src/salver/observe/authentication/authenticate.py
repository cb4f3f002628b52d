"""Who stands behind a message: what a server of ours reported, or else what we find out ourselves.

SPF, the signatures, the walks of DMARC and the chain of ARC are looked into side by side, so that their questions share
rounds; DMARC is then worked out from what came back. Trusted results of an upstream server win as a whole: it saw the
client, and it saw the message before anybody changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, cast

from msgspec.structs import replace

from salver.core.envelope import Envelope, domain_of
from salver.core.limits import Limits
from salver.observe.authentication.arc.validate import validate
from salver.observe.authentication.authenticated import (
    NOT_ASKED_WORD,
    UNAVAILABLE_WORD,
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    SpfResult,
)
from salver.observe.authentication.dkim.match import match_all
from salver.observe.authentication.dkim.verify import verify
from salver.observe.authentication.dmarc.evaluate import Identifier, evaluate, wanted
from salver.observe.authentication.dmarc.record import DmarcRecord
from salver.observe.authentication.dmarc.walk import Climb, climb, found, over
from salver.observe.authentication.domains import valid_domain
from salver.observe.authentication.networks import UNIX, ours
from salver.observe.authentication.received import client, received_at
from salver.observe.authentication.sole_author import sole_author
from salver.observe.authentication.spf.evaluate import evaluate as evaluate_spf
from salver.observe.authentication.upstream import upstream
from salver.observe.question import DnsQuestion, DnsRecords, Unavailable
from salver.observe.rounds import Asker, both, together
from salver.observe.trust import Trust
from salver.read.message import HeaderField, Message

_NO_ANSWER = frozenset({NOT_ASKED_WORD, UNAVAILABLE_WORD, "none"})
_SEALED = frozenset({"arc-seal", "arc-message-signature", "arc-authentication-results"})
_SIGNED = _SEALED | {"dkim-signature"}


def authenticate(message: Message, envelope: Envelope, trust: Trust, author: str | None) -> Asker[Authentication]:
    """Find out who stands behind a message. Yields rounds of questions: at most three for ordinary mail.

    ``author`` is the one address in From, None where that is missing or ambiguous: then DMARC is ``none`` with the
    reason ``author-ambiguous``, whoever says otherwise. Without a resolver (``trust.dns``) nothing is asked, and only
    what trusted servers reported counts.
    """
    author = sole_author(message, author, trust.limits)
    reported = upstream(message.headers, trust.authserv_ids, envelope.peer, trust.networks)
    if reported.source is not None:
        return (yield from _completed(reported, message, trust, author))
    if not trust.dns:
        return reported
    return (yield from _own(message, envelope, trust, author))


class _Walks(NamedTuple):
    """The DMARC records met on the way up from some domains.

    ``steps`` are the names that were asked for, ``known`` what those that answered hold. ``exists``: whether the Author
    Domain does; ``asked``: whether there was anybody to ask.
    """

    steps: frozenset[str] = frozenset()
    known: Mapping[str, DmarcRecord | None] = MappingProxyType({})
    exists: bool | None = None
    asked: bool = True


def _completed(reported: Authentication, message: Message, trust: Trust, author: str | None) -> Asker[Authentication]:
    """Upstream's results, with what the signatures in the message add, and with DMARC where upstream did not look."""
    domain = _author_domain(author)
    passed = domain if reported.dmarc.result == "pass" else None
    reported = replace(reported, dkim=match_all(message, reported.dkim, trust.limits, passed))
    if author is None:
        return replace(reported, dmarc=_ambiguous())
    if reported.dmarc.result != NOT_ASKED_WORD or not trust.dns or domain is None:
        return reported
    identifiers = tuple(_reported_identifiers(reported, message.headers))
    others = [one.domain for one in identifiers if one.domain]
    walks = yield from _walk(domain, others, trust.limits)
    dmarc = yield from _dmarc(domain, walks, identifiers, trust.limits)
    return replace(reported, dmarc=dmarc)


def _own(message: Message, envelope: Envelope, trust: Trust, author: str | None) -> Asker[Authentication]:
    limits = trust.limits
    domain = _author_domain(author)
    sender = valid_domain(domain_of(envelope.mail_from) or "") if domain else None
    host, helo = _client(message.headers, envelope, trust.networks)
    others = [sender] if sender and _alike(sender, domain) else []
    spf, walks, signed = yield from _side_by_side(
        evaluate_spf(host, envelope.mail_from, helo, limits),
        _walk(domain, others, limits),
        _signatures(message, envelope, trust, domain),
    )
    if domain is None:
        dmarc = _ambiguous() if author is None else DmarcResult("none", why="author-unusable")
    else:
        walks = _joined(walks, signed.walks)
        identifiers = (*_spf_identifier(spf), *_dkim_identifiers(signed.dkim))
        dmarc = yield from _dmarc(domain, walks, identifiers, limits)
    results = (spf.result, dmarc.result, *(one.result for one in signed.dkim))
    in_vain = NOT_ASKED_WORD in results and _NO_ANSWER.issuperset(results)
    return Authentication(source=None if in_vain else "own", spf=spf, dkim=signed.dkim, dmarc=dmarc, arc=signed.arc)


def _ambiguous() -> DmarcResult:
    return DmarcResult("none", why="author-ambiguous")


def _author_domain(author: str | None) -> str | None:
    """The Author Domain in A-labels (RFC 9989 4.4)."""
    # RFC 9989 4.4
    return valid_domain(author.rpartition("@")[2].removesuffix(".")) if author else None


def _client(
    headers: Sequence[HeaderField], envelope: Envelope, networks: tuple[str, ...]
) -> tuple[str | None, str | None]:
    """The address of the host outside that the message came from, and what it said of itself.

    As the door was told; where that is one of our own servers, or nobody told, by the Received fields of our servers.
    Where those do not say, nobody knows.
    """
    given = envelope.client_ip
    if given is not None and not ours(given, networks):
        return given, envelope.helo
    hop = client(headers, envelope.peer, networks)
    if hop is not None:
        return hop.ip, hop.helo
    if given is None and envelope.peer not in (None, UNIX) and not ours(envelope.peer, networks):
        return envelope.peer, envelope.helo
    # One of our own servers is nobody's client, and what it says of itself is not what the host outside said.
    return None, None


class _Signed(NamedTuple):
    """What the signatures in the message come to, and the DMARC records on the way up from their domains."""

    dkim: tuple[DkimResult, ...] = ()
    arc: ArcResult = ArcResult("none")
    walks: _Walks = _Walks()


def _side_by_side(
    spf: Asker[SpfResult], walk: Asker[_Walks], signed: Asker[_Signed]
) -> Asker[tuple[SpfResult, _Walks, _Signed]]:
    """All three in the same rounds."""
    results = yield from together(cast("list[Asker[object]]", [spf, walk, signed]))
    return cast(SpfResult, results[0]), cast(_Walks, results[1]), cast(_Signed, results[2])


def _signatures(message: Message, envelope: Envelope, trust: Trust, author: str | None) -> Asker[_Signed]:
    """DKIM and ARC; then the walks from domains whose signature holds and that could be the author's organisation."""
    names = {field.name for field in message.headers}
    if _SIGNED.isdisjoint(names):
        return _Signed()
    limits = trust.limits
    time = received_at(message.headers, envelope.peer, trust.networks)
    if _SEALED.isdisjoint(names):
        dkim, arc = (yield from verify(message, time, limits)), ArcResult("none")
    else:
        dkim, arc = yield from both(verify(message, time, limits), validate(message, trust.sealers, time, limits))
    domains = {one.domain for one in _dkim_identifiers(dkim) if one.domain and one.domain != author}
    way = climb(tuple(sorted(domain for domain in domains if _alike(domain, author))), limits.dmarc_lookups)
    walks = (yield from _up(way, limits)) if way.questions else _Walks()
    return _Signed(dkim, arc, walks)


def _alike(name: str, author: str | None) -> bool:
    """Whether two names are likely to have one Organizational Domain: their last two labels agree."""
    return author is not None and name.rsplit(".", 2)[-2:] == author.rsplit(".", 2)[-2:]


def _walk(domain: str | None, others: Iterable[str], limits: Limits) -> Asker[_Walks]:
    """The walk from the Author Domain and those from ``others``, and whether the Author Domain exists: one round."""
    if domain is None:
        return _Walks()
    way = climb((domain, *others), limits.dmarc_lookups)
    itself = DnsQuestion(domain, "TXT")
    answers = yield way.questions | {itself}
    answer = answers.get(itself)
    exists = answer.exists if isinstance(answer, DnsRecords) else None
    known = found(way, answers, limits)
    asked = bool(known) or exists is not None or not all(_not_asked(answers.get(one)) for one in way.questions)
    return _Walks(way.steps, known, exists, asked)


def _up(way: Climb, limits: Limits) -> Asker[_Walks]:
    """Ask for the records on the way; nothing is asked where there is none."""
    if not way.questions:
        return _Walks(way.steps, dict.fromkeys(way.steps))
    answers = yield way.questions
    return _Walks(way.steps, found(way, answers, limits))


def _joined(one: _Walks, other: _Walks) -> _Walks:
    """The first with what the second adds to it."""
    if not other.steps:
        return one
    return one._replace(steps=one.steps | other.steps, known={**one.known, **other.known})


def _not_asked(answer: object) -> bool:
    return isinstance(answer, Unavailable) and answer.kind == "not-asked"


def _dmarc(domain: str, walks: _Walks, identifiers: tuple[Identifier, ...], limits: Limits) -> Asker[DmarcResult]:
    """Work out DMARC; only where an identifier's walk is still missing one more round is needed."""
    if not walks.asked:
        return DmarcResult(NOT_ASKED_WORD, domain, why="not-asked")
    wants = wanted(domain, walks.known, identifiers, limits) - walks.steps
    if wants:
        walks = _joined(walks, (yield from _up(over(wants), limits)))
    return evaluate(domain, walks.known, walks.exists, identifiers, limits)


def _spf_identifier(spf: SpfResult) -> Iterator[Identifier]:
    """Only MAIL FROM counts (RFC 9989 4.4)."""
    if spf.result == "pass":
        if spf.identity == "mailfrom" and spf.domain:
            yield Identifier("spf", spf.domain)
    elif spf.result == "temperror":
        yield Identifier("spf", spf.domain, "temperror")
    elif spf.result in (UNAVAILABLE_WORD, NOT_ASKED_WORD) and spf.identity != "helo":
        yield Identifier("spf", spf.domain, "unavailable")


def _dkim_identifiers(results: Iterable[DkimResult]) -> Iterator[Identifier]:
    """A key that is being tested counts as no signature at all (RFC 6376 3.6.1)."""
    for one in results:
        if one.testing or one.domain is None:
            continue
        if one.result == "pass":
            yield Identifier("dkim", one.domain)
        elif one.result == "temperror":
            yield Identifier("dkim", one.domain, "temperror")
        elif one.result == NOT_ASKED_WORD:
            yield Identifier("dkim", one.domain, "unavailable")


def _reported_identifiers(reported: Authentication, headers: Iterable[HeaderField]) -> Iterator[Identifier]:
    """Those of an upstream server. What it says nothing about may have passed all the same (RFC 8601 2.4)."""
    yield from _spf_identifier(reported.spf)
    yield from _dkim_identifiers(reported.dkim)
    if not reported.dkim and any(field.name == "dkim-signature" for field in headers):
        yield Identifier("dkim", None, "unavailable")
