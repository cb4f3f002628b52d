"""Whole letters whose names and addresses are written so that a comparison could miss them."""

from __future__ import annotations

import time

import pytest

from salver.decide.policy import Policy
from tests.judge.letters import ACME_IP, WITH_ANNA, Letter, World, evil, honest, organizer
from tests.judge.rules.who_facts import ANNA, mail

DESK = "desk@evil.test"
NAMES = World(contacts={ANNA: "Anna Keller"})


@pytest.mark.parametrize(
    "name",
    [
        "An\u200bna Keller",
        "Anna K\u034feller",
        "\u1d00\u0274\u0274\u1d00 \u1d0b\u1d07\u029f\u029f\u1d07\u0280",
        "Anna Keller CEO",
    ],
)
def test_a_known_name_in_any_dress_is_seen(name: str) -> None:
    """SPF-04: what a reader takes for Anna Keller is compared as she is."""
    report = Letter(raw=evil(organizer=organizer(DESK, f'CN="{name}"')), world=NAMES).report()
    assert "name-of-known-person" in {finding.code for finding in report.findings}


def test_a_harmless_name_in_the_calendar_hides_no_other_in_from() -> None:
    raw = evil(author=f"Anna Keller <{DESK}>", organizer=organizer(DESK, "CN=Invite"))
    report = Letter(raw=raw, world=NAMES).report()
    assert "name-of-known-person" in {finding.code for finding in report.findings}


@pytest.mark.parametrize("own", ["m\u00fcnchen.example", "xn--mnchen-3ya.example"])
@pytest.mark.parametrize("named", ["boss@m\u00fcnchen.example", "boss@xn--mnchen-3ya.example"])
def test_an_own_domain_is_known_in_every_spelling(own: str, named: str) -> None:
    """SPF-27, SPF-34."""
    policy = Policy(dns=True, own_domains=(own,))
    raw = mail(author="Desk <desk@unprotected.example>", organizer=organizer(named))
    report = Letter(raw=raw, policy=policy).report()
    assert "organizer-in-own-domain" in {finding.code for finding in report.findings}


def test_another_full_stop_makes_no_other_domain() -> None:
    report = Letter(raw=evil(organizer=organizer("boss@home\u3002example"))).report()
    assert report.identity.claimed is None
    assert "organizer-unusable" in {finding.code for finding in report.findings}


def test_an_invitation_to_a_subaddress_is_one_to_its_person() -> None:
    plus = "nora+school@home.example"
    letter = Letter(
        raw=honest(guests=(f"ATTENDEE:mailto:{plus}",), to=plus),
        mail_from=ANNA,
        ip=ACME_IP,
        world=WITH_ANNA,
        rcpt=(plus,),
    )
    assert [finding.code for finding in letter.report().findings] == ["sender-known"]
    preset = Letter(raw=evil(guests=(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{plus}",)), rcpt=(plus,)).report()
    assert "answer-preset" in {finding.code for finding in preset.findings}
    mine = Letter(raw=evil(named=plus), rcpt=(plus,), policy=Policy(dns=True)).report()
    assert "organizer-is-recipient" in {finding.code for finding in mine.findings}


def test_names_without_end_cost_little() -> None:
    """DOS-25: a hundred organizers, each with a name of four thousand characters that grow when they are compared."""
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:u{n}\r\nDTSTART:20261201T090000Z\r\n"
        f'ORGANIZER;CN="{chr(0xFDFA) * 4_000}@{n}":mailto:a{n}@evil.test\r\nEND:VEVENT\r\n'
        for n in range(40)
    )
    raw = mail(organizer=organizer(DESK)).replace(b"END:VCALENDAR", events.encode() + b"END:VCALENDAR")
    begin = time.process_time()
    Letter(raw=raw, world=NAMES).report()
    assert time.process_time() - begin < 2
