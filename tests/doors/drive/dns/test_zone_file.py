"""Both forms of ``zone:FILE``, and what is wrong with one in a sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from salver.doors.drive.dns.zone_file import read_zone
from salver.observe.question import DnsQuestion, DnsRecords, DnsType, Unavailable

MASTER = """
$ORIGIN acme.example.
$TTL 300
@ IN SOA ns.acme.example. host.acme.example. ( 1 2 3 ; serial
   4 5 )
  IN TXT "v=spf1 " "-all"
  IN MX 20 b
  IN MX 10 A
A IN A 192.0.2.1
www IN CNAME @
$ORIGIN other.example.
@ IN SOA ns host 1 2 3 4 5
@ IN A 192.0.2.7
"""
JSON = {
    "comment": "anything",
    "SPF": {"acme.example": ["v=spf1 +all"]},
    "TXT": {"ACME.example.": ["v=spf1 -all", ["in ", "pieces"]], "one.example": "alone", "\u00e9.example": ["x"]},
    "A": {"acme.example": ["192.0.2.1"]},
    "AAAA": {"acme.example": ["2001:DB8:0::1"]},
    "MX": {
        "acme.example": [[20, "B.example."], "10 a.example"],
        "one.example": [5, "c.example"],
        "null.example": "0 .",
        "bare.example": "0 ",
    },
    "PTR": {"1.2.0.192.in-addr.arpa": ["Mx.Acme.Example."]},
    "CNAME": {"www.acme.example": ["acme.example"]},
    "TIMEOUT": ["Slow.example"],
    "SERVFAIL": ["bad.example"],
}


def ask(path: Path, name: str, kind: DnsType) -> DnsRecords | Unavailable:
    question = DnsQuestion(name, kind)
    return read_zone(path).ask([question])[question]


def written(folder: Path, content: object) -> Path:
    file = folder / "zone"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


def test_a_master_file(tmp_path: Path) -> None:
    file = written(tmp_path, MASTER)
    assert ask(file, "acme.example", "TXT") == DnsRecords(("v=spf1 -all",))
    assert ask(file, "acme.example", "MX") == DnsRecords(("10 a.acme.example", "20 b.acme.example"))
    assert ask(file, "www.acme.example", "TXT") == DnsRecords(("v=spf1 -all",))
    assert ask(file, "acme.example", "AAAA") == DnsRecords()
    assert ask(file, "b.acme.example", "A") == DnsRecords(exists=False)
    assert ask(file, "other.example", "A") == DnsRecords(("192.0.2.7",))


def test_json(tmp_path: Path) -> None:
    file = written(tmp_path, JSON)
    assert ask(file, "acme.example", "TXT") == DnsRecords(("v=spf1 -all", "in pieces"))
    assert ask(file, "one.example", "TXT") == DnsRecords(("alone",))
    assert ask(file, "acme.example", "A") == DnsRecords(("192.0.2.1",))
    assert ask(file, "acme.example", "AAAA") == DnsRecords(("2001:db8::1",))
    assert ask(file, "acme.example", "MX") == DnsRecords(("10 a.example", "20 b.example"))
    assert ask(file, "one.example", "MX") == DnsRecords(("5 c.example",))
    assert ask(file, "null.example", "MX") == DnsRecords(("0 .",))
    assert ask(file, "bare.example", "MX") == DnsRecords(("0 .",))
    assert ask(file, "1.2.0.192.in-addr.arpa", "PTR") == DnsRecords(("mx.acme.example",))
    assert ask(file, "www.acme.example", "A") == DnsRecords(("192.0.2.1",))
    assert ask(file, "slow.example", "TXT") == Unavailable("temporary", "dns: no answer in time")
    assert ask(file, "bad.example", "TXT") == Unavailable("temporary", "dns: servfail")
    assert ask(file, "nowhere.example", "TXT") == DnsRecords(exists=False)


@pytest.mark.parametrize(("text", "octets"), [("\u0096", "\x96"), ("é", "\xe9"), ("ł", "\xc5\x82")])
def test_a_character_is_an_octet(tmp_path: Path, text: str, octets: str) -> None:
    assert ask(written(tmp_path, {"TXT": {"x.example": [text]}}), "x.example", "TXT") == DnsRecords((octets,))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "no JSON"),
        ("[]", "neither JSON nor a DNS master file"),
        ("what is this", "neither JSON nor a DNS master file"),
        ({"TXT": ["x"]}, "TXT must hold an object"),
        ({"A": {"x.example": ["192.0.2.256"]}}, "A of 'x.example' is no A record"),
        ({"MX": {"x.example": ["a.example"]}}, "MX of 'x.example' is no MX record"),
        ({"TXT": {"x.example": [1]}}, "TXT of 'x.example' is no TXT record"),
        ({"TIMEOUT": "x.example"}, "TIMEOUT must hold a list of names"),
        ('{"TXT": {"x.example": ' + "[" * 100_000 + "]" * 100_000 + "}}", "nested too deeply"),
        ("$GENERATE 1-300000 h$ A 192.0.2.1\n", "neither JSON nor a DNS master file"),
        ("$INCLUDE other.zone\n", "neither JSON nor a DNS master file"),
    ],
)
def test_what_is_no_zone_says_so(tmp_path: Path, content: object, said: str) -> None:
    file = written(tmp_path, content)
    with pytest.raises(ValueError, match=said) as error:
        read_zone(file)
    assert str(error.value).startswith(f"{file}: ")


def test_a_name_with_an_empty_list_is_there_and_has_nothing(tmp_path: Path) -> None:
    for kind in ("CNAME", "TXT"):
        assert ask(written(tmp_path, {kind: {"x.example": []}}), "x.example", "A") == DnsRecords()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_zone(tmp_path / "nowhere")
