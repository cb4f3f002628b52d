"""The resolver against a server on this machine that behaves well and badly."""

from __future__ import annotations

import asyncio
import socket
import time

import dns.rcode
import pytest

from salver.core.limits import Limits
from salver.doors.drive.dns.cache import Cache
from salver.doors.drive.dns.resolver import Resolver
from salver.doors.drive.dns.servers import Server, only
from salver.observe.question import DnsQuestion, DnsRecords, DnsType, Unavailable
from tests.servers.dns_stub import DnsStub, dns_stub

LIMITS = Limits(dns_seconds=0.6, dns_try_seconds=0.15)
ZONE = """
acme.example. 300 IN TXT "v=spf1 " "-all" "\\233"
acme.example. 300 IN A 192.0.2.1
acme.example. 300 IN AAAA 2001:DB8::1
acme.example. 300 IN MX 20 Backup.ACME.example.
acme.example. 300 IN MX 5 mx.acme.example.
null.example. 300 IN MX 0 .
mx.acme.example. 300 IN A 192.0.2.2
1.2.0.192.in-addr.arpa. 300 IN PTR MX.acme.example.
alias.example. 300 IN CNAME acme.example.
lost.example. 300 IN CNAME nowhere.example.
a.loop.example. 300 IN CNAME b.loop.example.
b.loop.example. 300 IN CNAME a.loop.example.
c0.example. 300 IN CNAME c1.example.
c1.example. 300 IN CNAME c2.example.
c2.example. 300 IN CNAME c3.example.
c3.example. 300 IN TXT "end"
"""


def ask(
    stub: DnsStub, *wanted: tuple[str, DnsType], limits: Limits = LIMITS, seconds: float = 5.0
) -> list[DnsRecords | Unavailable]:
    """Ask all of it at once with a fresh resolver."""
    questions = [DnsQuestion(name, kind) for name, kind in wanted]
    resolver = Resolver(only("127.0.0.1", stub.port), limits)
    found = asyncio.run(resolver.ask(questions, seconds))
    return [found[question] for question in questions]


def test_every_type_as_the_contract_wants_it() -> None:
    with dns_stub(ZONE) as stub:
        assert ask(
            stub,
            ("acme.example", "TXT"),
            ("acme.example", "A"),
            ("acme.example", "AAAA"),
            ("acme.example", "MX"),
            ("null.example", "MX"),
            ("1.2.0.192.in-addr.arpa", "PTR"),
            ("alias.example", "CNAME"),
            ("alias.example", "A"),
        ) == [
            DnsRecords(("v=spf1 -all\xe9",)),
            DnsRecords(("192.0.2.1",)),
            DnsRecords(("2001:db8::1",)),
            DnsRecords(("5 mx.acme.example", "20 backup.acme.example")),
            DnsRecords(("0 .",)),
            DnsRecords(("mx.acme.example",)),
            DnsRecords(("acme.example",)),
            DnsRecords(("192.0.2.1",)),
        ]


def test_what_is_not_there() -> None:
    with dns_stub(ZONE) as stub:
        assert ask(
            stub, ("nowhere.example", "TXT"), ("null.example", "TXT"), ("loop.example", "A"), ("lost.example", "A")
        ) == [DnsRecords(exists=False), DnsRecords(), DnsRecords(), DnsRecords(exists=True)]


@pytest.mark.parametrize("follows", [True, False])
def test_aliases_are_followed_so_far_and_no_further(follows: bool) -> None:
    with dns_stub(ZONE, follows=follows) as stub:
        assert ask(stub, ("c0.example", "TXT")) == [DnsRecords(("end",))]
        few = Limits(dns_seconds=0.6, dns_aliases=2)
        (refused,) = ask(stub, ("c0.example", "TXT"), limits=few)
        assert refused == Unavailable("temporary", "dns: too many aliases")
        (circle,) = ask(stub, ("a.loop.example", "TXT"))
        assert isinstance(circle, Unavailable)
        assert circle.kind == "temporary"


def test_an_answer_that_does_not_fit_comes_by_tcp() -> None:
    with dns_stub(ZONE, cut=True) as stub:
        assert ask(stub, ("acme.example", "A")) == [DnsRecords(("192.0.2.1",))]
        assert stub.streams == 1


def test_an_answer_that_is_too_long_is_not_read() -> None:
    long = "\n".join(f'big.example. 300 IN TXT "{number:0200}"' for number in range(50))
    with dns_stub(long, cut=True) as stub:
        (found,) = ask(stub, ("big.example", "TXT"), limits=Limits(dns_answer_bytes=4096))
        assert found == Unavailable("temporary", "dns: TooLong")
        (whole,) = ask(stub, ("big.example", "TXT"))
        assert isinstance(whole, DnsRecords)
        assert len(whole.values) == 50


def test_forged_answers_are_passed_over() -> None:
    with dns_stub(ZONE, forged_first=True, latency=0.05) as stub:
        assert ask(stub, ("acme.example", "A")) == [DnsRecords(("192.0.2.1",))]


def test_a_server_without_edns_is_asked_without() -> None:
    with dns_stub(ZONE, without_edns=True) as stub:
        assert ask(stub, ("acme.example", "A")) == [DnsRecords(("192.0.2.1",))]


@pytest.mark.parametrize("rcode", [dns.rcode.SERVFAIL, dns.rcode.REFUSED])
def test_a_server_that_fails_is_unavailable_at_once(rcode: dns.rcode.Rcode) -> None:
    with dns_stub(ZONE, rcode=rcode) as stub:
        start = time.monotonic()
        (found,) = ask(stub, ("acme.example", "A"))
        assert found == Unavailable("temporary", f"dns: {rcode.name.lower()}")
        assert time.monotonic() - start < 0.3


def test_a_silent_server_is_asked_again_and_given_up_in_time() -> None:
    with dns_stub(ZONE, silent=True) as stub:
        start = time.monotonic()
        found = ask(stub, ("acme.example", "A"), ("acme.example", "TXT"))
        assert found == [Unavailable("temporary", "dns: no answer in time")] * 2
        assert 0.5 < time.monotonic() - start < 1.0
        assert stub.asked[("acme.example", "A")] >= 3


def test_where_nothing_listens_nobody_waits() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    start = time.monotonic()
    (found,) = ask(DnsStub(port=port), ("acme.example", "A"))
    assert isinstance(found, Unavailable)
    assert found.kind == "temporary"
    assert time.monotonic() - start < 0.5


def test_the_next_server_is_asked_when_one_is_silent() -> None:
    with dns_stub(ZONE, silent=True) as silent, dns_stub(ZONE) as good:
        servers = (Server("127.0.0.1", silent.port), Server("127.0.0.1", good.port))
        question = DnsQuestion("acme.example", "A")
        found = asyncio.run(Resolver(lambda: servers, LIMITS).ask([question], 5.0))
        assert found == {question: DnsRecords(("192.0.2.1",))}


def test_a_round_goes_out_in_parallel() -> None:
    with dns_stub(ZONE, latency=0.1) as stub:
        start = time.monotonic()
        ask(stub, *[(f"n{number}.example", "TXT") for number in range(40)])
        assert time.monotonic() - start < 0.35


def test_no_more_at_once_than_there_are_places() -> None:
    with dns_stub(ZONE, latency=0.05) as stub:
        start = time.monotonic()
        ask(stub, *[(f"n{number}.example", "TXT") for number in range(8)], limits=Limits(dns_at_once=2))
        assert time.monotonic() - start >= 0.2


def test_two_who_ask_the_same_share_one_question_and_the_answer_is_remembered() -> None:
    async def both(resolver: Resolver) -> int:
        question = DnsQuestion("acme.example", "A")
        one, other = await asyncio.gather(resolver.ask([question], 5.0), resolver.ask([question], 5.0))
        assert one == other == await resolver.ask([question], 5.0)
        return resolver.sent

    with dns_stub(ZONE, latency=0.05) as stub:
        assert asyncio.run(both(Resolver(only("127.0.0.1", stub.port), LIMITS))) == 1
        assert stub.asked.total() == 1


def test_what_nobody_waits_for_any_more_is_given_up() -> None:
    async def given_up(resolver: Resolver) -> None:
        question = DnsQuestion("acme.example", "A")
        assert await resolver.ask([question], 0.05) == {question: Unavailable("temporary", "dns: no answer in time")}
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(resolver.ask([question], 5.0), 0.05)
        await asyncio.sleep(0.4)
        assert len(asyncio.all_tasks()) == 1

    with dns_stub(ZONE, silent=True) as stub:
        asyncio.run(given_up(Resolver(only("127.0.0.1", stub.port), LIMITS)))
        assert stub.asked.total() == 2  # it would have been sent again after 0.15 seconds


def test_who_goes_away_takes_nothing_from_who_waits() -> None:
    async def one_leaves(resolver: Resolver) -> None:
        question = DnsQuestion("acme.example", "A")
        left, stayed = await asyncio.gather(resolver.ask([question], 0.02), resolver.ask([question], 5.0))
        assert left == {question: Unavailable("temporary", "dns: no answer in time")}
        assert stayed == {question: DnsRecords(("192.0.2.1",))}
        assert resolver.sent == 1

    with dns_stub(ZONE, latency=0.1) as stub:
        asyncio.run(one_leaves(Resolver(only("127.0.0.1", stub.port), LIMITS)))


@pytest.mark.parametrize("places", [20, 40])
def test_a_mail_that_asks_for_hundreds_of_names_waits_for_itself(places: int) -> None:
    """DOS-28: other mails do not stand in line behind it, whether it has taken all places or not."""

    async def beside(resolver: Resolver) -> float:
        names = [DnsQuestion(f"n{number}.example", "A") for number in range(200)]
        greedy = asyncio.create_task(resolver.ask(names, 5.0))
        await asyncio.sleep(0.02)
        start = time.monotonic()
        # The last of the names too: it stands in the other's line, and must not make this one wait there.
        await resolver.ask([DnsQuestion("acme.example", "A"), names[-1]], 5.0)
        waited = time.monotonic() - start
        greedy.cancel()
        return waited

    limits = Limits(dns_at_once=places, dns_at_once_for_one=20)
    with dns_stub(ZONE, latency=0.1) as stub:
        assert asyncio.run(beside(Resolver(only("127.0.0.1", stub.port), limits))) < 0.35


def test_aliases_have_one_time_together() -> None:
    with dns_stub(ZONE, follows=False, latency=0.25) as stub:
        start = time.monotonic()
        assert ask(stub, ("c0.example", "TXT")) == [Unavailable("temporary", "dns: no answer in time")]
        assert time.monotonic() - start < 0.85


def test_answers_are_kept_as_long_as_they_say() -> None:
    now = [0.0]
    cache = Cache(Limits(dns_least_seconds=5.0), clock=lambda: now[0])

    async def at(stub: DnsStub, name: str, seconds: float) -> int:
        now[0] = seconds
        await Resolver(only("127.0.0.1", stub.port), LIMITS, cache).ask([DnsQuestion(name, "A")], 5.0)
        return stub.asked.total()

    async def all_of_it(stub: DnsStub) -> list[int]:
        return [await at(stub, name, when) for name, when in plan]

    # 300 seconds by TTL; 60 by the SOA minimum where there is none.
    plan = [("acme.example", 0), ("acme.example", 299), ("acme.example", 301)]
    plan += [("nowhere.example", 301), ("nowhere.example", 360), ("nowhere.example", 362)]
    with dns_stub(ZONE) as stub:
        assert asyncio.run(all_of_it(stub)) == [1, 1, 2, 3, 3, 4]


@pytest.mark.parametrize("name", ["", ".", "a..b", "x" * 64 + ".example", "b\u00e4r.example", "a\0.example"])
def test_what_is_no_name_is_never_asked(name: str) -> None:
    with dns_stub(ZONE) as stub:
        (found,) = ask(stub, (name, "A"))
        assert found == Unavailable("permanent", "dns: no name that can be asked for")
        assert stub.asked.total() == 0


def test_letters_that_mean_something_elsewhere_are_octets_here() -> None:
    with dns_stub("a\\\\b.example. 300 IN A 192.0.2.9") as stub:
        assert ask(stub, ("a\\b.example", "A")) == [DnsRecords(("192.0.2.9",))]
