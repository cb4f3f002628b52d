"""Comparing a few known domains gives what comparing all of them gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from salver.observe.acquainted_domains import AcquaintedDomains
from salver.observe.resemblance import name_of, resemblance

_LABELS = (
    "victim",
    "victirn",
    "grosshandelbank",
    "grosshndelbnk",
    "acme-consulting",
    "acmeconsulting",
    "victim-secure",
    "securevictim",
    "m\u00fcller",
    "xn--mller-kva",
    "harbourchoirhouse",
)
_ENDINGS = ("example", "test", "co.uk")


@st.composite
def _labels(draw: st.DrawFn) -> str:
    """A label, perhaps with up to three letters changed, or with another beside it."""
    label = draw(st.sampled_from(_LABELS))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(label) - 1))
        change = draw(st.sampled_from(("", "a", "l", "rn", "swap")))
        if change == "swap":
            label = label[:at] + label[at : at + 2][::-1] + label[at + 2 :]
        else:
            label = label[:at] + change + label[at + draw(st.integers(0, 1)) :]
        label = label or "a"
    beside = draw(st.sampled_from(("{}", "{}-login", "login{}", "it-{}", "{}group", "{}-example", "a-{}-co-uk-b")))
    return beside.format(label)


@st.composite
def _domains(draw: st.DrawFn) -> str:
    ending = draw(st.sampled_from(_ENDINGS))
    own = f"{draw(_labels())}.{ending}"
    below = draw(st.sampled_from(("", "{}.", "{}.example.", "mail.{}.example.", "{}-example.", "{}.co.uk-")))
    return below.format(draw(_labels())) + own


@settings(deadline=None, max_examples=500)
@given(st.lists(_domains(), max_size=6), _domains())
def test_nobody_who_is_alike_is_left_out(known: list[str], domain: str) -> None:
    name = name_of(domain)
    if name is None:
        return
    domains = AcquaintedDomains(known)
    alike = [one for one in domains.names.values() if resemblance(domain, name, one, mine=False)]
    candidates = domains.candidates(domain, name)
    assert [one for one in alike if one.domain != name.domain and one not in candidates] == []


def test_they_come_in_the_order_they_were_given_and_each_once() -> None:
    domains = AcquaintedDomains(["victim.test", "a.victim.example", "victim.example", "no name", "other.example"])
    name = name_of("victirn.test")
    assert name is not None
    assert [one.domain for one in domains.candidates("victirn.test", name)] == ["victim.test", "victim.example"]
