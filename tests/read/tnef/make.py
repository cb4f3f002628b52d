"""TNEF streams the tests are built from ([MS-OXTNEF] 2.1.3)."""

from __future__ import annotations

from salver.read.tnef_meeting import TNEF_SIGNATURE

MESSAGE_CLASS = 0x00078008
PROPERTIES = 0x00069003
ATTACH_TITLE = 0x00018010
ATTACH_DATA = 0x0006800F
ATTACH_PROPERTIES = 0x00069005
APPOINTMENT = bytes.fromhex("0220060000000000c000000000000046")
COMMON = bytes.fromhex("0820060000000000c000000000000046")


def number(value: int, size: int = 4) -> bytes:
    """An unsigned number, little-endian."""
    return value.to_bytes(size, "little")


def attribute(identifier: int, data: bytes, length: int | None = None) -> bytes:
    """One attribute; ``length`` is what it says of itself."""
    size = len(data) if length is None else length
    return b"\x01" + number(identifier) + number(size) + data + number(sum(data) % 65536, 2)


def tnef(*attributes: bytes) -> bytes:
    """A whole stream."""
    return TNEF_SIGNATURE + b"\x01\x00" + b"".join(attributes)


def message_class(name: bytes) -> bytes:
    """The attribute of that name."""
    return attribute(MESSAGE_CLASS, name + b"\0")


def filled(data: bytes) -> bytes:
    """Up to the next four bytes."""
    return data + b"\0" * (-len(data) % 4)


def named(guid: bytes, identifier: int) -> bytes:
    """The name of a property by number."""
    return guid + number(0) + number(identifier)


def text(identifier: int, value: str, name: bytes = b"") -> bytes:
    """A property with a text in UTF-16."""
    data = value.encode("utf-16-le") + b"\0\0"
    return number(0x1F, 2) + number(identifier, 2) + name + number(1) + number(len(data)) + filled(data)


def time(identifier: int, ticks: int, name: bytes = b"") -> bytes:
    """A property with a time, in tenths of a microsecond since 1601."""
    return number(0x40, 2) + number(identifier, 2) + name + number(ticks, 8)


def blob(identifier: int, data: bytes, kind: int = 0x102) -> bytes:
    """A property with bytes, or an object."""
    return number(kind, 2) + number(identifier, 2) + number(1) + number(len(data)) + filled(data)


def properties(*ones: bytes, count: int | None = None) -> bytes:
    """The content of an attribute of properties."""
    return number(len(ones) if count is None else count) + b"".join(ones)
