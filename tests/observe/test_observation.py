"""The generator: which questions, in how many rounds, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterable

from salver.core.envelope import Envelope
from salver.observe.facts import Facts
from salver.observe.observation import observe
from salver.observe.question import (
    Answer,
    Block,
    BlockQuestion,
    Contact,
    ContactQuestion,
    DelegateQuestion,
    Delegation,
    DnsQuestion,
    DnsRecords,
    HistoryQuestion,
    Instant,
    Likeness,
    LikenessQuestion,
    NowQuestion,
    Person,
    PersonQuestion,
    Pin,
    PinQuestion,
    Question,
    Unavailable,
)
from salver.observe.trust import Trust
from salver.read.reading import read_message

GROUP = "c_0123456789@group.calendar.google.com"
TRUST = Trust(authserv_ids=("mx.home.example",), own=frozenset({"home.example"}))
ENVELOPE = Envelope(mail_from="bounce@mail.example", rcpt_to=("nora@home.example",))


def _mail(
    organizer: str, *, author: str = "Anna Keller <anna@acme.example>", signers: Iterable[str] = ("acme.example",)
) -> bytes:
    signed = "".join(f"; dkim=pass header.d={signer}" for signer in signers)
    return (
        f"Authentication-Results: mx.home.example; dmarc=pass header.from=acme.example{signed}\r\n"
        f"From: {author}\r\nTo: nora@home.example\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/calendar; method=REQUEST\r\n\r\n"
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u1\r\n"
        f"DTSTAMP:20261124T100000Z\r\nDTSTART:20261124T100000Z\r\n{organizer}\r\n"
        "ATTENDEE:mailto:nora@home.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def _observed(
    raw: bytes, known: dict[Question, Answer], envelope: Envelope = ENVELOPE, trust: Trust = TRUST
) -> tuple[Facts, list[frozenset[Question]]]:
    """The facts, and what was asked in each round."""
    asker = observe(read_message(raw), envelope, trust)
    rounds: list[frozenset[Question]] = []
    missing = Unavailable("not-asked", "not-asked")
    try:
        questions = next(asker)
        while True:
            rounds.append(questions)
            questions = asker.send({question: known.get(question, missing) for question in questions})
    except StopIteration as stop:
        return stop.value, rounds


P = "nora"
BASE: dict[Question, Answer] = {
    NowQuestion(): Instant("2026-11-24T12:00:00Z"),
    PersonQuestion("nora@home.example"): Person(P, ("nora@home.example", "n@home.example")),
}


def test_two_rounds_and_what_they_ask() -> None:
    raw = _mail('ORGANIZER;CN=Anna  KELLER;SENT-BY="mailto:tom@acme.example":mailto:Anna@acme.example')
    _, (first, second) = _observed(raw, BASE)
    assert {NowQuestion(), PersonQuestion("nora@home.example")} <= first
    assert second == {
        ContactQuestion(P, "anna@acme.example"),
        HistoryQuestion(P, "u1"),
        LikenessQuestion(P, "anna@acme.example", "anna keller"),
        DelegateQuestion(P, "tom@acme.example", "anna@acme.example"),
        BlockQuestion(P, "mail.example"),
    }


def test_everything_a_calendar_could_stand_for_is_asked_about_at_once() -> None:
    raw = _mail(f"ORGANIZER;CN=Choir:mailto:{GROUP}", signers=("google.com", "acme.example"))
    known = BASE | {
        ContactQuestion(P, "anna@acme.example"): Contact("contacts"),
        PinQuestion(P, GROUP): Pin("anna@acme.example"),
        LikenessQuestion(P, "anna@acme.example", "anna keller"): Likeness(("acmee.example",)),
    }
    facts, rounds = _observed(raw, known)
    assert len(rounds) == 2
    identity, seen = facts.message.events[0].identity, facts.recipients[0].events[0]
    assert (identity.vouched_by, identity.person) == ("carrier", "anna@acme.example")
    assert (seen.familiarity, seen.pinned, seen.lookalikes) == ("contact", "anna@acme.example", ("acmee.example",))


def test_the_facts_are_all_there() -> None:
    raw = _mail('ORGANIZER;SENT-BY="mailto:anna@acme.example":mailto:boss@other.example').replace(
        b"To: nora", b"Reply-To: Anna <anna@acme.example>, tom@acme.example\r\nTo: nora"
    )
    known = BASE | {
        DelegateQuestion(P, "anna@acme.example", "boss@other.example"): Delegation(True),
        BlockQuestion(P, "mail.example"): Block(True),
        ContactQuestion(P, "anna@acme.example"): Contact("allowed"),
    }
    facts, _ = _observed(raw, known)
    message, mailbox = facts.message, facts.recipients[0]
    assert message.author_name is not None
    assert message.author_name.raw == "Anna Keller"
    assert message.reply_to == ("anna@acme.example", "tom@acme.example")
    assert message.own == {"home.example"}
    assert [one.word for one in message.events[0].circumstances] == ["delegate"]
    assert (mailbox.unconfirmed_blocked, mailbox.author) == (True, Contact("allowed"))
    assert mailbox.events[0].delegate_approved
    assert mailbox.addresses == ("nora@home.example", "n@home.example")


def test_an_echo_is_known_by_any_address_of_its_person() -> None:
    raw = (
        _mail("ORGANIZER:mailto:n@home.example", author="n@home.example")
        .replace(b"from=acme", b"from=home")
        .replace(b"d=acme", b"d=home")
    )
    facts, _ = _observed(raw, BASE)
    assert facts.recipients[0].events[0].own_echo


def test_ordinary_mail_asks_nothing() -> None:
    report = b"Authentication-Results: mx.home.example; spf=pass smtp.mailfrom=b.example\r\n"
    raw = report + b"From: a@b.example\r\n\r\nhello\r\n"
    facts, rounds = _observed(raw, {}, trust=Trust(authserv_ids=("mx.home.example",), dns=True))
    assert rounds == []
    assert facts.message.authentication.spf.result == "pass"


def test_without_anybody_to_ask_nobody_was_asked() -> None:
    facts, rounds = _observed(_mail("ORGANIZER:mailto:anna@acme.example"), BASE, trust=Trust())
    assert not facts.message.authentication.asked
    assert facts.message.events[0].identity.strength == "unknown"
    assert len(rounds) == 2


def test_the_names_in_the_dns_share_the_rounds_of_the_people() -> None:
    raw = _mail("ORGANIZER:mailto:anna@acme.example").partition(b"\r\n")[2]
    envelope = Envelope(mail_from="anna@acme.example", rcpt_to=("nora@home.example",), client_ip="192.0.2.1")
    known = BASE | {
        DnsQuestion("acme.example", "TXT"): DnsRecords(("v=spf1 ip4:192.0.2.1 -all",)),
        DnsQuestion("_dmarc.acme.example", "TXT"): DnsRecords(("v=DMARC1; p=reject",)),
        DnsQuestion("_dmarc.example", "TXT"): DnsRecords((), exists=False),
    }
    facts, rounds = _observed(raw, known, envelope, Trust(dns=True))
    assert len(rounds) <= 3
    assert facts.message.rounds == len(rounds)
    identity = facts.message.events[0].identity
    assert (identity.vouched_by, identity.strength) == ("self", "moderate")


def test_a_hundred_mailboxes_cost_one_inspection_and_two_rounds() -> None:
    recipients = tuple(f"p{number}@home.example" for number in range(100))
    facts, rounds = _observed(_mail("ORGANIZER:mailto:anna@acme.example"), {}, Envelope(rcpt_to=recipients))
    assert len(rounds) == 2
    assert [one.address for one in facts.recipients] == list(recipients)
    assert sum(map(len, rounds)) <= TRUST.limits.questions + 200


def test_an_echo_is_that_of_one_recipient() -> None:
    raw = (
        _mail("ORGANIZER:mailto:nora@home.example", author="nora@home.example")
        .replace(b"from=acme", b"from=home")
        .replace(b"d=acme", b"d=home")
    )
    known = BASE | {PersonQuestion("bob@home.example"): Person("bob", ("bob@home.example",))}
    both = Envelope(mail_from="bounce@mail.example", rcpt_to=("nora@home.example", "bob@home.example"))
    facts, _ = _observed(raw, known, envelope=both)
    assert [one.events[0].own_echo for one in facts.recipients] == [True, False]


def test_a_person_is_asked_whether_they_know_the_list_or_the_forwarder() -> None:
    raw = _mail("ORGANIZER:mailto:boss@acme.example").replace(
        b"To: nora@home.example", b"Resent-From: Tom@fwd.example\r\nTo: staff@home.example"
    )
    raw = raw.replace(b"ATTENDEE:mailto:nora@", b"ATTENDEE:mailto:else@")
    asked = ContactQuestion(P, "tom@fwd.example")
    for answer, known in (
        (Contact("wrote-to"), True),
        (Contact("contacts"), True),
        (Contact("allowed"), True),
        (Contact("colleagues"), False),
        (Contact("contacts", blocked=True), False),
        (Contact(None), False),
        (Unavailable("temporary", "down"), False),
    ):
        facts, rounds = _observed(raw, BASE | {asked: answer})
        assert asked in rounds[1]
        assert [one.by for one in facts.message.circumstances] == ["Tom@fwd.example"]
        assert facts.recipients[0].known_hands == (("tom@fwd.example",) if known else ())


def test_who_may_be_somebody_else_for_another_program_speaks_for_nobody() -> None:
    raw = _mail("ORGANIZER:mailto:anna@acme.example")
    facts, _ = _observed(raw, BASE)
    assert facts.message.events[0].identity.vouched_by == "self"
    for line in (b"\0From: ceo@bank.example\r\n", b"\x0bFrom: ceo@bank.example\r\n"):
        facts, _ = _observed(raw.replace(b"To: nora@", line + b"To: nora@"), BASE)
        identity = facts.message.events[0].identity
        assert (identity.vouched_by, identity.strength) == ("nobody", "none")
        assert facts.message.author == "anna@acme.example"  # what the page shows, beside the reason
