"""The domains somebody knows, kept so that one stranger's is compared with a handful of them, however many they are.

Each known name stands under everything by which another could be taken for it: its label, its skeleton, the skeleton
with one letter left out (two names with one change between them have such a form in common), and for two changes either
half of it in these forms (one half has one change at most).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from salver.observe.resemblance import SHORTEST_NEAR, SHORTEST_TWO, SHORTEST_WORD, Name, name_of

_MOST_LABELS = 127
"""Labels of a name, at most (RFC 1035 2.3.4)."""
_MOST_PIECES = 64
"""Pieces of a label between hyphens in which a whole name is looked for; a label has 63 characters."""
_LONGEST_DOMAIN = 5
"""Labels of a registered domain, at most."""
_MOST = 1_000
"""Known names compared with one stranger's; more have a form in common only where somebody made them for that."""


class AcquaintedDomains:
    """Known registered domains. ``candidates`` finds those that have to be compared; nobody else is alike."""

    def __init__(self, domains: Iterable[str]) -> None:
        self.names: dict[str, Name] = {}
        self._places: dict[str, int] = {}
        self._forms: dict[tuple[str, str], list[str]] = {}
        for domain in domains:
            name = name_of(domain)
            if name is not None and name.domain not in self.names:
                self._places[name.domain] = len(self.names)
                self.names[name.domain] = name
                for form in _forms_of(name):
                    self._forms.setdefault(form, []).append(name.domain)

    def candidates(self, domain: str, name: Name) -> list[Name]:
        """The known names this one could be taken for, in the order they were given; the rest surely is unlike."""
        found: set[str] = set()
        for form in _looked_up(domain, name):
            if len(found) >= _MOST:
                break
            found.update(self._forms.get(form, ()))
        for whole in _wholes(domain):
            if whole in self.names:
                found.add(whole)
        return [self.names[one] for one in sorted(found, key=self._places.__getitem__)]


def _forms_of(name: Name) -> Iterator[tuple[str, str]]:
    """Everything a known name is found by."""
    yield "label", name.label
    yield "label", name.domain.partition(".")[0]
    yield "joined", name.joined
    yield "bones", name.bones
    yield "bones", name.bones.replace("-", "")
    if len(name.label) >= SHORTEST_NEAR:
        yield from (("near", form) for form in _shortened(name.bones))
    if len(name.label) >= SHORTEST_TWO:
        middle = len(name.bones) // 2
        yield from (("begins", form) for form in _shortened(name.bones[:middle]))
        yield from (("ends", form) for form in _shortened(name.bones[middle:]))


def _looked_up(domain: str, name: Name) -> Iterator[tuple[str, str]]:
    """The forms under which names like this one stand; the likeliest first."""
    yield "bones", name.bones
    yield "bones", name.bones.replace("-", "")
    yield "label", name.label
    pieces = name.bones.split("-")
    if len(pieces) > 1:
        yield from (("bones", piece) for piece in pieces[:_MOST_PIECES])
    for at in range(SHORTEST_WORD, len(name.label)):
        yield "label", name.label[:at]
        yield "label", name.label[-at:]
    labels = domain.split(".")[-_MOST_LABELS:]
    for label in labels:
        yield "label", label
        yield from (("joined", whole) for whole in _runs(label.split("-")[:_MOST_PIECES], "-", _MOST_PIECES))
    yield from (("near", form) for form in _shortened(name.bones))
    if len(name.bones) >= SHORTEST_TWO - 2:
        yield from _halves(name.bones)


def _halves(bones: str) -> Iterator[tuple[str, str]]:
    """Either half of a name of up to two letters more or less, as it would stand in this one."""
    least, most = (len(bones) - 2) // 2, (len(bones) + 2) // 2
    for at in range(max(least - 1, 1), most + 2):
        yield from (("begins", form) for form in _shortened(bones[:at]))
        yield from (("ends", form) for form in _shortened(bones[-at:]))


def _shortened(text: str) -> Iterator[str]:
    """The text, and the text without each of its letters."""
    yield text
    yield from (text[:at] + text[at + 1 :] for at in range(len(text)))


def _wholes(domain: str) -> Iterator[str]:
    """Every domain that stands in this one: in its labels, or before a hyphen (``victim.example-login.test``)."""
    labels = domain.split(".")[-_MOST_LABELS:]
    yield from _runs(labels, ".", _LONGEST_DOMAIN)
    for end in range(1, len(labels)):
        last = labels[end].partition("-")[0]
        for begin in range(max(0, end - _LONGEST_DOMAIN + 1), end):
            yield ".".join((*labels[begin:end], last))


def _runs(pieces: list[str], sign: str, longest: int) -> Iterator[str]:
    """Two neighbours and more, up to so many, joined."""
    for begin in range(len(pieces)):
        for end in range(begin + 2, min(begin + longest, len(pieces)) + 1):
            yield sign.join(pieces[begin:end])
