"""Dialogues with the machine, fed whole and byte by byte: both must end the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.core.outcome import Condition, Reply
from salver.doors.smtp.forwarded import EXTENSION
from salver.doors.smtp.machine import (
    Body,
    Closed,
    Event,
    Forward,
    Hello,
    MailFrom,
    RcptTo,
    Reset,
    SmtpMachine,
    State,
    unstuffed,
)

LIMITS = Limits(message_bytes=2_000, command_bytes=200, bad_commands=3)


class Dialogue:
    """Feeds bytes and answers every event with a plain yes."""

    def __init__(self, *, refuse: str | None = None, trusted: bool = False) -> None:
        self.offered = ("PIPELINING", "SIZE 2000", "8BITMIME", *((EXTENSION,) if trusted else ()))
        self.machine = SmtpMachine(LIMITS, "gate.example")
        self.events: list[Event] = []
        self.out = b""
        self.refuse = refuse

    def feed(self, data: bytes, *, by: int | None = None) -> Dialogue:
        step = by or max(1, len(data))
        for start in range(0, len(data), step):
            self.machine.receive(data[start : start + step])
            while (event := self.machine.next_event()) is not None:
                self.events.append(event)
                self._answer(event)
            self.out += self.machine.to_send()
        return self

    def _answer(self, event: Event) -> None:
        match event:
            case Hello():
                self.machine.hello(self.offered)
            case RcptTo(address) if address == self.refuse:
                self.machine.answer(Reply(550, "5.1.1", "No such user"))
            case Forward() | MailFrom() | RcptTo() | Body():
                self.machine.answer(Condition.OK.reply)

    @property
    def codes(self) -> list[int]:
        return [int(line[:3]) for line in self.out.splitlines() if line[3:4] == b" "]


def _mail(body: bytes, *, to: bytes = b"<b@y.example>") -> bytes:
    return (
        b"EHLO client.example\r\nMAIL FROM:<a@x.example> SIZE=100 BODY=8BITMIME\r\nRCPT TO:"
        + to
        + b"\r\nDATA\r\n"
        + body
        + b"\r\n.\r\nQUIT\r\n"
    )


@pytest.mark.parametrize("by", [None, 1, 2, 7])
def test_one_mail_from_greeting_to_goodbye(by: int | None) -> None:
    dialogue = Dialogue().feed(_mail(b"From: a@x.example\r\n\r\nhello\r\n..dot"), by=by)
    assert dialogue.codes == [250, 250, 250, 354, 250, 221]
    assert dialogue.events == [
        Hello("client.example", True),
        MailFrom("a@x.example", {"SIZE": "100", "BODY": "8BITMIME"}),
        RcptTo("b@y.example"),
        Body(b"From: a@x.example\r\n\r\nhello\r\n.dot\r\n"),
        Closed(),
    ]


@pytest.mark.parametrize("end", [b"\n.\n", b"\r\n.\n", b"\n.\r\n", b"\r.\r", b"\r\n.\r", b"\r.\r\n"])
def test_only_crlf_dot_crlf_ends_a_message(end: bytes) -> None:
    """The six smuggling sequences are data (AUTH-24..27)."""
    smuggled = b"MAIL FROM:<evil@evil.test>\r\nRCPT TO:<c@y.example>\r\nDATA\r\nsecond"
    dialogue = Dialogue().feed(_mail(b"first" + end + smuggled))
    bodies = [event for event in dialogue.events if isinstance(event, Body)]
    assert len(bodies) == 1
    assert b"second" in bodies[0].raw
    assert bodies[0].raw.count(b"\n") == bodies[0].raw.count(b"\r\n") == bodies[0].raw.count(b"\r")


def test_pipelined_commands_wait_for_their_turn() -> None:
    machine = SmtpMachine(LIMITS, "gate.example")
    machine.receive(_mail(b"x"))
    assert machine.next_event() == Hello("client.example", True)
    assert machine.next_event() is None, "nothing before the greeting is answered"
    machine.hello(("SIZE 2000", "8BITMIME"))
    assert isinstance(machine.next_event(), MailFrom)


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        (b"MAIL FROM:<a@x.example>\r\n", 503),
        (b"EHLO c\r\nRCPT TO:<b@y.example>\r\n", 503),
        (b"EHLO c\r\nDATA\r\n", 503),
        (b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nDATA\r\n", 503),
        (b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nMAIL FROM:<a@x.example>\r\n", 503),
        (b"EHLO\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:a@x.example\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:<a@x.example\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:<a\tb@x.example>\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:<a@x.example>SIZE=1\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:<a@x.example> SIZE=99999\r\n", 552),
        (b"EHLO c\r\nMAIL FROM:<a@x.example> SIZE=no\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:<a@x.example> RET=FULL\r\n", 555),
        (b"EHLO c\r\nMAIL FROM:<a@x.example> SMTPUTF8\r\n", 555),
        (b"HELO c\r\nMAIL FROM:<a@x.example> SIZE=1\r\n", 555),
        (b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<>\r\n", 501),
        (b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@y.example> NOTIFY=NEVER\r\n", 555),
        (b"STARTTLS\r\n", 502),
        (b"BDAT 10 LAST\r\n", 502),
        (b"XYZZY\r\n", 500),
        (b"EHLO c\r\n" + b"A" * 300 + b"\r\n", 500),
        (b"VRFY nora\r\n", 252),
        (b"NOOP\r\n", 250),
    ],
)
def test_refusals(commands: bytes, code: int) -> None:
    assert Dialogue().feed(commands).codes[-1] == code
    assert Dialogue().feed(commands, by=1).codes[-1] == code


def test_the_null_sender_and_quoted_local_parts() -> None:
    dialogue = Dialogue().feed(
        b'EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<"a>b"@y.example>\r\nRCPT TO:<@r.example:c@y.example>\r\n'
    )
    assert dialogue.events[1:] == [MailFrom("", {}), RcptTo('"a>b"@y.example'), RcptTo("c@y.example")]


def test_a_refused_recipient_leaves_the_others() -> None:
    dialogue = Dialogue(refuse="no@y.example")
    dialogue.feed(b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<no@y.example>\r\nDATA\r\n")
    assert dialogue.codes[-2:] == [550, 503]
    dialogue.feed(b"RCPT TO:<b@y.example>\r\nDATA\r\n")
    assert dialogue.codes[-2:] == [250, 354]


@pytest.mark.parametrize("by", [None, 13])
def test_a_message_that_is_too_large_is_swallowed_and_refused(by: int | None) -> None:
    dialogue = Dialogue().feed(_mail(b"y" * 5_000), by=by)
    assert dialogue.codes == [250, 250, 250, 354, 552, 221]
    assert not any(isinstance(event, Body) for event in dialogue.events)
    assert Reset() in dialogue.events


@pytest.mark.parametrize("by", [None, 1])
def test_an_empty_message(by: int | None) -> None:
    commands = b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@y.example>\r\nDATA\r\n.\r\n"
    dialogue = Dialogue().feed(commands, by=by)
    assert dialogue.events[-1] == Body(b"")


def test_too_many_mistakes_end_the_session() -> None:
    dialogue = Dialogue().feed(b"XYZZY\r\n" * 6)
    assert dialogue.codes == [500, 500, 500, 421]
    assert dialogue.machine.state is State.CLOSED


def test_an_endless_line_ends_the_session() -> None:
    dialogue = Dialogue().feed(b"A" * 1_000)
    assert dialogue.codes == [500]
    assert dialogue.machine.state is State.CLOSED


def test_rset_begins_again() -> None:
    dialogue = Dialogue().feed(b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nRSET\r\nMAIL FROM:<c@x.example>\r\n")
    assert dialogue.codes == [250, 250, 250, 250]
    assert Reset() in dialogue.events


@given(st.binary(max_size=400))
def test_any_bytes_are_answered_without_an_exception(data: bytes) -> None:
    Dialogue().feed(data)
    Dialogue().feed(b"EHLO c\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@y.example>\r\nDATA\r\n" + data, by=3)


@given(st.lists(st.sampled_from([b".", b"..", b"\r\n", b"a", b"\n", b"\r"]), max_size=20))
def test_unstuffing_undoes_stuffing(pieces: list[bytes]) -> None:
    clean = unstuffed(b"".join(pieces)).removeprefix(b".")
    text = b"x" + clean + b"\r\n"
    stuffed = text.replace(b"\r\n.", b"\r\n..")
    assert unstuffed(stuffed) == text


@pytest.mark.parametrize("by", [None, 1, 3])
def test_a_trusted_peer_says_where_a_mail_came_from(by: int | None) -> None:
    said = (
        b"EHLO mx.home.example\r\nXFORWARD NAME=mail.acme.example ADDR=192.0.2.25\r\n"
        b"xforward proto=ESMTP helo=mail.acme.example\r\nMAIL FROM:<a@x.example>\r\n"
    )
    dialogue = Dialogue(trusted=True).feed(said, by=by)
    assert dialogue.codes == [250, 250, 250, 250]
    assert EXTENSION.encode() in dialogue.out
    assert dialogue.events[1:] == [
        Forward({"NAME": "mail.acme.example", "ADDR": "192.0.2.25"}),
        Forward({"PROTO": "ESMTP", "HELO": "mail.acme.example"}),
        MailFrom("a@x.example", {}),
    ]


def test_nobody_else_does() -> None:
    dialogue = Dialogue().feed(b"EHLO x.example\r\nXFORWARD ADDR=192.0.2.25\r\n")
    assert dialogue.codes == [250, 550]
    assert b"XFORWARD" not in dialogue.out
    before = Dialogue(trusted=True).feed(b"XFORWARD ADDR=192.0.2.25\r\nHELO x.example\r\nXFORWARD ADDR=192.0.2.25\r\n")
    assert before.codes == [550, 250, 550]


def test_not_within_a_transaction_and_not_anyhow() -> None:
    dialogue = Dialogue(trusted=True).feed(
        b"EHLO x.example\r\nXFORWARD\r\nXFORWARD ADDR=+zz\r\nMAIL FROM:<a@x.example>\r\nXFORWARD ADDR=192.0.2.25\r\n"
    )
    assert dialogue.codes == [250, 501, 501, 250, 503]
    assert not [event for event in dialogue.events if isinstance(event, Forward)]


def test_xclient_is_not_there() -> None:
    assert Dialogue(trusted=True).feed(b"EHLO x.example\r\nXCLIENT ADDR=192.0.2.25\r\n").codes == [250, 500]
