"""A part while it is being read: the ``Part`` for the outside, and what a second reading of it needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from salver.read.message import Defect, Part, Span
from salver.read.transfer import Encoding, decode


class Extent(NamedTuple):
    """``source[start:end]``. ``source`` is the message itself or decoded content inside it.

    For decoded content ``frame`` is the span of the message that stands for all of it; otherwise it is None and
    offsets of ``source`` are offsets of the message.
    """

    source: bytes
    start: int
    end: int
    frame: Span | None = None

    def span(self, start: int, end: int) -> Span:
        """A range of the source as a span of the message."""
        return self.frame or Span(start, end)

    def at(self, offset: int) -> int:
        """An offset of the source as an offset of the message: inside decoded content only the frame is known."""
        return self.frame.start if self.frame else offset


class Entity:
    """One entity of the tree (RFC 2045 2.4).

    ``start`` is where its header begins, ``head`` that header, ``body`` where its content stands. ``doubts`` are the
    defects for which readers come to different structures; ``other_types`` and ``encodings`` the further readings;
    ``names`` every file name any reader would show. ``regions`` are ranges of the body outside every part;
    ``undecoded`` is the body as it stood where ``body`` is now its decoded form.
    """

    __slots__ = (
        "body",
        "boundary",
        "depth",
        "doubts",
        "encodings",
        "head",
        "leaf",
        "names",
        "nested",
        "number",
        "other_types",
        "parent",
        "part",
        "regions",
        "start",
        "undecoded",
    )

    part: Part

    def __init__(self, number: str, start: int, body: Extent, parent: Entity | None, nested: bool) -> None:
        self.number = number
        self.start = start
        self.head = body._replace(start=start, end=body.start)
        self.body = body
        self.parent = parent
        self.nested = nested
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.leaf = True
        self.boundary = b""
        self.doubts: list[Defect] = []
        self.encodings: tuple[Encoding, ...] = ("7bit",)
        self.other_types: tuple[str, ...] = ()
        self.names: tuple[str, ...] = ()
        self.regions: list[tuple[int, int]] = []
        self.undecoded: Extent | None = None

    def raw_body(self) -> bytes:
        """The body as it stands, still in its transfer encoding."""
        return self.body.source[self.body.start : self.body.end]

    def content(self) -> bytes:
        """The decoded body, usual reading."""
        return decode(self.raw_body(), self.encodings[0])

    def doubt(self, code: str, offset: int) -> None:
        """Note that readers disagree here; ``offset`` counts in the source."""
        self.doubts.append(Defect(code, self.body.at(offset), self.number))

    def around(self) -> Iterator[Entity]:
        """This entity and every one around it, inside out."""
        entity: Entity | None = self
        while entity is not None:
            yield entity
            entity = entity.parent

    def doubtful(self) -> bool:
        """Whether readers may disagree on this entity or on one around it."""
        return any(entity.doubts for entity in self.around())
