"""``Settings`` to the frozen ``Policy`` that observe and decide work by."""

from __future__ import annotations

from collections.abc import Iterable

from salver.config.schema import Settings
from salver.core.hostname import a_labels
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.decide.policy import Policy


def policy(settings: Settings, limits: Limits = DEFAULT_LIMITS) -> Policy:
    """Everything an inspection depends on beside the message. Names are lower-case, without a final dot."""
    return Policy(
        preset=settings.gate.preset,
        enforced=settings.gate.mode == "protect",
        writer=settings.calendar.writer,
        opaque_hold=settings.opaque.hold,
        trusted_authserv_ids=_names(settings.identity.trusted_authserv_ids),
        own_domains=_names(settings.identity.own_domains),
        organisations=_names(settings.identity.organisations),
        trusted_networks=_words((*settings.identity.trusted_networks, *settings.smtp.trusted_peers)),
        trusted_sealers=_names(settings.identity.trusted_sealers),
        dns=settings.dns.resolver != "off",
        limits=limits,
    )


def _names(values: Iterable[str]) -> tuple[str, ...]:
    """Lower-case A-labels, each once, in the order given (RFC 4343: domain names know no case)."""
    return tuple(dict.fromkeys(a_labels(value.strip()).rstrip(".") for value in values if value.strip()))


def _words(values: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order given."""
    return tuple(dict.fromkeys(value.strip().lower() for value in values if value.strip()))
