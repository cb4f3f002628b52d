"""Where the Reply key leads."""

from __future__ import annotations

from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import codes, facts, found, mail, unvouched, vouched

CODE = "reply-to-elsewhere"


def test_the_answer_would_reach_a_stranger() -> None:
    reason = found(facts(mail(fields=("Reply-To: x@evil.test",))), CODE)
    assert reason is not None
    assert reason.severity == "notice"
    assert reason.params == {"other": "evil.test", "claimed": "acme.example"}


def test_the_same_organisation_is_no_elsewhere() -> None:
    assert not found(facts(mail(fields=("Reply-To: office@mail.acme.example",))), CODE)
    assert not found(facts(mail()), CODE)


def test_the_organizer_may_be_answered() -> None:
    raw = mail(author="Desk <desk@firm.example>", fields=("Reply-To: anna.keller@acme.example",))
    assert not found(facts(raw, unvouched()), CODE)


def test_silent_for_lists_and_for_services() -> None:
    raw = mail(fields=("Reply-To: staff@lists.example",))
    assert not found(facts(raw, circumstances=(Circumstance("mailing-list", "staff@lists.example"),)), CODE)
    service = vouched(carrier="zoom-webinar", carrier_class="service")
    assert not found(facts(mail(fields=("Reply-To: host@firm.example",)), service), CODE)
    assert CODE in codes(facts(raw))
