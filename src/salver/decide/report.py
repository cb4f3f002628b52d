"""The report of ``report.md``: every key in every report, names fixed. JSON by msgspec, in the order below."""

from __future__ import annotations

from typing import Any

import msgspec

from salver.core.untrusted import Untrusted, encode_untrusted
from salver.read.message import Defect, Link, Phone

SCHEMA = 1


class ReportRecipient(msgspec.Struct, frozen=True, kw_only=True):
    address: str | None
    person: str | None
    verdict: str
    level: str
    calendar: str
    familiarity: str
    history: str
    findings: tuple[str, ...]


class ReportFinding(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    severity: str
    threats: tuple[str, ...]
    where: str | None
    message: str
    advice: str
    evidence: dict[str, Any]


class ReportSeries(msgspec.Struct, frozen=True, kw_only=True):
    rule: str | None
    endless: bool
    per_year: float
    at_most: int | None
    exact: bool
    first: str | None
    second: str | None
    last: str | None
    dates: int
    excluded: int
    readable: bool
    why: str | None
    flags: tuple[str, ...]


class ReportObject(msgspec.Struct, frozen=True, kw_only=True):
    part: str
    method: str | None
    method_param: str | None
    component: str
    uid: Untrusted | None
    sequence: int | None
    dtstamp: Untrusted | None
    recurrence_id: Untrusted | None
    instances: int
    status: Untrusted | None
    organizer: str | None
    sent_by: str | None
    attendees: tuple[str, ...]
    summary: Untrusted | None
    location: Untrusted | None
    start: str | None
    end: str | None
    recurrence: Untrusted | None
    series: ReportSeries | None = None
    prodid: Untrusted | None
    same_as: str | None
    nested: bool
    truncated: bool


class ReportIdentity(msgspec.Struct, frozen=True, kw_only=True):
    claimed: str | None = None
    vouched_by: str = "nobody"
    strength: str = "unknown"
    confirmed: tuple[dict[str, str], ...] = ()
    contradicted_by: tuple[str, ...] = ()
    carrier: str | None = None
    carrier_class: str | None = None
    person: str | None = None
    answer_to: str | None = None
    role: str = "organizer"


class ReportCircumstance(msgspec.Struct, frozen=True):
    word: str
    by: str | None = None
    proved: bool = False


class ReportSpf(msgspec.Struct, frozen=True):
    result: str
    domain: str | None = None
    identity: str | None = None
    why: str | None = None


class ReportDkim(msgspec.Struct, frozen=True):
    result: str
    domain: str | None = None
    selector: str | None = None
    covers_calendar: bool | None = None
    why: str | None = None


class ReportDmarc(msgspec.Struct, frozen=True):
    result: str
    domain: str | None = None
    policy: str | None = None
    why: str | None = None


class ReportArc(msgspec.Struct, frozen=True):
    result: str
    sealer: str | None = None
    why: str | None = None


class ReportAuthentication(msgspec.Struct, frozen=True, kw_only=True):
    source: str | None
    spf: ReportSpf
    dkim: tuple[ReportDkim, ...]
    dmarc: ReportDmarc
    arc: ReportArc


class ReportUnavailable(msgspec.Struct, frozen=True):
    need: str
    name: Untrusted
    why: str


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One report. ``file`` is None through the library and the doors; ``index`` counts messages of an mbox from 0."""

    schema: int = SCHEMA
    version: str
    id: str
    file: str | None = None
    index: int | None = None
    sha256: str
    fingerprint: str
    message_id: Untrusted | None
    from_: tuple[str, ...] = msgspec.field(name="from")
    reply_to: tuple[str, ...]
    kind: str
    verdict: str
    level: str
    policy: str
    enforced: bool
    headline: str
    recipients: tuple[ReportRecipient, ...]
    findings: tuple[ReportFinding, ...]
    objects: tuple[ReportObject, ...]
    identity: ReportIdentity
    authentication: ReportAuthentication
    circumstances: tuple[ReportCircumstance, ...] = ()
    signatures: tuple[Any, ...] = ()
    links: tuple[Link, ...]
    phones: tuple[Phone, ...]
    removed_on_accept: tuple[str, ...]
    defects: tuple[Defect, ...]
    unavailable: tuple[ReportUnavailable, ...]
    rounds: int
    elapsed_ms: float


_encoder = msgspec.json.Encoder(enc_hook=encode_untrusted)


def to_json(report: Report) -> bytes:
    """One compact JSON object without a line end. ``index`` is left out where there is no mbox (report.md)."""
    if report.index is not None:
        return _encoder.encode(report)
    plain = msgspec.to_builtins(report, enc_hook=encode_untrusted)
    del plain["index"]
    return _encoder.encode(plain)


def _decode(kind: type, value: Any) -> Any:
    if kind is Untrusted and isinstance(value, str):
        return Untrusted(value)
    raise NotImplementedError(f"cannot decode {kind.__name__}")


_decoder = msgspec.json.Decoder(Report, dec_hook=_decode)


def from_json(data: bytes | str) -> Report:
    """A stored report back as an object, foreign text as ``Untrusted`` again.

    Raises msgspec.ValidationError for anything that ``to_json`` did not write. ``evidence`` comes back as plain
    strings: wrap them before they are shown.
    """
    return _decoder.decode(data)
