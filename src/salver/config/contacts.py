"""Files of people somebody knows: addresses, one a line, or vCards (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def read_contacts(path: Path) -> frozenset[str]:
    """The addresses in a file, lower-case. Raises OSError where it cannot be read; odd bytes are replaced."""
    return addresses_in(path.read_text(encoding="utf-8-sig", errors="replace"))


def addresses_in(text: str) -> frozenset[str]:
    """Addresses, one a line; ``#`` begins a comment, ``Name <address>`` may be written. Or EMAIL values of vCards."""
    lines = text.splitlines()
    is_cards = any(line.strip().upper() == "BEGIN:VCARD" for line in lines)
    found = _from_cards(lines) if is_cards else (_bare(line.partition("#")[0]) for line in lines)
    return frozenset(address.lower() for address in found if "@" in address)


def _from_cards(lines: Iterable[str]) -> Iterable[str]:
    for line in _unfolded(lines):
        name, colon, value = line.partition(":")
        # A name may have a group before it and parameters after it: item1.EMAIL;TYPE=home:a@b
        if colon and name.partition(";")[0].rpartition(".")[2].strip().upper() == "EMAIL":  # RFC 6350 6.4.2
            yield value.strip().removeprefix("mailto:")


def _unfolded(lines: Iterable[str]) -> Iterable[str]:
    """Content lines with their continuations."""
    pieces: list[str] = []
    for line in lines:
        if line[:1] in (" ", "\t"):  # RFC 6350 3.2
            pieces.append(line[1:])
            continue
        yield "".join(pieces)
        pieces = [line]
    yield "".join(pieces)


def _bare(line: str) -> str:
    line = line.strip()
    if line.endswith(">") and "<" in line:
        line = line.rpartition("<")[2][:-1]
    return line.strip()
