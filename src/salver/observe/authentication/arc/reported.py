"""What a sealer reported: its ARC-Authentication-Results read as any Authentication-Results (RFC 8617 4.1.1)."""

from __future__ import annotations

from salver.observe.authentication.authenticated import Authentication
from salver.observe.authentication.results import parse
from salver.observe.authentication.upstream import of_results


def reported(payload: bytes) -> Authentication | None:
    """``payload`` is what stands behind ``i=N;``; None where it cannot be read."""
    parsed = parse(payload)
    return of_results(parsed.results) if parsed else None
