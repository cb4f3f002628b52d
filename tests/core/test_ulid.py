"""Identifiers sort by time and fit the header's pattern."""

from __future__ import annotations

import re

from salver.core.ulid import new_ulid


def test_shape_order_and_uniqueness() -> None:
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{26}", new_ulid())
    assert new_ulid(1) < new_ulid(2) < new_ulid(1 << 40)
    assert len({new_ulid(5) for _ in range(1000)}) == 1000
