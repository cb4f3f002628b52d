"""Moments as text: sortable, UTC, and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.store.times import from_text, to_text

SECONDS = st.floats(min_value=0, max_value=250_000_000_000, allow_nan=False)
MOMENTS = SECONDS.map(lambda seconds: datetime.fromtimestamp(round(seconds, 6), timezone(timedelta(hours=3))))


@given(MOMENTS, MOMENTS)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)
    assert from_text(to_text(one)) == one


def test_the_form_is_fixed() -> None:
    assert to_text(datetime(2026, 11, 24, 13, tzinfo=UTC)) == "2026-11-24T13:00:00.000000Z"
    with pytest.raises(ValueError, match="time zone"):
        to_text(datetime.fromisoformat("2026-11-24T13:00:00"))
