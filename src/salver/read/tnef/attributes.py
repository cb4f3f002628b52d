"""The outer layer of TNEF: a signature, a key, and attributes one after the other ([MS-OXTNEF] 2.1.3).

An attribute is a level (1 byte), an id (4), a length (4), that many bytes and a checksum (2), all little-endian. Every
length is held against what is there; one that runs over the end is cut there, and the stream counts as broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from salver.core.limits import Limits

_HEAD = 6
_ATTRIBUTE = 9
_CHECKSUM = 2
_LEVELS = b"\x01\x02"


class Attribute(NamedTuple):
    """One attribute: its id (type in the upper half), and ``data[start:end]``."""

    identifier: int
    start: int
    end: int


class Stream:
    """The bytes of one TNEF file, with what is left of its limits and what was wrong with it.

    ``broken``: a length, level or property is not as it should be, and ``stopped`` is the first such place; readers may
    go on from there in ways of their own. ``truncated``: a limit was reached.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.attributes_left = limits.tnef_attributes
        self.properties_left = limits.tnef_properties
        self.broken = False
        self.truncated = False
        self.stopped = len(data)

    def number(self, position: int, size: int = 4) -> int:
        """The unsigned number at this position; what lies beyond the end counts as zero."""
        return int.from_bytes(self.data[position : position + size], "little")

    def break_at(self, position: int) -> None:
        """Note that something is wrong here."""
        self.broken = True
        self.stopped = min(self.stopped, position)

    def attributes(self, start: int, end: int) -> Iterator[Attribute]:
        """The attributes of the TNEF at ``data[start:end]``, which begins with the signature."""
        data = self.data
        position = start + _HEAD
        while position < end:
            if position + _ATTRIBUTE > end or data[position] not in _LEVELS:
                self.break_at(position)
                return
            if self.attributes_left <= 0:
                self.truncated = True
                return
            self.attributes_left -= 1
            identifier, length = self.number(position + 1), self.number(position + 5)
            first = position + _ATTRIBUTE
            if length > end - first:
                self.break_at(position)
            yield Attribute(identifier, first, min(first + length, end))
            position = first + length + _CHECKSUM
