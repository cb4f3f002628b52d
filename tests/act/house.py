"""A store with settings, and short words for what tests of decisions do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Connection

from salver.act.decisions import Decided, decide
from salver.config.people import People
from salver.config.schema import Settings
from salver.decide.report import Report
from salver.store import events, outbox, outcomes, senders
from salver.store.database import Store
from salver.store.decisions import Action
from salver.store.schema import metadata
from tests.act.invitations import ANN, calendar, event, mail
from tests.store import made

UID = "u1@acme.example"
NOW = made.NOW + timedelta(hours=1)
RAW = mail(calendar(event()))


class House:
    """Nora's house: what comes, what she presses, and how things stand."""

    def __init__(self, store: Store, settings: Settings, people: People) -> None:
        self.store, self.settings, self.people = store, settings, people

    def waits(self, raw: bytes = RAW, report: Report | None = None, envelope_domain: str | None = None) -> str:
        with self.store.begin() as connection:
            return made.waiting(connection, raw, report or made.report(UID), envelope_domain=envelope_domain)

    def press(self, outcome_id: str, action: Action, *, tell: bool = False, remember: bool = False) -> Decided:
        return decide(
            self.store,
            self.settings,
            self.people,
            "nora",
            outcome_id,
            action,
            now=NOW,
            tell=tell,
            remember=remember,
        )

    def ask(self, question: Callable[[Connection], object]) -> object:
        with self.store.read() as connection:
            return question(connection)

    def state(self, outcome_id: str) -> str:
        return str(self.ask(lambda connection: outcomes.get(connection, "nora", outcome_id).state))  # type: ignore[union-attr]

    def event(self, organizer: str | None = ANN) -> events.EventRow | None:
        with self.store.read() as connection:
            return events.get(connection, "nora", UID, organizer)

    def words(self) -> list[tuple[str, str]]:
        with self.store.read() as connection:
            return [(one.address, one.word) for one in senders.listing(connection, "nora")]

    def dump(self) -> dict[str, list[str]]:
        """Every row but what a log keeps: decisions, cancelled jobs, and version and time of events."""
        with self.store.read() as connection:
            rows = {
                table.name: [dict(row._mapping) for row in connection.execute(table.select())]
                for table in metadata.sorted_tables
                if table.name not in ("decisions", "outbox")
            }
        for row in rows["events"]:
            del row["version"], row["updated_at"]
        return {name: sorted(map(str, found)) for name, found in rows.items()}

    def jobs(self, decided: Decided) -> list[outbox.Job]:
        with self.store.read() as connection:
            return outbox.of_decision(connection, decided.decision_id)
