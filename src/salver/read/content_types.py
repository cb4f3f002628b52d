"""What a part is: Content-Type in every reading, and the names a client would show for it (RFC 2045 5, RFC 2183 2)."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from salver.read.calendar_names import calendar_type
from salver.read.encoded_words import decode_words
from salver.read.headers import distinct, first
from salver.read.message import HeaderField
from salver.read.parameters import Parameterized, parse_parameterized

# RFC 6838 4.2
TOP_LEVEL_TYPES = frozenset(
    {
        "text",
        "image",
        "audio",
        "video",
        "application",
        "multipart",
        "message",
        "model",
        "font",
        "haptics",
        "example",
        "chemical",
    }
)
"""The registered top-level types, and one that chemists use."""


class Kind(msgspec.Struct, frozen=True, gc=False):
    """The usual reading of Content-Type, with every other reading beside it.

    ``others`` are further types, ``names`` the differing values of the name parameter, ``doubts`` and ``defects`` as in
    ``Parameterized``.
    """

    value: str
    parameters: dict[str, str]
    others: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()


def read_kind(fields: tuple[HeaderField, ...], default: str) -> Kind:
    """Content-Type of an entity; ``default`` where there is none (RFC 2045 5.2). Fields that differ: MIME-01."""
    values = distinct(fields, "content-type")
    if not values:
        return Kind(default, {})
    read = parse_parameterized(values[0])
    doubts = list(read.doubts)
    others = list(read.others)
    names = [read.parameters["name"]] if "name" in read.parameters else []
    names += [text for name, text in read.repeated if name == "name"]
    for value in values[1:]:
        other = parse_parameterized(value)
        if _differs(read, other):
            doubts.append("mime-duplicate-content-type")
            others += [other.value, *other.others]
            names += [text for name, text in other.parameters.items() if name == "name"]
    # What cannot be read is text/plain.
    # RFC 2045 5.2
    kind = read.value if "/" in read.value else "text/plain"
    if kind is not read.value and read.value:
        doubts.append("mime-type-malformed")
    elif read.value and kind.partition("/")[0] not in TOP_LEVEL_TYPES:
        doubts.append("mime-type-unknown")  # "x-multipart/mixed" is taken apart by some
    return Kind(
        kind,
        read.parameters,
        tuple(dict.fromkeys(others)),
        tuple(dict.fromkeys(names)),
        tuple(dict.fromkeys(doubts)),
        read.defects,
    )


def _differs(one: Parameterized, other: Parameterized) -> bool:
    return one.value != other.value or one.parameters != other.parameters


class Names(NamedTuple):
    """The disposition word, every file name (the one a client shows first), and the codes of doubts and defects."""

    disposition: str | None = None
    names: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()


def names_of(fields: tuple[HeaderField, ...], kind: Kind) -> Names:
    """Under which names a part travels (MIME-14).

    A client shows ``filename`` of Content-Disposition, else ``name`` of Content-Type (RFC 2183 2.3); some fall back to
    Content-Description.
    """
    values = distinct(fields, "content-disposition")
    if not values and not kind.names:
        return Names(None, tuple(_described(fields)))
    names: list[str] = []
    doubts: list[str] = []
    defects: list[str] = []
    words: list[str] = []
    for value in values:
        read = parse_parameterized(value)
        words.append(read.value)
        names += [text for name, text in read.parameters.items() if name == "filename"]
        names += [text for name, text in read.repeated if name == "filename"]
        doubts += read.doubts
        defects += read.defects
    if len(values) > 1:
        # By its type it is a calendar whatever its name.
        known = calendar_type(kind.value, kind.parameters)
        (defects if known else doubts).append("mime-duplicate-content-disposition")
    # RFC 2183 2.3
    names += kind.names
    if not names:
        names += _described(fields)
    unique = dict.fromkeys
    return Names(words[0] if words else None, tuple(unique(names)), tuple(unique(doubts)), tuple(unique(defects)))


def _described(fields: tuple[HeaderField, ...]) -> list[str]:
    """The name some fall back to where there is none: Content-Description, when it ends like a calendar's."""
    described = first(fields, "content-description")
    if described is None or not described.value.rstrip().lower().endswith(b".ics"):
        return []
    return [decode_words(described.value)]
