"""Who vouches for the organizer: the rows of architecture 3.1 to 3.3."""

from __future__ import annotations

import pytest

from salver.core.untrusted import Untrusted
from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.identity import author_strength, identify
from salver.read.message import CalendarAddress, Invitation

ANNA = "anna@acme.example"


def _address(address: str | None, *, sent_by: str | None = None) -> CalendarAddress:
    return CalendarAddress(address=address, raw=Untrusted(address or "?"), sent_by=sent_by)


def _invitation(
    organizer: str | None = ANNA,
    *,
    method: str | None = "REQUEST",
    attendees: tuple[str, ...] = (),
    sent_by: str | None = None,
) -> Invitation:
    speaker = _address(organizer, sent_by=sent_by) if organizer else None
    return Invitation(
        part="1",
        method=method,
        component="VEVENT",
        uid="u1",
        organizer=speaker,
        organizers=(speaker,) if speaker else (),
        attendees=tuple(_address(address) for address in attendees),
    )


def _authentication(
    domain: str, *, dmarc: str = "pass", dkim: str = "pass", mailbox: str | None = None
) -> Authentication:
    return Authentication(
        source="upstream",
        spf=SpfResult("pass", domain, mailbox),
        dkim=(DkimResult(dkim, domain),),
        dmarc=DmarcResult(dmarc, domain),
    )


def test_without_a_report_nobody_was_asked() -> None:
    identity = identify(_invitation(), ANNA, Authentication())
    assert (identity.strength, identity.vouched_by, identity.contradicted_by) == ("unknown", "nobody", ())


@pytest.mark.parametrize(
    ("authentication", "strength"),
    [
        (_authentication("acme.example"), "strong"),
        (_authentication("acme.example", dkim="fail", mailbox=ANNA), "moderate"),
        (_authentication("acme.example", dkim="fail", mailbox="list@acme.example"), "weak"),
        (_authentication("acme.example", dmarc="none"), "moderate"),
        (_authentication("acme.example", dmarc="fail"), "none"),
        (_authentication("acme.example", dmarc="temperror"), "none"),
        (_authentication("other.example"), "none"),
    ],
)
def test_strength_of_the_author(authentication: Authentication, strength: str) -> None:
    assert author_strength(ANNA, authentication) == strength
    assert identify(_invitation(), ANNA, authentication).strength == strength


@pytest.mark.parametrize(
    ("spf", "strength"),
    [
        (SpfResult("softfail", "acme.example"), "strong"),
        (SpfResult("none", None), "strong"),
        (SpfResult("pass", "bounces.calendar.example"), "strong"),
        (SpfResult("pass", "mail.acme.example"), "weak"),
        (SpfResult("pass", "acme.example", ANNA), "moderate"),
        (SpfResult(), "weak"),
    ],
)
def test_a_pass_that_spf_cannot_have_given_came_by_a_signature(spf: SpfResult, strength: str) -> None:
    authentication = Authentication(source="upstream", spf=spf, dmarc=DmarcResult("pass", "acme.example"))
    assert author_strength(ANNA, authentication) == strength


def test_somebody_else_is_proved() -> None:
    identity = identify(_invitation(), "desk@evil.test", _authentication("evil.test"))
    assert identity.contradicted_by == ("evil.test",)
    assert not identity.vouched


def test_merely_weaker_evidence_contradicts_nobody() -> None:
    for authentication in (_authentication("evil.test", dmarc="fail"), _authentication("evil.test", dkim="fail")):
        assert identify(_invitation(), "desk@evil.test", authentication).contradicted_by == ()


def test_an_assistant_named_by_the_organizer_is_neither_proof_nor_contradiction() -> None:
    invitation = _invitation(sent_by="tom@helpdesk.example")
    identity = identify(invitation, "tom@helpdesk.example", _authentication("helpdesk.example"))
    assert (identity.strength, identity.contradicted_by) == ("none", ())


def test_same_organisation_only_for_listed_domains_and_never_more_than_weak() -> None:
    authentication = _authentication("acme.example")
    stranger = identify(_invitation(), "tom@acme.example", authentication)
    assert (stranger.vouched_by, stranger.strength) == ("nobody", "none")
    colleague = identify(_invitation(), "tom@acme.example", authentication, own=frozenset({"acme.example"}))
    assert (colleague.vouched_by, colleague.strength, colleague.vouched) == ("same-organisation", "weak", False)


def test_a_known_carrier_is_not_called_a_forger_and_vouches_for_nobody() -> None:
    token = "2_abc@imip.me.com"
    identity = identify(_invitation(token), "noreply@email.apple.com", _authentication("email.apple.com"))
    assert (identity.carrier, identity.strength, identity.contradicted_by) == ("icloud", "none", ())


def test_answers_are_about_the_attendee() -> None:
    invitation = _invitation("nora@home.example", method="REPLY", attendees=(ANNA,))
    identity = identify(invitation, ANNA, _authentication("acme.example"))
    assert (identity.role, identity.claimed, identity.strength) == ("attendee", ANNA, "strong")
    forged = identify(invitation, "desk@evil.test", _authentication("evil.test"))
    assert (forged.claimed, forged.contradicted_by) == (ANNA, ("evil.test",))


def test_a_publication_without_organizer_is_its_authors_own() -> None:
    identity = identify(_invitation(None, method="PUBLISH"), ANNA, _authentication("acme.example"))
    assert (identity.claimed, identity.strength) == (ANNA, "strong")
    assert identify(_invitation(None), ANNA, _authentication("acme.example")).claimed is None


def test_several_authors_vouch_for_nobody() -> None:
    identity = identify(_invitation(), None, _authentication("acme.example"))
    assert (identity.strength, identity.vouched_by) == ("none", "nobody")
