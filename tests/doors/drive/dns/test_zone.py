"""A file of records instead of the network."""

from __future__ import annotations

from salver.core.limits import Limits
from salver.doors.drive.dns.zone import Records, Zone
from salver.observe.question import DnsQuestion, DnsRecords, DnsType, Unavailable

RECORDS: Records = {
    ("acme.example", "TXT"): ("v=spf1 -all",),
    ("a.b.acme.example", "A"): ("192.0.2.1",),
    ("alias.example", "CNAME"): ("acme.example",),
    ("lost.example", "CNAME"): ("nowhere.example",),
    ("round.example", "CNAME"): ("round.example",),
    ("*.wild.example", "TXT"): ("anything",),
    ("here.wild.example", "A"): ("192.0.2.3",),
}
ZONE = Zone(RECORDS, silent=["silent.example", "acme.example"], failing=["broken.example"])
LATE = Unavailable("temporary", "dns: no answer in time")


def ask(name: str, kind: DnsType = "TXT", zone: Zone = ZONE) -> DnsRecords | Unavailable:
    question = DnsQuestion(name, kind)
    return zone.ask([question])[question]


def test_records_nodata_and_nxdomain() -> None:
    assert ask("acme.example") == DnsRecords(("v=spf1 -all",))
    assert ask("b.acme.example") == DnsRecords()
    assert ask("a.b.acme.example") == DnsRecords()
    assert ask("nowhere.example") == DnsRecords(exists=False)
    assert ask("example") == DnsRecords()


def test_names_that_do_not_answer() -> None:
    assert ask("silent.example") == LATE
    assert ask("broken.example", "MX") == Unavailable("temporary", "dns: servfail")
    assert ask("acme.example", "A") == LATE
    assert ask("below.silent.example") == DnsRecords(exists=False)


def test_aliases() -> None:
    assert ask("alias.example") == DnsRecords(("v=spf1 -all",))
    assert ask("alias.example", "CNAME") == DnsRecords(("acme.example",))
    assert ask("lost.example") == DnsRecords(exists=True)
    assert ask("round.example") == Unavailable("temporary", "dns: too many aliases")
    assert isinstance(ask("alias.example", zone=Zone(RECORDS, limits=Limits(dns_aliases=0))), Unavailable)


def test_a_wildcard_stands_for_what_is_not_there() -> None:
    assert ask("x.wild.example") == DnsRecords(("anything",))
    assert ask("x.y.wild.example") == DnsRecords(("anything",))
    assert ask("here.wild.example") == DnsRecords()
    assert ask("x.here.wild.example") == DnsRecords(exists=False)


def test_what_is_no_name() -> None:
    assert ask("a..example") == Unavailable("permanent", "dns: no name that can be asked for")
