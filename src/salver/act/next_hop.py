"""The mail server behind the gate, spoken to live: one connection, its own replies passed back unchanged.

``aiosmtplib`` carries the connection and the command dialogue. Its DATA is not used: it rewrites bare CR and LF and so
changes what was signed and inspected. Here the bytes go out as they are, with dots stuffed (RFC 5321 4.5.2).
"""

from __future__ import annotations

import socket
from typing import NamedTuple

import aiosmtplib

from salver.core.errors import NextHopError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.outcome import Condition, Reply

_GO_AHEAD = Condition.GO_AHEAD.reply.code
_UNIX = "unix:"


class Said(NamedTuple):
    """What the next hop answered: its code, and its text on one line."""

    code: int
    text: str


class NextHop:
    """One connection to ``HOST:PORT``, ``[V6]:PORT`` or ``unix:/PATH``. Not for use by two tasks at once.

    ``extensions`` are the upper-case names the server offered (RFC 5321 4.1.1.1), empty before ``connect``. Every
    method but ``quit`` raises NextHopError when the server is gone or silent; refusals are values.
    """

    def __init__(self, target: str, limits: Limits = DEFAULT_LIMITS) -> None:
        self._target = target
        self._limits = limits
        self._client: aiosmtplib.SMTP | None = None
        self.extensions: frozenset[str] = frozenset()

    async def connect(self) -> None:
        """Open the connection and say EHLO, or HELO where the server knows no better."""
        self._client = self._new_client()
        try:
            await self._client.connect(timeout=self._limits.remote_seconds)
            try:
                await self._client.ehlo()
            except aiosmtplib.SMTPHeloError:
                await self._client.helo()
        except aiosmtplib.SMTPConnectResponseError as error:
            raise NextHopError(error.code, _one_line(error.message), private=repr(error)) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise _down(error) from error
        self.extensions = frozenset(name.upper() for name in self._client.esmtp_extensions)

    async def mail(
        self, address: str, *, eight_bit: bool = False, smtputf8: bool = False, size: int | None = None
    ) -> Said:
        """MAIL FROM. ``address`` is without brackets, empty for the null path. A connection that has gone is made anew.

        Parameters are sent only where the server offers their extension (RFC 5321 2.2.1).
        """
        if self._client is None or not self._client.is_connected:
            await self.connect()
        words = [f"FROM:<{address}>"]
        if size is not None and "SIZE" in self.extensions:
            words.append(f"SIZE={size}")  # RFC 1870 6
        if eight_bit and "8BITMIME" in self.extensions:
            words.append("BODY=8BITMIME")  # RFC 6152 2
        if smtputf8 and "SMTPUTF8" in self.extensions:
            words.append("SMTPUTF8")  # RFC 6531 3.4
        return await self._command("MAIL", *words)

    async def rcpt(self, address: str) -> Said:
        """RCPT TO, one recipient."""
        return await self._command("RCPT", f"TO:<{address}>")

    async def data(self, raw: bytes) -> Said:
        """DATA and the message. Returns the refusal of DATA, or the answer to the message.

        A bare CR or LF is refused here, with the code the door uses: servers that take one for a line end could be made
        to see a second message (AUTH-26).
        """
        if raw.count(b"\r\n") != raw.count(b"\n") or raw.count(b"\r\n") != raw.count(b"\r"):
            return _said(Condition.BARE_NEWLINE.reply)
        started = await self._command("DATA")
        if started.code != _GO_AHEAD:
            return started
        protocol = self._client.protocol if self._client else None
        if protocol is None:
            raise _down(None)
        try:
            protocol.write(_stuffed(raw))
            answer = await protocol.read_response(timeout=self._limits.next_hop_seconds)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _down(error) from error
        return Said(answer.code, _one_line(answer.message))

    async def rset(self) -> Said:
        """Forget the transaction."""
        return await self._command("RSET")

    async def quit(self) -> None:
        """Say QUIT and close. Never raises: whoever lets go does not care how."""
        client, self._client = self._client, None
        if client is None:
            return
        try:
            if client.is_connected:
                await client.quit(timeout=self._limits.remote_seconds)
        except (aiosmtplib.SMTPException, OSError):
            pass
        finally:
            client.close()

    def _new_client(self) -> aiosmtplib.SMTP:
        name = socket.gethostname()
        timeout = self._limits.next_hop_seconds
        if self._target.startswith(_UNIX):
            path = self._target.removeprefix(_UNIX)
            return aiosmtplib.SMTP(socket_path=path, local_hostname=name, timeout=timeout, start_tls=False)
        host, _, port = self._target.rpartition(":")
        if not host or not port.isdecimal():
            raise _down(ValueError("not HOST:PORT"))
        return aiosmtplib.SMTP(
            hostname=host.strip("[]"), port=int(port), local_hostname=name, timeout=timeout, start_tls=False
        )

    async def _command(self, *words: str) -> Said:
        if self._client is None:
            raise _down(None)
        try:
            answer = await self._client.execute_command(*(word.encode() for word in words))
        except aiosmtplib.SMTPResponseException as error:
            raise NextHopError(error.code, _one_line(error.message), private=repr(error)) from error
        except ValueError:  # a control character in an address, or one that is no text
            return _said(Condition.BAD_SYNTAX.reply)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _down(error) from error
        return Said(answer.code, _one_line(answer.message))


def _stuffed(raw: bytes) -> bytes:
    """The message as DATA wants it: leading dots doubled, a line end at the end, the final dot (RFC 5321 4.5.2)."""
    stuffed = raw.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    if stuffed and not stuffed.endswith(b"\r\n"):
        stuffed += b"\r\n"
    return stuffed + b".\r\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _said(reply: Reply) -> Said:
    return Said(reply.code, f"{reply.enhanced} {reply.text}")


def _down(error: Exception | None) -> NextHopError:
    said = _said(Condition.NEXT_HOP_DOWN.reply)
    return NextHopError(said.code, said.text, private=repr(error) if error else "not connected")
