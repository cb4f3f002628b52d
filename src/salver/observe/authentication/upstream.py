"""Trusted upstream Authentication-Results as ``Authentication``.

Only ids the operator listed are believed, compared whole and without case (RFC 8601 7.1); of each id only the uppermost
unbroken run of fields, since anything below may have come with the message. Where the message came through a door, the
field must stand above the first Received field that no host of ours wrote (AUTH-24). Absence is never pass and never
fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from salver.observe.authentication.authenticated import (
    ArcResult,
    Authentication,
    DkimResult,
    DmarcResult,
    SpfResult,
)
from salver.observe.authentication.domains import valid_domain
from salver.observe.authentication.networks import ours
from salver.observe.authentication.received import first_foreign
from salver.observe.authentication.results import MethodResult, authserv_id, parse
from salver.read.addresses import parse_addr_spec
from salver.read.message import HeaderField

_FIELD = "authentication-results"
_UNPLAIN = re.compile(r'[\x00-\x20"(),:;<>@\[\\\]\x7f]')


def upstream(
    headers: Sequence[HeaderField],
    trusted_ids: Iterable[str],
    peer: str | None = None,
    networks: tuple[str, ...] = (),
) -> Authentication:
    """What trusted servers reported about this message; ``source`` is None when none of them did.

    ``peer`` is the host that handed it to our door: where it is none of ``networks``, nothing is believed. It is None
    for a file; there the id suffices. At a door the message must bear a Received field: without one nothing tells what
    our servers wrote from what came with it.
    """
    trusted = {name.rstrip(".").lower() for name in trusted_ids}
    if not trusted or not any(field.name == _FIELD for field in headers):
        return Authentication()
    if peer is not None:
        if not ours(peer, networks):
            return Authentication()
        # Without any Received field nothing tells what came from outside.
        if not any(field.name == "received" for field in headers):
            return Authentication()
        # RFC 8601 7.1
        headers = headers[: first_foreign(headers, peer, networks)]
    results = _trusted(headers, trusted)
    return Authentication() if results is None else of_results(results)


def of_results(results: Iterable[MethodResult]) -> Authentication:
    """The results of one server as ``Authentication`` with source ``upstream``."""
    by_method: dict[str, list[MethodResult]] = {}
    for result in results:
        by_method.setdefault(result.method, []).append(result)
    return Authentication(
        source="upstream",
        spf=_spf(by_method.get("spf", [])),
        dkim=tuple(_dkim(result) for result in by_method.get("dkim", [])),
        dmarc=_dmarc(by_method.get("dmarc", [])),
        arc=_arc(by_method.get("arc", [])),
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
        name = authserv_id(field.value) if field.name == _FIELD else None
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
    """The result for MAIL FROM where there is one, else that for HELO (RFC 8601 2.7.2)."""
    about_mail = [r for r in results if r.about("smtp.mailfrom", "smtp.from", "smtp.mail")]
    result = _strictest(about_mail or results)
    if result is None:
        return SpfResult()
    identity: Literal["mailfrom", "helo", None] = "mailfrom" if about_mail else "helo"
    # RFC 8601 2.7.2
    value = result.about("smtp.mailfrom", "smtp.from", "smtp.mail", "smtp.helo")
    domain = _domain(value)
    if domain is None:
        return SpfResult(result.result)
    mailbox = parse_addr_spec(value.strip("<>").lower()) if value and identity == "mailfrom" else None
    return SpfResult(result.result, domain, mailbox, identity)


def _dkim(result: MethodResult) -> DkimResult:
    # RFC 8601 2.7.1
    identifier = result.about("header.i")
    domain = _domain(result.about("header.d")) or _domain(identifier)
    selector, algorithm = result.about("header.s"), result.about("header.a")
    return DkimResult(
        result.result,
        domain,
        selector.lower() if selector else None,
        identifier=identifier,
        algorithm=algorithm.lower() if algorithm else None,
        b=result.about("header.b"),
    )


def _dmarc(results: list[MethodResult]) -> DmarcResult:
    result = _strictest(results)
    if result is None:
        return DmarcResult()
    # The second name is what servers wrote before there was a registered one.
    # RFC 9989 9.2
    policy = result.about("policy.dmarc", "policy.published-domain-policy")
    value = result.about("header.from")
    domain = _domain(value)
    if value is not None and domain is None and result.result == "pass":
        # Who passed cannot be read: nobody did.
        return DmarcResult("permerror", why="author-unusable")
    return DmarcResult(result.result, domain, policy.lower() if policy else None)


def _arc(results: list[MethodResult]) -> ArcResult:
    result = _strictest(results)
    return ArcResult(result.result) if result else ArcResult()


def _domain(value: str | None) -> str | None:
    """The domain of a property; None where two readers could take it for different ones (AUTH-04..07)."""
    if not value:
        return None
    local, _, domain = value.strip("<>").rpartition("@")
    return None if _UNPLAIN.search(local) else valid_domain(domain.removesuffix("."))
