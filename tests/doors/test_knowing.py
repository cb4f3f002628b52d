"""From the outbound door to the gate: writing to somebody makes them known, receiving from them does not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from salver.config.compile import policy
from salver.config.people import People
from salver.config.schema import Gate as GateSection
from salver.config.schema import Hold, IdentitySection, PersonSection, Settings
from salver.core.envelope import Envelope
from salver.doors.drive.rates import RateCounter
from salver.doors.drive.service import ServiceAnswers
from salver.doors.gate import Gate
from salver.doors.live import LiveSettings
from salver.doors.outbound.gate import OutboundGate
from salver.read.reading import read_message
from salver.store import outcomes
from salver.store.database import Store, open_store
from tests.doors.http.house import NORA, invitation

PRIYA = "priya@harbourchoir.example"


class House:
    """Both gates over one store."""

    def __init__(self, store: Store) -> None:
        settings = Settings(
            gate=GateSection(mode="protect"),
            hold=Hold(mail="neutralise"),
            identity=IdentitySection(trusted_authserv_ids=("mx.home.example",), own_domains=("home.example",)),
            people={"nora": PersonSection(addresses=(NORA,))},
        )
        self.store = store
        people = People(settings)
        own = policy(settings).trust.own
        live = LiveSettings(settings, None, lambda: settings)
        answers = ServiceAnswers(store, people, RateCounter(settings.rates), own=own)
        self.gate = Gate(live=live, people=people, store=store, answers=answers, authserv_id="salver.gate.example")
        self.outbound = OutboundGate(store, people, own)

    def receives(self, raw: bytes) -> tuple[str, str]:
        """Verdict and familiarity."""
        envelope = Envelope(mail_from=PRIYA, rcpt_to=(NORA,))
        asyncio.run(self.gate.pass_through(raw, envelope))
        with self.store.read() as connection:
            found = outcomes.find(connection, NORA, read_message(raw).fingerprint)
        assert found is not None
        return found.verdict, found.report.recipients[0].familiarity

    def writes(self, raw: bytes) -> None:
        async def work() -> None:
            passage = await self.outbound.pass_through(raw, Envelope(mail_from=NORA, rcpt_to=(PRIYA,)))
            assert passage.outgoing == raw
            await self.outbound.mark(passage, relayed=True)

        asyncio.run(work())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield House(store)
    store.close()


def test_receiving_makes_nobody_known_and_writing_does(house: House) -> None:
    for number in range(3):
        assert house.receives(invitation(uid=f"choir-{number}@harbourchoir.example")) == ("hold", "stranger")
    house.writes(f"From: {NORA}\r\nTo: Priya <{PRIYA}>\r\nSubject: hi\r\n\r\nDear Priya\r\n".encode())
    assert house.receives(invitation(uid="choir-9@harbourchoir.example")) == ("deliver", "wrote-to")


def test_declining_an_invitation_by_mail_makes_nobody_known(house: House) -> None:
    reply = invitation(organizer=PRIYA, author=NORA, to=PRIYA, method="REPLY", results="")
    house.writes(reply.replace(b"From: Priya Raman", b"From: Nora"))
    assert house.receives(invitation(uid="choir-9@harbourchoir.example")) == ("hold", "stranger")


def test_being_known_does_not_help_whoever_only_claims_the_name(house: House) -> None:
    house.writes(f"From: {NORA}\r\nTo: {PRIYA}\r\nSubject: hi\r\n\r\nDear Priya\r\n".encode())
    verdict, familiarity = house.receives(invitation(uid="choir-9@harbourchoir.example", results="fail"))
    assert (verdict, familiarity) == ("hold", "wrote-to")
