"""Random zones against pyspf, a reading of RFC 7208 by somebody else.

Known differences, which the zones here leave out: pyspf counts look-ups below a term (the hosts of an mx, the names of
a client) as void ones, though RFC 7208 4.6.4 speaks of terms; it calls an include of the domain itself an error before
the limits do; and it takes ``%{d0}``, which RFC 7208 7.3 forbids.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.spf.evaluate import evaluate
from salver.observe.question import DnsQuestion, DnsRecords
from tests.observe.authentication.zone import Zone

spf = pytest.importorskip("spf")

DOMAINS = ["a.test", "b.test", "c.test", "x.a.test", "y.b.test"]
FOUR, SIX = ["192.0.2.1", "192.0.2.2", "192.0.3.1", "203.0.113.5"], ["2001:db8::1", "2001:db8:1::1"]
MACROS = ["%{ir}.%{v}.a.test", "%{l}.b.test", "%{o1}.test", "%{dr-.}.c.test", "%{l1r-}.a.test", "%{h}", "%{D}.b.test"]
ODD = ["nx.test", "%{z}", "a", "a..test", "%{c}.test", "x" * 64 + ".test", "a.1", "a.test.", "%{lr+-_}.%{d}"]
LENGTHS = ["", "", "", "/24", "/32", "/0", "//64", "//0", "/24//64", "/33", "//129", "/", "/08"]
WORDS = ["x=y", "op=%{c}", "foo", "a=%", "all:x", "A", "MX", "-ALL", "+aLL", "exp=a.test", "exp=a"]
NETS = ["192.0.2.0/24", "192.0.2.1/33", "192.0.2", "192.0.2.1/8", "203.0.113.5"]


def _term(chance: random.Random, own: str) -> str:
    name = chance.choice([*DOMAINS, *DOMAINS, *MACROS, *ODD])
    kinds = [
        f"a:{name}{chance.choice(LENGTHS)}",
        f"a{chance.choice(LENGTHS)}",
        f"mx{chance.choice(LENGTHS)}",
        f"include:{name}" if name not in (own, "%{D}.b.test") else "all",
        f"exists:{name}",
        f"ip4:{chance.choice(NETS)}",
        f"ip6:{chance.choice([*SIX, '2001:db8::/32', '2001:db8::1/129', '::'])}",
        f"ptr:{name}",
    ]
    if chance.random() < 0.15:
        return chance.choice([*WORDS, f"redirect={name}"])
    return chance.choice(["", "", "-", "~", "?", "+"]) + chance.choice(kinds)


def _zone(chance: random.Random) -> Zone:
    """Every name a term could lead to has an address of both families, so that hardly any look-up is void."""
    records: dict[str, dict[str, list[str]]] = {}
    for domain in DOMAINS:
        terms = " ".join(_term(chance, domain) for _ in range(chance.randint(0, 3)))
        end = chance.choice(["", " -all", " ~all", " ?all"])
        hosts = chance.sample(DOMAINS, 2)
        records[domain] = {
            "TXT": [f"v=spf1 {terms}{end}"],
            "A": chance.sample(FOUR, 1),
            "AAAA": chance.sample(SIX, 1),
            "MX": [f"{number} {host}" for number, host in enumerate(hosts)],
        }
    for back in ("1.2.0.192.in-addr.arpa", "5.113.0.203.in-addr.arpa"):
        records[back] = {"PTR": chance.sample(DOMAINS, 2)}
    return Zone(records)


def _theirs(zone: Zone, client: str, mail_from: str, helo: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    def look_up(name: str, kind: str, *_: Any) -> list[Any]:
        answer = zone.answer(DnsQuestion(name.rstrip(".").lower(), kind))  # type: ignore[arg-type]
        assert isinstance(answer, DnsRecords)
        return [((name, kind), _pyspf(value, kind)) for value in answer.values]

    monkeypatch.setattr(spf, "DNSLookup", look_up)
    result, _, text = spf.query(i=client, s=mail_from, h=helo, strict=1).check()
    return result, text


def _pyspf(value: str, kind: str) -> Any:
    if kind == "TXT":
        return (value.encode("latin-1"),)
    if kind == "MX":
        preference, _, host = value.partition(" ")
        return int(preference), host
    return value


def test_no_unexplained_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(7208)
    different, compared = [], 0
    for _ in range(400):
        zone = _zone(chance)
        client, helo = chance.choice(FOUR + SIX), chance.choice(["a.test", "h.a.test", "[192.0.2.1]", "b"])
        mail_from = chance.choice(["joe@a.test", "joe-x@x.a.test", "Joe@b.test", "", "joe@y.b.test"])
        ours = zone.run(evaluate(client, mail_from, helo, DEFAULT_LIMITS)).result
        theirs, text = _theirs(zone, client, mail_from, helo, monkeypatch)
        if "trivial" in text or "Void lookup" in text:
            continue
        compared += 1
        if ours != theirs:
            different.append((zone.records, client, mail_from, helo, ours, theirs, text))
    assert not different, different[:2]
    assert compared > 300
