"""Who answers, by a word; and one message's rounds answered from two places."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.drive.dns.beside import BesideDns
from salver.doors.drive.dns.resolver import Resolver
from salver.doors.drive.dns.servers import only
from salver.doors.drive.dns.source import WithDns, resolver_of, source_of
from salver.doors.drive.dns.zone import Zone
from salver.observe.question import Answer, DnsQuestion, DnsRecords, Instant, NowQuestion, Question, Unavailable
from tests.servers.dns_stub import dns_stub

HERE, THERE = DnsQuestion("acme.example", "A"), DnsQuestion("nowhere.example", "A")
NOW = Instant("2026-11-24T12:00:00+00:00")
ROUND: frozenset[Question] = frozenset({HERE, THERE, NowQuestion()})


def others(questions: frozenset[Question]) -> Mapping[Question, Answer]:
    assert not any(isinstance(question, DnsQuestion) for question in questions)
    return dict.fromkeys(questions, NOW)


async def others_later(questions: frozenset[Question]) -> Mapping[Question, Answer]:
    await asyncio.sleep(0.1)
    return others(questions)


def test_off_is_nobody() -> None:
    assert source_of("off", DEFAULT_LIMITS) is None
    assert resolver_of("off", DEFAULT_LIMITS) is None


@pytest.mark.parametrize("word", ["", "on", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:x", "file:zone", "zone"])
def test_any_other_word_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="off, system, HOST:PORT or zone:FILE is needed"):
        source_of(word, DEFAULT_LIMITS)


def test_a_zone_answers_within_what_a_message_may_ask(tmp_path: Path) -> None:
    file = tmp_path / "zone"
    file.write_text('{"A": {"acme.example": ["192.0.2.1"]}}')
    source = source_of(f"zone:{file}", DEFAULT_LIMITS)
    assert isinstance(source, Zone)
    answers = WithDns(source, others, Limits(dns_questions=1))(ROUND)
    assert answers[HERE] == DnsRecords(("192.0.2.1",))
    assert answers[THERE] == Unavailable("temporary", "dns: too much asked for one message")
    assert answers[NowQuestion()] == NOW


def test_a_server_by_its_address() -> None:
    with dns_stub("acme.example. 300 IN A 192.0.2.1") as stub:
        source = source_of(f"127.0.0.1:{stub.port}", DEFAULT_LIMITS)
        assert source is not None
        assert source.ask([HERE, THERE], 5.0) == {HERE: DnsRecords(("192.0.2.1",)), THERE: DnsRecords(exists=False)}
        assert source.ask([HERE], 0.0) == {HERE: DnsRecords(("192.0.2.1",))}
        source.close()


def test_the_system_has_servers() -> None:
    source = source_of("system", DEFAULT_LIMITS)
    assert source is not None
    source.close()


def test_the_dns_is_asked_beside_the_store() -> None:
    async def rounds(port: int) -> tuple[Mapping[Question, Answer], float, Mapping[Question, Answer]]:
        loop = asyncio.get_running_loop()
        answer_all = BesideDns(Resolver(only("127.0.0.1", port), DEFAULT_LIMITS), others_later, Limits(dns_questions=2))
        start = loop.time()
        first = await answer_all(ROUND)
        return first, loop.time() - start, await answer_all(frozenset({HERE}))

    with dns_stub("acme.example. 300 IN A 192.0.2.1", latency=0.1) as stub:
        first, took, second = asyncio.run(rounds(stub.port))
    assert first == {HERE: DnsRecords(("192.0.2.1",)), THERE: DnsRecords(exists=False), NowQuestion(): NOW}
    assert took < 0.19
    assert second == {HERE: Unavailable("temporary", "dns: too much asked for one message")}


def test_waiting_ends_for_one_message_however_many_rounds_it_has() -> None:
    async def rounds(port: int) -> tuple[float, list[Answer]]:
        limits = Limits(dns_seconds=0.3, dns_message_seconds=0.5)
        loop = asyncio.get_running_loop()
        answer_all = BesideDns(Resolver(only("127.0.0.1", port), limits), others_later, limits)
        start = loop.time()
        found = [(await answer_all(frozenset({question})))[question] for question in names]
        return loop.time() - start, found

    names = [DnsQuestion(f"n{number}.example", "A") for number in range(6)]
    with dns_stub(silent=True) as stub:
        took, found = asyncio.run(rounds(stub.port))
    assert took < 0.8
    assert all(isinstance(answer, Unavailable) and answer.kind == "temporary" for answer in found)
