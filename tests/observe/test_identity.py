"""Who vouches for the organizer: the rows of architecture 3.1 to 3.3."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from salver.core.untrusted import Untrusted
from salver.observe.authentication.authenticated import ArcResult, Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.facts import Circumstance, Confirmed, Strength
from salver.observe.identity import Sender, author_strength, calendar_strength, identify
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
    identity = identify(_invitation(), Sender(ANNA), Authentication())
    assert (identity.strength, identity.vouched_by, identity.contradicted_by) == ("unknown", "nobody", ())


@pytest.mark.parametrize(
    ("authentication", "strength"),
    [
        (_authentication("acme.example"), "strong"),
        (_authentication("acme.example", dkim="fail", mailbox=ANNA), "moderate"),
        (_authentication("acme.example", dkim="fail", mailbox="list@acme.example"), "weak"),
        (_authentication("acme.example", dmarc="none"), "moderate"),
        (_authentication("acme.example", dmarc="fail"), "none"),
        # The signature is aligned whatever the record says; where only SPF passes, that is open.
        (_authentication("acme.example", dmarc="temperror"), "moderate"),
        (_authentication("acme.example", dmarc="temperror", dkim="fail"), "unknown"),
        (_authentication("evil.test", dmarc="temperror"), "none"),
        (_authentication("acme.example", dmarc="none", dkim="temperror"), "unknown"),
        (_authentication("evil.test", dmarc="none", dkim="temperror"), "none"),
        (_authentication("other.example"), "none"),
    ],
)
def test_strength_of_the_author(authentication: Authentication, strength: str) -> None:
    assert author_strength(ANNA, authentication) == strength
    assert identify(_invitation(), Sender(ANNA), authentication).strength == strength


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
    identity = identify(_invitation(), Sender("desk@evil.test"), _authentication("evil.test"))
    assert identity.contradicted_by == ("evil.test",)
    assert not identity.vouched


def test_merely_weaker_evidence_contradicts_nobody() -> None:
    for authentication in (_authentication("evil.test", dmarc="fail"), _authentication("evil.test", dkim="fail")):
        assert identify(_invitation(), Sender("desk@evil.test"), authentication).contradicted_by == ()


def test_an_assistant_named_by_the_organizer_is_neither_proof_nor_contradiction() -> None:
    invitation = _invitation(sent_by="tom@helpdesk.example")
    identity = identify(invitation, Sender("tom@helpdesk.example"), _authentication("helpdesk.example"))
    assert (identity.strength, identity.contradicted_by) == ("none", ())


def test_same_organisation_only_for_listed_domains_and_never_more_than_weak() -> None:
    authentication = _authentication("acme.example")
    stranger = identify(_invitation(), Sender("tom@acme.example"), authentication)
    assert (stranger.vouched_by, stranger.strength) == ("nobody", "none")
    colleague = identify(_invitation(), Sender("tom@acme.example", own=frozenset({"acme.example"})), authentication)
    assert (colleague.vouched_by, colleague.strength, colleague.vouched) == ("same-organisation", "weak", False)


ELSEWHERE = SpfResult("fail", "x.test")


def _own(dkim: DkimResult, *, spf: SpfResult = ELSEWHERE) -> Authentication:
    return Authentication(source="own", spf=spf, dkim=(dkim,), dmarc=DmarcResult("pass", "acme.example"))


def test_a_signature_that_leaves_the_calendar_open_vouches_for_no_calendar() -> None:
    for why in ("length", "boundary", "body-hash"):
        found = _own(DkimResult("pass", "acme.example", covers_calendar=False, why=why))
        assert author_strength(ANNA, found) == "strong"
        assert calendar_strength(ANNA, found) == "none"
        identity = identify(_invitation(), Sender(ANNA), found)
        assert (identity.vouched_by, identity.strength) == ("nobody", "none")
        assert Confirmed("acme.example", "dkim") in identity.confirmed
    stranger = _own(DkimResult("pass", "acme.example", covers_calendar=False))
    assert identify(_invitation("boss@bank.example"), Sender(ANNA), stranger).contradicted_by == ()


def test_beside_an_open_signature_the_server_itself_may_vouch() -> None:
    open_one = DkimResult("pass", "acme.example", covers_calendar=False)
    found = _own(open_one, spf=SpfResult("pass", "acme.example", ANNA, "mailfrom"))
    assert calendar_strength(ANNA, found) == "moderate"
    found = _own(open_one, spf=SpfResult("pass", "acme.example", "list@acme.example", "mailfrom"))
    assert calendar_strength(ANNA, found) == "weak"
    found = _own(open_one, spf=SpfResult("pass", "acme.example", None, "helo"))
    assert calendar_strength(ANNA, found) == "none"


def test_a_footer_added_behind_a_trusted_server_takes_nothing_from_its_word() -> None:
    def found(**what: Any) -> Strength:
        changed = DkimResult("pass", "acme.example", covers_calendar=False, **what)
        source = Authentication(source="upstream", dkim=(changed,), dmarc=DmarcResult("pass", "acme.example"))
        return calendar_strength(ANNA, source)

    signed = ("from", "content-type")
    assert found(why="body-hash", signed=signed) == "strong"
    # Without Content-Type signed nobody knows how that body was cut.
    assert found(why="body-hash", signed=("from",)) == "moderate"
    assert found(why="body-hash", signed=signed, length=40) == "none"
    assert found(why="length", signed=signed) == "none"


def test_a_signature_that_leaves_content_type_open_is_moderate_for_the_calendar() -> None:
    by_itself = DkimResult("pass", "acme.example", covers_calendar=True, why="structure-unsigned")
    dmarc = DmarcResult("pass", "acme.example")
    by_acme = SpfResult("pass", "bounce.acme.example", "b@bounce.acme.example", "mailfrom")
    only = Authentication(source="upstream", spf=by_acme, dkim=(by_itself,), dmarc=dmarc)
    assert author_strength(ANNA, only) == "strong"
    assert calendar_strength(ANNA, only) == "moderate"
    assert calendar_strength(ANNA, replace(only, spf=SpfResult())) == "moderate"
    for sent_on in (ELSEWHERE, SpfResult("none", "evil.test", None, "mailfrom"), SpfResult("fail", "acme.example")):
        assert calendar_strength(ANNA, replace(only, spf=sent_on)) == "weak"
    certain = DkimResult("pass", "acme.example", covers_calendar=True)
    assert calendar_strength(ANNA, replace(only, dkim=(by_itself, certain))) == "strong"
    stranger = DkimResult("pass", "mta.example", covers_calendar=True)
    assert calendar_strength(ANNA, replace(only, dkim=(by_itself, stranger))) == "moderate"


def test_a_reported_pass_whose_signature_was_not_reported() -> None:
    found = Authentication(source="upstream", spf=ELSEWHERE, dmarc=DmarcResult("pass", "acme.example"))
    assert calendar_strength(ANNA, found) == "strong"
    for covers, why, strength in ((False, "length", "none"), (True, "structure-unsigned", "weak")):
        behind = DkimResult("not-asked", "acme.example", covers_calendar=covers, why=why)
        assert calendar_strength(ANNA, replace(found, dkim=(behind,))) == strength


def test_a_key_on_trial_counts_as_no_signature() -> None:
    found = _own(DkimResult("pass", "acme.example", covers_calendar=True, testing=True))
    assert identify(_invitation(), Sender(ANNA), found).confirmed == (Confirmed("acme.example", "dmarc"),)
    none = Authentication(source="own", dkim=found.dkim, dmarc=DmarcResult("none", "acme.example"))
    assert author_strength(ANNA, none) == "none"


def test_without_a_policy_the_organizational_domain_says_who_belongs_together() -> None:
    def found(domain: str) -> Authentication:
        dmarc = DmarcResult("none", "acme.example", organizational="acme.example")
        return Authentication(source="own", dkim=(DkimResult("pass", domain),), dmarc=dmarc)

    assert author_strength(ANNA, found("mail.acme.example")) == "moderate"
    assert author_strength(ANNA, found("notacme.example")) == "none"
    only_address = Authentication(
        source="own", spf=SpfResult("pass", "acme.example", ANNA, "mailfrom"), dmarc=DmarcResult("none", "acme.example")
    )
    assert author_strength(ANNA, only_address) == "weak"


@pytest.mark.parametrize(
    ("arc", "author", "strength"),
    [("pass", ANNA, "moderate"), ("fail", ANNA, "none"), ("pass", "eve@evil.test", "none")],
)
def test_what_a_trusted_sealer_saw_is_custody_not_proof(arc: str, author: str, strength: str) -> None:
    reported = Authentication(source="upstream", dmarc=DmarcResult("pass", "acme.example"))
    found = Authentication(
        source="own",
        dmarc=DmarcResult("fail", "acme.example"),
        arc=ArcResult(arc, ("lists.example",), "lists.example", reported),
    )
    assert author_strength(author, found) == strength


def test_what_nobody_could_look_up_is_unknown_and_what_failed_is_not() -> None:
    for one in (DmarcResult("temperror", "acme.example"), DmarcResult("none", "acme.example")):
        found = Authentication(source="own", spf=SpfResult("temperror"), dmarc=one)
        assert identify(_invitation(), Sender(ANNA), found).strength == "unknown"
        assert identify(_invitation("x@other.example"), Sender(ANNA), found).strength == "none"
        # Inside our own house the answer could have vouched for the colleague.
        house = Sender(ANNA, own=frozenset({"acme.example"}))
        assert identify(_invitation("boss@acme.example"), house, found).strength == "unknown"
    failed = Authentication(source="own", spf=SpfResult("temperror"), dmarc=DmarcResult("fail", "acme.example"))
    assert identify(_invitation(), Sender(ANNA), failed).strength == "none"


HOUSE = frozenset({"acme.example", "partner.example"})


def test_a_delegate_inside_our_own_house_vouches() -> None:
    tom = Sender("tom@partner.example", own=HOUSE)
    identity = identify(_invitation(sent_by="Tom@Partner.example"), tom, _authentication("partner.example"))
    assert (identity.vouched_by, identity.strength) == ("delegate", "moderate")
    elsewhere = Sender("tom@acme.example")
    identity = identify(_invitation(sent_by="tom@acme.example"), elsewhere, _authentication("acme.example"))
    assert (identity.vouched_by, identity.contradicted_by) == ("nobody", ())


def test_an_answer_names_its_delegate_itself() -> None:
    guest = CalendarAddress(address=ANNA, raw=Untrusted(ANNA), sent_by="tom@helpdesk.example")
    answer = msgspec.structs.replace(_invitation(method="REPLY"), attendees=(guest,))
    identity = identify(answer, Sender("tom@helpdesk.example"), _authentication("helpdesk.example"))
    assert (identity.role, identity.claimed, identity.contradicted_by) == ("attendee", ANNA, ())


@pytest.mark.parametrize("word", ["mailing-list", "forwarded"])
def test_who_only_passes_it_on_is_nobody_else(word: str) -> None:
    by = Circumstance(word, "staff@lists.example", True)  # type: ignore[arg-type]
    passed_on = Sender("staff@lists.example", circumstances=(by,))
    assert identify(_invitation(), passed_on, _authentication("lists.example")).contradicted_by == ()
    other = Sender("eve@evil.test", circumstances=(by,))
    assert identify(_invitation(), other, _authentication("evil.test")).contradicted_by == ("evil.test",)


def test_where_an_answer_goes() -> None:
    found = _authentication("acme.example")
    assert identify(_invitation(), Sender(ANNA), found).answer_to == ANNA
    for method in ("CANCEL", "PUBLISH", None):
        assert identify(_invitation(method=method), Sender(ANNA), found).answer_to is None
    assert identify(_invitation(method="REPLY", attendees=(ANNA,)), Sender(ANNA), found).answer_to is None


def _token(email: str | None) -> Invitation:
    token = "2_geydcmbqgeydcmbqgi@imip.me.com"
    speaker = CalendarAddress(address=token, raw=Untrusted(token), email=email)
    return msgspec.structs.replace(_invitation(token), organizer=speaker, organizers=(speaker,))


def test_a_token_stands_for_the_person_its_service_names() -> None:
    apple = Sender("noreply@email.apple.com")
    identity = identify(_token(ANNA), apple, _authentication("email.apple.com"))
    assert (identity.carrier, identity.carrier_class, identity.person) == ("icloud-request", "account", ANNA)
    # A row that rests on little real mail vouches weakly at most.
    assert (identity.vouched_by, identity.strength) == ("carrier", "weak")
    assert identity.answer_to == "2_geydcmbqgeydcmbqgi@imip.me.com"


def test_email_is_a_claim_where_the_service_is_not_proved() -> None:
    identity = identify(_token(ANNA), Sender("eve@evil.test"), _authentication("evil.test"))
    assert (identity.person, identity.vouched_by, identity.contradicted_by) == (None, "nobody", ("evil.test",))


def test_a_proved_machine_of_a_service_is_no_forger_even_where_it_names_nobody() -> None:
    identity = identify(_token(None), Sender("noreply@email.apple.com"), _authentication("email.apple.com"))
    assert (identity.carrier, identity.strength, identity.contradicted_by) == (None, "none", ())


NO_POLICY = DmarcResult("none", "acme.example")


def _google(*signers: str, dmarc: DmarcResult = NO_POLICY) -> Authentication:
    return Authentication(
        source="own",
        dkim=tuple(DkimResult("pass", signer, signed=("from", "reply-to")) for signer in signers),
        dmarc=dmarc,
    )


GROUP = "c_0123456789@group.calendar.google.com"
TENANT = "acme-example.20230601.gappssmtp.com"


def test_a_shared_calendar_stands_for_the_person_in_from() -> None:
    identity = identify(_invitation(GROUP), Sender(ANNA), _google("google.com", TENANT))
    assert (identity.vouched_by, identity.strength, identity.person) == ("carrier", "moderate", ANNA)
    assert (identity.carrier, identity.answer_to) == ("google-group-calendar", GROUP)


def test_a_tenant_without_a_signature_of_its_own_is_vouched_for_by_its_service() -> None:
    identity = identify(_invitation(), Sender(ANNA), _google("google.com", TENANT))
    assert (identity.vouched_by, identity.strength, identity.carrier) == (
        "carrier",
        "moderate",
        "google-workspace-unsigned",
    )
    other = identify(_invitation(), Sender(ANNA), _google("google.com", "evil-test.20230601.gappssmtp.com"))
    assert (other.vouched_by, other.carrier_class) == ("nobody", "claimed")


@pytest.mark.parametrize(("policy", "vouched_by"), [("none", "carrier"), ("reject", "nobody"), (None, "nobody")])
def test_the_owner_of_a_domain_may_refuse_what_it_did_not_sign(policy: str | None, vouched_by: str) -> None:
    denied = DmarcResult("fail", "acme.example", policy)
    identity = identify(_invitation(), Sender(ANNA), _google("google.com", TENANT, dmarc=denied))
    assert identity.vouched_by == vouched_by
    assert identity.contradicted_by == ()


def test_the_own_signature_of_a_person_outranks_the_service() -> None:
    found = _google("google.com", "acme.example", dmarc=DmarcResult("pass", "acme.example"))
    identity = identify(_invitation(), Sender(ANNA), found)
    assert (identity.vouched_by, identity.strength, identity.carrier) == ("self", "strong", "google-workspace-signed")


def test_a_service_that_speaks_for_others_is_neither_vouched_nor_a_forger() -> None:
    found = Authentication(
        source="own", dkim=(DkimResult("pass", "yahoo.com"),), dmarc=DmarcResult("fail", "acme.example", "reject")
    )
    identity = identify(_invitation(method="CANCEL"), Sender(ANNA), found)
    assert (identity.carrier_class, identity.vouched_by, identity.strength) == ("speaks-for-others", "nobody", "none")
    assert identity.contradicted_by == ()
    eve = Sender("eve@yahoo.com")
    assert identify(_invitation(method="CANCEL"), eve, _authentication("yahoo.com")).contradicted_by == ("yahoo.com",)


def test_answers_are_about_the_attendee() -> None:
    invitation = _invitation("nora@home.example", method="REPLY", attendees=(ANNA,))
    identity = identify(invitation, Sender(ANNA), _authentication("acme.example"))
    assert (identity.role, identity.claimed, identity.strength) == ("attendee", ANNA, "strong")
    forged = identify(invitation, Sender("desk@evil.test"), _authentication("evil.test"))
    assert (forged.claimed, forged.contradicted_by) == (ANNA, ("evil.test",))


def test_a_publication_without_organizer_is_its_authors_own() -> None:
    identity = identify(_invitation(None, method="PUBLISH"), Sender(ANNA), _authentication("acme.example"))
    assert (identity.claimed, identity.strength) == (ANNA, "strong")
    assert identify(_invitation(None), Sender(ANNA), _authentication("acme.example")).claimed is None


def test_several_authors_vouch_for_nobody() -> None:
    identity = identify(_invitation(), Sender(None), _authentication("acme.example"))
    assert (identity.strength, identity.vouched_by) == ("none", "nobody")


def test_a_dead_name_of_his_own_takes_no_evidence_away() -> None:
    """The sender chooses d= and MAIL FROM, and may let any of them never answer."""
    dead = DkimResult("temperror", "evil.test")
    desk = Sender("desk@evil.test")
    signed = Authentication(
        source="own", dkim=(dead, DkimResult("pass", "evil.test")), dmarc=DmarcResult("temperror", "evil.test")
    )
    assert identify(_invitation(), desk, signed).contradicted_by == ("evil.test",)
    unsigned = Authentication(source="own", dkim=(dead,), dmarc=DmarcResult("temperror", "evil.test"))
    assert identify(_invitation(), desk, unsigned).strength == "none"
    borrowed = Authentication(
        source="own", dkim=(dead,), spf=SpfResult("temperror", "evil.test"), dmarc=DmarcResult("none", "acme.example")
    )
    assert identify(_invitation(), Sender(ANNA), borrowed).strength == "none"


def test_a_service_whose_key_did_not_come_could_have_vouched() -> None:
    late = Authentication(source="own", dkim=(DkimResult("temperror", "google.com"),), dmarc=DmarcResult("none"))
    assert identify(_invitation(GROUP), Sender(ANNA), late).strength == "unknown"


def test_a_provider_of_mailboxes_signs_its_own_customers_in_and_nobody_else() -> None:
    found = _google("gmail.com", "google.com")
    for method, claimed in (("REQUEST", GROUP), ("CANCEL", ANNA), ("CANCEL", GROUP)):
        identity = identify(_invitation(claimed, method=method), Sender(ANNA), found)
        assert (identity.vouched_by, identity.carrier_class) == ("nobody", "claimed")
    answer = identify(_invitation("nora@home.example", method="REPLY", attendees=(ANNA,)), Sender(ANNA), found)
    assert answer.vouched_by == "nobody"
    for author in ("ada@gmail.com", "ada@googlemail.com"):
        assert identify(_invitation(GROUP), Sender(author), found).vouched_by == "carrier"


@pytest.mark.parametrize("author", ["boss@acme.co.uk", "boss@acme-co.uk", "boss@acme.co-uk", "boss@acme-firm.example"])
def test_a_tenant_s_name_that_could_be_another_s_vouches_for_nobody(author: str) -> None:
    tenant = author.partition("@")[2].replace(".", "-") + ".20230601.gappssmtp.com"
    found = _google("google.com", tenant, dmarc=DmarcResult("none", author.partition("@")[2]))
    identity = identify(_invitation(author), Sender(author), found)
    assert (identity.vouched_by, identity.carrier_class) == ("nobody", "claimed")


@pytest.mark.parametrize("author", ["no-reply@zoom.us", "noreply@email.apple.com", "calendar-notification@google.com"])
def test_a_machine_that_speaks_for_itself_is_a_service(author: str) -> None:
    found = _authentication(author.partition("@")[2])
    identity = identify(_invitation(author), Sender(author, reply_to=("x@evil.test", "y@evil.test")), found)
    assert (identity.vouched_by, identity.carrier_class, identity.answer_to) == ("self", "service", None)


def test_where_answers_go_to_the_organizer_the_sender_is_no_forger() -> None:
    service, found = Sender("hello@booking.example", reply_to=(ANNA.upper(),)), _authentication("booking.example")
    assert identify(_invitation(), service, found).contradicted_by == ()
    for odd in (
        service._replace(reply_to=(ANNA, "x@evil.test")),
        service._replace(reply_to=("x@evil.test",)),
        service._replace(reply_to=()),
        service._replace(own=frozenset({"acme.example"})),
    ):
        assert identify(_invitation(), odd, found).contradicted_by == ("booking.example",)


def test_an_answer_that_speaks_for_several_is_vouched_for_by_nobody() -> None:
    answer = _invitation("nora@home.example", method="REPLY", attendees=("bob@other.example", ANNA))
    identity = identify(answer, Sender(ANNA), _authentication("acme.example"))
    assert (identity.vouched_by, identity.strength, identity.claimed) == ("nobody", "none", ANNA)
