"""Who really sent this, in words: lines of evidence, and the bracket that says whether they belong together.

One text for the inbox and for ``salver explain``. Names in it are addresses and domains that were read strictly; what
the sender calls itself is ``Untrusted`` and stands apart from our sentences.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.core.envelope import domain_of
from salver.core.hostname import shown_domain
from salver.core.untrusted import Untrusted
from salver.decide.circumstance_words import Line, Sign, circumstance_lines, knows_account, service_name
from salver.decide.report import Report

_BY = {"dkim": "DKIM", "spf": "SPF", "dmarc": "DMARC"}
_COUNT = ("no check", "one check", "two checks", "three checks")
_MOST_NAMES = 4
_FROM_LINE = "Mail “From” line"
_UNSURE = "Not confirmed. Nothing shows that {domain} sent it."

STRENGTHS: dict[str, tuple[Sign, str, str]] = {
    "strong": ("yes", "Well", "The domain of the address itself confirms it."),
    "moderate": ("yes", "Fairly", "There is good evidence, though not the best."),
    "weak": ("odd", "Hardly", "The server fits the name, the address itself is not confirmed."),
    "none": ("odd", "Not at all", "Anybody could have written this name."),
    "unknown": ("unknown", "Nobody looked", "There was no result that we trust."),
}
"""Strength -> sign, the answer to "how well is it confirmed", and why."""
_UNANSWERED: tuple[Sign, str, str] = (
    "unknown",
    "Not known",
    "We looked, and an answer that could confirm it is missing.",
)
"""The same for ``unknown`` where somebody looked."""


FAMILIARITY = {
    "contact": "You know them: they are in your contacts.",
    "allowed": "You know them: you said that their invitations may come.",
    "wrote-to": "You know them: you have written to them.",
    "organisation": "They belong to your own house.",
    "colleagues": "Several of your colleagues know them.",
    "stranger": "You do not know them.",
    "not-asked": "Nobody was asked if you know them.",
}
"""How the mailbox knows the one who speaks -> a sentence."""


class Bracket(msgspec.Struct, frozen=True):
    """The verdict over the joined lines. ``kind`` is the CSS suffix."""

    kind: Literal["contra", "check", "known"]
    verdict: str
    sentence: str


class Who(msgspec.Struct, frozen=True):
    """Lines the bracket joins (all lines, where there is no bracket), and the lines beside it."""

    joined: tuple[Line, ...]
    bracket: Bracket | None
    beside: tuple[Line, ...]


def who(report: Report, organizer_name: Untrusted | None) -> Who:
    """The evidence of one report. ``organizer_name`` is CN, from the original, where it is still there."""
    joined = (_claims(report, organizer_name), *_person(report), *_servers(report), *_answer(report))
    beside = (_strength(report), *_mail_from(report), *circumstance_lines(report), _signature(report))
    return Who(joined, _bracket(report), beside)


def names_of(report: Report) -> tuple[str, ...]:
    """Domains and addresses our sentences about this report may hold: each is isolated where it is shown."""
    identity = report.identity
    claimed, person = identity.claimed or "", identity.person or ""
    names = [claimed, domain_of(claimed) or "", *(entry.get("name", "") for entry in identity.confirmed)]
    names += [*identity.contradicted_by, person, domain_of(person) or ""]
    names += [one.by for one in report.circumstances if one.by]
    return tuple(dict.fromkeys(name for name in names if name))


def vouched(report: Report) -> bool:
    """Whether somebody stands behind the claim at least moderately."""
    return report.identity.strength in ("strong", "moderate") and report.identity.vouched_by != "nobody"


def _claims(report: Report, name: Untrusted | None) -> Line:
    identity = report.identity
    question = "Claims to be"
    if identity.claimed is None:
        return Line(sign="odd", question=question, name=name, plain="Nobody", result="It names no address we can read.")
    sign, result = _claim_result(report, shown_domain(identity.claimed))
    return Line(sign=sign, question=question, name=name, addresses=(Untrusted(identity.claimed),), result=result)


def _claim_result(report: Report, domain: str) -> tuple[Sign, str]:
    identity = report.identity
    if vouched(report):
        return "yes", _VOUCHED.get(identity.vouched_by, "Confirmed.").format(service=service_name(report))
    if identity.contradicted_by:
        return "no", _UNSURE.format(domain=domain)
    if identity.strength == "unknown":
        asked = report.authentication.source is not None
        return "unknown", "Not known. An answer that could confirm it is missing." if asked else "Not checked."
    if identity.carrier_class in _NOT_VOUCHED:
        sentence = _NOT_VOUCHED_ACCOUNT if knows_account(report) else _NOT_VOUCHED[identity.carrier_class]
        return "odd", sentence.format(service=service_name(report), domain=domain)
    if identity.vouched_by == "same-organisation":
        return "odd", "Sent by another mailbox of the same house. The address itself is not confirmed."
    if identity.vouched_by == "carrier":
        return "odd", f"Only {service_name(report)} speaks for it. How well it knows this person, we do not know."
    if identity.strength == "weak":
        return "odd", "Only little confirms it: the server fits the name, the address itself is not confirmed."
    return "odd", _UNSURE.format(domain=domain)


_VOUCHED = {
    "carrier": "Confirmed by {service}, where this person was signed in.",
    "delegate": "Confirmed: somebody of the same house sent it for this address.",
    "signature": "Confirmed by a signature.",
}
"""vouched_by -> what confirms it."""

_NOT_VOUCHED = {
    "claimed": "Not confirmed. {service} sent it; this name is what its customer typed.",
    "speaks-for-others": "Sent by {service} in the name of {domain}, which does not confirm it.",
    "relay": "Not confirmed. The mailing list confirms itself, not {domain}.",
}
"""Class of the carrier -> what is missing."""
_NOT_VOUCHED_ACCOUNT = "Not confirmed. {service} sent it and knows whose account it is; {domain} does not confirm it."
"""The same where the service signs its customers in."""


def _person(report: Report) -> list[Line]:
    """The person behind a calendar, a token or the machine of a service."""
    identity = report.identity
    if identity.person is None:
        return []
    sure = vouched(report) and identity.carrier_class == "account"
    result = "The service signed this person in." if sure else "It says so. Nobody checked it."
    sign: Sign = "yes" if sure else "odd"
    return [Line(sign=sign, question="Stands for", addresses=(Untrusted(identity.person),), result=result)]


def _servers(report: Report) -> list[Line]:
    question = "Sent by a server for"
    checks: dict[str, list[str]] = {}
    for entry in report.identity.confirmed:
        checks.setdefault(entry.get("name", ""), []).append(_BY.get(entry.get("by", ""), "another check"))
    if not checks:
        asked = report.authentication.source is not None
        result = "No server proved its name." if asked else "Not checked: there was no result that we trust."
        return [Line(sign="odd" if asked else "unknown", question=question, plain="Nobody we can name", result=result)]
    heard = " Your own mail server says so." if report.authentication.source == "upstream" else ""
    return [
        Line(
            sign="yes",
            question=question,
            addresses=(Untrusted(name),),
            result=f"Confirmed by {_count(by)} ({_listed(by)}).{heard}",
        )
        for name, by in list(checks.items())[:_MOST_NAMES]
    ]


def _count(checks: list[str]) -> str:
    return _COUNT[len(checks)] if len(checks) < len(_COUNT) else f"{len(checks)} checks"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _answer(report: Report) -> list[Line]:
    """Where an answer would go: for a mail program to Reply-To (RFC 5322 3.6.2); ours go to the organizer alone."""
    identity = report.identity
    claimed = identity.claimed
    # RFC 5322 3.6.2
    expected = {address.lower() for address in (claimed, identity.person) if address}
    others = tuple(address for address in report.reply_to if address.lower() not in expected)
    if others:
        known = {domain_of(claimed), domain_of(identity.person), *(e.get("name") for e in identity.confirmed)}
        elsewhere = any(domain_of(address) not in known for address in others)
        result = "Another domain again." if elsewhere else "Not the address above."
        sign: Sign = "no" if elsewhere and identity.contradicted_by else "odd"
        question = "A mail program would answer"
        return [Line(sign=sign, question=question, addresses=tuple(map(Untrusted, others)), result=result)]
    question = "Your answer goes to"
    if claimed is None:
        return [Line(sign="odd", question=question, plain="Nobody", result="There is no address to answer to.")]
    if not any(thing.method in ("REQUEST", "ADD") for thing in report.objects):
        return [Line(sign="unknown", question=question, plain="Nobody", result="No answer is due.")]
    if identity.carrier_class == "service":
        return [Line(sign="unknown", question=question, plain="Nobody", result="The service reads no answers.")]
    address = (Untrusted(claimed),)
    if vouched(report):
        result = "The same address." if identity.person is None else "The service hands it on to that person."
        return [Line(sign="yes", question=question, addresses=address, result=result)]
    result = "The address it claims. We do not know who reads it."
    return [Line(sign="unknown", question=question, addresses=address, result=result)]


def _strength(report: Report) -> Line:
    sign, plain, result = STRENGTHS.get(report.identity.strength, STRENGTHS["unknown"])
    if sign == "unknown" and report.authentication.source is not None:
        sign, plain, result = _UNANSWERED
    if report.identity.vouched_by == "carrier" and not vouched(report):
        result = f"{service_name(report)} sent it, and we have seen too little of it to rely on that."
    elif report.identity.vouched_by == "carrier":
        result = f"{service_name(report)} confirms it, not the domain of the address itself."
    return Line(sign=sign, question="How well it is confirmed", plain=plain, result=result)


def _mail_from(report: Report) -> list[Line]:
    authors, identity = report.from_, report.identity
    expected = {address.lower() for address in (identity.claimed, identity.person) if address}
    # Whom a circumstance names has a line of its own.
    expected |= {one.by.lower() for one in report.circumstances if one.by}
    if len(authors) == 1 and authors[0].lower() in expected:
        return []
    if len(authors) == 1 and identity.carrier_class == "account":
        result = "The address of the calendar service."
        return [Line(sign="yes", question=_FROM_LINE, addresses=(Untrusted(authors[0]),), result=result)]
    question = _FROM_LINE
    if not authors:
        return [Line(sign="odd", question=question, plain="Unreadable", result="It does not name one plain author.")]
    several = len(authors) > 1
    result = "It names more than one author." if several else "Not the address the invitation names."
    return [Line(sign="odd", question=question, addresses=tuple(map(Untrusted, authors)), result=result)]


def _signature(report: Report) -> Line:
    question = "Signature"
    for entry in report.signatures:
        if not isinstance(entry, dict):
            continue
        signers = tuple(Untrusted(str(signer)) for signer in entry.get("signers") or ())
        helps = entry.get("result") == "good" and entry.get("signs_calendar") and entry.get("matches_organizer")
        if helps:
            return Line(sign="yes", question=question, addresses=signers, result="Good. It covers the invitation.")
        return Line(sign="odd", question=question, addresses=signers, result="There is one, but it does not help here.")
    return Line(sign="unknown", question=question, plain="None", result="That is normal. Most invitations have none.")


def _bracket(report: Report) -> Bracket | None:
    identity = report.identity
    if identity.contradicted_by:
        text = "The name on the card is one domain. The server that sent it speaks for another."
        return Bracket("contra", "These do not match.", text)
    if identity.carrier_class in ("service", "claimed") and _confirmed(report):
        text = "The service confirms itself, not the person who typed the invitation."
        return Bracket("check", "These match, and it means little.", text)
    if not vouched(report):
        return None
    if report.level != "new":
        return None
    if identity.vouched_by == "carrier":
        text = "The calendar service says whose account sent it. It does not tell you if you want it."
        return Bracket("known", "These match.", text)
    return Bracket("known", "These match.", "That tells you who sent it. It does not tell you if you want it.")


def _confirmed(report: Report) -> bool:
    return bool(report.identity.confirmed)
