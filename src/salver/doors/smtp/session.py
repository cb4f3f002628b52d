"""One client's session: events of the machine on one side, a live connection to the next hop on the other.

RCPT is forwarded as it comes, so that the refusals of the next hop reach the client unchanged; DATA is held until
whole, inspected, recorded and relayed; only then the client hears the next hop's own answer (RFC 5321 4.2.5).
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from salver.act.next_hop import NextHop
from salver.core.envelope import Envelope
from salver.core.errors import NextHopError, StoreError
from salver.core.limits import Limits
from salver.core.outcome import Condition, Reply
from salver.doors.gate import Passage, Passing
from salver.doors.smtp.forwarded import EXTENSION, Forwarded, forwarded
from salver.doors.smtp.machine import Body, Closed, Event, Forward, Hello, MailFrom, RcptTo, Reset, SmtpMachine

log = structlog.get_logger("salver.smtp")

# What we can pass on unharmed, when the next hop offers it too (RFC 6152, RFC 6531, RFC 3207 is not among them).
_PASSED_ON = ("8BITMIME", "SMTPUTF8")


class SmtpSession:
    """The transaction state of one connection. ``connect`` makes a fresh, unconnected ``NextHop``.

    ``peer`` is the machine that speaks to us (``unix`` for a local socket), ``trusted`` that it is a server of ours:
    then it hands mail on for others, and is never taken for the machine a mail came from.
    """

    def __init__(
        self,
        machine: SmtpMachine,
        gate: Passing,
        connect: Callable[[], NextHop],
        limits: Limits,
        peer: str | None,
        *,
        trusted: bool = False,
    ) -> None:
        self._machine = machine
        self._gate = gate
        self._connect = connect
        self._limits = limits
        self._peer = peer
        self._trusted = trusted
        self._forwarded: dict[str, str] = {}
        self._helo: str | None = None
        self._extended = False
        self._next: NextHop | None = None
        self._mail_from: str | None = None
        self._recipients: list[str] = []
        self._begun = False

    async def handle(self, event: Event) -> None:
        """Carry one event out and answer it."""
        match event:
            case Hello(name, extended):
                await self._hello(name, extended)
            case Forward(values):
                self._forwarded.update(values)
                self._machine.answer(Condition.OK.reply)
            case MailFrom(address, parameters):
                self._machine.answer(await self._mail(address, parameters))
            case RcptTo(address):
                self._machine.answer(await self._rcpt(address))
            case Body(raw):
                reply = await self._body(raw)
                await self._end()
                self._forwarded.clear()
                self._machine.answer(reply)
            case Reset():
                await self._end()
                self._forwarded.clear()
            case Closed():
                await self.close()

    async def close(self) -> None:
        """Let the next hop go. Never raises."""
        if self._next is not None:
            await self._next.quit()
            self._next = None

    async def _hello(self, name: str, extended: bool) -> None:
        self._helo, self._extended = name, extended
        await self._end()
        self._forwarded.clear()
        offered = (*await self._offered(), EXTENSION) if self._trusted else await self._offered()
        self._machine.hello(("PIPELINING", f"SIZE {self._limits.message_bytes}", "ENHANCEDSTATUSCODES", *offered))

    async def _offered(self) -> tuple[str, ...]:
        """The extensions both sides can do. A next hop that is down offers nothing; MAIL will say so."""
        try:
            next_hop = await self._alive()
        except NextHopError:
            return ()
        return tuple(name for name in _PASSED_ON if name in next_hop.extensions)

    async def _alive(self) -> NextHop:
        if self._next is None:
            fresh = self._connect()
            await fresh.connect()
            self._next = fresh
        return self._next

    async def _mail(self, address: str, parameters: dict[str, str]) -> Reply:
        await self._end()
        try:
            next_hop = await self._alive()
            code, text = await next_hop.mail(
                address,
                eight_bit=parameters.get("BODY", "").upper() == "8BITMIME",
                smtputf8="SMTPUTF8" in parameters,
            )
        except NextHopError as error:
            return await self._lost(error)
        if 200 <= code < 300:
            self._mail_from, self._begun = address, True
        return Reply(code, "", text)

    async def _rcpt(self, address: str) -> Reply:
        if len(self._recipients) >= self._limits.recipients:
            return Condition.TOO_MANY_RECIPIENTS.reply
        try:
            code, text = await (await self._alive()).rcpt(address)
        except NextHopError as error:
            return await self._lost(error)
        if 200 <= code < 300:
            self._recipients.append(address)
        return Reply(code, "", text)

    async def _body(self, raw: bytes) -> Reply:
        """Inspect, record, relay, and answer as the next hop did. What fails here delays mail and never loses it."""
        try:
            passage = await self._gate.pass_through(raw, self._envelope())
        except StoreError as error:
            log.error("store-down", why=error.private)
            return Condition.STORE_DOWN.reply
        except Exception:  # a bug in reading or neutralising: the sender keeps the mail and tries again
            log.exception("message-refused-for-now")
            return Condition.OUR_FAULT.reply
        return await self._relay(passage)

    def _envelope(self) -> Envelope:
        """What was said before the first byte. A server of ours speaks for another machine, and only by XFORWARD."""
        spoken = "ESMTP" if self._extended else "SMTP"
        said = forwarded(self._forwarded) if self._trusted else Forwarded(address=self._peer, helo=self._helo)
        return Envelope(
            mail_from=self._mail_from,
            rcpt_to=tuple(self._recipients),
            client_ip=said.address,
            client_name=said.name,
            peer=self._peer,
            helo=said.helo,
            protocol=said.protocol or spoken,
        )

    async def _relay(self, passage: Passage) -> Reply:
        try:
            code, text = await (await self._alive()).data(passage.outgoing)
        except NextHopError as error:
            return await self._lost(error)
        if 200 <= code < 300:
            self._begun = False
        if 200 <= code < 300 or code >= 500:
            await self._mark(passage, relayed=code < 300)
        return Reply(code, "", text)

    async def _mark(self, passage: Passage, *, relayed: bool) -> None:
        """The next hop has the mail: whatever the store says now, its answer stands."""
        try:
            await self._gate.mark(passage, relayed=relayed)
        except StoreError as error:
            log.error("not-marked", why=error.private)

    async def _lost(self, error: NextHopError) -> Reply:
        log.warning("next-hop", code=error.code, why=error.private)
        await self.close()
        return Reply(error.code, "", error.text)

    async def _end(self) -> None:
        """The transaction is over. One the next hop has not finished is taken back there, or the connection goes:
        otherwise it would refuse the client's next MAIL for good (RFC 5321 4.1.4)."""
        self._mail_from, self._recipients = None, []
        if self._begun and self._next is not None:
            try:
                code, _ = await self._next.rset()
            except NextHopError:
                code = 0
            if not 200 <= code < 300:
                await self.close()
        self._begun = False
