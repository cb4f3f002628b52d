"""The names a walk visits, and the Organizational Domain."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.dmarc.record import DmarcRecord, parse
from salver.observe.authentication.dmarc.walk import climb, found, organizational, over, targets
from salver.observe.question import DnsQuestion, DnsRecords, Question, Unavailable

MOST = DEFAULT_LIMITS.dmarc_lookups
NAMES = st.lists(st.sampled_from("abcde"), min_size=1, max_size=12).map(".".join)


def test_a_long_name_skips_the_middle() -> None:
    assert targets("a.b.c.d.e.f.g.h.i.j.k.example.com", MOST) == (
        "a.b.c.d.e.f.g.h.i.j.k.example.com",
        "g.h.i.j.k.example.com",
        "h.i.j.k.example.com",
        "i.j.k.example.com",
        "j.k.example.com",
        "k.example.com",
        "example.com",
        "com",
    )


def test_eight_labels_go_on_with_seven() -> None:
    names = targets("a.b.c.d.e.f.example.com", MOST)
    assert len(names) == MOST
    assert names[1] == "b.c.d.e.f.example.com"


@given(NAMES)
def test_a_walk_is_short_and_leads_up(name: str) -> None:
    names = targets(name, MOST)
    assert len(names) <= MOST
    assert names[0] == name
    assert all(longer.endswith("." + shorter) for longer, shorter in pairwise(names))
    assert names[-1] == name.rpartition(".")[2]


@given(NAMES, st.dictionaries(NAMES, st.sampled_from(["y", "n", "u"])))
def test_the_organizational_domain_is_the_domain_or_above_it(name: str, published: dict[str, str]) -> None:
    known = {
        step: parse(f"v=DMARC1; psd={published[step]}") if step in published else None for step in targets(name, MOST)
    }
    home = organizational(name, known, DEFAULT_LIMITS)
    assert home is not None
    organization, holder = home
    assert name == organization or name.endswith("." + organization)
    if holder is None:
        assert not any(known.values())
        assert organization == name
    else:
        assert known[holder] is not None
        assert organization == holder or organization.endswith("." + holder)


def test_one_answer_missing_before_the_stop_leaves_it_open() -> None:
    stop = {"a.b.example": None, "b.example": DmarcRecord(suffix="n")}
    assert organizational("a.b.example", stop, DEFAULT_LIMITS) == ("b.example", "b.example")
    assert organizational("a.b.example", {"a.b.example": None, "example": None}, DEFAULT_LIMITS) is None


def test_names_too_long_to_ask_for_have_no_record() -> None:
    name = ".".join(["a" * 60] * 4) + ".example"
    way = climb((name,), MOST)
    assert DnsQuestion("_dmarc.example", "TXT") in way.questions
    assert len(way.questions) == len(way.steps) - 1
    answers: dict[Question, DnsRecords | Unavailable] = {one: DnsRecords((), exists=False) for one in way.questions}
    answers[DnsQuestion("_dmarc.example", "TXT")] = Unavailable("temporary", "timeout")
    known = found(way, answers, DEFAULT_LIMITS)
    assert known[name] is None
    assert "example" not in known
    assert over(frozenset()).questions == frozenset()
