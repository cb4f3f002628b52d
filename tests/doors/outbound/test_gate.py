"""The door for outbound mail: real sockets, a real next hop, a real store."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from salver.act.next_hop import NextHop
from salver.config.people import People
from salver.config.schema import PersonSection, Settings
from salver.core.limits import Limits
from salver.doors.listen import bind
from salver.doors.outbound.gate import OutboundGate
from salver.doors.smtp.server import SmtpServer
from salver.store import correspondents, outcomes
from salver.store.database import Store, open_store
from tests.servers.mail_sink import MailSink, mail_sink

NORA, ANN = "nora@home.example", "ann@friend.example"
LETTER = (
    b"X-Salver-Verdict: kept as it is\r\nFrom: Nora <nora@home.example>\r\nTo: Ann Lee <ann@friend.example>\r\n"
    b"Subject: hi\r\nMessage-ID: <1@home.example>\r\n\r\nDear Ann\r\n.dot\r\n"
)
INVITATION = (Path(__file__).parents[2] / "corpus/organizer-contradicted/fires-001.eml").read_bytes()


class Door:
    """The running door."""

    def __init__(self, store: Store, sink: MailSink, peers: tuple[str, ...] = ("127.0.0.1",)) -> None:
        self.store = store
        self.sink = sink
        self._loop = asyncio.new_event_loop()
        people = People(Settings(people={"nora": PersonSection(addresses=(NORA,))}))
        gate = OutboundGate(store, people, {"home.example"})
        self._server = SmtpServer(
            gate,
            lambda: NextHop(f"127.0.0.1:{sink.port}"),
            Limits(),
            "gate.example",
            trusted_peers=peers,
            only_trusted=True,
        )
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Door:
        self._thread.start()
        listening = bind("127.0.0.1:0", key="smtp.outbound_listen", door="The door")
        self.port = listening.getsockname()[1]
        asyncio.run_coroutine_threadsafe(self._server.start(listening), self._loop).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._server.stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def send(self, raw: bytes, *to: str, mail_from: str = NORA) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as client:
            client.sendmail(mail_from, list(to or (ANN,)), raw)

    def known(self, person: str = "nora") -> dict[str, str | None]:
        with self.store.read() as connection:
            return {one.address: one.name for one in correspondents.listing(connection, person, after="")}


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    store = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    with mail_sink() as sink, Door(store, sink) as running:
        yield running
    store.close()


def test_a_letter_goes_on_unchanged_and_its_reader_is_known(door: Door) -> None:
    door.send(LETTER)
    (mail,) = door.sink.mails
    assert mail.raw == LETTER
    assert door.known() == {ANN: "Ann Lee"}


def test_nothing_that_goes_out_is_judged(door: Door) -> None:
    door.send(INVITATION)
    assert door.sink.mails[0].raw == INVITATION
    with door.store.read() as connection:
        assert outcomes.counts(connection, "nora") == {}
    assert door.known() == {}


def test_what_the_next_hop_refuses_was_not_written(door: Door) -> None:
    door.sink.answer = "550 5.7.1 No"
    with pytest.raises(smtplib.SMTPDataError):
        door.send(LETTER)
    assert door.known() == {}


def test_a_store_that_cannot_be_written_stops_no_mail(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    from salver.core.errors import StoreError

    def broken(*_: object, **__: object) -> None:
        raise StoreError("The database cannot be used right now.")

    monkeypatch.setattr(correspondents, "wrote_to", broken)
    door.send(LETTER)
    assert len(door.sink.mails) == 1


def test_a_stranger_is_turned_away_at_the_greeting(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    with mail_sink() as sink, Door(store, sink, peers=("192.0.2.1",)) as door:
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            door.send(LETTER)
        assert refused.value.smtp_code == 554
        assert sink.mails == []
        assert door.known() == {}
    store.close()
