"""Block and allow bind to the confirmed one."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from salver.act.identity_words import domain_to_block, strength_for, whom_to_allow, whom_to_block
from salver.decide.report import Report, ReportSpf
from tests.judge.letters import ACME_IP, GOOGLE_IP, HOME_IP, Letter, evil, organizer, signed
from tests.judge.rules.who_facts import mail
from tests.store import made

EVIL = "X@evil.example"
FORGED = made.report("u", strength="none", level="contradiction", author=EVIL, contradicted_by=("evil.example",))
BOSS, COLLEAGUE = "boss@home.example", "mal@home.example"
BEHALF = organizer(BOSS, f'SENT-BY="mailto:{COLLEAGUE}"')


@pytest.mark.parametrize(
    ("report", "block", "allow"),
    [
        (made.report("u", "Ann@acme.example"), "ann@acme.example", "ann@acme.example"),
        (made.report("u", strength="moderate"), made.ANN, made.ANN),
        (made.report("u", strength="weak"), None, made.ANN),
        (made.report("u", strength="unknown"), None, made.ANN),
        (FORGED, "x@evil.example", "x@evil.example"),
        (made.report("u", strength="none", level="contradiction"), None, None),
        (made.report("u", None, strength="none"), None, None),
    ],
)
def test_who_is_meant(report: Report, block: str | None, allow: str | None) -> None:
    assert (whom_to_block(report), whom_to_allow(report)) == (block, allow)


def colleague(**changes: Any) -> Report:
    raw = signed(mail(author=f"Mallory <{COLLEAGUE}>", **changes), "home.example")
    return Letter(raw=raw, mail_from=COLLEAGUE, ip=HOME_IP).report()


@pytest.mark.parametrize("named", [BEHALF, organizer(BOSS)])
def test_a_colleague_who_sends_for_another_is_meant_himself(named: str) -> None:
    """The boss did not send it: a block must not hit the boss, and a yes from now on not speak for the boss."""
    report = colleague(organizer=named)
    assert report.identity.vouched_by in ("delegate", "same-organisation")
    assert (whom_to_block(report), whom_to_allow(report)) == (COLLEAGUE, COLLEAGUE)


def test_a_stranger_who_says_he_sends_for_somebody_is_meant_himself() -> None:
    named = organizer("ceo@bank.example", 'SENT-BY="mailto:desk@evil.test"')
    report = Letter(raw=evil(organizer=named)).report()
    assert (report.identity.vouched_by, report.identity.contradicted_by) == ("nobody", ())
    assert (whom_to_block(report), whom_to_allow(report)) == ("desk@evil.test", "desk@evil.test")


@pytest.mark.parametrize(
    ("length", "ip", "block"),
    [(None, "192.0.2.66", "anna@acme.example"), (1, "192.0.2.66", None), (1, ACME_IP, "anna@acme.example")],
)
def test_a_signature_that_leaves_the_calendar_open_names_nobody(length: int | None, ip: str, block: str | None) -> None:
    """Whoever adds a calendar to an honest mail must not get its author blocked; sent by her own server it is hers."""
    named = organizer("ceo@bank.example", 'SENT-BY="mailto:anna@acme.example"')
    raw = mail(author="Anna <anna@acme.example>", organizer=named)
    raw = signed(raw, "acme.example", **({} if length is None else {"l": length}))
    assert whom_to_block(Letter(raw=raw, mail_from="anna@acme.example", ip=ip).report()) == block


def test_a_sent_by_that_nobody_confirms_means_nobody() -> None:
    named = organizer("ceo@bank.example", 'SENT-BY="mailto:anna@unprotected.example"')
    report = Letter(raw=mail(author="Anna <anna@unprotected.example>", organizer=named)).report()
    assert whom_to_block(report) is None


def test_the_machine_of_a_service_is_nobody_who_sends_for_another() -> None:
    named = organizer("ceo@bank.example", 'SENT-BY="mailto:no-reply@zoom.us"')
    raw = signed(mail(author="Zoom <no-reply@zoom.us>", organizer=named), "zoom.us")
    report = Letter(raw=raw, mail_from="b@zoom.us", ip=GOOGLE_IP).report()
    assert whom_to_block(report) is None


@pytest.mark.parametrize(
    ("spf", "domain"),
    [
        (ReportSpf("pass", "firm.example", "mailfrom"), "firm.example"),
        (ReportSpf("pass", "Firm.example", "mailfrom"), "firm.example"),
        (ReportSpf("fail", "firm.example", "mailfrom"), None),
        (ReportSpf("softfail", "firm.example", "mailfrom"), None),
        (ReportSpf("none", "firm.example", "mailfrom"), None),
        (ReportSpf("pass", "firm.example", "helo"), None),
        (ReportSpf("pass", "relay.example", "mailfrom"), None),
        (ReportSpf("not-asked"), None),
    ],
)
def test_an_envelope_that_spf_did_not_pass_is_a_name_somebody_borrowed(spf: ReportSpf, domain: str | None) -> None:
    report = made.report("u", strength="none")
    report = replace(report, authentication=replace(report.authentication, spf=spf))
    assert domain_to_block(report, "firm.example") == domain
    assert domain_to_block(report, None) is None


def test_where_somebody_is_confirmed_no_domain_is_kept_out() -> None:
    assert domain_to_block(made.sent_from(made.report("u"), "firm.example"), "firm.example") is None


def test_a_forger_writes_the_envelope_of_a_small_firm() -> None:
    forged = mail(author="A <a@unprotected.example>", organizer=organizer("a@unprotected.example"))
    report = Letter(raw=forged, mail_from="a@unprotected.example").report()
    assert report.authentication.spf.result == "fail"
    assert (whom_to_block(report), domain_to_block(report, "unprotected.example")) == (None, None)


def test_the_strength_of_one_organizer_is_not_lent_to_another() -> None:
    strong, unknown = made.report("u"), made.report("u", strength="unknown")
    assert strength_for(strong, made.ANN.upper()) == "strong"
    assert strength_for(strong, "bob@acme.example") == "none"
    assert strength_for(strong, None) == "none"
    assert strength_for(made.report("u", strength="moderate"), made.ANN) == "moderate"
    assert strength_for(unknown, "bob@acme.example") == "unknown"


def test_the_machine_of_a_service_is_never_allowed_from_now_on() -> None:
    raw = signed(mail(author="Zoom <no-reply@zoom.us>", organizer=organizer("no-reply@zoom.us")), "zoom.us")
    report = Letter(raw=raw, mail_from="bounce@zoom.us", ip=GOOGLE_IP).report()
    assert report.identity.carrier_class == "service"
    assert whom_to_allow(report) is None
