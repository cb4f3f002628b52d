from __future__ import annotations

from salver.read.windows_zones import WINDOWS_ZONES


def test_names_are_lower_case_and_complete() -> None:
    assert all(name == name.lower() for name in WINDOWS_ZONES)
    assert WINDOWS_ZONES["romance standard time"] == "Europe/Paris"
    assert len(WINDOWS_ZONES) > 90
