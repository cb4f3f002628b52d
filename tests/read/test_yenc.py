from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from salver.read.yenc import decode, files
from tests.read.cost import cost
from tests.read.samples import EVENT

MOST = 1_000_000
CRITICAL = b"\0\n\r="


def encoded(data: bytes, name: bytes = b"invite.ics", width: int = 128, part: bool = False) -> bytes:
    """A file in yEnc, as news readers write it."""
    letters = []
    for byte in data:
        letter = (byte + 42) % 256
        letters.append(b"=" + bytes(((letter + 64) % 256,)) if letter in CRITICAL else bytes((letter,)))
    lines = [b"".join(letters[at : at + width]) for at in range(0, len(letters), width)]
    head = b"=ybegin line=%d size=%d name=%s" % (width, len(data), name)
    head += b"\r\n=ypart begin=1 end=%d" % len(data) if part else b""
    return b"\r\n".join([head, *lines, b"=yend size=%d" % len(data), b""])


@given(st.binary(max_size=400), st.integers(1, 130), st.booleans())
def test_what_was_encoded_comes_back(data: bytes, width: int, part: bool) -> None:
    assert list(files(b"Hello\r\n" + encoded(data, width=width, part=part) + b"Bye\r\n", MOST)) == [
        (b"invite.ics", data)
    ]


def test_several_files_and_one_without_an_end() -> None:
    text = encoded(b"one", b"1.txt") + b"between\r\n" + encoded(EVENT, b"my file.ics").rpartition(b"=yend")[0]
    assert list(files(text, MOST)) == [(b"1.txt", b"one"), (b"my file.ics", EVENT)]


def test_only_so_much_is_decoded() -> None:
    found = list(files(encoded(b"x" * 100) + encoded(b"y" * 100), 50))
    assert [len(content) for _, content in found] == [50, 0]


def test_prose_is_no_file() -> None:
    assert list(files(b"> =ybegin line=1 size=1 name=a\r\nthe =ybegin word", MOST)) == []


def test_an_escape_that_breaks_off() -> None:
    assert decode(b"=", 5) == bytes(((ord("=") - 42 - 64) % 256,))
    assert decode(b"", 5) == b""


def test_so_many_escapes_are_undone() -> None:
    data = b"=" + bytes(((0x41 + 42 + 64) % 256,))
    assert decode(data * 5, 5) == b"AAAAA"
    assert decode(data * 6, 5) == b"AAAAA"


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    list(files(b"=ybegin line=1 name=x\n" + data, MOST))


def test_many_beginnings_cost_no_more_than_their_bytes() -> None:
    small, large = b"=ybegin line=1 name=a\n" * 2_000, b"=ybegin line=1 name=a\n" * 20_000
    assert len(list(files(large, MOST))) == 20_000
    assert cost(lambda: list(files(large, MOST))) < 15 * cost(lambda: list(files(small, MOST)))
