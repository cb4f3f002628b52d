from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.core.limits import Limits
from salver.read.archives import binhex_names, gzip_names, packed_name, zip_names
from tests.read.cost import cost

LETTERS = b"!\"#$%&'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr"


def zipped(*names: str) -> bytes:
    """A zip file with a few bytes under each name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"content " * 20)
    return out.getvalue()


def binhex(name: bytes, length: int = 10) -> bytes:
    """The first line of a file in BinHex; ``length`` is that of the name when runs are undone."""
    data = bytes((length,)) + name + b"\0TEXTttxt"
    bits = "".join(f"{byte:08b}" for byte in data)
    letters = bytes(LETTERS[int(bits[at : at + 6].ljust(6, "0"), 2)] for at in range(0, len(bits), 6))
    return b"(This file must be converted with BinHex 4.0)\r\n\r\n:" + letters + b":\r\n"


def test_zip_names() -> None:
    assert zip_names(zipped("a.txt", "dir/invite.ics"), b"", LIMITS).names == ("a.txt", "dir/invite.ics")


def test_both_directories_of_a_zip_file_are_listed() -> None:
    data = zipped("invite.ics")
    local = data.replace(b"invite.ics", b"photo1.png", 1)
    assert set(zip_names(local, b"", LIMITS).names) == {"invite.ics", "photo1.png"}
    place = data.rindex(b"invite.ics")
    central = data[:place] + b"photo1.png" + data[place + 10 :]
    assert set(zip_names(central, b"", LIMITS).names) == {"invite.ics", "photo1.png"}


def test_the_name_in_the_extra_field_of_a_zip_file_is_listed() -> None:
    extra = b"up" + (5 + 10).to_bytes(2, "little") + b"\1" + b"\0" * 4 + b"invite.ics"
    head = b"PK\x03\x04" + b"\0" * 22 + (5).to_bytes(2, "little") + len(extra).to_bytes(2, "little")
    assert zip_names(head + b"a.png" + extra, b"", LIMITS).names == ("a.png", "invite.ics")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\xff" * 40, b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_zip_file_has_no_names(data: bytes) -> None:
    assert zip_names(data, b"", LIMITS) == ((), False)


def test_too_many_names_are_said_to_be() -> None:
    found = zip_names(zipped(*(f"{n}.txt" for n in range(20))), b"", Limits(archive_names=10))
    assert (len(found.names), found.truncated) == (10, True)


def test_gzip_names() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("invite.ics", "wb", fileobj=out) as file:
        file.write(b"x")
    assert gzip_names(out.getvalue()).names == ("invite.ics",)
    assert gzip_names(gzip.compress(b"x")).names == ()
    assert gzip_names(b"\x1f\x8b\x08\x08").names == ()
    assert gzip_names(b"\x1f\x8b\x08\x0c" + b"\0" * 6 + b"\x02\x00xxa.ics\0").names == ("a.ics",)


def test_binhex_names() -> None:
    found = binhex_names(b"Hello\r\n" + binhex(b"invite.ics"), LIMITS)
    assert found is not None
    assert found.names == ("invite.ics",)
    run = binhex_names(binhex(b"invite.ic\x90\x01s"), LIMITS)  # a run of one
    assert run is not None
    assert run.names == ("invite.ics",)
    assert binhex_names(b"no file", LIMITS) is None
    assert binhex_names(b"> (This file must be converted with BinHex 4.0)\r\n:", LIMITS) is None


@pytest.mark.parametrize(
    ("name", "inner"),
    [("invite.ics.gz", "invite.ics"), ("A.ICS.ZIP ", "a.ics"), ("a.zip.", "a"), ("invite.ics", None), ("", None)],
)
def test_packed_names(name: str, inner: str | None) -> None:
    assert packed_name(name) == inner


@given(st.binary(max_size=300))
def test_any_bytes(data: bytes) -> None:
    zip_names(b"PK\x03\x04" + data, b"PK\x01\x02" + data, LIMITS)
    gzip_names(b"\x1f\x8b\x08" + data)
    binhex_names(b"(This file must be converted with BinHex 4.0)\n:" + data, LIMITS)


def test_many_marks_cost_no_more_than_their_bytes() -> None:
    unit, limits = b"PK\x03\x04" + b"\0" * 22 + b"\xf4\1\xff\xff", Limits(archive_names=100_000)
    small, large = unit * 2_000, unit * 20_000
    assert cost(lambda: zip_names(large, b"", limits)) < 15 * cost(lambda: zip_names(small, b"", limits))
