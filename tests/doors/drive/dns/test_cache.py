"""The memory: good as long as the answer says, within limits, and never larger than allowed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.doors.drive.dns.cache import Cache
from salver.observe.question import DnsQuestion, DnsRecords, Unavailable

HERE = DnsQuestion("acme.example", "TXT")
LIMITS = Limits(
    dns_least_seconds=5, dns_most_seconds=100, dns_nothing_seconds=50, dns_failure_seconds=10, dns_cache_bytes=10_000
)
ENTRIES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 2_000), st.integers(0, 500)), max_size=60)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def good_for(answer: DnsRecords | Unavailable, ttl: float) -> int:
    """Whole seconds after which the answer is forgotten."""
    clock = Clock()
    cache = Cache(LIMITS, clock)
    cache.keep(HERE, answer, ttl)
    seconds = 0
    while cache.get(HERE) is not None:
        seconds += 1
        clock.now += 1
    return seconds


def test_how_long_an_answer_is_good() -> None:
    records, nothing, failure = DnsRecords(("x",)), DnsRecords(exists=False), Unavailable("temporary", "dns")
    assert [good_for(records, ttl) for ttl in (0, 5, 60, 100, 86_400)] == [5, 5, 60, 100, 100]
    assert [good_for(nothing, ttl) for ttl in (0, 30, 86_400)] == [5, 30, 50]
    assert good_for(DnsRecords(), 86_400) == 50
    assert [good_for(failure, ttl) for ttl in (0, 86_400)] == [10, 10]


@given(ENTRIES)
def test_it_never_grows_beyond_its_limit(entries: list[tuple[int, int, int]]) -> None:
    cache = Cache(LIMITS, Clock())
    for number, size, ttl in entries:
        cache.keep(DnsQuestion(f"n{number}.example", "TXT"), DnsRecords(("x" * size,)), ttl)
        assert cache.octets <= LIMITS.dns_cache_bytes
    assert (cache.octets == 0) == (len(cache) == 0)


def test_what_is_used_stays_and_the_rest_goes() -> None:
    cache = Cache(LIMITS, Clock())
    questions = [DnsQuestion(f"n{number}.example", "TXT") for number in range(40)]
    for question in questions:
        cache.keep(question, DnsRecords(("x" * 100,)), 60)
        assert cache.get(questions[0]) is not None
    assert cache.get(questions[1]) is None
    assert cache.get(questions[-1]) is not None


def test_one_answer_cannot_push_all_others_out() -> None:
    cache = Cache(LIMITS, Clock())
    cache.keep(HERE, DnsRecords(("x" * 9_000,)), 60)
    assert cache.get(HERE) is None
    assert len(cache) == 0


def test_a_new_answer_takes_the_place_of_the_old_one() -> None:
    cache = Cache(LIMITS, Clock())
    cache.keep(HERE, DnsRecords(("long" * 50,)), 60)
    cache.keep(HERE, DnsRecords(("x",)), 60)
    assert cache.get(HERE) == DnsRecords(("x",))
    assert cache.octets < 500
