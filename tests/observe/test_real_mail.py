"""Real mail (the shared collection): what is recognised of lists and services, and that nobody is accused falsely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from salver.core.envelope import Envelope
from salver.decide.policy import Policy
from salver.doors.drive.inspection import inspect_message
from salver.observe.authentication.results import authserv_id
from salver.observe.likeness import likeness
from salver.observe.question import (
    Answer,
    Contact,
    ContactQuestion,
    History,
    HistoryQuestion,
    LikenessQuestion,
    Question,
)
from salver.read.message import Message
from salver.read.reading import read_message
from tests.collection import files, needed

pytestmark = needed
LIST_FIELD = re.compile(rb"(?im)^list-[a-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*")


def _without_list_fields(raw: bytes) -> bytes:
    end = min(at for at in (raw.find(b"\n\n"), raw.find(b"\r\n\r\n"), len(raw)) if at >= 0)
    return LIST_FIELD.sub(b"", raw[: end + 1]) + raw[end + 1 :]


def _real(*, stripped: bool) -> Iterator[tuple[dict[str, Any], Message]]:
    for entry, raw in files("imip-mail"):
        if entry["real_traffic"]:
            # One provider leaves its own name out of the field; a border server would be named there.
            named = raw.replace(b"Authentication-Results: spf=", b"Authentication-Results: mx.test; spf=", 1)
            yield entry, read_message(_without_list_fields(named) if stripped else named)


def _people(messages: list[tuple[dict[str, Any], Message]]) -> frozenset[str]:
    """The addresses of everybody who genuinely invites, as contacts."""
    found: set[str] = set()
    for entry, message in messages:
        if entry["label"] == "benign":
            organizers = [one.organizer.address for one in message.invitations if one.organizer]
            found |= {one.lower() for one in (message.from_field.only, *organizers) if one}
    return frozenset(found)


def _inspected(message: Message, contacts: frozenset[str]) -> tuple[str, list[str], str | None]:
    """Level, codes of danger, class of the carrier."""

    def answer(questions: frozenset[Question]) -> dict[Question, Answer]:
        found: dict[Question, Answer] = {}
        for question in questions:
            match question:
                case ContactQuestion(_, address):
                    found[question] = Contact("contacts" if address in contacts else None)
                case HistoryQuestion():
                    found[question] = History()
                case LikenessQuestion(_, address, called):
                    found[question] = likeness(address, called, contacts)
        return found

    ids = [authserv_id(value) for value in message.values("authentication-results")[:1]]
    policy = Policy(trusted_authserv_ids=tuple(one for one in ids if one))
    report = inspect_message(message, Envelope(rcpt_to=("reader@home.example",)), policy, answer).report
    dangers = [finding.code for finding in report.findings if finding.severity == "danger"]
    return report.level, dangers, report.identity.carrier_class


@pytest.mark.parametrize("stripped", [False, True])
def test_genuine_invitations_carry_no_danger_and_are_known_where_they_authenticate(stripped: bool) -> None:
    messages = list(_real(stripped=stripped))
    contacts = _people(messages)
    levels: Counter[str] = Counter()
    for entry, message in messages:
        level, dangers, carrier = _inspected(message, contacts)
        if entry["label"] != "benign":
            assert level != "known", entry["path"]
            continue
        assert not dangers, entry["path"]
        if entry["source"] == "openbmc":
            levels[level] += 1
            # The one exception: Yahoo's cancellation in the organizer's name.
            assert level == "known" or carrier == "speaks-for-others", entry["path"]
    assert levels["known"] >= 24


@pytest.mark.parametrize("stripped", [False, True])
def test_every_list_is_recognised(stripped: bool) -> None:
    sources = {"apparmor", "freedreno", "nouveau", "openbmc", "kasan", "usrp"}
    for entry, message in _real(stripped=stripped):
        if entry["source"] in sources:
            report = inspect_message(message, Envelope(rcpt_to=("r@home.example",)), Policy(), lambda _: {}).report
            assert "mailing-list" in {one.word for one in report.circumstances}, entry["path"]


def test_lures_by_way_of_services_are_told_as_such() -> None:
    found: Counter[str | None] = Counter()
    for entry, message in _real(stripped=False):
        if entry["source"] == "phishing_pot":
            level, _, carrier = _inspected(message, frozenset())
            assert level in ("new", "check", "contradiction")
            found[carrier] += 1
    assert found == {"claimed": 7, "account": 1}
