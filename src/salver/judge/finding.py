"""A finding: what a rule saw, where, and on what evidence."""

from __future__ import annotations

import msgspec

from salver.core.reasons import REASONS, Severity
from salver.core.untrusted import Untrusted

Evidence = str | int | Untrusted | tuple[str, ...] | None


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One reason.

    ``code`` stands in ``core/reasons.py``. ``variant`` picks another sentence of the same code (``not-checked``).
    ``params`` fill that sentence: only values Salver checked or made (domains, numbers), never a sender's text.
    ``evidence`` is for the curious and may hold foreign text. ``weight`` is for weak signals that add up in decide.
    """

    code: str
    severity: Severity
    where: str | None = None
    variant: str = ""
    params: dict[str, str] = {}
    evidence: dict[str, Evidence] = {}
    weight: float = 0.0

    @property
    def threats(self) -> tuple[str, ...]:
        return REASONS[self.code].threats


def finding(
    code: str,
    *,
    severity: Severity | None = None,
    where: str | None = None,
    variant: str = "",
    params: dict[str, str] | None = None,
    weight: float = 0.0,
    **evidence: Evidence,
) -> Finding:
    """Make a finding with the severity of the registry unless another one is given.

    Raises KeyError for a code that is not in the registry: a rule may not invent reasons.
    """
    return Finding(
        code=code,
        severity=severity or REASONS[code].severity,
        where=where,
        variant=variant,
        params=params or {},
        evidence=evidence,
        weight=weight,
    )
