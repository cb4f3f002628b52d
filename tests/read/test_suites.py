"""Attack suites of others: MIMEminer's ways to hide a part, and mails that break MIME in known ways."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest

from salver import inspect
from salver.read.message import Message
from salver.read.reading import read_message
from salver.read.transfer import decode
from tests import collection

_HIDDEN = "render-mm@attack.example"
_WITHOUT_CALENDAR = ("normal_msg", "manual_case")


def cases(suite: str) -> list[Any]:
    """The cases of a suite of mails, with what its manifest expects."""
    folder = collection.FOLDER / "mime" / suite
    manifest = folder / "MANIFEST.jsonl"
    lines = manifest.read_text(encoding="utf-8").splitlines() if manifest.is_file() else []
    entries = [entry for line in lines if (entry := json.loads(line))["role"] == "case"]
    return [pytest.param(one["expected"], (folder / one["path"]).read_bytes(), id=one["path"]) for one in entries]


@collection.needed
@pytest.mark.parametrize(("expected", "raw"), cases("mimeminer"))
def test_no_hidden_calendar_is_missed(expected: dict[str, Any], raw: bytes, request: pytest.FixtureRequest) -> None:
    report = inspect(raw)
    found = any(one.uid is not None and one.uid.raw == _HIDDEN for one in report.objects)
    ambiguous = "structure-ambiguous" in {finding.code for finding in report.findings}
    control = any(name in request.node.name for name in _WITHOUT_CALENDAR)
    assert (found or ambiguous) is not control


@collection.needed
@pytest.mark.parametrize(("expected", "raw"), cases("mime-is-broken"))
def test_broken_mail_has_a_defect_and_valid_mail_is_read(expected: dict[str, Any], raw: bytes) -> None:
    message = read_message(raw)
    level = expected["validity_level"]
    if level == 0:
        assert message.defects
    else:
        assert "payload_md5_base64" not in expected or expected["payload_md5_base64"] in _digests(message)
        extension = expected["payload_name"].rpartition(".")[2]
        assert any(part.filename and part.filename.endswith(extension) for part in message.parts)
    if level == 3:
        assert not message.defects


def _digests(message: Message) -> set[str]:
    """The MD5 of every decoded part, as the suite writes it."""
    contents = (decode(message.raw[p.body_span.start : p.body_span.end], p.encoding) for p in message.parts)
    digests = (hashlib.md5(content, usedforsecurity=False).digest() for content in contents)
    return {base64.b64encode(digest).decode().rstrip("=") for digest in digests}
