from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.read.boundaries import Cut, cut


def parts(source: bytes, boundary: bytes = b"b", most: int = 100) -> tuple[list[bytes], Cut]:
    found = cut(source, 0, len(source), boundary, most)
    return [source[start:end] for start, end in found.parts], found


def test_the_line_end_before_a_delimiter_belongs_to_it() -> None:
    bodies, found = parts(b"pre\r\n--b\r\none\r\n--b\r\n\r\ntwo\r\n\r\n--b--\r\nepilogue")
    assert bodies == [b"one", b"\r\ntwo\r\n"]
    assert found.closed
    assert found.near == ()


def test_preamble_and_epilogue() -> None:
    source = b"pre\n--b\none\n--b--\nafter"
    found = parts(source)[1]
    assert source[slice(*found.preamble)] == b"pre\n"
    assert source[slice(*found.epilogue)] == b"after"


def test_missing_close_delimiter() -> None:
    bodies, found = parts(b"--b\r\none\r\n--b\r\ntwo")
    assert bodies == [b"one", b"two"]
    assert not found.closed


def test_blanks_after_the_boundary_are_padding() -> None:
    assert parts(b"--b \t\r\none\r\n--b-- \r\n")[0] == [b"one"]


def test_lines_that_only_begin_with_it_are_near() -> None:
    bodies, found = parts(b"--b\r\none\r\n--bb\r\ntwo\r\n --b\r\nthree\r\n--b--\r\n")
    assert bodies == [b"one\r\n--bb\r\ntwo\r\n --b\r\nthree"]
    assert len(found.near) == 2


def test_a_return_before_the_hyphens_makes_it_no_close_delimiter() -> None:
    bodies, found = parts(b"--b\r\none\r\n--b\r--\r\ntwo\r\n--b--\r\n")
    assert bodies == [b"one\r\n--b\r--\r\ntwo"]
    assert len(found.near) == 1


def test_returns_and_blanks_behind_a_delimiter() -> None:
    assert parts(b"--b\r\r\none\r\n--b--\r\r\n")[1].padded is None
    assert parts(b"--b \r\r\none\r\n--b--\r\n")[1].padded == 0
    assert parts(b"--b" + b" " * 500 + b"\r\none\r\n--b--\r\n")[1].near == (0,)


def test_an_empty_part_ends_where_it_begins() -> None:
    assert parts(b"--b\r\n--b\r\n\r\n--b--\r\n")[0] == [b"", b""]


def test_a_delimiter_after_the_end_is_near() -> None:
    assert len(parts(b"--b\r\none\r\n--b--\r\n--b\r\ntwo\r\n--b--\r\n")[1].near) == 1


def test_the_limit_on_parts() -> None:
    bodies, found = parts(b"--b\r\nx\r\n" * 20, most=5)
    assert len(bodies) == 5
    assert found.overflow


@given(st.lists(st.sampled_from([b"--b", b"--b--", b"\r\n", b"\n", b"x", b"--", b"b", b" "]), max_size=40))
def test_ranges_are_ordered_and_inside(tokens: list[bytes]) -> None:
    source = b"".join(tokens)
    found = parts(source)[1]
    last = found.preamble[1]
    for start, end in found.parts:
        assert last <= start <= end <= len(source)
        last = end
    assert last <= found.epilogue[1] == len(source)
