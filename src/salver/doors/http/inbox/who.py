"""Who really sent this: five lines of evidence, and the bracket that says whether they belong together."""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.core.envelope import domain_of
from salver.core.untrusted import Untrusted
from salver.decide.report import Report

Sign = Literal["yes", "no", "odd", "unknown"]
SIGN_WORDS: dict[Sign, str] = {
    "yes": "Confirmed",
    "no": "Not confirmed",
    "odd": "Odd",
    "unknown": "Not known",
}
"""What a screen reader hears before the result."""

_BY = {"dkim": "DKIM", "spf": "SPF", "dmarc": "DMARC"}
_COUNT = ("no check", "one check", "two checks", "three checks")
_MOST_NAMES = 4


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line. ``name`` is what the sender calls itself; ``plain`` stands where there is no address."""

    sign: Sign
    question: str
    result: str
    name: Untrusted | None = None
    addresses: tuple[Untrusted, ...] = ()
    plain: str = ""

    @property
    def prefix(self) -> str:
        return SIGN_WORDS[self.sign]


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
    joined = (_claims(report, organizer_name), *_servers(report), _answer(report))
    beside = (*_mail_from(report), _signature(report))
    return Who(joined, _bracket(report), beside)


def names_of(report: Report) -> tuple[str, ...]:
    """Domains and addresses our sentences about this report may hold: each is isolated where it is shown."""
    identity = report.identity
    claimed = identity.claimed or ""
    names = [claimed, domain_of(claimed) or "", *(entry.get("name", "") for entry in identity.confirmed)]
    names += [*identity.contradicted_by, identity.carrier or ""]
    return tuple(dict.fromkeys(name for name in names if name))


def vouched(report: Report) -> bool:
    """Whether somebody stands behind the claim at least moderately."""
    return report.identity.strength in ("strong", "moderate") and report.identity.vouched_by != "nobody"


def _claims(report: Report, name: Untrusted | None) -> Line:
    identity = report.identity
    question = "Claims to be"
    if identity.claimed is None:
        return Line(sign="odd", question=question, name=name, plain="Nobody", result="It names no address we can read.")
    sign, result = _claim_result(report, domain_of(identity.claimed) or identity.claimed)
    return Line(sign=sign, question=question, name=name, addresses=(Untrusted(identity.claimed),), result=result)


def _claim_result(report: Report, domain: str) -> tuple[Sign, str]:
    identity = report.identity
    if vouched(report):
        return "yes", "Confirmed."
    if identity.contradicted_by:
        return "no", f"Not confirmed. Nothing shows that {domain} sent it."
    if identity.strength == "unknown":
        return "unknown", "Not checked."
    if identity.strength == "weak":
        return "odd", "Only little confirms it: the server fits the name, the address itself is not confirmed."
    return "odd", f"Not confirmed. Nothing shows that {domain} sent it."


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


def _answer(report: Report) -> Line:
    """Where an answer would go: for a mail program to Reply-To (RFC 5322 3.6.2); ours go to the organizer alone."""
    claimed = report.identity.claimed
    # RFC 5322 3.6.2
    others = tuple(address for address in report.reply_to if not _same(address, claimed))
    if others:
        known = {domain_of(claimed), *(entry.get("name") for entry in report.identity.confirmed)}
        elsewhere = any(domain_of(address) not in known for address in others)
        result = "Another domain again." if elsewhere else "Not the address above."
        sign: Sign = "no" if elsewhere and report.identity.contradicted_by else "odd"
        question = "A mail program would answer"
        return Line(sign=sign, question=question, addresses=tuple(map(Untrusted, others)), result=result)
    question = "Your answer goes to"
    if claimed is None:
        return Line(sign="odd", question=question, plain="Nobody", result="There is no address to answer to.")
    if vouched(report):
        return Line(sign="yes", question=question, addresses=(Untrusted(claimed),), result="The same address.")
    return Line(
        sign="unknown",
        question=question,
        addresses=(Untrusted(claimed),),
        result="The address it claims. We do not know who reads it.",
    )


def _mail_from(report: Report) -> list[Line]:
    authors = report.from_
    if len(authors) == 1 and _same(authors[0], report.identity.claimed):
        return []
    question = "Mail “From” line"
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
    if report.identity.contradicted_by:
        text = "The name on the card is one domain. The server that sent it speaks for another."
        return Bracket("contra", "These do not match.", text)
    if vouched(report) and report.identity.vouched_by == "carrier":
        text = "The calendar service confirms itself, not the person who typed the invitation."
        return Bracket("check", "These match, and it means little.", text)
    if vouched(report) and report.level == "new":
        return Bracket("known", "These match.", "That tells you who sent it. It does not tell you if you want it.")
    return None


def _same(one: str, other: str | None) -> bool:
    return other is not None and one.lower() == other.lower()
