"""The mail door as it runs: real sockets, a real next hop, a real store, and a DNS server where one is named."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from pathlib import Path

import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from salver.act.next_hop import NextHop
from salver.config.compile import policy
from salver.config.people import People
from salver.config.schema import Dns, Hold, PersonSection, Settings, Smtp
from salver.config.schema import Gate as GateSection
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.drive.dns.source import resolver_of
from salver.doors.drive.rates import RateCounter
from salver.doors.drive.service import ServiceAnswers
from salver.doors.gate import Gate
from salver.doors.listen import bind
from salver.doors.live import LiveSettings
from salver.doors.smtp.server import SmtpServer
from salver.observe.question import Answer, Question
from salver.read.reading import read_message
from salver.store import outcomes, secrets
from salver.store.database import open_store

CORPUS = Path(__file__).parents[2] / "corpus"


def sample(name: str) -> bytes:
    """A recorded message whose first Received line says where it came from, as a mail server writes it."""
    raw = (CORPUS / name).read_bytes()
    return raw.replace(b"from relay.example by", b"from relay.example (relay.example [192.0.2.25]) by", 1)


PLAIN = (
    b"From: a@x.example\r\nTo: nora@home.example\r\nSubject: hi\r\nMessage-ID: <p@x.example>\r\n\r\nhello\r\n.dot\r\n"
)
ME = "nora@home.example"


class Sink:
    """The next hop: keeps mail, refuses whom it is told to."""

    def __init__(self) -> None:
        self.mail: list[tuple[str, list[str], bytes]] = []
        self.refuse_recipient: str | None = None
        self.refuse_data: str | None = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: object
    ) -> str:
        if address == self.refuse_recipient:
            return "550 5.1.1 Nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.refuse_data:
            return self.refuse_data
        self.mail.append((envelope.mail_from or "", list(envelope.rcpt_tos), envelope.original_content or b""))
        return "250 Queued as 42"


class Switchable(LiveSettings):
    """Settings that a test changes while the door runs."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, None, lambda: settings)

    def set(self, **sections: object) -> None:
        self._settings = msgspec.structs.replace(self._settings, **sections)
        self._policy = policy(self._settings)


class Door:
    """The running door with everything around it."""

    def __init__(
        self,
        folder: Path,
        *,
        mode: str = "protect",
        hold: str = "neutralise",
        contacts: Path | None = None,
        dns: str = "off",
        trusted_peers: tuple[str, ...] = (),
        networks: tuple[str, ...] = ("127.0.0.0/8", "unix"),
    ) -> None:
        self.sink = Sink()
        self._controller = Controller(self.sink, hostname="127.0.0.1", port=free_port(), decode_data=False)
        self.settings = Settings(
            gate=GateSection(mode=mode),  # type: ignore[arg-type]
            hold=Hold(mail=hold),  # type: ignore[arg-type]
            people={"nora": PersonSection(addresses=(ME,), contacts_file=str(contacts) if contacts else None)},
            dns=Dns(resolver=dns),
            smtp=Smtp(trusted_peers=trusted_peers),
            identity=msgspec.structs.replace(
                Settings().identity, trusted_authserv_ids=("mx.home.example",), trusted_networks=networks
            ),
        )
        self.store = open_store(f"sqlite:///{folder / 'salver.sqlite3'}")
        self.people = People(self.settings)
        self.next_hop = f"127.0.0.1:{self._controller.port}"
        self.port = 0
        self.peers = trusted_peers
        self.fail: Exception | None = None

    def __enter__(self) -> Door:
        self._controller.start()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    async def _start(self) -> None:
        answers = ServiceAnswers(self.store, self.people, RateCounter(self.settings.rates))

        async def answer(questions: frozenset[Question]) -> dict[Question, Answer]:
            if self.fail is not None:
                raise self.fail
            return dict(await answers(questions))

        self.live = Switchable(self.settings)
        gate = Gate(
            live=self.live,
            people=self.people,
            store=self.store,
            answers=answer,
            authserv_id="salver.gate.example",
            dns=resolver_of(self.settings.dns.resolver, DEFAULT_LIMITS),
        )
        limits = Limits(idle_seconds=20)
        self.server = SmtpServer(gate, lambda: NextHop(self.next_hop), limits, "gate.example", trusted_peers=self.peers)
        listening = bind("127.0.0.1:0", key="smtp.listen", door="The mail door")
        self.port = listening.getsockname()[1]
        await self.server.start(listening)

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self.server.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        self._controller.stop()
        self.store.close()

    def send(self, raw: bytes, *recipients: str) -> dict[str, tuple[int, bytes]]:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            return client.sendmail("desk@evil.test", list(recipients or (ME,)), raw)

    def outcome(self, raw: bytes, mailbox: str = ME) -> outcomes.Outcome | None:
        with self.store.read() as connection:
            return outcomes.find(connection, mailbox, read_message(raw).fingerprint)

    @property
    def key(self) -> bytes:
        with self.store.begin() as connection:
            return secrets.header_key(connection)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
