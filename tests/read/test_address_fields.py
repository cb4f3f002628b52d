from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.read.address_fields import parse_address_field, several_fields


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        (b" ada@example.com", "ada@example.com", None),
        (b"Ada Example <ada@example.com>", "ada@example.com", "Ada Example"),
        (b'"Example, Ada" <ada@example.com>', "ada@example.com", "Example, Ada"),
        (b'"Ada \\"A\\" E" <ada@example.com>', "ada@example.com", 'Ada "A" E'),
        (b"=?utf-8?q?B=C3=BCro?= <ada@example.com>", "ada@example.com", "Büro"),
        ("Büro <ada@example.com>".encode(), "ada@example.com", "Büro"),
        (b"Ada Q. Example\r\n <ada@example.com>", "ada@example.com", "Ada Q. Example"),
        (b"<ada@example.com>", "ada@example.com", None),
        (b"ada@example.com (Ada Example)", "ada@example.com", "Ada Example"),
        (b'"boss@victim.example" <ada@evil.test>', "ada@evil.test", "boss@victim.example"),
        (b"ada@example.com <ada@example.com>", "ada@example.com", "ada@example.com"),
        (b"Team: Ada <ada@example.com>;", "ada@example.com", "Ada"),
        (b"Ada <ada@example.com>,", "ada@example.com", "Ada"),
    ],
)
def test_plain_fields(value: bytes, address: str, name: str | None) -> None:
    field = parse_address_field(value)
    assert field.only == address
    assert (field.mailboxes[0].name.raw if field.mailboxes[0].name else None) == name


@pytest.mark.parametrize(
    "value",
    [
        b"boss@victim.example <ada@evil.test>",
        b"<boss@victim.example> <ada@evil.test>",
        b"<boss@victim.example>, <ada@evil.test",
        b"Ada <ada@example.com> boss@victim.example",
        b"Ada <ada@example.com",
        b'"Ada <ada@example.com>',
        b"(Ada <ada@example.com>",
        b"ada(x)@example.com",
        b"ada@example.com (boss@victim.example)",
        b"<@relay.example:ada@example.com>",
        b"Ada <ada@example.com\0>",
        b"ada @example.com",
        b"=?utf-8?q?ada=40example.com?=",
        b"<=?utf-8?q?ada?=@example.com>",
        b"Name, jehd <ada@example.com>",
        b"Ada",
        b"ada@[192.0.2.1]",
        b"Team: ada@example.com",
        b"a@b@example.com",
        b"Ada: Bob <ada@example.com>",
    ],
)
def test_what_could_be_read_otherwise_is_unusable(value: bytes) -> None:
    field = parse_address_field(value)
    assert not field.usable
    assert field.only is None


def test_several_authors_are_usable_but_not_one() -> None:
    field = parse_address_field(b"ada@example.com, Bob <bob@example.com>")
    assert field.usable
    assert field.only is None
    assert [mailbox.address for mailbox in field.mailboxes] == ["ada@example.com", "bob@example.com"]


def test_an_empty_group_names_nobody() -> None:
    field = parse_address_field(b"undisclosed-recipients:;")
    assert (field.usable, field.mailboxes, field.only) == (True, (), None)


def test_two_fields_are_never_usable() -> None:
    field = several_fields([b"ada@example.com", b"ada@example.com"])
    assert not field.usable
    assert len(field.mailboxes) == 2
    assert several_fields([]).usable


@given(st.binary(max_size=200))
def test_any_bytes(value: bytes) -> None:
    field = parse_address_field(value)
    assert all(mailbox.address.count("@") == 1 for mailbox in field.mailboxes)
