from __future__ import annotations

from salver.read.entities import Entity, Extent
from salver.read.message import Span


def test_offsets_inside_decoded_content_are_those_of_the_frame() -> None:
    plain = Extent(b"abc", 0, 3)
    decoded = Extent(b"abc", 0, 3, Span(100, 200))
    assert (plain.at(2), plain.span(1, 2)) == (2, Span(1, 2))
    assert (decoded.at(2), decoded.span(1, 2)) == (100, Span(100, 200))


def test_a_doubt_reaches_everything_inside() -> None:
    outer = Entity("0", 0, Extent(b"", 0, 0), None, False)
    inner = Entity("1", 0, Extent(b"", 0, 0), outer, False)
    other = Entity("0", 0, Extent(b"", 0, 0), None, False)
    outer.doubt("x", 0)
    assert inner.doubtful()
    assert not other.doubtful()
    assert inner.depth == 1
