"""Files of people somebody knows: addresses, one a line, or vCards (RFC 6350)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits

Names = dict[str, str | None]
"""Lower-case address to the name it is known by, None where there is none."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class VCard(msgspec.Struct, frozen=True):
    """One card: what it calls its person, and their lower-case addresses."""

    name: str | None
    addresses: tuple[str, ...]


def read_contacts(path: Path) -> Names:
    """The people in a file. Raises OSError where it cannot be read; odd bytes are replaced."""
    return people_in(path.read_text(encoding="utf-8-sig", errors="replace"))


def people_in(text: str) -> Names:
    """Addresses, one a line; ``#`` begins a comment, ``Name <address>`` may be written. Or the people of vCards."""
    lines = text.splitlines()
    if any(line.strip().upper() == "BEGIN:VCARD" for line in lines):
        return {address: card.name for card in cards_in(text) for address in card.addresses}
    found: Names = {}
    for line in lines:
        name, address = _named(line.partition("#")[0])
        if "@" in address:
            found[address.lower()] = name or found.get(address.lower())
    return found


def cards_in(text: str, limits: Limits = DEFAULT_LIMITS) -> list[VCard]:
    """Every vCard in a text that has an address, in order. What stands outside of cards counts for nothing."""
    found = []
    reader: _Reader | None = None
    for line in _unfolded(text.splitlines()):
        word, value = _property(line)
        if word == "BEGIN" and value.strip().upper() == "VCARD":
            reader = _Reader(limits.card_addresses)
        elif word == "END" and reader is not None:
            found += [reader.card()] if reader.addresses else []
            reader = None
        elif reader is not None:
            reader.take(word, value)
    return found


def _property(line: str) -> tuple[str, str]:
    """The upper-case name of a content line and its value. A name may have a group before it and parameters after it,
    with a colon between quotes: ``item1.EMAIL;TYPE="x:y":a@b`` (RFC 6350 3.3)."""
    name, semicolon, _ = line.partition(";")
    if not semicolon or ":" in name:
        name, _, value = line.partition(":")
    else:
        # RFC 6350 3.3
        pieces = line.split('"')
        at, value = 0, ""
        for index, piece in enumerate(pieces):
            colon = piece.find(":") if index % 2 == 0 else -1
            if colon >= 0:
                value = line[at + colon + 1 :]
                break
            at += len(piece) + 1
    return name.rpartition(".")[2].strip().upper(), value


class _Reader:
    """One card as its lines come in."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._shown = ""
        self._pieces = ""
        self.addresses: dict[str, None] = {}

    def take(self, word: str, value: str) -> None:
        if word == "EMAIL":  # RFC 6350 6.4.2
            address = value.strip().removeprefix("mailto:").lower()
            if "@" in address and len(self.addresses) < self._most:
                self.addresses[address] = None
        elif word == "FN" and not self._shown:  # RFC 6350 6.2.1
            self._shown = _plain(value)
        elif word == "N" and not self._pieces:  # RFC 6350 6.2.2
            family, given, *_ = (*_components(value), "", "")
            self._pieces = " ".join(f"{given} {family}".split())

    def card(self) -> VCard:
        return VCard(self._shown or self._pieces or None, tuple(self.addresses))


def _components(value: str) -> list[str]:
    """The components of a structured value: a semicolon parts them unless it is escaped (RFC 6350 3.3, 3.4)."""
    return [_plain(piece.replace("\0", r"\;")) for piece in value.replace("\0", "").replace(r"\;", "\0").split(";")]


def _plain(value: str) -> str:
    """A text value as a person reads it, on one line."""
    # RFC 6350 3.4
    text = _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return " ".join(text.split())


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Content lines with their continuations."""
    pieces: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t"):  # RFC 6350 3.2
            pieces.append(line[1:])
            continue
        yield "".join(pieces)
        pieces = [line]
    yield "".join(pieces)


def _named(line: str) -> tuple[str | None, str]:
    """``Name <address>`` as both; a bare address has no name."""
    line = line.strip()
    if line.endswith(">") and "<" in line:
        name, _, address = line[:-1].rpartition("<")
        return " ".join(name.replace('"', " ").split()) or None, address.strip()
    return None, line
