#!/usr/bin/env python3
"""How often the DNS is asked for one message, one batch after the other, and how long that takes on the clock.

    scripts/benchmark/rounds.py [--workload DIR] [--latency-ms 20] [--messages N]

A DNS server on this machine answers from the workload's zone, late. Every message is inspected twice: with an empty
memory, and with what was remembered of the first time.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    ROOT = Path(__file__).resolve().parents[2]
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from salver.decide.policy import Policy
from salver.doors.drive.concurrent import drive_async
from salver.doors.drive.dns.beside import BesideDns
from salver.doors.drive.dns.resolver import Resolver
from salver.doors.drive.dns.servers import only
from salver.observe.observation import observe
from salver.observe.question import Answer, Instant, NowQuestion, Question
from salver.read.reading import read_message
from scripts.benchmark.__main__ import FOLDER
from scripts.benchmark.authentication import NOW
from scripts.benchmark.workload import Mail, load
from tests.servers.dns_stub import dns_stub

_POLICY = Policy(dns=True)
TYPICAL = 3
"""Rounds for typical mail (the plan of the house)."""


class Inspected(NamedTuple):
    """One message: rounds of questions, milliseconds on the clock, and questions that went out."""

    rounds: int
    milliseconds: float
    sent: int


async def _nobody(questions: frozenset[Question]) -> Mapping[Question, Answer]:
    now: Instant = NOW
    return {question: now for question in questions if isinstance(question, NowQuestion)}


async def inspected(mail: Mail, resolver: Resolver) -> Inspected:
    """Observe one message, with nobody but the clock and the DNS to ask."""
    message = read_message(mail.raw, _POLICY.limits)
    before, start = resolver.sent, time.perf_counter()
    answers = BesideDns(resolver, _nobody, _POLICY.limits)
    facts = await drive_async(observe(message, mail.envelope, _POLICY.trust), answers, _POLICY.limits)
    took = (time.perf_counter() - start) * 1000
    return Inspected(facts.message.rounds, took, resolver.sent - before)


async def twice(mails: Sequence[Mail], port: int) -> tuple[list[Inspected], list[Inspected]]:
    """Every message with an empty memory and again with a full one."""
    cold, warm = [], []
    for mail in mails:
        resolver = Resolver(only("127.0.0.1", port), _POLICY.limits)
        cold.append(await inspected(mail, resolver))
        warm.append(await inspected(mail, resolver))
    return cold, warm


def lines(name: str, found: Sequence[Inspected]) -> str:
    """One line for people."""
    counted = Counter(one.rounds for one in found)
    within = sum(count for rounds, count in counted.items() if rounds <= TYPICAL) / len(found)
    took = sorted(one.milliseconds for one in found)
    rounds = ", ".join(f"{rounds}: {count}" for rounds, count in sorted(counted.items()))
    return (
        f"{name:6} rounds {rounds}; {within:.0%} within {TYPICAL}; median {statistics.median(took):.1f} ms, "
        f"slowest {took[-1]:.1f} ms; {statistics.mean(one.sent for one in found):.1f} questions sent"
    )


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workload", type=Path, default=FOLDER, metavar="DIR")
    parser.add_argument("--latency-ms", type=float, default=20.0)
    parser.add_argument("--messages", type=int, default=100)
    options = parser.parse_args(arguments)
    mails = load(options.workload, options.messages).sets["imip"]
    with dns_stub((options.workload / "zone.txt").read_text(), latency=options.latency_ms / 1000) as stub:
        cold, warm = asyncio.run(twice(mails, stub.port))
    print(f"{len(mails)} invitations, DNS answers after {options.latency_ms:g} ms")
    print(lines("cold", cold))
    print(lines("warm", warm))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
