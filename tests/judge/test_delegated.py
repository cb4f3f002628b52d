"""Who may send for whom, and who vouches then."""

from __future__ import annotations

import pytest

from salver.judge.delegated import approved_delegate, sent_for, vouched_for
from salver.observe.facts import Identity
from tests.judge.rules.who_facts import (
    ANNA,
    bound,
    contact,
    facts,
    failing,
    mail,
    passing,
    stranger,
    unvouched,
    vouched,
)

TOM = "tom@helpdesk.example"
RAW = mail(organizer=f'ORGANIZER;SENT-BY="mailto:{TOM}":mailto:{ANNA}', author=f"Tom <{TOM}>")


def test_the_one_who_says_that_he_sends_for_another() -> None:
    assert sent_for(facts(RAW).message.events[0]) == TOM
    assert sent_for(facts(mail()).message.events[0]) is None
    # In an answer the organizer's line is the reader's own.
    assert sent_for(facts(RAW, vouched(role="attendee")).message.events[0]) is None


@pytest.mark.parametrize(
    ("approved", "by", "counts"),
    [
        (True, passing("helpdesk.example"), True),
        (True, passing("helpdesk.example", by="spf"), False),
        (True, failing("helpdesk.example"), False),
        (False, passing("helpdesk.example"), False),
    ],
)
def test_a_word_of_this_person_and_a_proof_of_the_other_one(approved: bool, by: object, counts: bool) -> None:
    about = facts(RAW, unvouched(), authentication=by)
    event = about.message.events[0]
    assert approved_delegate(about.message, event, contact(delegate_approved=approved)) is counts
    assert vouched_for(about.message, event, contact(delegate_approved=approved)) is counts


@pytest.mark.parametrize(
    ("identity", "counts"),
    [
        (vouched(), True),
        (vouched(strength="weak"), False),
        (unvouched(vouched_by="delegate", strength="moderate"), True),
        (unvouched(vouched_by="same-organisation", strength="moderate"), False),
        (unvouched(), False),
    ],
)
def test_who_is_vouched_for(identity: Identity, counts: bool) -> None:
    about = facts(identity=identity)
    assert vouched_for(about.message, about.message.events[0], stranger()) is counts


def test_for_an_event_that_is_there_a_colleague_needs_this_person_s_word() -> None:
    about = facts(
        RAW, unvouched(vouched_by="delegate", strength="moderate"), authentication=passing("helpdesk.example")
    )
    event = about.message.events[0]
    for memory, approved, counts in (
        (bound(), False, False),
        (bound(), True, True),
        (bound(state="waiting"), False, True),
        (bound(strength="weak"), False, True),
    ):
        seen = contact(history=(memory,), delegate_approved=approved)
        assert vouched_for(about.message, event, seen) is counts
        assert approved_delegate(about.message, event, seen) is counts
