"""Every sample in ``tests/corpus/<code>/`` replays to what stands beside it: one fires, one stays silent, at least."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.core.reasons import REASONS
from salver.decide.report import to_json
from salver.doors.drive.inspection import inspect_message
from salver.doors.drive.recorded import read_recordings
from salver.read.reading import read_message

CORPUS = Path(__file__).parent.parent / "corpus"
SAMPLES = sorted(CORPUS.rglob("*.eml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_sample_gives_what_is_expected(path: Path) -> None:
    message = read_message(path.read_bytes())
    (recording,) = read_recordings(path.with_suffix(".answers.json")).recordings
    policy = recording.policy.policy(DEFAULT_LIMITS)
    report = inspect_message(message, recording.envelope, policy, recording.answer_all()).report
    codes = {finding.code for finding in report.findings}
    expected = json.loads(path.with_suffix(".expect.json").read_text("utf-8"))
    assert {
        "kind": report.kind,
        "verdict": report.verdict,
        "level": report.level,
        "calendar": report.recipients[0].calendar,
        "findings": sorted(codes),
        "headline": report.headline,
    } == expected
    assert (path.parent.name in codes) is path.stem.startswith("fires")
    assert json.loads(to_json(report))["verdict"] == expected["verdict"]


def test_every_code_has_both_kinds_of_samples() -> None:
    for code in REASONS:
        names = [path.stem for path in (CORPUS / code).glob("*.eml")]
        assert any(name.startswith("fires") for name in names), f"{code}: no message that fires"
        assert any(name.startswith("silent") for name in names), f"{code}: no message that stays silent"
