from __future__ import annotations

import email
import email.message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.message import Part
from salver.read.mime import Walk
from tests.read.samples import EVENT, INVITATION, TEXT, base64_part, message, multipart, part


def walk(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[dict[str, Part], Walk]:
    found = Walk(limits)
    found.message(raw, len(raw))
    return {entity.part.number: entity.part for entity in found.entities}, found


def test_numbers_follow_imap() -> None:
    forwarded = part("message/rfc822", message(multipart(TEXT, TEXT, boundary="in")))
    plain = part("message/rfc822", message(TEXT))
    parts, _ = walk(message(multipart(multipart(TEXT, TEXT, boundary="b2"), forwarded, plain)))
    assert list(parts) == ["0", "1", "1.1", "1.2", "2", "2.0", "2.1", "2.2", "3", "3.1"]
    assert [number for number, one in parts.items() if one.nested] == ["2.0", "2.1", "2.2", "3.1"]


def test_a_single_part_is_number_one() -> None:
    assert list(walk(message(TEXT))[0]) == ["1"]


def test_spans_give_the_bytes_back() -> None:
    parts, _ = walk(INVITATION)
    calendar = parts["1.2"]
    assert INVITATION[calendar.body_span.start : calendar.body_span.end] + b"\r\n" == EVENT + b"\r\n"
    whole = INVITATION[calendar.span.start : calendar.span.end]
    assert whole.startswith(b"Content-Type: text/calendar")
    assert parts["0"].span.start == 0
    assert parts["0"].span.end == len(INVITATION)


def test_digest_parts_are_messages() -> None:
    parts, _ = walk(message(multipart(b"\r\n" + message(TEXT), kind="digest")))
    assert parts["1"].content_type == "message/rfc822"
    assert parts["1.1"].content_type == "text/plain"


def test_an_encoded_message_is_opened_and_doubted() -> None:
    parts, found = walk(message(base64_part("message/rfc822", message(TEXT))))
    assert parts["1.1"].content_type == "text/plain"
    assert parts["1.1"].span == parts["1"].body_span
    assert "mime-composite-encoded" in {one.code for one in found.defects}


FILE = "application/octet-stream; name=forwarded.eml"


def test_a_message_in_a_file_is_opened() -> None:
    for file in (part(FILE, message(TEXT)), base64_part(FILE, message(TEXT))):
        parts, found = walk(message(multipart(TEXT, file)))
        assert list(parts) == ["0", "1", "2", "2.1"]
        assert parts["2.1"].nested
        assert parts["2"].children == (parts["2.1"],)
        assert not [doubt for entity in found.entities for doubt in entity.doubts]


@pytest.mark.parametrize(
    "file",
    [
        part(FILE, b"PK\x03\x04"),
        part(FILE, b"note: this is no mail\r\n\r\n" + message(TEXT)),
        part("application/octet-stream; name=forwarded.bin", message(TEXT)),
        part("image/png; name=forwarded.eml", message(TEXT)),
        part(FILE, message(TEXT), "Content-Transfer-Encoding: base64 8bit"),
    ],
)
def test_other_files_are_not(file: bytes) -> None:
    assert list(walk(message(multipart(TEXT, file)))[0]) == ["0", "1", "2"]


@pytest.mark.parametrize("limits", [Limits(mime_depth=1), Limits(mime_parts=3)])
def test_a_message_in_a_file_keeps_to_the_limits(limits: Limits) -> None:
    parts, found = walk(message(multipart(TEXT, base64_part(FILE, message(TEXT)))), limits)
    assert list(parts) == ["0", "1", "2"]
    assert found.truncated


def test_an_encoding_on_a_multipart_that_is_not_encoded_is_ignored() -> None:
    raw = message(b"Content-Transfer-Encoding: quoted-printable\r\n" + multipart(TEXT))
    parts, found = walk(raw)
    assert "1" in parts
    assert not any(entity.doubts for entity in found.entities)


def test_an_inner_boundary_may_begin_with_the_outer_one() -> None:
    raw = message(multipart(multipart(TEXT, boundary="b1-x"), TEXT, boundary="b1"))
    parts, found = walk(raw)
    assert list(parts) == ["0", "1", "1.1", "2"]
    assert not any(entity.doubts for entity in found.entities)


def test_a_line_of_blanks_in_the_header_of_a_part_is_a_doubt() -> None:
    odd = b"Content-Type: text/plain\r\n \t\r\n ; charset=utf-8\r\n\r\nHello"
    _, found = walk(message(multipart(odd, TEXT)))
    assert [[one.code for one in entity.doubts] for entity in found.entities] == [[], ["header-blank-fold"], []]
    # The message's own header no signature takes for anything else.
    _, found = walk(message(multipart(TEXT)).replace(b"Subject: ", b"Subject: a\r\n \r\n ", 1))
    assert not any(entity.doubts for entity in found.entities)


def test_the_same_boundary_inside_is_a_doubt() -> None:
    _, found = walk(message(multipart(multipart(TEXT, boundary="b1"), TEXT, boundary="b1")))
    assert "mime-boundary-reused" in {one.code for one in found.entities[0].doubts}


@pytest.mark.parametrize("limits", [Limits(mime_depth=5), Limits(mime_parts=5)])
def test_limits_stop_the_walk(limits: Limits) -> None:
    entity = TEXT
    for depth in range(40):
        entity = multipart(entity, boundary=f"b{depth}")
    parts, found = walk(message(entity), limits)
    assert found.truncated
    assert len(parts) <= 6
    assert "mime-too-much" in {one.code for one in found.defects}


def test_many_parts_stop_at_the_limit() -> None:
    parts, found = walk(message(multipart(*[TEXT] * 50)), Limits(mime_parts=10))
    assert found.truncated
    assert len(parts) <= 11


def _shape(one: email.message.Message) -> list[str]:
    return [node.get_content_type() for node in one.walk()]


_leaf = st.sampled_from([TEXT, part("text/html", b"<p>x</p>"), base64_part("image/png", b"\x89PNG")])
_tree = st.recursive(
    _leaf, lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda parts: (parts,)), max_leaves=8
)


def _entity(tree: object, depth: int = 0) -> bytes:
    if isinstance(tree, tuple):
        return multipart(*[_entity(one, depth + 1) for one in tree[0]], boundary=f"level{depth}")
    assert isinstance(tree, bytes)
    return tree


@given(_tree)
def test_well_formed_trees_agree_with_the_standard_library(tree: object) -> None:
    raw = message(_entity(tree))
    ours = [one.content_type for one in walk(raw)[0].values()]
    assert ours == _shape(email.message_from_bytes(raw))


def test_other_message_types_are_opened_and_doubted() -> None:
    parts, found = walk(message(part("message/x-thing", message(TEXT))))
    assert list(parts) == ["1", "1.1"]
    assert parts["1.1"].nested
    assert "mime-message-type" in {one.code for one in found.defects}


@pytest.mark.parametrize("kind", ["message/delivery-status", "message/partial", "message/external-body"])
def test_reports_and_fragments_are_leaves(kind: str) -> None:
    parts, found = walk(message(part(kind, message(TEXT))))
    assert list(parts) == ["1"]
    assert not any(entity.doubts for entity in found.entities)
