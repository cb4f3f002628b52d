"""A file of records instead of the network: ``zone:FILE`` (report.md). The same file always gives the same answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.drive.dns.names import can_be_asked
from salver.observe.question import DnsQuestion, DnsRecords, DnsType, Unavailable

TYPES: tuple[DnsType, ...] = get_args(DnsType)

Records = Mapping[tuple[str, DnsType], tuple[str, ...]]
"""By name (lower-case, without a final dot) and type, as ``DnsRecords.values`` wants them."""


class Zone:
    """Records of any number of domains. A name that is not there does not exist, one with names below it does.

    Names among ``silent`` never answer and those among ``failing`` answer SERVFAIL, but for the types that have records
    here.
    """

    def __init__(
        self,
        records: Records,
        *,
        silent: Iterable[str] = (),
        failing: Iterable[str] = (),
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._records = records
        self._silent = frozenset(silent)
        self._failing = frozenset(failing)
        self._most_aliases = limits.dns_aliases
        owners = {name for name, _ in records} | self._silent | self._failing
        self._names = {above for name in owners for above in _and_above(name)}

    def ask(
        self, questions: Iterable[DnsQuestion], _seconds: float = 0.0, /
    ) -> dict[DnsQuestion, DnsRecords | Unavailable]:
        """Answer all of them, at once."""
        return {question: self._answer(question) for question in questions}

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, question: DnsQuestion) -> DnsRecords | Unavailable:
        if not can_be_asked(question.domain):
            return Unavailable("permanent", "dns: no name that can be asked for")
        name = question.domain
        for aliases in range(self._most_aliases + 1):
            owner = self._owner(name)
            if owner is None:
                return DnsRecords(exists=bool(aliases))  # RFC 6604 3
            values = self._records.get((owner, question.type))
            if values:
                return DnsRecords(values)
            target = self._records.get((owner, "CNAME"))
            if not target:
                return self._nothing(owner)
            name = target[0]
        return Unavailable("temporary", "dns: too many aliases")

    def _nothing(self, name: str) -> DnsRecords | Unavailable:
        if name in self._silent:
            return Unavailable("temporary", "dns: no answer in time")
        if name in self._failing:
            return Unavailable("temporary", "dns: servfail")
        return DnsRecords()

    def _owner(self, name: str) -> str | None:
        """The name itself, or the wildcard that stands for it, or None where neither is there."""
        if name in self._names:
            return name
        # The closest name above that exists decides, and no other (RFC 4592 3.3.1).
        above = next((above for above in _and_above(name) if above in self._names), "")
        wildcard = f"*.{above}" if above else "*"
        return wildcard if wildcard in self._names else None


def _and_above(name: str) -> Iterator[str]:
    """The name and every name above it but the root."""
    while name:
        yield name
        name = name.partition(".")[2]


def plain_name(name: str) -> str:
    """As ``DnsQuestion`` writes names: lower-case, without a final dot."""
    return name.strip().rstrip(".").lower()


def as_type(word: str) -> DnsType | None:
    """The record type of this name, if it is one we ask for."""
    return next((kind for kind in TYPES if kind == word), None)
