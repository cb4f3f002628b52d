"""Searching one's own invitations: words, and from: domain: reason: uid:."""

from __future__ import annotations

import msgspec

from salver.core.envelope import domain_of
from salver.decide.report import Report
from salver.store.outcomes import Outcome

_KEYS = ("from", "domain", "reason", "uid")
_LONGEST = 300


class Query(msgspec.Struct, frozen=True):
    """A search that was read: pairs of key (``""`` for a word) and value in lower case. All must fit."""

    text: str
    terms: tuple[tuple[str, str], ...]

    def fits(self, outcome: Outcome) -> bool:
        """Whether an outcome answers every term."""
        return all(_fits(key, value, outcome) for key, value in self.terms)


def read_query(text: str) -> Query:
    """Read what was typed; an unknown key is a word."""
    text = " ".join(text[:_LONGEST].split())
    terms = []
    for piece in text.split():
        key, colon, value = piece.partition(":")
        if colon and value and key.lower() in _KEYS:
            terms.append((key.lower(), value.casefold()))
        else:
            terms.append(("", piece.casefold()))
    return Query(text, tuple(terms))


def _fits(key: str, value: str, outcome: Outcome) -> bool:
    report = outcome.report
    if key == "uid":
        return value in (outcome.uid or "").casefold()
    if key == "reason":
        return any(value == finding.code for finding in report.findings)
    if key == "from":
        return any(value in address.casefold() for address in _addresses(report))
    if key == "domain":
        return any(domain == value or domain.endswith(f".{value}") for domain in _domains(report))
    return any(value in text.casefold() for text in _texts(report))


def _addresses(report: Report) -> list[str]:
    claimed = [report.identity.claimed] if report.identity.claimed else []
    return [*report.from_, *report.reply_to, *claimed, *(item.organizer for item in report.objects if item.organizer)]


def _domains(report: Report) -> set[str]:
    names = [domain_of(address) for address in _addresses(report)]
    names += [domain_of(entry.get("name")) or entry.get("name") for entry in report.identity.confirmed]
    names += [link.host for link in report.links] + [link.domain for link in report.links]
    return {name.casefold() for name in names if name}


def _texts(report: Report) -> list[str]:
    foreign = [text for item in report.objects for text in (item.summary, item.location) if text is not None]
    return [report.headline, *(text.raw for text in foreign), *_addresses(report)]
