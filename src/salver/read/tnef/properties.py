"""The inner layer of TNEF: a counted list of MAPI properties inside one attribute ([MS-OXTNEF] 2.1.3.4).

A property is a type (2 bytes) and an id (2); from 0x8000 on a name follows: a GUID (16), a kind (4), then a number (4)
or a length and that many bytes of UTF-16. Values of a type without a size of its own, and several values, are counted;
each without a fixed size has its length before it. Everything is filled up to four bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from salver.read.tnef.attributes import Stream

# [MS-OXCDATA] 2.11.1: the sizes of values, with what fills them up.
_SIZES = {
    0x0000: 0,
    0x0001: 4,
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
TIME = 0x0040
STRING8 = 0x001E
STRING = 0x001F
OBJECT = 0x000D
BINARY = 0x0102
_LONG = frozenset({STRING8, STRING, OBJECT, BINARY})
_SEVERAL = 0x1000
_NAMED = 0x8000
_BY_NUMBER, _BY_NAME = 0, 1


class Name(NamedTuple):
    """The name of a property from 0x8000 on: its set, and its number in it (None for one with a text)."""

    guid: bytes
    number: int | None


class Property(NamedTuple):
    """One property: its type without the mark of several values, its id, its name, and the ranges of its values."""

    kind: int
    identifier: int
    name: Name | None
    values: list[tuple[int, int]]


def properties(stream: Stream, start: int, end: int) -> Iterator[Property]:
    """The properties in ``data[start:end]``, as far as their lengths make sense and the limits allow."""
    count = stream.number(start)
    position = start + 4
    for _ in range(count):
        if position + 4 > end:
            stream.break_at(start)
            return
        kind, identifier = stream.number(position, 2), stream.number(position + 2, 2)
        position += 4
        name: Name | None = None
        if identifier >= _NAMED:
            name, position = _name(stream, position)
        values, position = _values(stream, kind, position, end)
        if values is None:
            if stream.broken:
                stream.break_at(start)
            return
        yield Property(kind & ~_SEVERAL, identifier, name, values)


def _name(stream: Stream, position: int) -> tuple[Name, int]:
    guid = stream.data[position : position + 16]
    kind, number = stream.number(position + 16), stream.number(position + 20)
    position += 24
    if kind == _BY_NUMBER:
        return Name(guid, number), position
    return Name(guid, None), position + _filled(number)


def _values(stream: Stream, kind: int, position: int, end: int) -> tuple[list[tuple[int, int]] | None, int]:
    """The ranges of the values of one property, and where the next one begins. None: nobody knows where that is."""
    plain = kind & ~_SEVERAL
    size = _SIZES.get(plain)
    if position > end or (size is None and plain not in _LONG):
        stream.break_at(position)
        return None, position
    count = 1
    if kind & _SEVERAL or size is None:
        count = stream.number(position)
        position += 4
    values: list[tuple[int, int]] = []
    for _ in range(count):
        if stream.properties_left <= 0:
            stream.truncated = True
            return None, position
        stream.properties_left -= 1
        length = size
        if length is None:
            length = stream.number(position)
            position += 4
        if length > end - position:
            stream.break_at(position)
            return None, position
        values.append((position, position + length))
        position += _filled(length)
    return values, position


def _filled(length: int) -> int:
    """Up to the next multiple of four."""
    return length + (-length & 3)
