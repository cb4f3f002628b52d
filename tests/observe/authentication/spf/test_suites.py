"""The conformance suite of RFC 7208 and pyspf's own additions, where they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.spf.evaluate import evaluate
from tests.collection import FOLDER
from tests.observe.authentication.zone import Zone

yaml = pytest.importorskip("yaml")

CASES = sorted(FOLDER.glob("auth/spf-*/*/*.yml"))
# pyspf's strictness beyond the standard has a result word of its own: RFC 7208 says neutral.
EXPECTED = {"ambiguous": ["neutral"]}

pytestmark = pytest.mark.skipif(not CASES, reason="the shared test collection is not here; set SALVER_CORPUS")


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_case_gives_the_result_of_the_suite(path: Path) -> None:
    document = yaml.safe_load(path.read_bytes())
    zone = _zone(document["zonedata"])
    for case in document["tests"].values():
        found = zone.run(evaluate(str(case["host"]), case["mailfrom"], case["helo"], DEFAULT_LIMITS))
        allowed = case["result"] if isinstance(case["result"], list) else [case["result"]]
        allowed = EXPECTED.get(allowed[0], allowed)
        assert found.result in allowed, (path.stem, found)


def _zone(data: dict[str, Any]) -> Zone:
    """The suite's zones: what is called SPF stands for TXT too, unless the name has TXT records of its own."""
    records: dict[str, dict[str, list[str]]] = {}
    failing = set()
    for name, entries in data.items():
        kinds: dict[str, list[str]] = {}
        for entry in entries:
            if entry == "TIMEOUT":
                failing.add(name)
                continue
            for kind, value in entry.items():
                if value == "TIMEOUT":
                    failing.add(name)
                    continue
                kinds.setdefault(kind, []).append(_value(kind, value))
        if "SPF" in kinds:
            kinds.setdefault("TXT", kinds.pop("SPF"))
        kinds["TXT"] = [text for text in kinds.get("TXT", []) if text != "NONE"]
        records[name] = kinds
    return Zone(records, failing)


def _value(kind: str, value: Any) -> str:
    if kind in ("TXT", "SPF"):
        return "".join(value) if isinstance(value, list) else str(value)
    if kind == "MX":
        return f"{value[0]} {value[1]}"
    return str(value)
