"""What the sender made himself excuses nobody: dead names, lists and forwarders of his, a service, his word.

The same letters as in ``test_identity_threats``, each with something in it that once turned a danger into a remark.
"""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salver.observe.question import Answer, Person, PersonQuestion, Question
from tests.judge.letters import (
    ACME_IP,
    GOOGLE_IP,
    HOME_IP,
    MEETING,
    WITH_ANNA,
    Letter,
    World,
    evil,
    honest,
    organizer,
    signed,
)
from tests.judge.rules.who_facts import ANNA, ME, bound, mail
from tests.judge.test_identity_threats import (
    BOSS,
    CANCELLED,
    CEO,
    DESK,
    REPLAYED,
    UPDATE,
    Threat,
    by_service,
    seen_for_what_it_is,
)

GROUP = "c_0123456789abcdef@group.calendar.google.com"
TOKEN = "2_gezdgnbvgy3tqojqgezdgnbvgy3tqojq@imip.me.com"
AS_LIST = {"author": f'"Anna via dev" <{DESK}>', "to": DESK}
BOUND = {"contacts": {ANNA: "Anna Keller"}, "history": (bound(),)}
DEAD = ("_dmarc.evil.test", "dead._domainkey.evil.test")


def _dead(raw: bytes) -> bytes:
    """A further signature of the forger's own, whose key never comes."""
    return signed(raw, "evil.test", s="dead")


def _google(person: str, *seconds: str, named: str | None = None, **changes: object) -> Letter:
    world = World(**changes.pop("world", {}))  # type: ignore[arg-type]
    fields = ("Sender: Google Calendar <calendar-notification@google.com>", f"Reply-To: {person}")
    raw = mail(author=f"Ada <{person}>", organizer=organizer(named or person), fields=fields, **changes)  # type: ignore[arg-type]
    return Letter(raw=signed(raw, *seconds, "google.com"), mail_from="x@bounces.google.com", ip=GOOGLE_IP, world=world)


def _apple(email: str, name: str, world: World) -> Letter:
    raw = mail(author=f"{name} <noreply@email.apple.com>", organizer=organizer(TOKEN, f"CN={name}", f"EMAIL={email}"))
    return Letter(raw=signed(raw, "email.apple.com"), mail_from="b@email.apple.com", ip=GOOGLE_IP, world=world)


UNPROTECTED = "ceo@unprotected.example"
BORROWED = mail(author=f"CEO <{UNPROTECTED}>", organizer=organizer(UNPROTECTED))
SELF_MADE = [
    # Dead names of the sender's own choice.
    Threat("AUTH-28", Letter(raw=_dead(BORROWED), world=World(dead=DEAD)), "check", ("organizer-not-vouched",)),
    Threat(
        "AUTH-28", Letter(raw=evil(named=CEO), world=World(dead=DEAD)), "contradiction", ("organizer-contradicted",)
    ),
    Threat(
        "AUTH-28",
        Letter(
            raw=_dead(mail(author=f"D <{DESK}>", organizer=organizer(BOSS))), world=World(dead=DEAD), ip="192.0.2.5"
        ),
        "contradiction",
        ("organizer-in-own-domain",),
    ),
    *(
        Threat(
            "SPF-09",
            Letter(raw=evil(line, named=ANNA, method=method), world=World(dead=DEAD, **BOUND)),  # type: ignore[arg-type]
            "contradiction",
            (code,),
        )
        for method, line, code in (
            ("REQUEST", UPDATE, "update-from-stranger"),
            ("CANCEL", CANCELLED, "cancel-from-stranger"),
        )
    ),
    Threat(
        "SPF-09",
        Letter(
            raw=mail(UPDATE),
            mail_from=ANNA,
            world=World(dead=("_dmarc.acme.example", "acme.example"), **BOUND),  # type: ignore[arg-type]
        ),
        "check",
        ("organizer-not-vouched", "authentication-unavailable"),
    ),
    # Lists and forwarders of his own.
    Threat(
        "SPF-09",
        Letter(raw=evil(UPDATE, named=ANNA, **AS_LIST), world=MEETING),
        "contradiction",
        ("update-from-stranger",),
    ),
    Threat(
        "SPF-10",
        Letter(raw=evil(CANCELLED, named=ANNA, method="CANCEL", **AS_LIST), world=MEETING),
        "contradiction",
        ("cancel-from-stranger", "sent-by-list"),
    ),
    Threat(
        "SPF-27", Letter(raw=evil(named=BOSS, **AS_LIST)), "contradiction", ("organizer-in-own-domain", "sent-by-list")
    ),
    Threat(
        "SPF-02", Letter(raw=evil(named=ME, **AS_LIST)), "contradiction", ("organizer-is-recipient", "sent-by-list")
    ),
    Threat(
        "SPF-04",
        Letter(raw=evil(author=f'"{CEO} via dev" <{DESK}>', fields=(f"Reply-To: {CEO}",))),
        "contradiction",
        ("name-shows-other-address",),
    ),
    *(
        Threat(
            "SPF-25",
            Letter(
                raw=f"{head}\r\n".encode() + signed(REPLAYED, "acme.example", darn="other.example"),
                mail_from="victim-bounces@evil.test",
            ),
            "check",
            ("mail-replayed",),
            (),
        )
        for head in ("Resent-From: x@evil.test", "Errors-To: victim-bounces@evil.test\r\nX-BeenThere: victim@evil.test")
    ),
    # Services that signed in somebody else.
    *(
        Threat(
            "SPF-24",
            _google(UNPROTECTED, "gmail.com", named=named, method=method, world={"contacts": {UNPROTECTED: "CEO"}}),
            "check",
            ("organizer-not-vouched",),
            calendar="ignore" if method == "CANCEL" else "wait",
        )
        for named, method in ((GROUP, "REQUEST"), (GROUP, "CANCEL"), (UNPROTECTED, "CANCEL"))
    ),
    *(
        Threat(
            "SPF-23",
            _google(
                "mallory@gmail.com",
                "gmail.com",
                method=method,
                world={
                    "contacts": {"mallory@gmail.com": "M"},
                    "history": (replace(bound(GROUP, strength="moderate"), stands_for=whose),),
                },
            ),
            level,
            (code,),
            (),
        )
        for whose in ("ada@gmail.com", None)
        for method, level, code in (
            ("REQUEST", "check", "organizer-changed"),
            ("CANCEL", "contradiction", "cancel-from-stranger"),
        )
    ),
    Threat("SPF-27", _google(BOSS), "contradiction", ("organizer-in-own-domain",)),
    Threat("SPF-24", _apple(CEO, "Carl CEO", World(contacts={CEO: "Carl CEO"})), "new", ("first-contact",)),
    Threat("SPF-27", _apple(BOSS, "Boss", World(contacts={BOSS: "Boss"})), "check", ("organizer-in-own-domain",)),
    Threat("SPF-04", _apple("x@evil.test", "Anna Keller", WITH_ANNA), "check", ("name-of-known-person",)),
    Threat(
        "SPF-24",
        Letter(
            raw=by_service("Zoom <no-reply@zoom.us>", "zoom.us", named="no-reply@zoom.us"),
            mail_from="bounce@zoom.us",
            ip=GOOGLE_IP,
            world=World(contacts={"no-reply@zoom.us": None}),
        ),
        "new",
        ("first-contact", "sent-by-carrier"),
    ),
    # A colleague's own word, and an answer for others.
    *(
        Threat(
            "SPF-06",
            Letter(
                raw=by_service(
                    "Mal <mal@home.example>",
                    "home.example",
                    named=f"{BOSS}",
                    organizer=organizer(BOSS, 'SENT-BY="mailto:mal@home.example"'),
                ),
                mail_from="mal@home.example",
                ip=HOME_IP,
                world=World(history=(bound(BOSS, strength=strength),)),
            ),
            "check",
            ("organizer-not-vouched", "sent-by-not-approved"),
            ("update-from-stranger",),
        )
        for strength in ("strong", "moderate")
    ),
    Threat(
        "SPF-13",
        Letter(
            raw=honest(
                method="REPLY",
                organizer=organizer(ME),
                guests=(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANNA}", f"ATTENDEE;PARTSTAT=DECLINED:mailto:{CEO}"),
            ),
            mail_from=ANNA,
            ip=ACME_IP,
            world=WITH_ANNA,
        ),
        "check",
        ("organizer-not-vouched",),
    ),
]


@pytest.mark.parametrize("threat", SELF_MADE, ids=[f"{number}-{threat.id}" for number, threat in enumerate(SELF_MADE)])
def test_what_he_made_himself_excuses_nobody(threat: Threat) -> None:
    seen_for_what_it_is(threat)


def test_a_list_this_person_wrote_to_is_a_question_and_no_accusation() -> None:
    """The other side of the letters above: the same list, known, with a name of our house in it."""
    raw = evil(named=BOSS, **AS_LIST)
    report = Letter(raw=raw, world=World(contacts={DESK: None})).report()
    found = {finding.code: finding.severity for finding in report.findings}
    assert (report.level, found["organizer-in-own-domain"]) == ("check", "warning")


def test_two_people_read_one_letter_each_as_their_own() -> None:
    """An organizer's own copy is an echo for the organizer alone."""

    class Two(World, frozen=True):
        def answer(self, question: Question) -> Answer:
            if isinstance(question, PersonQuestion):
                return Person(question.address.partition("@")[0], (question.address,))
            return super().answer(question)

    bob = "bob@home.example"
    guests = (f"ATTENDEE:mailto:{ME}", f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{bob}")
    raw = signed(mail(author=f"Nora <{ME}>", organizer=organizer(ME), guests=guests), "home.example")
    report = Letter(raw=raw, mail_from=ME, ip=HOME_IP, rcpt=(ME, bob), world=Two()).report()
    nora, other = report.recipients
    assert (nora.level, other.level) == ("known", "check")
    assert ("answer-preset" in nora.findings, "answer-preset" in other.findings) == (False, True)
    # What stands once for all readers says nothing that holds for one of them only.
    assert "own-echo" not in {one.word for one in report.circumstances}
    alone = Letter(raw=raw, mail_from=ME, ip=HOME_IP, world=Two()).report()
    assert "own-echo" in {one.word for one in alone.circumstances}
