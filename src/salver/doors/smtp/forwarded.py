"""XFORWARD: what a mail server of ours says about the machine it got a mail from (Postfix XFORWARD_README).

::

    xforward-command = XFORWARD 1*( SP attribute-name "=" attribute-value )
    attribute-name   = NAME / ADDR / PORT / PROTO / HELO / IDENT / SOURCE
    attribute-value  = xtext
    xtext            = *( xchar / "+" 2HEXDIG )     xchar: "!" to "~" except "+" and "="   (RFC 3461 4)

It is offered to trusted peers alone. What it says holds until the end of the transaction (RSET or the dot), and is
never mixed with what the session itself says. XCLIENT, which would change who the session's client *is*, is not
offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

import msgspec

NAMES = ("NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE")
EXTENSION = f"XFORWARD {' '.join(NAMES)}"
"""The line of the EHLO answer."""

_VALUE_OCTETS = 255
_UNKNOWN = frozenset({"", "[UNAVAILABLE]", "[TEMPUNAVAIL]"})
_IPV6 = "IPV6:"


class Forwarded(msgspec.Struct, frozen=True, kw_only=True):
    """What is known after all XFORWARD commands of a transaction; None for what is unavailable or was not said.

    ``address`` is an IP address as ``ipaddress`` writes it: an address of another kind is unavailable to us.
    """

    address: str | None = None
    name: str | None = None
    helo: str | None = None
    protocol: str | None = None


def parse_forward(rest: bytes) -> dict[str, str] | None:
    """The attributes of one command, decoded, by upper-case name; a later command overrides them one by one.

    None for a command that is not well-formed, names an attribute nobody knows, or holds control characters.
    """
    values: dict[str, str] = {}
    for word in rest.split():
        name, equals, value = word.partition(b"=")
        decoded = from_xtext(value)
        attribute = name.decode("ascii", "replace").upper()
        if not equals or decoded is None or attribute not in NAMES:
            return None
        if len(decoded) > _VALUE_OCTETS or not decoded.isprintable():
            return None
        values[attribute] = decoded
    return values or None


def forwarded(values: Mapping[str, str]) -> Forwarded:
    """What these attributes say."""
    return Forwarded(
        address=_address(values.get("ADDR", "")),
        name=_known(values.get("NAME", "")),
        helo=_known(values.get("HELO", "")),
        protocol=_known(values.get("PROTO", "")),
    )


def from_xtext(value: bytes) -> str | None:
    """The text an xtext stands for, octets as Latin-1; None where it is none."""
    # RFC 3461 4
    first, *escaped = value.split(b"+")
    text = [first]
    for piece in escaped:
        try:
            text.append(bytes.fromhex(piece[:2].decode("ascii")) if len(piece) >= 2 else b"")
        except ValueError:
            return None
        if len(text[-1]) != 1:
            return None
        text.append(piece[2:])
    if any(byte < 0x21 or byte > 0x7E or byte == 0x3D for byte in b"".join((first, *(p[2:] for p in escaped)))):
        return None
    return b"".join(text).decode("latin-1")


def _known(value: str) -> str | None:
    return None if value.upper() in _UNKNOWN else value


def _address(value: str) -> str | None:
    bare = value[len(_IPV6) :] if value.upper().startswith(_IPV6) else value
    try:
        return str(ip_address(bare))
    except ValueError:
        return None
