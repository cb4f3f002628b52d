"""Everything together: which source counts, what is asked for, and what follows."""

from __future__ import annotations

import pytest

from salver.core.envelope import Envelope
from salver.observe.authentication.authenticate import authenticate
from salver.observe.authentication.authenticated import Authentication
from salver.observe.question import Answer, NowQuestion, Question, Unavailable
from salver.observe.trust import Trust
from salver.read.reading import read_message
from tests.observe.authentication.dkim.signer import CALENDAR, record, rsa_key, sign
from tests.observe.authentication.zone import Zone

OURS = ("127.0.0.0/8", "unix")
TRUST = Trust(dns=True, networks=OURS, authserv_ids=("mx.home.example",))
CLIENT, OTHER = "203.0.113.9", "198.51.100.1"
MAIL = (
    b"From: Ada <ada@a.example>\r\nTo: nora@home.example\r\nSubject: Lunch\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\n"
    b"Message-ID: <1@a.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nAt noon?\r\n"
)
BORDER = (
    b"Received: from out.a.example (out.a.example [203.0.113.9]) by mx.home.example (Postfix) with ESMTPS id 4;"
    b" Tue, 24 Nov 2026 12:00:05 +0000\r\n"
)
NOON = 1_795_521_600


def zone() -> Zone:
    return Zone(
        {
            "a.example": {"TXT": ["v=spf1 mx include:spf.a.example -all"], "MX": ["10 in.a.example"]},
            "in.a.example": {"A": ["203.0.113.1"]},
            "spf.a.example": {"TXT": ["v=spf1 a:out.a.example -all"]},
            "out.a.example": {"A": [CLIENT], "TXT": ["v=spf1 a -all"]},
            "_dmarc.a.example": {"TXT": ["v=DMARC1; p=reject"]},
            "sel._domainkey.a.example": {"TXT": [record(rsa_key())]},
            "sel._domainkey.news.a.example": {"TXT": [record(rsa_key())]},
            "test._domainkey.a.example": {"TXT": [record(rsa_key(), t="y")]},
            "sel._domainkey.relay.test": {"TXT": [record(rsa_key())]},
        }
    )


def found(
    raw: bytes = MAIL,
    *,
    answers: Zone | None = None,
    trust: Trust = TRUST,
    mail_from: str | None = "ada@a.example",
    client: str | None = CLIENT,
    peer: str | None = None,
    helo: str | None = "out.a.example",
) -> Authentication:
    message = read_message(raw)
    envelope = Envelope(mail_from=mail_from, client_ip=client, peer=peer, helo=helo)
    return (answers or zone()).run(authenticate(message, envelope, trust, message.from_field.only))


def test_without_a_resolver_nothing_is_asked() -> None:
    silent = zone()
    got = found(sign(MAIL, d="a.example"), answers=silent, trust=Trust())
    assert got == Authentication()
    assert silent.rounds == 0


def test_ordinary_mail_takes_three_rounds() -> None:
    for raw in (MAIL, sign(MAIL, d="a.example"), sign(MAIL, d="news.a.example")):
        answers = zone()
        got = found(raw, answers=answers)
        assert (got.source, got.spf.result, got.dmarc.result, got.dmarc.policy) == ("own", "pass", "pass", "reject")
        assert answers.rounds <= 3
    assert got.dmarc.aligned_by == ("spf", "dkim")


def test_a_forwarded_message_passes_by_its_signature() -> None:
    got = found(sign(MAIL, d="a.example"), client=OTHER, mail_from="list@relay.test")
    assert (got.spf.result, got.dmarc.result, got.dmarc.aligned_by) == ("none", "pass", ("dkim",))
    assert (got.dmarc.organizational, got.arc.result) == ("a.example", "none")


def test_a_signature_of_somebody_else_proves_nothing_about_the_author() -> None:
    """AUTH-22."""
    got = found(sign(MAIL, d="relay.test"), client=OTHER)
    assert [one.result for one in got.dkim] == ["pass"]
    assert (got.spf.result, got.dmarc.result, got.dmarc.why) == ("fail", "fail", "nothing-aligned")


def test_a_key_that_is_being_tested_counts_as_no_signature() -> None:
    got = found(sign(MAIL, d="a.example", s="test"), client=OTHER)
    assert got.dkim[0].testing
    assert got.dmarc.result == "fail"


def test_a_broken_signature_gives_no_identifier() -> None:
    got = found(sign(MAIL, d="a.example").replace(b"noon", b"nine"), client=OTHER)
    assert [one.result for one in got.dkim] == ["fail"]
    assert got.dmarc.result == "fail"


def test_the_client_is_found_behind_our_own_servers() -> None:
    got = found(BORDER + MAIL, client=None, peer="unix", helo="mx.home.example")
    assert got.spf.result == "pass"
    bounce = found(BORDER + MAIL, client="127.0.0.1", peer="127.0.0.1", helo="localhost", mail_from="")
    assert (bounce.spf.result, bounce.spf.domain) == ("pass", "out.a.example")


def test_a_peer_outside_is_the_client() -> None:
    assert found(BORDER + MAIL, client=None, peer=OTHER).spf.result == "fail"
    assert found(MAIL, client=None, peer=CLIENT).spf.result == "pass"


def test_without_a_client_spf_is_unavailable_and_holds_nothing_against_the_message() -> None:
    for peer in (None, "unix"):
        got = found(MAIL, client=None, peer=peer)
        assert (got.spf.result, got.spf.why) == ("unavailable", "no-client-address")
        assert got.dmarc.result == "unavailable"
    assert found(MAIL, client=None, mail_from="x@evil.test").dmarc.result == "fail"
    assert found(sign(MAIL, d="a.example"), client=None, mail_from=None).dmarc.result == "pass"


def test_one_of_our_own_servers_is_nobodys_client() -> None:
    """Where our servers do not say where a mail came from, SPF has nothing to look at; it is no fail (OPS-08)."""
    unread = b"Received: by 2001:db8::1 with SMTP id x; Tue, 24 Nov 2026 13:00:00 +0100\r\n"
    for head in (b"", unread):
        got = found(head + MAIL, client="127.0.0.7", peer="127.0.0.1", helo="relay.home.example")
        assert (got.spf.result, got.spf.why) == ("unavailable", "no-client-address")
    null = found(unread + MAIL, client="127.0.0.7", peer="127.0.0.1", helo="a.example", mail_from="")
    assert null.spf.domain is None


def test_the_time_of_receipt_is_that_of_our_own_server() -> None:
    raw = sign(MAIL, d="a.example", x=str(NOON - 4_000))
    assert found(BORDER + raw, peer="unix").dkim[0].why == "expired"
    early = BORDER.replace(b"12:00:05", b"10:00:05")
    assert found(early + raw, peer="unix").dkim[0].result == "pass"
    assert found(early + raw, peer=CLIENT).dkim[0].why == "expired"


def test_a_dead_dns_is_neither_pass_nor_fail() -> None:
    class Dead(Zone):
        def answer(self, question: Question) -> Answer:
            return (
                super().answer(question) if isinstance(question, NowQuestion) else Unavailable("temporary", "timeout")
            )

    got = found(sign(MAIL, d="a.example"), answers=Dead({}))
    assert (got.source, got.spf.result, got.dmarc.result) == ("own", "temperror", "temperror")
    assert [one.result for one in got.dkim] == ["temperror"]


def test_where_nobody_could_be_asked_there_is_no_source() -> None:
    class Nobody(Zone):
        def answer(self, question: Question) -> Answer:
            return Unavailable("not-asked")

    for raw in (MAIL, sign(MAIL, d="a.example")):
        got = found(raw, answers=Nobody({}))
        assert (got.source, got.spf.result, got.dmarc.result) == (None, "not-asked", "not-asked")


def test_an_author_who_is_ambiguous_passes_for_nobody() -> None:
    two = MAIL.replace(b"Ada <ada@a.example>", b"ada@a.example, bob@b.example")
    got = found(two)
    assert (got.spf.result, got.dmarc.result, got.dmarc.why) == ("pass", "none", "author-ambiguous")
    got = found(
        b"Authentication-Results: mx.home.example; dmarc=pass header.from=a.example\r\n" + BORDER + two, peer="unix"
    )
    assert (got.source, got.dmarc.result, got.dmarc.why) == ("upstream", "none", "author-ambiguous")


def test_an_author_without_a_domain_of_the_internet() -> None:
    got = found(MAIL.replace(b"ada@a.example>", b"ada@localhost>"))
    assert (got.dmarc.result, got.dmarc.why) == ("none", "author-unusable")


REPORT = b"Authentication-Results: mx.home.example;"


def test_what_our_server_reported_wins_as_a_whole() -> None:
    silent = zone()
    report = REPORT + b" spf=fail smtp.mailfrom=a.example; dmarc=fail policy.dmarc=none header.from=a.example\r\n"
    got = found(report + BORDER + sign(MAIL, d="a.example"), answers=silent, peer="unix")
    assert (got.source, got.spf.result, got.dmarc.result, got.dkim) == ("upstream", "fail", "fail", ())
    assert silent.rounds == 0


def test_what_an_outsider_reported_counts_for_nothing() -> None:
    """AUTH-24."""
    forged = REPORT + b" dmarc=pass header.from=a.example\r\n"
    got = found(BORDER + b"Received: from x by y\r\n" + forged + MAIL, client=OTHER, peer="unix")
    assert (got.source, got.dmarc.result) == ("own", "fail")
    assert found(forged + MAIL, client=OTHER, peer=OTHER).source == "own"


def test_dmarc_is_worked_out_where_our_server_did_not() -> None:
    report = REPORT + b" spf=pass smtp.mailfrom=bounce.a.example; dkim=fail header.d=a.example\r\n"
    answers = zone()
    got = found(report + BORDER + MAIL, answers=answers, peer="unix")
    assert (got.source, got.dmarc.result, got.dmarc.aligned_by) == ("upstream", "pass", ("spf",))
    assert answers.rounds == 1
    assert found(
        report + BORDER + MAIL, peer="unix", trust=Trust(networks=OURS, authserv_ids=("mx.home.example",))
    ).dmarc.result == ("not-asked")


@pytest.mark.parametrize(
    ("report", "signed", "result"),
    [
        (b" dkim=pass header.d=a.example", True, "pass"),
        (b" dkim=fail header.d=a.example", True, "unavailable"),
        (b" spf=fail smtp.mailfrom=a.example", True, "unavailable"),
        (b" spf=fail smtp.mailfrom=a.example", False, "fail"),
        (b" spf=pass smtp.helo=a.example; dkim=none", False, "fail"),
        (b" spf=temperror smtp.mailfrom=a.example; dkim=none", False, "temperror"),
        (b" spf=fail smtp.mailfrom=a.example; dkim=temperror header.d=a.example", True, "temperror"),
    ],
)
def test_what_our_server_does_not_speak_of_may_have_passed(report: bytes, signed: bool, result: str) -> None:
    raw = sign(MAIL, d="a.example") if signed else MAIL
    assert found(REPORT + report + b"\r\n" + BORDER + raw, peer="unix").dmarc.result == result


def test_a_reported_signature_is_found_again() -> None:
    raw = sign(MAIL, d="a.example", x="1799999999")
    got = found(REPORT + b" dkim=pass header.d=a.example header.s=sel; dmarc=pass\r\n" + BORDER + raw, peer="unix")
    assert (got.dkim[0].result, got.dkim[0].selector, got.dkim[0].expires) == ("pass", "sel", 1_799_999_999)
    assert "from" in got.dkim[0].signed


def test_a_reported_pass_is_held_against_the_signature_it_rests_on() -> None:
    calendar = MAIL.replace(b"text/plain\r\n\r\nAt noon?\r\n", b"text/calendar\r\n\r\n" + CALENDAR)
    report = REPORT + b" spf=fail smtp.mailfrom=evil.test; dmarc=%b header.from=a.example\r\n" + BORDER
    raw = sign(calendar, d="a.example", l="40")
    (behind,) = found(report % b"pass" + raw, peer="unix").dkim
    assert (behind.result, behind.domain) == ("not-asked", "a.example")
    assert (behind.covers_calendar, behind.why) == (False, "length")
    for whole in (report % b"pass" + sign(calendar, d="a.example"), report % b"fail" + raw):
        assert found(whole, peer="unix").dkim == ()


def test_names_that_share_only_the_top_are_asked_for_last() -> None:
    """A top-level domain with a record that does not call it a public suffix is one organisation (RFC 9989 4.10.2)."""
    answers = zone()
    answers.records["_dmarc.example"] = {"TXT": ["v=DMARC1; p=none"]}
    answers.records["sel._domainkey.b.example"] = {"TXT": [record(rsa_key())]}
    del answers.records["_dmarc.a.example"]
    got = found(sign(MAIL, d="b.example"), answers=answers, client=OTHER)
    assert (got.dmarc.result, got.dmarc.organizational, got.dmarc.aligned_by) == ("pass", "example", ("dkim",))


def test_a_name_that_failed_is_not_asked_for_again() -> None:
    answers = zone()
    answers.failing.add("_dmarc.news.a.example")
    got = found(sign(MAIL, d="news.a.example"), answers=answers, client=OTHER)
    assert got.dmarc.result == "temperror"
    assert [question.domain for question in answers.asked].count("_dmarc.news.a.example") == 1
