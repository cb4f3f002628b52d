"""What one mailbox is asked: every name of a speaker, never more comparisons than it may have, all its addresses."""

from __future__ import annotations

from salver.core.envelope import Envelope
from salver.core.untrusted import Untrusted
from salver.observe.facts import EventFacts, Identity, RecipientFacts
from salver.observe.identity import Sender
from salver.observe.mailbox import mailbox, recipient_facts, unasked
from salver.observe.question import Answer, Likeness, LikenessQuestion, Person, PersonQuestion, Question, Unavailable
from salver.read.message import CalendarAddress, Invitation

ME = "nora@home.example"
DESK = "desk@evil.test"
NOT_ASKED = Unavailable("not-asked", "not-asked")


def _claim(address: str, name: str | None = None) -> tuple[Identity, Invitation]:
    organizer = CalendarAddress(address=address, raw=Untrusted(address), cn=Untrusted(name) if name else None)
    invitation = Invitation(part="1", method="REQUEST", component="VEVENT", uid="1", organizer=organizer)
    return Identity(claimed=address), invitation


def _asked(
    claims: list[tuple[Identity, Invitation]],
    sender: Sender,
    known: dict[Question, Answer] | None = None,
    *,
    address: str = ME,
    likenesses: int = 100,
) -> tuple[RecipientFacts, frozenset[Question]]:
    """The facts of one mailbox, and what it was asked last."""
    answers = {PersonQuestion(address): Person("nora", (ME,)), **(known or {})}
    asker = mailbox(address, claims, sender, None, 1_000, likenesses)
    questions = next(asker)
    try:
        while True:
            asked = questions
            questions = asker.send({one: answers.get(one, NOT_ASKED) for one in asked})
    except StopIteration as stop:
        box = stop.value
    events = tuple(EventFacts(invitation, identity) for identity, invitation in claims)
    return recipient_facts(box, events, sender, Envelope(rcpt_to=(address,))), asked


def _about_looks(asked: frozenset[Question]) -> set[tuple[str, str | None]]:
    return {(one.address, one.called) for one in asked if isinstance(one, LikenessQuestion)}


def test_both_names_are_compared_where_the_author_is_the_organizer() -> None:
    sender = Sender(author=DESK, author_name=Untrusted("Anna\u200b  KELLER"))
    answers: dict[Question, Answer] = {
        LikenessQuestion("nora", DESK, "invite"): Likeness(("evil.example",), (), ("few-letters",)),
        LikenessQuestion("nora", DESK, "anna keller"): Likeness(
            ("evil.example", "e.example"), ("anna@acme.example",), ("few-letters",)
        ),
    }
    facts, asked = _asked([_claim(DESK, "Invite")], sender, answers)
    assert _about_looks(asked) == {(DESK, "invite"), (DESK, "anna keller")}
    (seen,) = facts.events
    assert seen.namesakes == ("anna@acme.example",)
    assert (seen.lookalikes, seen.resemblances) == (("evil.example", "e.example"), ("few-letters", "looks-the-same"))


def test_an_answer_that_is_missing_leaves_the_other_name_compared() -> None:
    sender = Sender(author=DESK, author_name=Untrusted("Anna Keller"))
    known: dict[Question, Answer] = {LikenessQuestion("nora", DESK, "anna keller"): Likeness((), ("a@acme.example",))}
    facts, _ = _asked([_claim(DESK, "Invite")], sender, known)
    assert facts.events[0].namesakes == ("a@acme.example",)


def test_another_author_s_name_is_not_the_organizer_s() -> None:
    sender = Sender(author="tom@acme.example", author_name=Untrusted("Tom"))
    assert _about_looks(_asked([_claim(DESK, "Invite")], sender)[1]) == {(DESK, "invite")}


def test_hidden_characters_do_not_push_a_name_out_of_sight() -> None:
    hidden = "\u200b" * 3_000 + "Anna Keller"
    assert _about_looks(_asked([_claim(DESK, hidden)], Sender(author=None))[1]) == {(DESK, "anna keller")}
    assert _about_looks(_asked([_claim(DESK, "\u200b")], Sender(author=None))[1]) == {(DESK, None)}


def test_comparisons_are_bounded_and_the_first_are_kept() -> None:
    claims = [_claim(f"a{number}@evil.test", f"Name {number}") for number in range(50)]
    _, asked = _asked(claims, Sender(author=None), likenesses=8)
    assert _about_looks(asked) == {(f"a{number}@evil.test", f"name {number}") for number in range(8)}


def test_the_address_it_came_to_is_one_of_the_person_s() -> None:
    facts, _ = _asked([_claim(DESK)], Sender(author=None), address="Nora+School@home.example")
    assert facts.addresses == (ME, "nora+school@home.example")
    assert _asked([_claim(DESK)], Sender(author=None), address="NORA@home.example")[0].addresses == (ME,)
    assert unasked(ME).addresses == (ME,)
    assert unasked(None).addresses == ()
