"""Trusted upstream Authentication-Results as ``Authentication``.

Only ids the operator listed are believed, compared whole and without case (RFC 8601 7.1); of each id only the uppermost
unbroken run of fields, since anything below may have come with the message. Absence is never pass and never fail.
"""

from __future__ import annotations

from collections.abc import Iterable

from salver.observe.authentication.authenticated import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    SpfResult,
)
from salver.observe.authentication.results import MethodResult, authserv_id, parse
from salver.read.message import HeaderField


def upstream(headers: Iterable[HeaderField], trusted_ids: Iterable[str]) -> Authentication:
    """What trusted servers reported about this message; ``source`` is None when none of them did."""
    trusted = {name.rstrip(".").lower() for name in trusted_ids}
    results = _trusted(headers, trusted) if trusted else None
    if results is None:
        return Authentication()
    return Authentication(
        source="upstream",
        spf=_spf([r for r in results if r.method == "spf"]),
        dkim=tuple(_dkim(r) for r in results if r.method == "dkim"),
        dmarc=_dmarc([r for r in results if r.method == "dmarc"]),
        arc=_arc([r for r in results if r.method == "arc"]),
    )


def _trusted(headers: Iterable[HeaderField], trusted: set[str]) -> list[MethodResult] | None:
    """The results of the uppermost run of each trusted id; None when no trusted field is there at all.

    Any other field ends a run, also one of another id. A field that bears a trusted id and cannot be read ends it too
    and takes its results along: what stands below it is never believed in its place.
    """
    found: dict[str, list[MethodResult]] = {}
    finished: set[str] = set()
    running: str | None = None
    for field in headers:
        name = authserv_id(field.value) if field.name == "authentication-results" else None
        if name != running and running is not None:
            finished.add(running)  # RFC 8601 7.1
        running = name
        if name is None or name not in trusted or name in finished:
            continue
        parsed = parse(field.value)
        if parsed is None:
            found[name] = []
            finished.add(name)
        else:
            found.setdefault(name, []).extend(parsed.results)
    return [result for results in found.values() for result in results] if found else None


def _strictest(results: list[MethodResult]) -> MethodResult | None:
    """Where one run contradicts itself only a unanimous pass counts as pass."""
    return next((r for r in results if r.result != "pass"), results[0] if results else None)


def _spf(results: list[MethodResult]) -> SpfResult:
    result = _strictest([r for r in results if r.about("smtp.mailfrom")] or results)
    if result is None:
        return SpfResult()
    value = result.about("smtp.mailfrom", "smtp.helo", "smtp.from", "smtp.mail")
    mailbox = value.lower() if value and "@" in value and not value.startswith("@") else None
    return SpfResult(result.result, _domain(value), mailbox)


def _dkim(result: MethodResult) -> DkimResult:
    domain = _domain(result.about("header.d") or result.about("header.i"))
    return DkimResult(result.result, domain, result.about("header.s"))


def _dmarc(results: list[MethodResult]) -> DmarcResult:
    result = _strictest(results)
    if result is None:
        return DmarcResult()
    policy = result.about("policy.dmarc", "policy.published-domain-policy")
    return DmarcResult(result.result, _domain(result.about("header.from")), policy)


def _arc(results: list[MethodResult]) -> ArcResult:
    result = _strictest(results)
    return ArcResult(result.result) if result else ArcResult()


def _domain(value: str | None) -> str | None:
    if not value:
        return None
    return value.rpartition("@")[2].strip("<>").rstrip(".").lower() or None
