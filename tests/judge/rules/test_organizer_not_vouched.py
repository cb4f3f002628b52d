"""Which sentence is nearest to the truth."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.facts import Circumstance, Confirmed, Identity
from salver.observe.question import DnsQuestion, Unavailable
from tests.judge.rules.who_facts import (
    ANNA,
    bound,
    codes,
    contact,
    facts,
    failing,
    found,
    mail,
    passing,
    stranger,
    unvouched,
    vouched,
)

CODE = "organizer-not-vouched"
DMARC = (Confirmed("acme.example", "dmarc"),)
DEAD = ((DnsQuestion("acme.example", "TXT"), Unavailable("temporary", "timeout")),)


@pytest.mark.parametrize(
    ("identity", "variant", "severity"),
    [
        (unvouched(), "", "warning"),
        (unvouched(strength="unknown"), "not-checked", "notice"),
        (vouched(strength="weak"), "weak", "warning"),
        (
            unvouched(carrier="yahoo-cancel-for-foreign", carrier_class="speaks-for-others"),
            "speaks-for-others",
            "warning",
        ),
        (unvouched(carrier="salonized", carrier_class="claimed"), "carrier-claimed", "warning"),
        (unvouched(vouched_by="same-organisation", strength="weak"), "same-organisation", "warning"),
        (unvouched("ceo@bank.example", confirmed=DMARC), "other-author", "warning"),
        (unvouched("tom@acme.example", confirmed=DMARC), "other-mailbox", "warning"),
        (
            vouched(vouched_by="carrier", strength="weak", carrier="icloud-request", carrier_class="account"),
            "carrier-claimed",
            "notice",
        ),
        (unvouched(carrier="google-from-service", carrier_class="account"), "carrier-claimed", "warning"),
    ],
)
def test_the_sentence_says_what_it_looks_like(identity: Identity, variant: str, severity: str) -> None:
    reason = found(facts(identity=identity), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity) == (variant, severity)


def test_nobody_could_be_asked() -> None:
    reason = found(facts(identity=unvouched(strength="unknown"), unavailable=DEAD), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity) == ("unavailable", "notice")


@pytest.mark.parametrize(("proved", "variant"), [(True, "list"), (False, "list-unproved")])
def test_a_list_is_a_fact_only_where_it_is_proved(proved: bool, variant: str) -> None:
    by_list = (Circumstance("mailing-list", "dev@lists.example", proved),)
    reason = found(facts(identity=unvouched(), authentication=failing(), circumstances=by_list), CODE)
    assert reason is not None
    assert reason.variant == variant


def test_the_signature_leaves_the_calendar_out() -> None:
    cut = Authentication(
        source="own",
        dkim=(DkimResult("pass", "acme.example", "s", False, "length"),),
        dmarc=DmarcResult("pass", "acme.example"),
    )
    reason = found(facts(identity=vouched(strength="none"), authentication=cut), CODE)
    assert reason is not None
    assert reason.variant == "calendar-not-covered"


def test_weaker_than_when_it_was_bound() -> None:
    before = contact(history=(bound(strength="strong"),))
    reason = found(facts(identity=vouched(strength="moderate"), seen=before), CODE)
    assert reason is not None
    assert reason.variant == "than-before"
    assert not found(facts(identity=vouched(), seen=before), CODE)


def test_silent_for_a_delegate_this_person_approved_and_where_the_contradiction_speaks() -> None:
    raw = mail(
        organizer=f'ORGANIZER;SENT-BY="mailto:tom@helpdesk.example":mailto:{ANNA}', author="tom@helpdesk.example"
    )
    approved = stranger(delegate_approved=True)
    assert not found(facts(raw, unvouched(), seen=approved, authentication=passing("helpdesk.example")), CODE)
    assert not found(facts(identity=unvouched(contradicted_by=("evil.test",))), CODE)


def test_about_an_event_that_is_there_it_is_a_warning_also_where_nobody_could_look() -> None:
    there = contact(history=(bound(),))
    little = vouched(vouched_by="carrier", strength="weak", carrier="icloud-request", carrier_class="account")
    for identity in (unvouched(strength="unknown"), little):
        about = found(facts(identity=identity, seen=there, unavailable=DEAD), CODE)
        assert about is not None
        assert about.severity == "warning"
    waiting = contact(history=(bound(state="waiting"),))
    assert codes(facts(identity=unvouched(strength="unknown"), seen=waiting))[CODE] == "notice"


def test_sent_in_the_name_of_the_one_answers_go_to() -> None:
    raw = mail(author="Booking <hello@booking.example>", fields=(f"Reply-To: {ANNA}",))
    reason = found(facts(raw, unvouched(), authentication=passing("booking.example")), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity) == ("in-the-name-of", "warning")
    assert reason.params["confirmed"] == "booking.example"
    other = mail(author="Booking <hello@booking.example>", fields=("Reply-To: x@booking.example",))
    reason = found(facts(other, unvouched(), authentication=passing("booking.example")), CODE)
    assert reason is not None
    assert reason.variant == "other-author"


def test_an_answer_for_several() -> None:
    guests = (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANNA}", "ATTENDEE;PARTSTAT=DECLINED:mailto:ceo@bank.example")
    reason = found(facts(mail(method="REPLY", guests=guests), unvouched(role="attendee")), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity) == ("several-guests", "warning")


def test_a_colleague_who_says_he_sends_for_the_organizer_of_an_event_that_is_there() -> None:
    colleague = unvouched(vouched_by="delegate", strength="moderate")
    for strength in ("strong", "moderate"):
        reason = found(facts(identity=colleague, seen=contact(history=(bound(strength=strength),))), CODE)
        assert reason is not None
        assert (reason.variant, reason.severity) == ("same-organisation", "warning")
    assert not found(facts(identity=colleague), CODE)


def test_the_mail_left_from_another_mailbox_of_the_domain() -> None:
    """AUTH-38: whom one knows may be an alias, an assistant, or a stranger at the same provider."""
    from_mallory = passing(spf=SpfResult("pass", "acme.example", "mallory@acme.example", "mailfrom"))
    moderate = vouched(strength="moderate")
    reason = found(facts(identity=moderate, authentication=from_mallory, seen=contact()), CODE)
    assert reason is not None
    assert (reason.variant, reason.severity) == ("another-account", "warning")
    assert not found(facts(identity=moderate, authentication=from_mallory, seen=contact()), "sender-known")
    # Whom nobody knows is asked about anyway, and a machine's return path is no person's.
    assert not found(facts(identity=moderate, authentication=from_mallory), CODE)
    bounces = passing(spf=SpfResult("pass", "acme.example", "bounces-7@acme.example", "mailfrom"))
    assert not found(facts(identity=moderate, authentication=bounces, seen=contact()), CODE)
