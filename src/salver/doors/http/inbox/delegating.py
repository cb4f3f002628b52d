"""One press: X may send for Y. Offered where somebody says so of himself, and taken back under Senders."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy import Connection

from salver.core.untrusted import Untrusted
from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused
from salver.doors.http.inbox.reasons import own_findings
from salver.doors.http.inbox.visit import Answer, go_on
from salver.read.addresses import parse_addr_spec
from salver.store import delegates, outcomes
from salver.store.outcomes import Outcome


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that a message names. ``approved`` says that this person has said yes to it already."""

    sent_by: Untrusted
    organizer: Untrusted
    approved: bool


def offer(connection: Connection, person: str, outcome: Outcome) -> Offer | None:
    """What can be approved on the page of this outcome; None where nobody claims to send for somebody."""
    pair = _pair(outcome)
    if pair is None:
        return None
    approved = delegates.delegation(connection, person, *pair).approved
    return Offer(sent_by=Untrusted(pair[0]), organizer=Untrusted(pair[1]), approved=approved)


@post("/invitations/{outcome_id:str}/delegate", sync_to_thread=True)
def approve_delegate(
    desk: NamedDependency[Desk], answer: NamedDependency[Answer], outcome_id: FromPath[str]
) -> Response[Any]:
    """POST /invitations/{id}/delegate: whom this names as sending for its organizer may do so from now on."""
    person = answer.visitor.person
    with desk.store.begin() as connection:
        outcome = outcomes.get(connection, person, outcome_id)
        pair = _pair(outcome) if outcome is not None else None
        if pair is None:
            raise Refused("bad-request", "Nobody says here that he sends for somebody.", "Nothing was done.")
        if answer.form.one("do") == "remove":
            delegates.remove(connection, person, *pair)
        else:
            delegates.approve(connection, person, *pair, desk.clock())
    return go_on(desk, answer.visitor, f"/invitations/{outcome_id}")


def _pair(outcome: Outcome) -> tuple[str, str] | None:
    """SENT-BY and ORGANIZER as the finding holds them; a message has no say in it beyond naming two addresses."""
    for finding in own_findings(outcome):
        if finding.code != "sent-by-not-approved":
            continue
        sent_by, organizer = (_address(finding.evidence.get(name)) for name in ("sent_by", "organizer"))
        if sent_by is not None and organizer is not None:
            return sent_by, organizer
    return None


def _address(value: object) -> str | None:
    text = value.raw if isinstance(value, Untrusted) else value
    found = parse_addr_spec(text) if isinstance(text, str) else None
    return found.lower() if found else None
