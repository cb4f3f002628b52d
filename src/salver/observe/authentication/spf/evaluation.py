"""``check_host()`` (RFC 7208 4) over the answers at hand.

The records are walked from the beginning each time new answers have come. Where one is missing it is noted, and the
walk goes on as if that term did not match: so all that could be needed next is asked in one round, and no more than the
limits allow. What a walk with missing answers comes to is thrown away; the limits are counted in the order of the
records, whatever was asked for beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from salver.core.limits import Limits
from salver.observe.authentication.authenticated import NOT_ASKED_WORD
from salver.observe.authentication.spf.client import value_of
from salver.observe.authentication.spf.macros import Speaker, askable, expand, names_client
from salver.observe.authentication.spf.record import Record, Term, only_record
from salver.observe.question import Answer, DnsQuestion, DnsRecords, DnsType, Question, Unavailable

_MISSING = "missing"
"""In place of a result: an answer has to come first."""

Match = bool | str
"""Whether a term matches; a result word where the whole check ends there (RFC 7208 4.6.2)."""


class Evaluation:
    """One walk. ``missing`` are the questions without an answer; ``why`` explains a result that is no pass."""

    def __init__(self, speaker: Speaker, limits: Limits, known: Mapping[Question, Answer]) -> None:
        self.missing: set[Question] = set()
        self.why: str | None = None
        self._speaker = speaker
        self._limits = limits
        self._known = known
        self._bits = speaker.client.bits
        self._number = speaker.client.number
        self._lookups = 0
        self._voids = 0

    def check_host(self, domain: str) -> str:
        """The result word for this domain (RFC 7208 4.1, 2.6); worthless while answers are missing."""
        record = self._record(domain)
        if isinstance(record, str):
            return record
        for term in record.terms:
            asks = _ASKING.get(term.mechanism)
            match = self._is_named(term) if asks is None else asks(self, term, domain)
            if match is True:
                return self._end(term.result, None if term.result == "pass" else "not-permitted")
            if match:
                return str(match)
        if record.redirect is not None:
            return self._redirect(record.redirect, domain)
        # RFC 7208 4.7
        return self._end("neutral", "nothing-said")

    def _end(self, result: str, why: str | None) -> str:
        self.why = why
        return result

    def _record(self, domain: str) -> Record | str:
        """The one record of a domain (RFC 7208 4.4, 4.5), or what there is instead."""
        found = self._ask(domain, "TXT")
        if isinstance(found, str):
            return found
        record = only_record(found.values, self._limits.spf_record_characters)
        if isinstance(record, Record):
            return record
        # RFC 7208 4.5
        return self._end("none" if record == "no-record" else "permerror", record)

    def _ask(self, domain: str, kind: DnsType) -> DnsRecords | str:
        question = DnsQuestion(domain, kind)
        answer = self._known.get(question)
        if isinstance(answer, DnsRecords):
            return answer
        if answer is None:
            self.missing.add(question)
            return _MISSING
        if isinstance(answer, Unavailable) and answer.kind == "not-asked":
            return self._end(NOT_ASKED_WORD, "not-asked")
        # RFC 7208 4.4
        return self._end("temperror", "dns")

    def _look_up(self, domain: str, kind: DnsType) -> DnsRecords | str:
        """A look-up of a term itself: an empty answer counts as void (RFC 7208 4.6.4)."""
        found = self._ask(domain, kind)
        if isinstance(found, DnsRecords) and not found.values:
            self._voids += 1
            if self._voids > self._limits.spf_void_lookups:
                return self._end("permerror", "too-many-void-lookups")
        return found

    def _one_more(self) -> bool:
        """Whether one more term that asks the DNS is allowed (RFC 7208 4.6.4)."""
        self._lookups += 1
        if self._lookups <= self._limits.spf_lookups:
            return True
        self._end("permerror", "too-many-lookups")
        return False

    def _target(self, term: Term, domain: str) -> str | None:
        """The name a term is about; None where no question about it can be made: it does not exist then."""
        return domain if term.target is None else self._expanded(term.target, domain)

    def _expanded(self, spec: str, domain: str) -> str | None:
        name = self._client_name(domain) if names_client(spec) else ""
        return askable(expand(spec, domain, self._speaker, name))

    def _redirect(self, spec: str, domain: str) -> str:
        """RFC 7208 6.1."""
        if not self._one_more():
            return "permerror"
        target = self._expanded(spec, domain)
        result = self.check_host(target) if target else "none"
        # RFC 7208 6.1
        return self._end("permerror", "redirect-without-record") if result == "none" else result

    def _is_named(self, term: Term) -> bool:
        """The mechanisms that ask nothing: all, ip4, ip6 (RFC 7208 5.1, 5.6)."""
        if term.mechanism == "ip4":
            return self._bits == 32 and self._number >> (32 - term.prefix4) == term.network
        if term.mechanism == "ip6":
            return self._bits == 128 and self._number >> (128 - term.prefix6) == term.network
        return True

    def _include(self, term: Term, domain: str) -> Match:
        if not self._one_more():
            return "permerror"
        target = self._target(term, domain)
        result = self.check_host(target) if target else "none"
        # RFC 7208 5.2
        if result == "none":
            return self._end("permerror", "include-without-record")
        if result in ("fail", "softfail", "neutral", _MISSING):
            return False
        return True if result == "pass" else result

    def _a(self, term: Term, domain: str) -> Match:
        if not self._one_more():
            return "permerror"
        target = self._target(term, domain)
        return False if target is None else self._has_client(target, term, self._look_up)

    def _mx(self, term: Term, domain: str) -> Match:
        if not self._one_more():
            return "permerror"
        target = self._target(term, domain)
        found = _MISSING if target is None else self._look_up(target, "MX")
        if isinstance(found, str):
            return False if found == _MISSING else found
        if len(found.values) > self._limits.spf_mx_names:
            return self._end("permerror", "too-many-mx-names")
        hosts = [askable(value.partition(" ")[2]) for value in found.values]
        matches = [self._has_client(host, term, self._ask) for host in hosts if host]
        return next((match for match in matches if match), False)

    def _has_client(self, host: str, term: Term | None, look: Callable[[str, DnsType], DnsRecords | str]) -> Match:
        """Whether the client's address, or its network, is among those of this host (RFC 7208 5.3)."""
        found = look(host, "A" if self._bits == 32 else "AAAA")
        if isinstance(found, str):
            return False if found == _MISSING else found
        prefix = self._bits if term is None else term.prefix4 if self._bits == 32 else term.prefix6
        shift = self._bits - prefix
        mine = self._number >> shift
        return any((number := value_of(value)) is not None and number >> shift == mine for value in found.values)

    def _ptr(self, term: Term, domain: str) -> Match:
        if not self._one_more():
            return "permerror"
        target = self._target(term, domain)
        found = _MISSING if target is None else self._look_up(self._speaker.client.backwards, "PTR")
        if isinstance(found, str):
            # RFC 7208 5.5
            return found if found == "permerror" else False
        names = [name for name in self._first_names(found) if _below(name, target or "")]
        # All are asked for, though the first that leads back to the client is enough.
        matches = [self._has_client(name, None, self._ask) for name in names]
        return True in matches

    def _first_names(self, found: DnsRecords) -> list[str]:
        """RFC 7208 4.6.4: of the client's names the first ten, and no more, are looked at."""
        return [name for value in found.values[: self._limits.spf_ptr_names] if (name := askable(value))]

    def _client_name(self, domain: str) -> str:
        """The macro ``p``: a name of the client that leads back to it, best one of this domain (RFC 7208 7.3)."""
        found = self._ask(self._speaker.client.backwards, "PTR")
        if isinstance(found, str):
            return "unknown"
        names = self._first_names(found)
        valid = [name for name in names if self._has_client(name, None, self._ask) is True]
        # RFC 7208 7.3
        valid.sort(key=lambda name: 0 if name == domain else 1 if _below(name, domain) else 2)
        return valid[0] if valid else "unknown"

    def _exists(self, term: Term, domain: str) -> Match:
        if not self._one_more():
            return "permerror"
        target = self._target(term, domain)
        # RFC 7208 5.7
        found = _MISSING if target is None else self._look_up(target, "A")
        if isinstance(found, str):
            return False if found == _MISSING else found
        return bool(found.values)


def _below(name: str, domain: str) -> bool:
    return name == domain or name.endswith("." + domain)


_ASKING: dict[str, Callable[[Evaluation, Term, str], Match]] = {
    "include": Evaluation._include,
    "a": Evaluation._a,
    "mx": Evaluation._mx,
    "ptr": Evaluation._ptr,
    "exists": Evaluation._exists,
}
"""The mechanisms that ask the DNS, by name."""
