from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.core.limits import Limits
from salver.read.cms import begins_cms, read_cms
from tests.collection import FOLDER, needed
from tests.read.asn1 import COMPRESSED, ENVELOPED, OPEN_END, SIGNED, open_value, signed_data, value
from tests.read.cost import cost

INNER = b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"


def test_signed_content_is_found() -> None:
    found = read_cms(signed_data(INNER), LIMITS)
    assert (found.kind, found.content, found.broken, found.truncated) == ("signed", INNER, False, False)


@given(st.binary(max_size=300), st.integers(1, 50))
def test_content_in_pieces_and_open_lengths_come_back(content: bytes, size: int) -> None:
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    string = open_value(0x24, b"".join(value(0x04, piece) for piece in pieces))
    data = open_value(
        0x30,
        value(0x06, SIGNED),
        open_value(
            0xA0,
            open_value(
                0x30,
                value(0x02, b"\1"),
                open_value(0x31, open_value(0x30, value(0x06, b"\x2a"))),
                open_value(0x30, value(0x06, b"\x2a"), open_value(0xA0, string)),
            ),
        ),
    )
    found = read_cms(data, LIMITS)
    assert (found.kind, found.content, found.broken) == ("signed", content, False)


def test_pieces_of_pieces() -> None:
    string = value(0x24, value(0x24, value(0x04, b"a"), value(0x04, b"b")), value(0x04, b"c"))
    assert read_cms(signed_data(string=string), LIMITS).content == b"abc"


def test_a_detached_signature_has_no_content() -> None:
    assert read_cms(signed_data(None), LIMITS)[:3] == ("signed", None, False)


@pytest.mark.parametrize(("oid", "kind"), [(ENVELOPED, "encrypted"), (COMPRESSED, "compressed"), (b"\x2a", "none")])
def test_other_kinds(oid: bytes, kind: str) -> None:
    data = value(0x30, value(0x06, oid), value(0xA0, value(0x30, b"\x02\x01\x00")))
    assert read_cms(data, LIMITS).kind == kind
    assert begins_cms(data) == (kind != "none")


@pytest.mark.parametrize(
    "data", [b"", b"\x30", b"\x30\x80", b"BEGIN:VCALENDAR", b"\x30\x80\x06\xff", b"\x30\x89" + b"\xff" * 20]
)
def test_what_is_no_cms(data: bytes) -> None:
    assert read_cms(data, LIMITS)[:2] == ("none", None)


def test_what_is_cut_off_shows_what_came_so_far() -> None:
    data = signed_data(INNER)
    found = read_cms(data[: data.index(INNER) + 30], LIMITS)
    assert (found.kind, found.content, found.broken) == ("signed", INNER[:30], True)


def test_a_piece_longer_than_the_whole_is_broken() -> None:
    string = b"\x24\x05" + value(0x04, b"abcdefgh")
    found = read_cms(signed_data(string=string), LIMITS)
    assert found.broken
    assert found.content == b"abcdefgh"


def test_too_many_values_and_too_deep_a_nest_stop_the_walk() -> None:
    many = read_cms(signed_data(string=value(0x24, value(0x04, b"x") * 200)), Limits(asn1_values=100))
    assert (many.kind, many.truncated) == ("signed", True)
    assert many.content
    deep = value(0x04, b"x")
    for _ in range(LIMITS.asn1_depth + 1):
        deep = value(0x24, deep)
    assert read_cms(signed_data(string=deep), LIMITS).truncated
    nest = b"\x30\x80" * 100_000
    head = b"\x30\x80" + value(0x06, SIGNED) + b"\xa0\x80\x30\x80" + value(0x02, b"\1")
    assert read_cms(head + b"\x31\x80" + nest, LIMITS).truncated


@given(st.binary(max_size=100))
def test_any_bytes(data: bytes) -> None:
    read_cms(data, LIMITS)
    read_cms(b"\x30\x80" + value(0x06, SIGNED) + b"\xa0\x80\x30\x80" + data + OPEN_END, LIMITS)


@given(st.data())
def test_any_change_of_a_good_one(data: st.DataObject) -> None:
    good = bytearray(signed_data(INNER))
    for _ in range(data.draw(st.integers(1, 4))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    read_cms(bytes(good), LIMITS)


def test_large_content_costs_little() -> None:
    data = signed_data(b"x" * 10_000_000)
    assert read_cms(data, LIMITS).content
    assert cost(lambda: read_cms(data, LIMITS)) < 0.1


@needed
def test_the_signed_mail_others_collected_reads_as_another_reader_reads_it() -> None:
    """Every opaque-signed message of the collection: our content is asn1crypto's."""
    cms = pytest.importorskip("asn1crypto.cms")
    from salver.read.containers import signed
    from salver.read.mime import Walk

    compared = 0
    for path in sorted((FOLDER / "signatures").rglob("*.eml")):
        walk = Walk(LIMITS)
        raw = path.read_bytes()
        walk.message(raw, len(raw))
        for entity in walk.entities:
            ours = signed(entity, LIMITS)
            if ours is None or ours.kind != "signed" or ours.broken:
                continue
            theirs = cms.ContentInfo.load(entity.content())["content"]["encap_content_info"]["content"].native
            assert ours.content == theirs, f"{path}, part {entity.number}"
            compared += 1
    assert compared >= 10
