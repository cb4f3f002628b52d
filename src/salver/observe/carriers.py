"""Calendar services as versioned data: ``carriers.toml``."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable
from importlib import resources

import msgspec

from salver.observe.authentication.authenticated import DkimResult


class Carrier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row; the file says what its fields mean."""

    dkim: tuple[str, ...]
    organizers: tuple[str, ...]
    seen: str
    why: str


@functools.cache
def carriers() -> dict[str, Carrier]:
    """All rows by id."""
    text = resources.files(__package__).joinpath("carriers.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Carrier])


def carrier_of(signatures: Iterable[DkimResult], organizer_domain: str) -> str | None:
    """The id of the service that is proved by one of these signatures and keeps this organizer, if any."""
    proved = {signature.domain for signature in signatures if signature.result == "pass"}
    return next(
        (
            name
            for name, carrier in carriers().items()
            if proved.intersection(carrier.dkim) and organizer_domain in carrier.organizers
        ),
        None,
    )
