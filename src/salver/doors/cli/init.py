"""``salver init``: at most five questions, and a commented configuration to start from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
import msgspec

from salver.core.outcome import Exit
from salver.doors.cli.configured import refuse, tell

if TYPE_CHECKING:
    from salver.config.keys import Value

_LISTEN = "127.0.0.1:10025"
_NEXT_HOP = "127.0.0.1:10026"


class Choices(msgspec.Struct, kw_only=True):
    """What was said by options or in answer to questions. None: not said yet."""

    mode: str | None
    hold_mail: str | None
    next_hop: str | None
    writer: str | None
    calendar_url: str | None
    submission_host: str | None
    people: dict[str, list[str]]


@click.command("init")
@click.option("--mode", type=click.Choice(["observe", "protect"]), help="Only look, or carry verdicts out.")
@click.option("--hold-mail", type=click.Choice(["neutralise", "header"]), help="How a held mail is changed.")
@click.option("--next-hop", metavar="HOST:PORT", help="The mail server that gets every message after Salver.")
@click.option("--writer", type=click.Choice(["client", "salver"]), help="Who writes accepted events.")
@click.option("--calendar-url", metavar="URL", help="The CalDAV collection to write to.")
@click.option("--submission-host", metavar="HOST", help="The server that sends answers, with writer salver.")
@click.option("--person", "people", metavar="NAME=ADDRESS", multiple=True, help="A person and an address of theirs.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path("salver.toml"), show_default=True, metavar="FILE"
)
@click.option("--yes", is_flag=True, help="Ask nothing; what no option says has its default.")
@click.option("--force", is_flag=True, help="Write over an existing file.")
def command(
    mode: str | None,
    hold_mail: str | None,
    next_hop: str | None,
    writer: str | None,
    calendar_url: str | None,
    submission_host: str | None,
    people: tuple[str, ...],
    output: Path,
    yes: bool,
    force: bool,
) -> None:
    """Write a first configuration: asks at most five questions, explains every key, changes nothing else."""
    if output.exists() and not force:
        refuse(f"{output} is there already. Choose another name with --output, or write over it with --force.")
    choices = Choices(
        mode=mode,
        hold_mail=hold_mail,
        next_hop=next_hop,
        writer=writer,
        calendar_url=calendar_url,
        submission_host=submission_host,
        people=_people(people),
    )
    if not yes:
        _ask(choices)
    _complete(choices)
    _write(choices, output)
    _next_steps(choices, output)


def _people(given: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in given:
        name, equals, address = item.partition("=")
        if not equals:
            name, address = item.partition("@")[0], item
        found.setdefault(_person(name), []).append(address.strip())
    return found


def _person(name: str) -> str:
    """A name as it may stand in ``[people.NAME]``."""
    return re.sub(r"[^a-z0-9_-]+", "-", name.strip().lower()).strip("-") or "me"


def _endpoint(answer: str) -> str:
    from salver.config.endpoint import parse_endpoint

    found = parse_endpoint(answer.strip())
    if found is None or found.port == 0:
        raise click.UsageError(f"a name or address and a port are needed, for instance {_NEXT_HOP}")
    return str(found)


def _addresses(answer: str) -> list[str]:
    """Addresses with or without a name before them; asks again for anything else."""
    from salver.read.addresses import parse_addr_spec

    found = []
    for piece in answer.split(",") if answer.strip() else []:
        text = piece.strip()
        if text.endswith(">") and "<" in text:
            text = text.rpartition("<")[2][:-1]
        address = parse_addr_spec(text)
        if address is None:
            raise click.UsageError(f"“{text}” is not a mail address; one looks like nora@home.example")
        found.append(address)
    return found


def _calendar_url(answer: str) -> str | None:
    from salver.config.crosschecks.http import url_fault

    text = answer.strip()
    if text and url_fault(text):
        raise click.UsageError("an address that begins with https:// is needed (http:// for this machine alone)")
    return text or None


def _ask(choices: Choices) -> None:
    """At most five questions; none that an option has answered."""
    if choices.mode is None:
        click.echo("Salver can only look and say what it would do (observe), or keep invitations back (protect).")
        choices.mode = click.prompt("Mode", type=click.Choice(["observe", "protect"]), default="observe")
    if choices.mode == "protect" and choices.hold_mail is None:
        click.echo(
            "What stands behind the gate? A mail program or server that reads invitations by itself: neutralise, the\n"
            "calendar parts of a held mail are taken out. A Sieve script that acts on our header: header."
        )
        choices.hold_mail = click.prompt("Held mail", type=click.Choice(["neutralise", "header"]))
    if choices.next_hop is None:
        choices.next_hop = click.prompt(
            "Mail server that gets every message after Salver", default=_NEXT_HOP, value_proc=_endpoint
        )
    if not choices.people:
        addresses: list[str] = click.prompt(
            "Your mail address (several with commas; more people can be added in the file)",
            default="",
            show_default=False,
            value_proc=_addresses,
        )
        choices.people = {_person(addresses[0].partition("@")[0]): addresses} if addresses else {}
    if choices.writer is None and choices.calendar_url is None:
        click.echo("Salver can write accepted events to a CalDAV calendar. Leave this empty if your mail program does.")
        choices.calendar_url = click.prompt(
            "Address of the calendar", default="", show_default=False, value_proc=_calendar_url
        )


def _complete(choices: Choices) -> None:
    """Defaults for what was not said; ends the program where there is none."""
    choices.mode = choices.mode or "observe"
    choices.next_hop = choices.next_hop or _NEXT_HOP
    choices.writer = choices.writer or ("salver" if choices.calendar_url else "client")
    if choices.mode == "protect" and choices.hold_mail is None:
        refuse(
            "mode protect needs --hold-mail neutralise (a mail program or server behind the gate reads invitations by "
            "itself) or --hold-mail header (a Sieve script acts on our header)."
        )
    if choices.writer == "salver" and choices.submission_host is None:
        choices.submission_host = _submission_host(choices)


def _submission_host(choices: Choices) -> str:
    """A guess that can be right: answers need a verified certificate, which loopback addresses do not have."""
    from salver.config.endpoint import is_loopback

    host = (choices.next_hop or "").rpartition(":")[0].strip("[]")
    domains = [address.rpartition("@")[2] for mine in choices.people.values() for address in mine]
    return f"mail.{domains[0]}" if is_loopback(host) and domains else host


def _write(choices: Choices, output: Path) -> None:
    from salver.config.check import check
    from salver.config.locate import locate
    from salver.config.places import Places
    from salver.config.syntax import parse
    from salver.config.write import render, write_private
    from salver.core.errors import ConfigError

    text = render(_chosen(choices, output), title="Salver's configuration, written by: salver init")
    tree, problems = parse(text, str(output))
    problems += check(tree, Places(file=str(output), lines=locate(text)))[1]
    if problems:
        tell(ConfigError(problems))
        refuse(f"{output} was not written.")
    try:
        write_private(output, text)
    except OSError as error:
        _cannot_write(output, error)


def _cannot_write(output: Path, error: OSError) -> NoReturn:
    refuse(f"{output} cannot be written: {(error.strerror or 'an error').lower()}.", status=Exit.TROUBLE)


def _chosen(choices: Choices, output: Path) -> dict[tuple[str, ...], Value]:
    """The keys that get a value of their own."""
    chosen: dict[tuple[str, ...], Value] = {
        ("gate", "mode"): choices.mode,
        ("smtp", "listen"): _LISTEN,
        ("smtp", "next_hop"): choices.next_hop,
        ("calendar", "writer"): choices.writer,
        ("store", "url"): _store(output),
    }
    if choices.hold_mail:
        chosen["hold", "mail"] = choices.hold_mail
    if choices.calendar_url:
        chosen["calendar", "url"] = choices.calendar_url
    if choices.submission_host:
        chosen["submission", "host"] = choices.submission_host
    domains = [address.rpartition("@")[2].lower() for mine in choices.people.values() for address in mine]
    if domains:
        chosen["identity", "own_domains"] = tuple(dict.fromkeys(domains))
    for name, addresses in choices.people.items():
        chosen["people", name, "addresses"] = tuple(addresses)
    return chosen


def _store(output: Path) -> str:
    """A whole path, so that it is the same database wherever Salver is started."""
    directory = Path("/var/lib/salver") if output.resolve().parent == Path("/etc/salver") else output.resolve().parent
    return f"sqlite:///{directory / 'salver.sqlite3'}"


def _next_steps(choices: Choices, output: Path) -> None:
    lines = [
        f"{output} is written: mode {choices.mode}, mail from {_LISTEN} to {choices.next_hop}.",
        "",
        "What to do next:",
        f"  salver config check {output}      (after every change)",
        f"  salver serve --config {output}",
        f"  salver open --config {output}      (a link to your inbox)",
        "  Make your mail server hand its mail to Salver: docs/tutorials/first-evening.md has the lines for Postfix.",
        "  If your mail server checks SPF, DKIM and DMARC, name it at identity.trusted_authserv_ids; until then Salver",
        "  cannot tell who really sent an invitation.",
    ]
    if choices.writer == "salver":
        lines.append(
            "  Give Salver its passwords: calendar.user and .password_file, submission.user and .password_file."
        )
        lines.append(f"  Answers will go through {choices.submission_host}; if that is wrong, change submission.host.")
    if choices.mode == "observe":
        lines.append(f"  After some days: salver mode protect --config {output}")
    click.echo("\n".join(lines))
