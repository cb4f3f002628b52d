"""The SMTP server side as a machine without I/O: bytes in, events out, replies in, bytes out (RFC 5321).

The door feeds bytes with ``receive``, takes events with ``next_event`` and answers each with one of the methods below.
No further command is read before the last one is answered, so pipelined commands queue up by themselves (RFC 2920).
Only CRLF.CRLF ends a message: every other spelling of a line end inside one is data (smuggling, AUTH-24..27).
"""

from __future__ import annotations

import enum

import msgspec

from salver.core.limits import Limits
from salver.core.outcome import Condition, Reply
from salver.doors.smtp.commands import Command, PathAndParameters, parse_command, parse_path
from salver.doors.smtp.forwarded import EXTENSION, parse_forward


class Hello(msgspec.Struct, frozen=True):
    """EHLO or HELO; answer with ``hello``."""

    name: str
    extended: bool


class Forward(msgspec.Struct, frozen=True):
    """XFORWARD, which only a trusted peer may send; answer with ``answer``. ``values`` are by upper-case name."""

    values: dict[str, str]


class MailFrom(msgspec.Struct, frozen=True):
    """MAIL; answer with ``answer``. ``parameters`` holds BODY, SIZE, SMTPUTF8 as given."""

    address: str
    parameters: dict[str, str]


class RcptTo(msgspec.Struct, frozen=True):
    """RCPT; answer with ``answer``."""

    address: str


class Body(msgspec.Struct, frozen=True):
    """A whole message, dots unstuffed, all line ends CRLF; answer with ``answer``."""

    raw: bytes


class Reset(msgspec.Struct, frozen=True):
    """RSET, a new greeting, or the end of a transaction. Already answered."""


class Closed(msgspec.Struct, frozen=True):
    """QUIT or too many errors. Already answered: send what is there and hang up."""


Event = Hello | Forward | MailFrom | RcptTo | Body | Reset | Closed


class State(enum.Enum):
    """Where the dialogue stands."""

    CONNECTED = "connected"
    GREETED = "greeted"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    CLOSED = "closed"


_END = b"\r\n.\r\n"


class SmtpMachine:
    """One SMTP session. ``name`` is what we call ourselves."""

    def __init__(self, limits: Limits, name: str) -> None:
        self._limits = limits
        self._name = name
        self._buffer = bytearray()
        self._scanned = 0
        self._too_large = False
        self._out = bytearray()
        self._pending: Event | None = None
        self._bad = 0
        self.state = State.CONNECTED
        self.extensions: tuple[str, ...] = ()

    # ---- bytes ----

    def greet(self) -> None:
        self._out += Reply(220, "", f"{self._name} {Condition.READY.reply.text}").line()

    def receive(self, data: bytes) -> None:
        """Add bytes from the client."""
        self._buffer += data

    def to_send(self) -> bytes:
        """What the client must be sent now; empties the queue."""
        out = bytes(self._out)
        self._out.clear()
        return out

    # ---- events ----

    def next_event(self) -> Event | None:
        """The next thing the door must know, or None when more bytes or an answer are needed."""
        while self._pending is None and self.state is not State.CLOSED:
            if self.state is State.DATA:
                return self._body()
            line = self._line()
            if line is None:
                return None
            event = self._command(parse_command(line))
            if event is not None:
                return event
        return None

    # ---- answers ----

    def hello(self, extensions: tuple[str, ...]) -> None:
        """Answer a Hello; ``extensions`` are offered when it was EHLO (RFC 5321 4.1.1.1)."""
        asked = self._take(Hello)
        self.state = State.GREETED
        self.extensions = extensions if asked.extended else ()
        lines = [self._name, *self.extensions]
        for index, text in enumerate(lines):
            self._out += f"250{' ' if index == len(lines) - 1 else '-'}{text}\r\n".encode("ascii", "replace")

    def answer(self, reply: Reply) -> None:
        """Answer Forward, MailFrom, RcptTo or Body; the code decides where the dialogue goes on."""
        pending, self._pending = self._pending, None
        accepted = 200 <= reply.code < 300
        if isinstance(pending, MailFrom) and accepted:
            self.state = State.MAIL
        elif isinstance(pending, RcptTo) and accepted:
            self.state = State.RCPT
        elif isinstance(pending, Body):
            self.state = State.GREETED
        self._out += reply.line()

    def hang_up(self, condition: Condition) -> None:
        """Say why and close, whatever is going on."""
        self._out += condition.reply.line()
        self.state = State.CLOSED

    # ---- inside ----

    def _take(self, kind: type[Hello]) -> Hello:
        pending, self._pending = self._pending, None
        if not isinstance(pending, kind):
            raise RuntimeError("answered out of turn")
        return pending

    def _say(self, condition: Condition) -> None:
        self._out += condition.reply.line()

    def _wrong(self, condition: Condition) -> Event | None:
        """A refused command; after too many the session ends (OPS-06)."""
        self._bad += 1
        if self._bad > self._limits.bad_commands:
            self.hang_up(Condition.TOO_MANY_ERRORS)
            return Closed()
        self._say(condition)
        return None

    def _line(self) -> bytes | None:
        """One command line. Commands end with CRLF alone; anything longer than the limit is refused whole."""
        end = self._buffer.find(b"\r\n", self._scanned)
        if end < 0:
            if len(self._buffer) > self._limits.command_bytes:
                self.hang_up(Condition.LINE_TOO_LONG)
            self._scanned = max(0, len(self._buffer) - 1)
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        self._scanned = 0
        if len(line) > self._limits.command_bytes:
            return b"\0"  # no verb: refused as unknown
        return line

    def _command(self, command: Command) -> Event | None:
        match command.verb:
            case "EHLO" | "HELO":
                return self._greeting(command)
            case "MAIL":
                return self._mail(command)
            case "RCPT":
                return self._rcpt(command)
            case "DATA":
                return self._data(command)
            case "RSET":
                self._say(Condition.OK)
                return self._reset()
            case "NOOP":
                self._say(Condition.OK)
            case "XFORWARD":
                return self._forward(command)
            case "VRFY":
                self._say(Condition.UNWILLING_TO_VERIFY)
            case "QUIT":
                self.hang_up(Condition.BYE)
                return Closed()
            case "HELP" | "EXPN" | "TURN" | "STARTTLS" | "AUTH" | "BDAT" | "ETRN":
                return self._wrong(Condition.NOT_IMPLEMENTED)
            case _:
                return self._wrong(Condition.COMMAND_UNKNOWN)
        return None

    def _greeting(self, command: Command) -> Event | None:
        name = command.rest.decode("utf-8", "replace")
        if not name or not name.isprintable():
            return self._wrong(Condition.BAD_SYNTAX)
        self._pending = Hello(name, command.verb == "EHLO")
        return self._pending

    def _forward(self, command: Command) -> Event | None:
        """What the peer says about the machine a mail came from (Postfix XFORWARD_README)."""
        if EXTENSION not in self.extensions:
            return self._wrong(Condition.NOT_AUTHORISED)
        if self.state is not State.GREETED:
            return self._wrong(Condition.BAD_SEQUENCE)
        values = parse_forward(command.rest)
        if values is None:
            return self._wrong(Condition.BAD_SYNTAX)
        self._pending = Forward(values)
        return self._pending

    def _mail(self, command: Command) -> Event | None:
        if self.state is not State.GREETED:
            return self._wrong(Condition.BAD_SEQUENCE)
        path = parse_path(command.rest, b"FROM:")
        if path is None:
            return self._wrong(Condition.BAD_SYNTAX)
        refused = self._refused_parameters(path)
        if refused is not None:
            return self._wrong(refused)
        self._pending = MailFrom(path.address, path.parameters)
        return self._pending

    def _refused_parameters(self, path: PathAndParameters) -> Condition | None:
        offered = {extension.partition(" ")[0] for extension in self.extensions}
        allowed = {"SIZE"} & offered
        allowed |= {"BODY"} if "8BITMIME" in offered else set()
        allowed |= {"SMTPUTF8"} & offered
        if set(path.parameters) - allowed:
            return Condition.PARAMETER_UNKNOWN  # RFC 5321 4.1.1.11
        size = path.parameters.get("SIZE", "0")
        if not size.isdigit() or path.parameters.get("BODY", "7BIT").upper() not in ("7BIT", "8BITMIME"):
            return Condition.BAD_SYNTAX
        return Condition.TOO_LARGE if int(size[:20]) > self._limits.message_bytes else None  # RFC 1870 6.1

    def _rcpt(self, command: Command) -> Event | None:
        if self.state not in (State.MAIL, State.RCPT):
            return self._wrong(Condition.BAD_SEQUENCE)
        path = parse_path(command.rest, b"TO:")
        if path is None or not path.address:
            return self._wrong(Condition.BAD_SYNTAX)
        if path.parameters:
            return self._wrong(Condition.PARAMETER_UNKNOWN)
        self._pending = RcptTo(path.address)
        return self._pending

    def _data(self, command: Command) -> Event | None:
        if self.state is not State.RCPT:
            return self._wrong(Condition.BAD_SEQUENCE)
        if command.rest:
            return self._wrong(Condition.BAD_SYNTAX)
        self._say(Condition.GO_AHEAD)
        self.state = State.DATA
        self._scanned = 0
        self._too_large = False
        return None

    def _reset(self) -> Event:
        if self.state is not State.CONNECTED:
            self.state = State.GREETED
        return Reset()

    def _body(self) -> Event | None:
        """The message, once its end is here. One forward scan; what is over the limit is dropped as it comes."""
        if not self._too_large and self._buffer.startswith(b".\r\n"):
            end, after = 0, 3
        else:
            end = self._buffer.find(_END, max(0, self._scanned - len(_END) + 1))
            after = end + len(_END)
        if end < 0:
            self._drop_excess()
            self._scanned = len(self._buffer)
            return None
        raw = bytes(self._buffer[: end + 2]) if end else b""
        del self._buffer[:after]
        self._scanned = 0
        if self._too_large or len(raw) > self._limits.message_bytes:
            self._say(Condition.TOO_LARGE)
            self.state = State.GREETED
            return Reset()
        self._pending = Body(unstuffed(raw))
        return self._pending

    def _drop_excess(self) -> None:
        if len(self._buffer) > self._limits.message_bytes + len(_END):
            self._too_large = True
            del self._buffer[: len(self._buffer) - len(_END)]


def unstuffed(raw: bytes) -> bytes:
    """Take the stuffed dots out (RFC 5321 4.5.2), then give every stray CR or LF a partner.

    The order matters: a dot after a bare LF was never stuffed, so it stays.
    """
    if raw.startswith(b"."):
        raw = raw[1:]
    raw = raw.replace(b"\r\n.", b"\r\n")
    if raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n"):
        return raw
    return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")
