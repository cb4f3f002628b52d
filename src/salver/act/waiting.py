"""What waits for one person, as decisions settle it one after the other."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from sqlalchemy import Connection

from salver.act.identity_words import domain_to_block, whom_to_block
from salver.store import outcomes
from salver.store.outcomes import Outcome


class Waiting:
    """The waiting outcomes of a person, in the caller's transaction.

    A single decision asks the store for the few it needs. For a sweep ``load`` reads them all once, so that many
    decisions do not each read everything; whoever settles one then says so by ``settled``.
    """

    def __init__(self, connection: Connection, person: str) -> None:
        self._connection = connection
        self._person = person
        self._loaded: dict[str, Outcome] | None = None
        self._by_uid: dict[str, dict[str, Outcome]] = {}
        self._by_sender: dict[str, dict[str, Outcome]] = {}
        self._by_domain: dict[str, dict[str, Outcome]] = {}

    def load(self) -> Self:
        """Read everything that waits, oldest first, and whom a block of each would hit."""
        found = reversed(outcomes.listing(self._connection, self._person, "waiting"))
        self._loaded = {one.id: one for one in found}
        for one in self._loaded.values():
            if one.uid is not None:
                self._by_uid.setdefault(one.uid, {})[one.id] = one
            sender, domain = whom_to_block(one.report), domain_to_block(one.report, one.envelope_domain)
            if sender is not None:
                self._by_sender.setdefault(sender, {})[one.id] = one
            if domain is not None:
                self._by_domain.setdefault(domain, {})[one.id] = one
        return self

    def get(self, outcome_id: str) -> Outcome | None:
        """One outcome, if it is this person's and still waits."""
        if self._loaded is not None:
            return self._loaded.get(outcome_id)
        found = outcomes.get(self._connection, self._person, outcome_id)
        return found if found and found.state == "waiting" else None

    def about(self, uids: Collection[str]) -> list[Outcome]:
        """What begins with one of these UIDs; of each UID oldest first."""
        if self._loaded is None:
            return outcomes.waiting_for(self._connection, self._person, uids)
        return [one for uid in sorted(uids) for one in self._by_uid.get(uid, {}).values()]

    def from_sender(self, address: str) -> list[Outcome]:
        """Everything that a block of this address settles."""
        if self._loaded is None:
            self.load()
        return list(self._by_sender.get(address, {}).values())

    def unconfirmed_from(self, domain: str) -> list[Outcome]:
        """Everything that a block of what comes unconfirmed from this envelope domain settles."""
        if self._loaded is None:
            self.load()
        return list(self._by_domain.get(domain, {}).values())

    def settled(self, outcome: Outcome) -> None:
        """This one waits no more."""
        if self._loaded is None or self._loaded.pop(outcome.id, None) is None:
            return
        if outcome.uid is not None:
            self._by_uid[outcome.uid].pop(outcome.id)
        sender, domain = whom_to_block(outcome.report), domain_to_block(outcome.report, outcome.envelope_domain)
        if sender is not None:
            self._by_sender[sender].pop(outcome.id)
        if domain is not None:
            self._by_domain[domain].pop(outcome.id)
