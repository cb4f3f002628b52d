"""What is counted: organizers, envelope domains, and signatures for each recipient (SPF-25)."""

from __future__ import annotations

from salver.core.envelope import Envelope
from salver.core.untrusted import Untrusted
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.question import Rate, RateQuestion
from salver.observe.rates import of_passing, rates
from salver.read.message import CalendarAddress, Invitation
from salver.read.reading import read_message

MESSAGE = read_message(
    b"DKIM-Signature: v=1; d=Acme.example; s=x;\r\n b=AbCdEfGh IjKlMnOp\r\n QrSt; bh=zzzz; h=from\r\n"
    b"DKIM-Signature: v=1; b=; d=empty.example\r\nDKIM-Signature: v=1; b=third; d=c.example\r\n"
    b"From: a@acme.example\r\n\r\nhello\r\n"
)
KEY = "AbCdEfGhIjKlMnOp@acme.example"
ANNA = CalendarAddress(address="Anna@acme.example", raw=Untrusted(""))


def _invitation(uid: str) -> Invitation:
    return Invitation(part="1", method="REQUEST", component="VEVENT", uid=uid, organizer=ANNA)


def _asked(envelope: Envelope, uids: list[str], most: int = 100) -> frozenset[RateQuestion]:
    asker = rates(envelope, [("Anna@acme.example", _invitation(uid)) for uid in uids], MESSAGE, most)
    return frozenset(question for question in next(asker) if isinstance(question, RateQuestion))


def test_what_is_asked() -> None:
    envelope = Envelope(mail_from="bounce@Mail.example", rcpt_to=("Nora@home.example", "tom@home.example"))
    assert _asked(envelope, ["u1"]) == {
        RateQuestion("organizer", "anna@acme.example", "u1"),
        RateQuestion("envelope-domain", "mail.example", "u1"),
        RateQuestion("signature", KEY, "nora@home.example"),
        RateQuestion("signature", KEY, "tom@home.example"),
    }


def test_past_the_limit_the_rest_is_not_counted() -> None:
    envelope = Envelope(mail_from="b@mail.example", rcpt_to=tuple(f"p{n}@home.example" for n in range(50)))
    assert len(_asked(envelope, [f"u{n}" for n in range(50)], most=10)) <= 11


def test_the_highest_count_of_a_key_stands() -> None:
    envelope = Envelope(rcpt_to=("nora@home.example",))
    asker = rates(envelope, [("anna@acme.example", _invitation(uid)) for uid in ("u1", "u2")], MESSAGE, 100)
    questions = next(asker)
    counts = {question: Rate(number, 10, 60) for number, question in enumerate(sorted(questions, key=repr))}
    try:
        asker.send(counts)
    except StopIteration as stop:
        found = stop.value
    assert [(scope, key) for scope, key, _ in found] == [("organizer", "anna@acme.example"), ("signature", KEY)]
    assert found[0][2].count == max(
        counts[question].count
        for question in questions
        if isinstance(question, RateQuestion) and question.scope == "organizer"
    )


def test_only_signatures_that_pass_are_told() -> None:
    found = (("organizer", "a@b.example", Rate(1, 2, 3)), ("signature", KEY, Rate(9, 2, 3)))
    passing = DkimResult("pass", "acme.example", b="AbCdEfGhIjKlMnOpQr")
    assert of_passing(found, [passing]) == found
    assert of_passing(found, [DkimResult("fail", "acme.example", b="AbCdEfGhIjKlMnOp")]) == found[:1]
    assert (
        of_passing(found, [DkimResult("pass", "other.example", b="AbCdEfGhIjKlMnOp"), DkimResult("pass")]) == found[:1]
    )


def test_nothing_is_asked_where_there_is_nothing_to_count() -> None:
    asker = rates(Envelope(), [], MESSAGE, 100)
    assert list(asker) == []
