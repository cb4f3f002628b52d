"""A report as text for people. Foreign text is escaped; colours appear on terminals only."""

from __future__ import annotations

from collections import Counter

import click

from salver.core.untrusted import Untrusted, for_terminal
from salver.decide.report import Report, ReportFinding, ReportObject

_COLOURS = {"danger": "red", "warning": "yellow", "notice": "cyan", "info": "bright_black"}


def print_report(report: Report) -> None:
    """One message: what it is, the headline, what it claims, every reason and where it was seen."""
    name = for_terminal(report.file or "-")
    if report.index is not None:
        name += f" [{report.index}]"
    click.echo(f"{click.style(name, bold=True)}: {report.kind}, {report.verdict}, {report.level}")
    if report.kind == "mail" and not report.findings:
        return
    click.echo(f"  {report.headline}")
    for thing in report.objects:
        if thing.same_as is None:
            click.echo(f"  {_object(thing)}")
    click.echo(f"  {_identity(report)}")
    for finding in sorted(report.findings, key=lambda f: list(_COLOURS).index(f.severity)):
        _finding(finding)
    for link in report.links:
        click.echo(f"  link    {for_terminal(link.url)}  ({link.where})")
    for phone in report.phones:
        click.echo(f"  number  {for_terminal(phone.number)}  ({phone.where})")


def print_summary(reports: int, verdicts: Counter[str], unreadable: int) -> None:
    """How many of what, after several messages."""
    parts = [f"{count} {word}" for word, count in sorted(verdicts.items())]
    click.echo(f"\n{reports} messages: {', '.join(parts) or 'none'}")
    if unreadable:
        click.echo(f"{unreadable} could not be read")


def _object(thing: ReportObject) -> str:
    words = [for_terminal(thing.method or "no method", most=40), for_terminal(thing.component, most=40)]
    if thing.summary is not None:
        words.append(f"“{for_terminal(thing.summary, most=100)}”")
    if thing.start:
        words.append(for_terminal(thing.start))
    if thing.nested:
        words.append("(inside a forwarded mail)")
    return f"{thing.part}: {' '.join(words)}"


def _identity(report: Report) -> str:
    identity = report.identity
    if identity.claimed is None:
        return "names no usable address"
    if identity.strength == "unknown":
        return f"claims to be {for_terminal(identity.claimed)}: not checked"
    confirmed = ", ".join(sorted({name["name"] for name in identity.confirmed})) or "nothing"
    return (
        f"claims to be {for_terminal(identity.claimed)}: vouched by {identity.vouched_by} "
        f"({identity.strength}); confirmed: {for_terminal(confirmed)}"
    )


def _finding(finding: ReportFinding) -> None:
    mark = click.style(f"{finding.severity:8}", fg=_COLOURS[finding.severity])
    where = f"  [{for_terminal(finding.where)}]" if finding.where else ""
    click.echo(f"  {mark}{finding.code}{where}")
    click.echo(f"          {finding.message}")
    evidence = [f"{name} {_evidence(value)}" for name, value in finding.evidence.items() if value not in (None, (), [])]
    if evidence:
        click.echo(click.style(f"          {'; '.join(evidence)}", dim=True))


def _evidence(value: object) -> str:
    if isinstance(value, Untrusted):
        return for_terminal(value, most=200)
    if isinstance(value, tuple | list):
        return ", ".join(for_terminal(str(item), most=200) for item in value)
    return for_terminal(str(value), most=200)
