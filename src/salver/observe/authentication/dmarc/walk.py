"""The walk from a domain up the tree of names, and the Organizational Domain it leads to (RFC 9989 4.10).

The standard walks name by name and stops early. All names of a walk are known beforehand, so they are asked for in one
round; what lies behind the stop is then not looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from salver.core.limits import Limits
from salver.observe.authentication.dmarc.record import DmarcRecord, only_record
from salver.observe.authentication.domains import may_be_asked
from salver.observe.question import Answer, DnsQuestion, DnsRecords, Question

Found = Mapping[str, DmarcRecord | None]
"""The record of each name that answered, None where it has none. A name that is not in it did not answer."""

_PREFIX = "_dmarc."


@lru_cache(maxsize=4096)
def targets(domain: str, most: int) -> tuple[str, ...]:
    """The names a walk from this domain visits, itself first, at most ``most`` of them.

    From a name of ``most`` labels or more it goes on at the one with one label less than that.
    """
    labels = domain.split(".")
    # RFC 9989 4.10
    shorter = range(max(1, len(labels) - most + 1), len(labels))
    return (domain, *(".".join(labels[start:]) for start in shorter))


class Climb(NamedTuple):
    """The names of one or more walks, and the questions for their records."""

    steps: frozenset[str]
    questions: frozenset[Question]


@lru_cache(maxsize=512)
def climb(domains: tuple[str, ...], most: int) -> Climb:
    """All walks from these domains together."""
    return over(frozenset(step for domain in domains for step in targets(domain, most)))


def over(steps: frozenset[str]) -> Climb:
    """The questions for the records of these names. A name too long to be asked for has no record."""
    names = (_PREFIX + step for step in steps)
    return Climb(steps, frozenset(DnsQuestion(name, "TXT") for name in names if may_be_asked(name)))


def found(climb: Climb, answers: Mapping[Question, Answer], limits: Limits) -> dict[str, DmarcRecord | None]:
    """The records of all names of a climb that answered, None where one has none."""
    records: dict[str, DmarcRecord | None] = {}
    most = limits.dmarc_record_characters
    for question in climb.questions:
        answer = answers.get(question)
        if isinstance(answer, DnsRecords):
            records[question.name[len(_PREFIX) :]] = only_record(answer.values, most) if answer.values else None
    if len(climb.questions) < len(climb.steps):
        records |= dict.fromkeys(step for step in climb.steps if not may_be_asked(_PREFIX + step))
    return records


def organizational(domain: str, known: Found, limits: Limits) -> tuple[str, str | None] | None:
    """The Organizational Domain, and the name whose record speaks for the names below it that have none.

    That is the Organizational Domain itself where it has a record, else the public suffix above it; None where there is
    no record at all. The whole is None where a name on the way did not answer.
    """
    holder: str | None = None
    for name in targets(domain, limits.dmarc_lookups):
        if name not in known:
            return None
        record = known[name]
        if record is None:
            continue
        if record.suffix == "y" and name != domain:
            # RFC 9989 4.10.2
            below = _one_below(name, domain)
            return below, below if known.get(below) is not None else name
        holder = name
        if record.suffix != "u":
            break
    # RFC 9989 4.10.2
    return (holder or domain), holder


def _one_below(suffix: str, domain: str) -> str:
    return domain[: -len(suffix) - 1].rpartition(".")[2] + "." + suffix
