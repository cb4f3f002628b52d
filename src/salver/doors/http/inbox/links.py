"""The table of links and numbers: the registrable domain first and large, nothing to click."""

from __future__ import annotations

import msgspec

from salver.core.envelope import domain_of
from salver.core.untrusted import Untrusted
from salver.decide.report import Report
from salver.read.links import defang, registrable_domain
from salver.read.message import Link

# Notes of a link: what the reader is told, and how it is marked (`odd` red, `check` amber).
_NOTES = {"text-names-other-host": ("The text names another site than the link goes to.", "odd")}
_PLACES = {
    "SUMMARY": "the title",
    "LOCATION": "the place",
    "DESCRIPTION": "the text",
    "X-ALT-DESC": "the text",
    "COMMENT": "a comment",
    "URL": "the web address",
    "CONFERENCE": "the call-in data",
    "ATTACH": "an attachment",
}


class LinkRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row. ``shown`` is None where the text shows the very same. ``goes`` is the domain in large, ``full`` the
    whole defanged address, ``why`` our remarks, each with its mark (``odd``, ``check`` or empty)."""

    where: str
    shown: Untrusted | None
    goes: Untrusted
    full: Untrusted | None
    column: str
    why: tuple[tuple[str, str], ...]


def link_rows(report: Report) -> tuple[LinkRow, ...]:
    """Links first, then numbers, in the order of the message."""
    own = _sender_domains(report)
    links = [_link(link, own, bool(report.identity.contradicted_by)) for link in report.links]
    numbers = [
        LinkRow(
            where=_place(phone.where),
            shown=None,
            goes=phone.number,
            full=None,
            column="Number",
            why=(("Call only numbers you already have.", ""),),
        )
        for phone in report.phones
    ]
    return (*links, *numbers)


def _link(link: Link, own: frozenset[str], contradicted: bool) -> LinkRow:
    why = [_NOTES[note] for note in link.notes if note in _NOTES]
    if not why:
        same = link.domain is not None and link.domain in own
        why = [(_relation(same, contradicted), "")]
    return LinkRow(
        where=_place(link.where),
        shown=None if _says_it_all(link) else link.shown,
        goes=Untrusted(link.domain or link.host or "No name"),
        full=link.url,
        column="It really goes to",
        why=tuple(why),
    )


def _sender_domains(report: Report) -> frozenset[str]:
    """Registrable domains that somebody proved for this message."""
    names = [entry.get("name", "") for entry in report.identity.confirmed]
    hosts = [domain_of(name) or name for name in names]
    return frozenset(filter(None, (registrable_domain(host) for host in hosts if host)))


def _relation(same: bool, contradicted: bool) -> str:
    if not same:
        return "Another domain than the one that sent this."
    return "The domain that sent this, not the one it names." if contradicted else "The domain that sent this."


def _place(where: str) -> str:
    name = where.partition(";")[0].partition(" ")[0].upper()
    return _PLACES.get(name, "the invitation")


def _says_it_all(link: Link) -> bool:
    return not link.shown or link.url.raw in (link.shown.raw, defang(link.shown.raw))
