"""The cases of RFC 9989, one row each: what a domain published, who passed, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.authenticated import DmarcResult
from salver.observe.authentication.dmarc.evaluate import Identifier, evaluate, wanted
from salver.observe.authentication.dmarc.walk import climb, found, over
from salver.observe.question import DnsQuestion, DnsRecords
from tests.observe.authentication.zone import Zone

LIMITS = DEFAULT_LIMITS


def judge(zone: Zone, author: str, *identifiers: Identifier) -> DmarcResult:
    """Evaluate as the join does: the author's walk first, then whatever is still wanted."""
    way = climb((author,), LIMITS.dmarc_lookups)
    known = found(way, {one: zone.answer(one) for one in way.questions}, LIMITS)
    more = over(wanted(author, known, identifiers, LIMITS) - way.steps)
    known |= found(more, {one: zone.answer(one) for one in more.questions}, LIMITS)
    itself = zone.answer(DnsQuestion(author, "TXT"))
    return evaluate(author, known, itself.exists if isinstance(itself, DnsRecords) else None, identifiers, LIMITS)


class Row(NamedTuple):
    """``records`` maps a name to its DMARC texts; ``passed`` are ``dkim:domain`` or ``spf:domain``."""

    author: str
    records: Mapping[str, str | list[str]]
    passed: str | None
    result: str
    policy: str | None = None
    organization: str | None = None
    missing: bool = False
    failing: tuple[str, ...] = ()


R, N = "v=DMARC1; p=reject", "v=DMARC1; p=none"
BANK = {"giant.bank.example": R, "bank.example": R + "; psd=y"}
NP = "v=DMARC1; p=none; sp=quarantine; np=reject"
LONG = "a.b.c.d.e.f.g.h.i.j.k.example.com"
ROWS = {
    "1": Row(
        "example.com",
        {"example.com": R, "signing.example.com": N},
        "dkim:signing.example.com",
        "pass",
        "reject",
        "example.com",
    ),
    "2": Row(LONG, {"example.com": R}, "spf:example.com", "pass", "reject", "example.com"),
    "3": Row("giant.bank.example", BANK, "spf:mail.giant.bank.example", "pass", "reject", "giant.bank.example"),
    "4": Row("giant.bank.example", BANK, "dkim:mail.mega.bank.example", "fail", "reject", "giant.bank.example"),
    "5": Row(
        "a.mail.example.com",
        {"mail.example.com": N, "example.com": R},
        "dkim:example.com",
        "pass",
        "reject",
        "example.com",
    ),
    "6": Row(
        "a.mail.example.com",
        {"mail.example.com": R + "; psd=n"},
        "dkim:x.mail.example.com",
        "pass",
        "reject",
        "mail.example.com",
    ),
    "7": Row(
        "a.mail.example.com",
        {"mail.example.com": N + "; psd=n", "example.com": R},
        "dkim:example.com",
        "fail",
        "none",
        "mail.example.com",
    ),
    "8": Row(
        "a.mail.example.com",
        {"com": N + "; sp=quarantine; psd=y"},
        "dkim:example.com",
        "pass",
        "quarantine",
        "example.com",
    ),
    "9": Row("example.com", {"com": R + "; sp=quarantine; psd=y"}, None, "fail", "quarantine", "example.com"),
    "10": Row("nosuch.example.com", {"example.com": NP}, None, "fail", "reject", "example.com", missing=True),
    "11": Row("nosuch.example.com", {"example.com": N + "; sp=quarantine"}, None, "fail", "quarantine", missing=True),
    "12": Row("sub.example.com", {"example.com": NP}, None, "fail", "quarantine"),
    "13": Row("example.com", {"example.com": [R, N]}, "dkim:example.com", "none", None, "example.com"),
    "14": Row(
        "mail.example.com", {"mail.example.com": [N, N], "example.com": R}, None, "fail", "reject", "example.com"
    ),
    "15": Row("example.com", {"example.com": ["v=spf1 -all", R]}, "dkim:evil.test", "fail", "reject"),
    "16": Row("example.com", {"example.com": "V = DMARC1 ; p = Reject ;"}, None, "fail", "reject"),
    "17": Row("example.com", {"example.com": "v=dmarc1; p=reject"}, "dkim:example.com", "none"),
    "18": Row("example.com", {"example.com": "p=reject; v=DMARC1"}, "dkim:example.com", "none"),
    "19": Row("example.com", {"example.com": R + "; t=y"}, None, "fail", "quarantine"),
    "20": Row("example.com", {"example.com": "v=DMARC1; p=quarantine; t=y"}, None, "fail", "none"),
    "21": Row("example.com", {"example.com": R + "; pct=0"}, None, "fail", "reject"),
    "22": Row("example.com", {"example.com": "v=DMARC1; p=rejekt; rua=mailto:d@example.com"}, None, "fail", "none"),
    "23": Row("example.com", {"example.com": "v=DMARC1; p=rejekt"}, "dkim:example.com", "permerror"),
    "24": Row("example.com", {"example.com": "v=DMARC1; rua=mailto:d@example.com"}, None, "fail", "none"),
    "25": Row("example.com", {"example.com": R + "; adkim=s"}, "dkim:mail.example.com", "fail", "reject"),
    "26": Row("example.com", {"example.com": R + "; aspf=s"}, "spf:example.com", "pass", "reject"),
    "27": Row("example.com", {"example.com": R}, None, "fail", "reject"),
    "28": Row("xn--bcher-kva.example", {"xn--bcher-kva.example": R}, "dkim:xn--bcher-kva.example", "pass", "reject"),
    "29": Row("example.com", {"example.com": "v=DMARC1; p=rej" + "ect"}, None, "fail", "reject"),
    "30": Row("example.com", {}, "dkim:example.com", "temperror", failing=("example.com",)),
    "31": Row("example.com", {"example.com": R}, "dkim:example.com", "pass", "reject", failing=("com",)),
    "32": Row("example.com", {"example.com": R}, "dkim:mail.example.com", "temperror", "reject", failing=("com",)),
    "33": Row("bank.example", {"bank.example": R + "; psd=y"}, "dkim:bank.example", "pass", "reject", "bank.example"),
    "34": Row(
        "x.bank.example", {"bank.example": R + "; psd=y"}, "dkim:bank.example", "fail", "reject", "x.bank.example"
    ),
    "36": Row("a.b.c.d.e.f.example.com", {"example.com": R}, "dkim:example.com", "pass", "reject", "example.com"),
    "37": Row("example.com", {"example.com": R + "; psd=x"}, "dkim:com", "fail", "reject", "example.com"),
    "39": Row("example.com", {"example.com": "v=spf1 -all"}, "dkim:example.com", "none"),
    # Own rows.
    "np without sp": Row("no.example.com", {"example.com": N + "; np=reject"}, None, "fail", "reject", missing=True),
    "np for a name that exists": Row("yes.example.com", {"example.com": N + "; np=reject"}, None, "fail", "none"),
    "sp on the record of the domain itself": Row(
        "example.com", {"example.com": R + "; sp=none"}, None, "fail", "reject"
    ),
    "np of the domain itself": Row(
        "a.example.com", {"a.example.com": N + "; np=reject"}, None, "fail", "none", missing=True
    ),
    "t with none": Row("example.com", {"example.com": N + "; t=y"}, None, "fail", "none"),
    "t lowers sp": Row("a.example.com", {"example.com": N + "; sp=reject; t=y"}, None, "fail", "quarantine"),
    "strict for DKIM alone": Row(
        "example.com", {"example.com": R + "; adkim=s"}, "spf:mail.example.com", "pass", "reject"
    ),
    "strict for SPF alone": Row(
        "example.com", {"example.com": R + "; aspf=s"}, "spf:mail.example.com", "fail", "reject"
    ),
    "strict from the parent": Row(
        "a.example.com", {"example.com": R + "; adkim=s"}, "dkim:b.example.com", "fail", "reject"
    ),
    "sibling": Row("a.example.com", {"example.com": R}, "dkim:b.example.com", "pass", "reject"),
    "a name that only ends alike": Row("example.com", {"example.com": R}, "dkim:badexample.com", "fail", "reject"),
    "a subdomain that is an organisation of its own": Row(
        "example.com",
        {"example.com": R, "apart.example.com": R + "; psd=n"},
        "dkim:x.apart.example.com",
        "fail",
        "reject",
    ),
    "customers of a public suffix": Row(
        "one.host.example", {"host.example": N + "; psd=y"}, "dkim:two.host.example", "fail", "none", "one.host.example"
    ),
    "a public suffix without psd": Row(
        "one.host.example", {"host.example": N}, "dkim:two.host.example", "pass", "none", "host.example"
    ),
    "a psd below the Organizational Domain's": Row(
        "a.one.host.example",
        {"host.example": N + "; psd=y", "one.host.example": R + "; sp=quarantine"},
        "dkim:one.host.example",
        "pass",
        "quarantine",
        "one.host.example",
    ),
    "no record anywhere": Row("a.b.example", {}, "dkim:a.b.example", "none", None, "a.b.example"),
    "the parent does not answer": Row("a.example.com", {}, "dkim:a.example.com", "temperror", failing=("example.com",)),
    "behind a stop nothing is needed": Row(
        "a.example.com", {"example.com": R + "; psd=n"}, "dkim:example.com", "pass", "reject", failing=("com",)
    ),
    "twice the same tag": Row("example.com", {"example.com": "v=DMARC1; p=none; p=reject"}, None, "permerror"),
    "sp invalid": Row("example.com", {"example.com": R + "; sp=all"}, None, "permerror"),
    "np invalid with rua": Row(
        "example.com", {"example.com": R + "; np=x; rua=mailto:a@b.example"}, None, "fail", "none"
    ),
    "p empty": Row("example.com", {"example.com": "v=DMARC1; p="}, None, "permerror"),
    "broken at the organisation": Row(
        "a.example.com", {"example.com": "v=DMARC1; p=x"}, "dkim:example.com", "permerror"
    ),
    "version alone": Row("example.com", {"example.com": "v=DMARC1"}, None, "fail", "none"),
    "version with more": Row("example.com", {"example.com": "v=DMARC1 p=reject"}, None, "none"),
    "version twelve": Row("example.com", {"example.com": "v=DMARC12; p=reject"}, None, "none"),
    "blank before the version": Row("example.com", {"example.com": " v=DMARC1; p=reject"}, None, "none"),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_row(name: str) -> None:
    row = ROWS[name]
    records = {f"_dmarc.{k}": {"TXT": [v] if isinstance(v, str) else v} for k, v in row.records.items()}
    if not row.missing:
        records[row.author] = {"MX": ["10 mx.example.net"]}
    zone = Zone(records, [f"_dmarc.{name}" for name in row.failing])
    by, _, domain = (row.passed or "").partition(":")
    identifiers = [Identifier("dkim" if by == "dkim" else "spf", domain)] if domain else []
    got = judge(zone, row.author, *identifiers)
    assert (got.result, got.policy, got.domain) == (row.result, row.policy, row.author)
    if row.organization is not None:
        assert got.organizational == row.organization
    assert got.aligned_by == ((by,) if row.result == "pass" else ())
    assert (got.why is None) == (row.result == "pass")


def test_a_cname_leads_to_the_record() -> None:
    """Row 38."""
    zone = Zone(
        {"_dmarc.example.com": {"CNAME": ["policy.example.net"]}, "policy.example.net": {"TXT": [R]}, "example.com": {}}
    )
    assert judge(zone, "example.com").policy == "reject"


def test_what_could_not_be_checked_is_never_held_against_a_message() -> None:
    zone = Zone({"_dmarc.example.com": {"TXT": [R]}, "example.com": {}})
    own, other = "example.com", "evil.test"
    assert judge(zone, own, Identifier("dkim", own, "temperror")).result == "temperror"
    assert judge(zone, own, Identifier("dkim", other, "temperror")).result == "fail"
    assert judge(zone, own, Identifier("spf", own, "unavailable")).result == "unavailable"
    assert judge(zone, own, Identifier("spf", None, "unavailable")).result == "unavailable"
    assert judge(zone, own, Identifier("spf", other, "unavailable")).result == "fail"
    assert judge(zone, own, Identifier("spf", None, "unavailable"), Identifier("dkim", own)).result == "pass"


def test_both_checks_are_named() -> None:
    zone = Zone({"_dmarc.example.com": {"TXT": [R]}, "example.com": {}})
    one, other = Identifier("dkim", "example.com"), Identifier("spf", "mail.example.com")
    assert judge(zone, "example.com", one, other, one).aligned_by == ("dkim", "spf")


def test_whether_a_name_exists_matters_only_where_the_policies_differ() -> None:
    zone = Zone({"_dmarc.example.com": {"TXT": [NP]}}, ["a.example.com"])
    assert (judge(zone, "a.example.com").result, judge(zone, "a.example.com").policy) == ("temperror", None)
    assert judge(zone, "a.example.com", Identifier("dkim", "example.com")).result == "pass"
    same = Zone({"_dmarc.example.com": {"TXT": [R]}}, ["a.example.com"])
    assert (judge(same, "a.example.com").result, judge(same, "a.example.com").policy) == ("fail", "reject")


def test_a_record_too_long_to_be_read_is_no_policy() -> None:
    zone = Zone({"_dmarc.example.com": {"TXT": [R + "; rua=" + "mailto:a@b.example," * 400 + "mailto:a@b.example"]}})
    assert judge(zone, "example.com").why == "record-too-long"


def test_it_says_whose_signatures_were_aligned() -> None:
    zone = Zone(
        {
            "_dmarc.example.com": {"TXT": [R]},
            "_dmarc.apart.example.com": {"TXT": [R + "; psd=n"]},
            "example.com": {"MX": ["10 mx.example.net"]},
        }
    )
    names = ("mail.example.com", "apart.example.com", "relay.test")
    got = judge(zone, "example.com", Identifier("spf", "example.com"), *(Identifier("dkim", name) for name in names))
    assert (got.aligned_by, got.signers) == (("spf", "dkim"), ("mail.example.com",))
