"""Moments as the text the store keeps: RFC 3339, UTC, always microseconds, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(moment: datetime) -> str:
    """An aware moment as ``2026-11-24T13:00:00.000000Z`` (RFC 3339 5.6).

    Raises ValueError for a moment without a zone: it would mean something else on every machine.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment in the store needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_text(text: str) -> datetime:
    """The aware UTC moment that ``to_text`` wrote."""
    return datetime.fromisoformat(text)


def utc_now() -> datetime:
    """The present moment, with its zone."""
    return datetime.now(UTC)
