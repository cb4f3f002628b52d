"""The options that ``salver check`` shares with its sisters, and what they mean: envelope, policy, who answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click
import msgspec

from salver.core.envelope import Direction, Envelope, bare_address
from salver.decide.policy import Policy
from salver.doors.cli.acquaintance import all_contacts
from salver.doors.cli.answers import Answers
from salver.doors.cli.inputs import Given, sidecar, well_formed
from salver.doors.drive.dns.source import DnsSource, WithDns, source_of
from salver.doors.drive.plain import AnswerAll

F = TypeVar("F", bound=Callable[..., Any])


def options(*several: Callable[[F], F]) -> Callable[[F], F]:
    """Apply options so that they are listed in the order written."""

    def apply(command: F) -> F:
        for option in reversed(several):
            command = option(command)
        return command

    return apply


envelope_options = options(
    click.option("--mail-from", metavar="ADDR", help='Envelope sender; "<>" is the null sender.'),
    click.option("--rcpt", multiple=True, metavar="ADDR", help="Envelope recipient. Repeatable."),
    click.option("--client-ip", metavar="IP", help="Address of the client that handed the mail over."),
    click.option("--helo", metavar="NAME", help="What the client called itself."),
    click.option("--direction", type=click.Choice(["inbound", "outbound", "internal"]), default="inbound"),
    click.option(
        "--envelope", "sidecars", type=click.Choice(["sidecar"]), help="Read NAME.envelope.json beside each file."
    ),
)
authentication_options = options(
    click.option(
        "--dns",
        default="off",
        metavar="off|system|HOST:PORT|zone:FILE",
        help="Who answers for the DNS. off: nobody, no network at all. zone: a DNS master file, or JSON.",
    ),
    click.option(
        "--trusted-authserv-id", multiple=True, metavar="ID", help="Believe Authentication-Results of this id."
    ),
    click.option("--trusted-sealer", multiple=True, metavar="DOMAIN", help="Believe ARC seals of this domain."),
)
people_options = options(
    click.option("--own-domain", multiple=True, metavar="DOMAIN", help="A domain of this house."),
    click.option("--organisation", multiple=True, metavar="DOMAIN", help="A further domain of the organisation."),
    click.option(
        "--contacts",
        multiple=True,
        metavar="FILE",
        help="People known to every recipient: addresses, one a line, or vCards.",
    ),
    click.option("--store", metavar="PATH|URL", help="History to read. Nothing is written to it."),
)
now_option = click.option("--now", metavar="RFC3339", help="The time of receipt; otherwise the clock's.")


def envelope_of(given: dict[str, Any]) -> Envelope:
    """Envelope options are data: taken as given, never an error."""
    direction: Direction = given["direction"]
    return Envelope(
        mail_from=None if given["mail_from"] is None else bare_address(well_formed(given["mail_from"])),
        rcpt_to=tuple(bare_address(well_formed(address)) for address in given["rcpt"]),
        client_ip=None if given["client_ip"] is None else well_formed(given["client_ip"]),
        helo=None if given["helo"] is None else well_formed(given["helo"]),
        direction=direction,
    )


def envelope_for(message: Given, envelope: Envelope, *, sidecars: bool) -> Envelope:
    """The envelope of one message: what stands before it or beside it, else as given.

    Raises OSError and msgspec.MsgspecError for a sidecar that cannot be used.
    """
    if envelope.mail_from is None and message.mail_from is not None:
        envelope = msgspec.structs.replace(envelope, mail_from=message.mail_from)
    return sidecar(message, envelope) if sidecars else envelope


def policy_of(given: dict[str, Any]) -> Policy:
    """The policy of the options; those a verb does not have say nothing."""
    return Policy(
        enforced=given.get("policy") != "observe",
        trusted_authserv_ids=_lower(given["trusted_authserv_id"]),
        trusted_sealers=_lower(given["trusted_sealer"]),
        own_domains=_lower(given.get("own_domain", ())),
        organisations=_lower(given.get("organisation", ())),
        dns=given["dns"] != "off",
    )


def _lower(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.rstrip(".").lower() for name in names)


class Sources:
    """Who answers: the clock, the contacts, a store, and the DNS.

    Raises OSError and ValueError for options that name unusable things, StoreError for a store that is none.
    """

    def __init__(self, given: dict[str, Any], policy: Policy) -> None:
        self._limits = policy.limits
        self._dns: DnsSource | None = source_of(given["dns"], policy.limits)
        self._answers = Answers(
            contacts=all_contacts(given.get("contacts", ())),
            now=moment(given["now"]),
            store=given.get("store"),
            own=policy.trust.own,
        )

    def for_message(self) -> AnswerAll:
        """Whoever answers for one message, with what it may ask of the DNS."""
        return self._answers if self._dns is None else WithDns(self._dns, self._answers, self._limits)

    def close(self) -> None:
        self._answers.close()
        if self._dns is not None:
            self._dns.close()


def moment(text: str | None) -> datetime | None:
    """An RFC 3339 time; one without an offset is refused, since it would mean another moment elsewhere."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"--now {text}: not an RFC 3339 time such as 2026-11-24T14:00:00+01:00") from None
    if found.tzinfo is None:
        raise ValueError(f"--now {text}: the offset is missing, write for instance {text}Z")
    return found


def plain(error: Exception) -> str:
    """An error of the options or of a file in one line."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror or type(error).__name__}"
    return str(error)
