"""The conformance suite of ARC, where it is at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.arc.validate import validate
from salver.observe.authentication.authenticated import ArcResult
from salver.read.reading import read_message
from tests.collection import FOLDER
from tests.observe.authentication.zone import Zone

yaml = pytest.importorskip("yaml")

VALIDATION = sorted(FOLDER.glob("auth/arc-validation/*/*.yml*"))
SIGNING = sorted(FOLDER.glob("auth/arc-sign/*/*.yml"))

# The suite's word where a sealer need not look at all. A chain whose newest seal says "fail" has failed.
# RFC 8617 5.2
WORDS = {"": "fail"}

pytestmark = pytest.mark.skipif(not VALIDATION, reason="the shared test collection is not here; set SALVER_CORPUS")


def _zone(document: dict[str, dict[str, str]]) -> Zone:
    return Zone({name: {"TXT": [text.strip()]} for name, text in (document.get("txt-records") or {}).items()})


def _validate(raw: str, where: Zone) -> ArcResult:
    return where.run(validate(read_message(raw.encode()), frozenset(), None, DEFAULT_LIMITS))


@pytest.mark.parametrize("path", VALIDATION, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_chain_gets_the_word_of_the_suite(path: Path) -> None:
    document = yaml.safe_load(path.read_bytes())
    for case in document["tests"].values():
        word = str(case["cv"]).lower().strip()
        found = _validate(case["message"], _zone(document))
        assert found.result == WORDS.get(word, word), found


@pytest.mark.parametrize("path", SIGNING, ids=lambda path: path.stem)
def test_what_the_suite_signs_is_what_we_hash(path: Path) -> None:
    """The expected signature holds over the message; its seal covers line breaks the suite does not write down."""
    document = yaml.safe_load(path.read_bytes())
    for case in document["tests"].values():
        if not case["AMS"]:
            continue  # nothing is added to a chain that has failed
        fields = {
            "ARC-Seal": case["AS"],
            "ARC-Message-Signature": case["AMS"],
            "ARC-Authentication-Results": case["AAR"],
        }
        added = "".join(f"{name}: {_folded(text)}\n" for name, text in fields.items())
        found = _validate(added + case["message"], _zone(document))
        assert found.why in (None, "seal", "cv"), found


def _folded(text: str) -> str:
    return text.strip().replace("\n", "\n  ")


def test_chains_of_other_suites() -> None:
    folder = FOLDER / "auth" / "stalwart-mail-auth" / "arc"
    for path in sorted(folder.glob("*.txt")):
        head, _, raw = path.read_bytes().partition(b"\n\n")
        records = dict(line.split(None, 1) for line in head.decode().splitlines())
        where = Zone({name: {"TXT": [text]} for name, text in records.items()})
        found = where.run(validate(read_message(raw.lstrip(b"\n")), frozenset(), None, DEFAULT_LIMITS))
        assert found.result == "pass", (path.name, found)


def test_chains_that_must_fail_do_not_pass_without_their_keys() -> None:
    folder = FOLDER / "auth" / "postalsys-mailauth"
    records = json.loads((folder / "dns.json").read_text("utf-8"))
    where = Zone({name: {"TXT": ["".join(one) for one in kinds.get("TXT", [])]} for name, kinds in records.items()})
    for path in (folder / "arc-fail.eml", FOLDER / "auth" / "rspamd" / "arcbad.eml"):
        found = where.run(validate(read_message(path.read_bytes()), frozenset(), None, DEFAULT_LIMITS))
        assert found.result == "fail", (path.name, found)
