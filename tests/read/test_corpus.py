"""The manifest of the shared test collection, where it is at hand. Nothing of it is copied here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from salver.read.message import Message
from salver.read.reading import read_file
from tests import collection

pytestmark = collection.needed
CORPUS = collection.FOLDER


def _read(kind: str, *labels: str) -> Iterator[tuple[dict[str, Any], Message]]:
    for entry, raw in collection.files(kind, *labels):
        yield entry, read_file(raw)


def test_every_calendar_mail_is_recognised() -> None:
    missed = [
        entry["path"]
        for entry, found in _read("imip-mail")
        if any(part["bytes"] for part in entry["parts"]) and found.kind not in ("imip", "calendar")
    ]
    assert missed == []


def test_every_method_is_read() -> None:
    missed = [
        entry["path"]
        for entry, found in _read("imip-mail")
        if not {method.upper() for method in entry["method_property"]} <= {one.method for one in found.invitations}
    ]
    assert len(missed) <= 2, missed


def test_honest_calendar_mail_is_not_ambiguous() -> None:
    ambiguous = [entry["path"] for entry, found in _read("imip-mail", "benign") if found.ambiguous]
    assert len(ambiguous) <= 1, ambiguous  # one file is a mailbox of many messages read as one


def test_ordinary_mail_stays_ordinary() -> None:
    odd = [
        entry["path"]
        for entry, found in _read("other-mail", "benign")
        if found.ambiguous or found.kind not in ("mail", "opaque") or not _quiet(found)
    ]
    assert len(odd) <= 3, odd


def _quiet(found: Message) -> bool:
    """Encrypted mail, fragments, and references to content elsewhere: told, and delivered without a further sign."""
    return all(one.kind == "encrypted" or (one.kind == "partial" and not one.scheduling) for one in found.opaque)


def test_calendar_files_are_read() -> None:
    unreadable = [
        entry["path"] for entry, found in _read("ics", "benign") if not any(part.readable for part in found.calendars)
    ]
    assert len(unreadable) <= 20, unreadable  # fragments without any calendar, empty ones, over a limit


def test_broken_calendar_files_do_no_harm() -> None:
    assert all(found.parts for _, found in _read("ics", "malformed"))


@pytest.mark.parametrize(
    "suite", ["mimeminer", "mimekit", "mime4j", "stalwart-mail-parser", "rspamd", "mime-is-broken"]
)
def test_malformed_mail(suite: str) -> None:
    folder = CORPUS / "mime" / suite
    if not folder.is_dir():
        pytest.skip(f"the suite {suite} is not here")
    hidden = []
    for line in (folder / "MANIFEST.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry.get("role") != "case":
            continue
        found = read_file((folder / entry["path"]).read_bytes())
        real = any(not part.fake for part in found.calendars)
        if suite == "mimeminer" and not real and not found.ambiguous:
            hidden.append(entry["path"])
        if suite != "mimeminer":
            assert not found.ambiguous, entry["path"]
    assert hidden == []
