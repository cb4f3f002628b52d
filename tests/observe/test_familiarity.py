"""How a mailbox knows the one who speaks: the person, never the service (architecture 3.2)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salver.core.untrusted import Untrusted
from salver.observe.facts import Circumstance, EventFacts, Identity
from salver.observe.familiarity import Heard, recipient_event
from salver.observe.question import Answer, Contact, Delegation, KnownBy, Likeness, Pin, Unavailable
from salver.read.message import CalendarAddress, Invitation

ANNA = "anna@acme.example"
GROUP = "c_0@group.calendar.google.com"
KNOWN, STRANGER, BLOCKED = Contact("contacts"), Contact(None), Contact(None, blocked=True)
NOT_ASKED = Unavailable("not-asked", "not-asked")


def _event(identity: Identity, circumstances: tuple[Circumstance, ...] = ()) -> EventFacts:
    speaker = CalendarAddress(address=identity.claimed, raw=Untrusted(identity.claimed or ""))
    invitation = Invitation(part="1", method="REQUEST", component="VEVENT", uid="1", organizer=speaker)
    return EventFacts(invitation, identity, circumstances)


SELF = Identity(claimed=ANNA, vouched_by="self", strength="strong")
GROUP_CALENDAR = Identity(
    claimed=GROUP,
    vouched_by="carrier",
    strength="moderate",
    carrier="google-group-calendar",
    carrier_class="account",
    person=ANNA,
)


@pytest.mark.parametrize(
    ("known_by", "word"),
    [
        ("contacts", "contact"),
        ("allowed", "allowed"),
        ("wrote-to", "wrote-to"),
        ("colleagues", "colleagues"),
        (None, "stranger"),
    ],
)
def test_the_words(known_by: KnownBy, word: str) -> None:
    assert recipient_event(_event(SELF), Heard(claimed=Contact(known_by)), ()).familiarity == word


def test_what_was_not_asked_stays_open() -> None:
    seen = recipient_event(_event(SELF), Heard(*[NOT_ASKED] * 6), ())
    assert (seen.familiarity, seen.blocked, seen.history, seen.contact, seen.pinned) == (
        "not-asked",
        False,
        None,
        None,
        None,
    )
    assert (seen.delegate_approved, seen.lookalikes, seen.namesakes) == (False, (), ())


def test_colleagues_only_where_they_are_confirmed() -> None:
    own = frozenset({"acme.example"})
    for heard in (Heard(claimed=STRANGER), Heard(claimed=NOT_ASKED)):
        assert recipient_event(_event(SELF), heard, (), own).familiarity == "organisation"
    assert recipient_event(_event(SELF), Heard(claimed=KNOWN), (), own).familiarity == "contact"
    below = Identity(claimed="anna@mail.acme.example", vouched_by="self", strength="moderate")
    assert recipient_event(_event(below), Heard(claimed=STRANGER), (), own).familiarity == "organisation"
    for identity in (
        Identity(claimed=ANNA, vouched_by="self", strength="weak"),
        Identity(claimed=ANNA, vouched_by="same-organisation", strength="weak"),
        Identity(claimed=ANNA, vouched_by="carrier", strength="moderate", carrier_class="account"),
        Identity(claimed="anna@notacme.example", vouched_by="self", strength="strong"),
    ):
        assert recipient_event(_event(identity), Heard(claimed=STRANGER), (), own).familiarity == "stranger"


@pytest.mark.parametrize(
    ("heard", "word"),
    [
        (Heard(claimed=STRANGER, person=KNOWN), "contact"),
        (Heard(claimed=STRANGER, person=KNOWN, pin=Pin(None)), "contact"),
        (Heard(claimed=STRANGER, person=KNOWN, pin=Pin("Anna@acme.example")), "contact"),
        (Heard(claimed=STRANGER, person=KNOWN, pin=Pin("tom@acme.example")), "stranger"),
        (Heard(claimed=Contact("allowed"), person=STRANGER), "allowed"),
        (Heard(claimed=STRANGER, person=STRANGER), "stranger"),
    ],
)
def test_a_shared_calendar_counts_as_the_person_it_stood_for(heard: Heard, word: str) -> None:
    assert recipient_event(_event(GROUP_CALENDAR), heard, ()).familiarity == word


def test_a_person_who_is_only_named_makes_nothing_known() -> None:
    relay = Identity(claimed=GROUP, strength="none", carrier="mailman2", carrier_class="relay", person=ANNA)
    assert recipient_event(_event(relay), Heard(claimed=STRANGER, person=KNOWN), ()).familiarity == "stranger"
    zoom = Identity(
        claimed="no-reply@zoom.us", vouched_by="self", strength="strong", carrier_class="service", person=ANNA
    )
    for machine in (KNOWN, Contact("wrote-to"), STRANGER):
        assert recipient_event(_event(zoom), Heard(claimed=machine, person=KNOWN), ()).familiarity == "stranger"
    assert recipient_event(_event(zoom), Heard(claimed=BLOCKED), ()).blocked


@pytest.mark.parametrize(("claimed", "person"), [(BLOCKED, STRANGER), (STRANGER, BLOCKED)])
def test_a_block_hits_the_calendar_and_its_person(claimed: Answer, person: Answer) -> None:
    assert recipient_event(_event(GROUP_CALENDAR), Heard(claimed=claimed, person=person), ()).blocked


@pytest.mark.parametrize(
    ("approved", "proved", "counts"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_an_approved_pair_counts_only_where_the_delegate_is_proved(approved: bool, proved: bool, counts: bool) -> None:
    event = _event(Identity(claimed=ANNA, strength="none"), (Circumstance("delegate", "tom@help.example", proved),))
    assert recipient_event(event, Heard(delegation=Delegation(approved)), ()).delegate_approved is counts


def test_likeness_and_pin_are_passed_on() -> None:
    heard = Heard(likeness=Likeness(("victim.example",), ("ada@victim.example",)), pin=Pin(ANNA))
    seen = recipient_event(_event(SELF), heard, ())
    assert (seen.lookalikes, seen.namesakes, seen.pinned) == (("victim.example",), ("ada@victim.example",), ANNA)


def test_a_service_that_vouches_a_little_makes_nobody_known_and_lifts_no_block() -> None:
    little = replace(GROUP_CALENDAR, strength="weak", carrier="icloud-request")
    assert recipient_event(_event(little), Heard(claimed=STRANGER, person=KNOWN), ()).familiarity == "stranger"
    assert recipient_event(_event(little), Heard(claimed=KNOWN, person=STRANGER), ()).familiarity == "contact"
    assert recipient_event(_event(little), Heard(claimed=STRANGER, person=BLOCKED), ()).blocked
