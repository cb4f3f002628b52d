"""Every threat about who sent it that identity can answer: a letter, what must be found, and the level it comes to.

The ids are those of the threat catalogue. A letter goes the whole way: read, DNS, SPF, DKIM, DMARC, identity, rules,
table, in one zone with one set of keys.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from salver.decide.policy import Policy
from salver.observe.question import EventMemory
from tests.judge.letters import (
    ACME_IP,
    FREE_IP,
    GOOGLE_IP,
    LIST_IP,
    MEETING,
    OWN,
    WITH_ANNA,
    Letter,
    World,
    evil,
    honest,
    organizer,
    signed,
)
from tests.judge.rules.who_facts import ANNA, ME, bound, mail

BOSS = "boss@home.example"
CEO = "ceo@bank.example"
DESK = "desk@evil.test"
UPDATE = "SEQUENCE:1"
CANCELLED = "STATUS:CANCELLED"
CANCELLED_SINCE = EventMemory(ANNA, "cancelled", "strong", 1, "2026-11-21T16:00:00+00:00")


class Threat(NamedTuple):
    """``codes`` must all be found, none of ``never`` may; ``verdict`` and ``level`` are those of the message."""

    id: str
    letter: Letter
    level: str
    codes: tuple[str, ...]
    never: tuple[str, ...] = ("sender-known",)
    calendar: str = "wait"


def _spoofed(domain: str, ip: str = "192.0.2.66") -> Letter:
    address = f"partner@{domain}"
    return Letter(raw=mail(author=f"Partner <{address}>", organizer=organizer(address)), mail_from="x@evil.test", ip=ip)


def _from(head: str) -> Letter:
    """From in a shape that two readers read differently; the organizer is the forged one."""
    raw = mail(author="ada@bank.example", organizer=organizer("ada@bank.example"))
    return Letter(raw=signed(raw.replace(b"From: ada@bank.example\r\n", head.encode()), "evil.test"))


def by_service(author: str, *domains: str, named: str, fields: tuple[str, ...] = (), **changes: object) -> bytes:
    changes = {"organizer": organizer(named), **changes}
    return signed(mail(author=author, fields=fields, **changes), *domains)  # type: ignore[arg-type]


ELSEWHERE = ("ATTENDEE:mailto:victim@other.example",)
REPLAYED = mail(to="victim@other.example", guests=ELSEWHERE)

SPF = [
    Threat("SPF-01", Letter(raw=evil(named=CEO)), "contradiction", ("organizer-contradicted",)),
    Threat("SPF-01", Letter(raw=evil(named=BOSS)), "contradiction", ("organizer-in-own-domain",)),
    Threat("SPF-02", Letter(raw=evil(named=ME)), "contradiction", ("organizer-is-recipient",)),
    Threat("SPF-03", _spoofed("none.example"), "check", ("authentication-failed", "organizer-not-vouched")),
    Threat("SPF-03", _spoofed("quarantine.example"), "check", ("authentication-failed",)),
    Threat("SPF-03", _spoofed("acme.example"), "check", ("authentication-failed",)),
    Threat("SPF-03", _spoofed("unprotected.example"), "check", ("organizer-not-vouched",), ("authentication-failed",)),
    Threat(
        "SPF-04",
        Letter(raw=evil(organizer=organizer(DESK, 'CN="Jane Boss <jane@bank.example>"'))),
        "contradiction",
        ("name-shows-other-address",),
    ),
    Threat(
        "SPF-04",
        Letter(raw=evil(author=f'"{CEO}" <{DESK}>')),
        "contradiction",
        ("name-shows-other-address",),
    ),
    Threat(
        "SPF-04",
        Letter(raw=evil(organizer=organizer(DESK, "CN=Anna Keller")), world=WITH_ANNA),
        "check",
        ("name-of-known-person",),
    ),
    Threat(
        "SPF-05",
        Letter(raw=evil(organizer=organizer(DESK, f"EMAIL={CEO}"))),
        "check",
        ("organizer-email-differs",),
    ),
    Threat(
        "SPF-05",
        Letter(raw=evil(organizer=organizer("2_abcdefgh@imip.me.com", f"EMAIL={ANNA}")), world=WITH_ANNA),
        "contradiction",
        ("organizer-email-differs", "organizer-contradicted"),
    ),
    Threat(
        "SPF-06",
        Letter(raw=evil(organizer=organizer(ANNA, f'SENT-BY="mailto:{DESK}"')), world=WITH_ANNA),
        "check",
        ("sent-by-not-approved", "organizer-not-vouched"),
    ),
    Threat(
        "SPF-06",
        Letter(
            raw=evil(organizer=organizer(ANNA, 'SENT-BY="mailto:tom@helpdesk.example"')),
            world=World(contacts={ANNA: None}, delegates=(("tom@helpdesk.example", ANNA),)),
        ),
        "contradiction",
        ("sent-by-not-approved", "organizer-contradicted"),
    ),
    Threat(
        "SPF-08",
        Letter(raw=honest(fields=("Reply-To: x@evil.test",)), mail_from=ANNA, ip=ACME_IP),
        "new",
        ("reply-to-elsewhere",),
    ),
    Threat("SPF-09", Letter(raw=evil(UPDATE, named=ANNA), world=MEETING), "contradiction", ("update-from-stranger",)),
    Threat(
        "SPF-09",
        Letter(
            raw=honest(UPDATE, author="Tom <tom@acme.example>"),
            mail_from="tom@acme.example",
            ip=ACME_IP,
            world=MEETING,
        ),
        "contradiction",
        ("update-from-stranger",),
    ),
    Threat(
        "SPF-10",
        Letter(raw=evil(UPDATE, CANCELLED, named=ANNA, method="CANCEL"), world=MEETING),
        "contradiction",
        ("cancel-from-stranger",),
    ),
    Threat(
        "SPF-10",
        Letter(raw=evil(UPDATE, CANCELLED, named=ANNA), world=MEETING),
        "contradiction",
        ("cancel-from-stranger",),
    ),
    Threat(
        "SPF-11",
        Letter(
            raw=evil(method="REPLY", organizer=organizer(ME), guests=(f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ANNA}",)),
            world=WITH_ANNA,
        ),
        "contradiction",
        ("organizer-contradicted",),
    ),
    Threat(
        "SPF-11",
        Letter(
            raw=mail(method="REPLY", organizer=organizer(ME), guests=(f"ATTENDEE;PARTSTAT=DECLINED:mailto:{ANNA}",)),
            mail_from="",
            world=WITH_ANNA,
        ),
        "check",
        ("authentication-failed", "organizer-not-vouched"),
    ),
    Threat("SPF-16", Letter(raw=evil(guests=ELSEWHERE)), "new", ("recipient-not-invited", "first-contact")),
    Threat(
        "SPF-17",
        Letter(raw=evil(guests=(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}",))),
        "check",
        ("answer-preset",),
    ),
    Threat(
        "SPF-18",
        Letter(
            raw=evil(
                guests=(
                    f"ATTENDEE:mailto:{ME}",
                    *(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{n}@home.example" for n in "abcde"),
                )
            )
        ),
        "new",
        ("guests-unverified",),
    ),
    Threat(
        "SPF-19",
        Letter(raw=evil(UPDATE), world=MEETING),
        "check",
        ("organizer-changed",),
    ),
    Threat(
        "SPF-20",
        Letter(raw=evil(UPDATE, "RECURRENCE-ID:20261208T090000Z", named=ANNA), world=MEETING),
        "contradiction",
        ("update-from-stranger",),
    ),
    Threat(
        "SPF-22",
        Letter(
            raw=honest(),
            mail_from=ANNA,
            ip=ACME_IP,
            world=World(contacts={ANNA: None}, history=(CANCELLED_SINCE,)),
        ),
        "known",
        (),
        (),
        "ignore",
    ),
    Threat(
        "SPF-23",
        Letter(
            raw=honest(UPDATE, author="Tom <tom@acme.example>", organizer=organizer("tom@acme.example")),
            mail_from="tom@acme.example",
            ip=ACME_IP,
            world=World(contacts={ANNA: None, "tom@acme.example": None}, history=(bound(),)),
        ),
        "check",
        ("organizer-changed",),
        ("update-from-stranger", "organizer-contradicted"),
    ),
    Threat(
        "SPF-24",
        Letter(
            raw=by_service("Mallory <mallory@gmail.com>", "gmail.com", "google.com", named="mallory@gmail.com"),
            mail_from="mallory@gmail.com",
            ip=GOOGLE_IP,
        ),
        "new",
        ("sent-by-carrier", "first-contact"),
    ),
    Threat(
        "SPF-24",
        Letter(
            raw=by_service(
                "Zoom <no-reply@zoom.us>", "zoom.us", named="no-reply@zoom.us", fields=("Reply-To: x@evil.test",)
            ),
            mail_from="bounces@zoom.us",
            ip=GOOGLE_IP,
            world=World(contacts={"no-reply@zoom.us": None}),
        ),
        "new",
        ("sent-by-carrier", "first-contact"),
    ),
    Threat(
        "SPF-25",
        Letter(raw=signed(REPLAYED, "acme.example", darn="other.example"), mail_from="x@evil.test"),
        "check",
        ("mail-replayed",),
    ),
    Threat(
        "SPF-25",
        Letter(raw=signed(REPLAYED, "acme.example", t="1762000000", x="1762600000"), mail_from="x@evil.test"),
        "check",
        ("mail-replayed",),
    ),
    Threat(
        "SPF-25",
        Letter(raw=signed(REPLAYED, "acme.example"), mail_from="x@evil.test", world=World(signatures=400)),
        "check",
        ("mail-replayed",),
    ),
    Threat(
        "SPF-26",
        Letter(
            raw=signed(REPLAYED, "acme.example", darn="other.example").replace(
                b"To: victim", b"List-Id: <dev.evil.test>\r\nTo: victim"
            ),
            mail_from="x@evil.test",
        ),
        "check",
        ("mail-replayed",),
    ),
    Threat(
        "SPF-27",
        Letter(raw=mail(author=f"Boss <{BOSS}>", organizer=organizer(BOSS)), mail_from=BOSS),
        "contradiction",
        ("organizer-in-own-domain", "authentication-failed"),
    ),
    Threat(
        "SPF-28",
        Letter(raw=evil(f'X-MS-OLK-SENDER;CN="Anna":mailto:{ANNA}', named=CEO), world=WITH_ANNA),
        "contradiction",
        ("organizer-contradicted",),
    ),
    *(
        Threat("SPF-29", Letter(raw=evil(organizer=f"ORGANIZER:{value}")), "check", ("organizer-unusable",))
        for value in (
            "urn:uuid:6fe3a2c0-3b8e-4b0e-9d2e-000000000000",
            "https://calendar.evil.test/principals/desk/",
            "mailto:desk@evil.test?subject=x",
            "mailto:desk@evil.test,ceo@bank.example",
            "mailto:Desk",
        )
    ),
    *(
        Threat("SPF-30", Letter(raw=evil(organizer=f"ORGANIZER:{value}")), "check", ("organizer-unusable",))
        for value in ("mailto:desk@evil.test?cc=all@home.example", "mailto:desk@evil.test%0d%0aBcc:all@home.example")
    ),
    Threat(
        "SPF-31",
        Letter(raw=evil(organizer(CEO))),
        "check",
        ("organizer-several",),
    ),
    Threat(
        "SPF-31",
        Letter(raw=evil(organizer(DESK), named=CEO)),
        "contradiction",
        ("organizer-several",),
    ),
    Threat(
        "SPF-32",
        Letter(raw=evil(organizer=f'ORGANIZER;CN="x:mailto:{DESK}\r\nX-A;B=":mailto:{CEO}')),
        "check",
        ("calendar-ambiguous",),
    ),
    Threat(
        "SPF-34",
        Letter(
            raw=signed(
                mail(author="Boss <boss@acrne.example>", organizer=organizer("boss@acrne.example")), "acrne.example"
            ),
            mail_from="boss@acrne.example",
            world=WITH_ANNA,
        ),
        "contradiction",
        ("lookalike-domain",),
    ),
]

APPENDED = b"\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:2@evil.test\r\n"

AUTH = [
    Threat(
        "AUTH-01",
        Letter(raw=_spoofed("bank.example").raw, mail_from="any@nx.bank.example"),
        "check",
        ("authentication-failed",),
    ),
    Threat(
        "AUTH-02",
        Letter(raw=_spoofed("bank.example").raw, mail_from="(any@bank.example"),
        "check",
        ("authentication-failed",),
    ),
    Threat("AUTH-02", Letter(raw=_spoofed("bank.example").raw, mail_from=""), "check", ("authentication-failed",)),
    Threat(
        "AUTH-03",
        Letter(raw=signed(_spoofed("bank.example").raw, "bank.example", s="sel._domainkey.evil.test\0")),
        "check",
        ("authentication-failed",),
    ),
    Threat(
        "AUTH-04",
        Letter(raw=signed(_spoofed("bank.example").raw, "bank.example'a.evil.test")),
        "check",
        ("authentication-failed",),
    ),
    Threat(
        "AUTH-05",
        Letter(raw=_spoofed("bank.example").raw, mail_from="any@bank.example(a.evil.test"),
        "check",
        ("authentication-failed",),
    ),
    Threat(
        "AUTH-06",
        Letter(raw=_spoofed("bank.example").raw, mail_from='any@bank.example"@evil.test'),
        "check",
        ("authentication-failed",),
    ),
    Threat(
        "AUTH-07",
        Letter(raw=_spoofed("bank.example").raw, mail_from="@bank.example,@any.example:'any@evil.test"),
        "check",
        ("authentication-failed",),
    ),
    *(
        Threat(number, _from(head), "check", ("author-ambiguous",))
        for number, head in {
            "AUTH-08": "From: ada@bank.example\r\nFrom: any@evil.test\r\n",
            "AUTH-10": "From : ada@bank.example\r\nFrom: any@evil.test\r\n",
            "AUTH-11": "From\r\n : ada@bank.example\r\nFrom: any@evil.test\r\n",
            "AUTH-12": "Sender: any@evil.test\r\n",
            "AUTH-13": "Resent-From: any@evil.test\r\n",
            "AUTH-14": "From: ada@bank.example, any@evil.test\r\n",
            "AUTH-34": "From: <@bank.example,@any.example:any@evil.test>\r\n",
            "AUTH-35": "From: ada@bank.example\\,<any@evil.test>\r\n",
            "AUTH-36": "From: ada@bank.example,<any@evil.test>\r\n",
            "AUTH-37": "From: <any@evil.test>ada@bank.example\r\n",
        }.items()
    ),
    Threat(
        "AUTH-09",
        Letter(
            raw=b" From: ada@bank.example\r\n" + mail(author="any@evil.test", organizer=organizer("ada@bank.example"))
        ),
        "check",
        ("author-ambiguous",),
    ),
    Threat(
        "AUTH-33",
        _from("From: =?utf-8?b?PGFkYUBiYW5rLmV4YW1wbGU+LA==?= <any@evil.test>\r\n"),
        "contradiction",
        ("author-ambiguous", "name-shows-other-address"),
    ),
    Threat("AUTH-15", _from("From: ada@bank.example:any@evil.test;\r\n"), "check", ("author-ambiguous",)),
    Threat("AUTH-15", _from("From: undisclosed-senders:;\r\n"), "check", ("organizer-not-vouched",)),
    Threat(
        "AUTH-16",
        Letter(raw=signed(mail(), "acme.example", l="20"), mail_from="x@evil.test", world=WITH_ANNA),
        "check",
        ("organizer-not-vouched",),
    ),
    Threat(
        "AUTH-17",
        Letter(
            raw=signed(mail(), "acme.example", names=["from", "to", "subject"]),
            mail_from="x@evil.test",
            world=WITH_ANNA,
        ),
        "check",
        ("organizer-not-vouched",),
    ),
    Threat(
        "AUTH-18",
        Letter(raw=b"From: ada@bank.example\r\n" + honest(), mail_from="x@evil.test", world=WITH_ANNA),
        "check",
        ("author-ambiguous",),
    ),
    Threat(
        "AUTH-19",
        Letter(raw=signed(REPLAYED, "acme.example", darn="other.example"), mail_from="x@evil.test"),
        "check",
        ("mail-replayed",),
        (),
    ),
    Threat(
        "AUTH-20",
        Letter(raw=signed(mail(), "acme.example", x="1762600000"), mail_from="x@evil.test", world=WITH_ANNA),
        "check",
        ("authentication-failed", "organizer-not-vouched"),
    ),
    Threat(
        "AUTH-21",
        Letter(raw=signed(_spoofed("bank.example").raw, "example"), mail_from="x@evil.test"),
        "check",
        ("authentication-failed",),
    ),
    Threat(
        "AUTH-22",
        Letter(raw=signed(_spoofed("bank.example").raw, "esp.example"), mail_from="bounce@esp.example"),
        "check",
        ("authentication-failed", "organizer-not-vouched"),
    ),
    Threat(
        "AUTH-23",
        Letter(
            raw=mail(fields=("ARC-Authentication-Results: i=1; evil.test; dmarc=pass header.from=acme.example",)),
            world=WITH_ANNA,
        ),
        "check",
        ("authentication-failed", "organizer-not-vouched"),
    ),
    Threat(
        "AUTH-24",
        Letter(
            raw=mail(fields=("Authentication-Results: mx.other.example; dmarc=pass header.from=acme.example",)),
            world=WITH_ANNA,
            policy=Policy(dns=True, own_domains=OWN, trusted_authserv_ids=("mx.home.example",)),
        ),
        "check",
        ("authentication-failed", "organizer-not-vouched"),
    ),
    Threat(
        "AUTH-25",
        Letter(raw=mail(fields=("X-MS-Exchange-Organization-AuthAs: Internal", "Received-SPF: pass")), world=WITH_ANNA),
        "check",
        ("authentication-failed",),
    ),
    Threat(
        "AUTH-28",
        Letter(
            raw=mail(), mail_from=ANNA, world=World(contacts={ANNA: None}, dead=("_dmarc.acme.example", "acme.example"))
        ),
        "new",
        ("authentication-unavailable", "organizer-not-vouched"),
    ),
    Threat(
        "AUTH-29",
        Letter(
            raw=mail(author="Anna <anna@shop.example>", organizer=organizer("anna@shop.example")),
            mail_from="bounce@shop.example",
            ip=ACME_IP,
            world=World(contacts={"anna@shop.example": None}),
        ),
        "check",
        ("organizer-not-vouched",),
    ),
    Threat(
        "AUTH-30",
        Letter(
            raw=evil(named=CEO, fields=("BIMI-Selector: v=BIMI1; s=default", "List-Id: <board.bank.example>")),
        ),
        "contradiction",
        ("organizer-contradicted",),
    ),
    Threat(
        "AUTH-31",
        Letter(raw=mail(), mail_from=None, ip=None, world=WITH_ANNA, policy=Policy(own_domains=OWN)),
        "new",
        ("organizer-not-vouched",),
    ),
    Threat("AUTH-32", Letter(raw=evil()), "new", ("first-contact",), ("envelope-not-organizer", "sender-known")),
    Threat(
        "AUTH-38",
        Letter(
            raw=mail(author="Alice <alice@freemail.example>", organizer=organizer("alice@freemail.example")),
            mail_from="mallory@freemail.example",
            ip=FREE_IP,
            world=World(contacts={"alice@freemail.example": None}),
        ),
        "check",
        ("organizer-not-vouched",),
    ),
]
THREATS = SPF + AUTH


def seen_for_what_it_is(threat: Threat) -> None:
    """Its codes, its level, and that the event waits."""
    report = threat.letter.report()
    found = {finding.code for finding in report.findings}
    assert set(threat.codes) <= found
    assert not set(threat.never) & found
    assert (report.verdict, report.level) == ("hold", threat.level), sorted(found)
    assert report.recipients[0].calendar == threat.calendar


@pytest.mark.parametrize("threat", THREATS, ids=[f"{number}-{threat.id}" for number, threat in enumerate(THREATS)])
def test_a_threat_is_seen_for_what_it_is(threat: Threat) -> None:
    seen_for_what_it_is(threat)


def test_answers_go_to_the_organizer_whoever_sends_for_him() -> None:
    """SPF-07: SENT-BY and Reply-To never take an answer away."""
    raw = evil(organizer=organizer(ANNA, 'SENT-BY="mailto:desk@evil.test"'), fields=("Reply-To: x@evil.test",))
    assert Letter(raw=raw).report().identity.answer_to == ANNA


def test_the_honest_sender_of_the_same_world_passes() -> None:
    """The control of the whole table: the same zone, the same keys, the honest Anna."""
    report = Letter(raw=honest(), mail_from=ANNA, ip=ACME_IP, world=WITH_ANNA).report()
    assert (report.verdict, report.level) == ("deliver", "known")
    assert [finding.code for finding in report.findings] == ["sender-known"]
    relayed = Letter(raw=honest(), mail_from="dev-bounces@lists.example", ip=LIST_IP, world=WITH_ANNA).report()
    assert (relayed.verdict, relayed.level) == ("deliver", "known")
