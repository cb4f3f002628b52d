"""aiosmtpd as a mail server that keeps what it is given: the next hop, or a submission server over TLS with AUTH."""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mail:
    """One message taken in, byte for byte."""

    mail_from: str
    rcpt_to: list[str]
    raw: bytes
    options: list[str]


@dataclass
class MailSink:
    """What arrived, and what to refuse: ``refused`` maps a recipient to a reply, ``answer`` is the reply to DATA."""

    port: int = 0
    mails: list[Mail] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    answer: str = "250 2.0.0 taken"
    sender_answer: str | None = None
    users: list[str] = field(default_factory=list)

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender_answer is not None:
            return self.sender_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        if self.answer.startswith("2"):
            self.mails.append(
                Mail((envelope.mail_from or "").replace("<>", ""), envelope.rcpt_tos, raw, envelope.mail_options)
            )
        return self.answer


@contextmanager
def mail_sink(
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    password: str | None = None,
    smtputf8: bool = True,
) -> Iterator[MailSink]:
    """Run a sink on a free loopback port. ``tls`` speaks TLS from the start; with ``password`` it asks for AUTH."""
    sink = MailSink()

    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password.decode() == password
        if isinstance(data, LoginPassword) and good:
            sink.users.append(data.login.decode())
        return AuthResult(success=good, handled=good)

    # The server warns that AUTH without STARTTLS is unsafe; with TLS from the start it is not.
    warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS", category=UserWarning)
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=_free_port(),
        ssl_context=tls,
        enable_SMTPUTF8=smtputf8,
        tls_context=starttls,
        require_starttls=starttls is not None,
        authenticator=authenticate if password else None,
        auth_required=password is not None,
        auth_require_tls=tls is None,
    )
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
