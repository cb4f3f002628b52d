from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.read.authors import authors, claimed
from salver.read.reading import read_file, read_message
from tests.collection import files, needed
from tests.read.cost import cost

ADA = "ada@example.com"
BOSS = "boss@victim.example"


@pytest.mark.parametrize(
    "value",
    [
        b" ada@example.com",
        b" <ada@example.com>",
        b" Ada Example <ada@example.com>",
        b' "Example, Ada" <ada@example.com>',
        b' "boss@victim.example" <ada@example.com>',
        b' "Boss <boss@victim.example>" <ada@example.com>',
        b' "a \\"nick\\" b" <ada@example.com>',
        b" =?utf-8?q?Ada_=40_Work?= <ada@example.com>",
        b" =?utf-8?q?Ada_@_Work?= <ada@example.com>",
        b" =?utf-8?q?boss=40victim.example?= <ada@example.com>",
        b" Ada @ Work <ada@example.com>",
        b" Ada (@ada) <ada@example.com>",
        b" Doe, Ada <ada@example.com>",
        b" Ada <Ada@Example.COM>, ada@example.com",
        b" ada@example.com (Ada Example)",
        b" ada(x)@example.com",
        b" ada@example.com <ada@example.com>",
        b" Ada <ada@example.com",
        b' "Ada <ada@example.com>',
        b" Ada <ada@example.com>,",
        b" Team: Ada <ada@example.com>;",
        b" Ada <ada@example.com\0>",
        b" Ada\r\n <ada@example.com>",
        b" 'ada@example.com' <ada@example.com>",
    ],
)
def test_one_author_however_untidy(value: bytes) -> None:
    assert claimed(value) == [ADA]


@pytest.mark.parametrize(
    "value",
    [
        b" boss@victim.example, ada@example.com",
        b" boss@victim.example <ada@example.com>",
        b" <boss@victim.example> <ada@example.com>",
        b" <boss@victim.example>ada@example.com",
        b" boss@victim.example\\,<ada@example.com>",
        b" boss@victim.example (<ada@example.com>)",
        b" boss@victim.example (ada@example.com)",
        b" <boss@victim.example(ada@example.com)>",
        b" =?utf-8?b?Ym9zc0B2aWN0aW0uZXhhbXBsZQ==?=, <ada@example.com>",
        b" =?utf-8?b?PGJvc3NAdmljdGltLmV4YW1wbGU+?= <ada@example.com>",
        b" =?utf-8?q?x=0A=3Cboss=40victim.example=3E?= <ada@example.com>",
        b" <boss@victim.example\0>, <ada@example.com>",
        b' "a\\" <boss@victim.example>, " <ada@example.com>',
        b' "boss@victim.example: <ada@example.com>',
        b" boss@victim.example: ada@example.com;",
        b" <boss@victim.example; ada@example.com>",
    ],
)
def test_two_authors(value: bytes) -> None:
    assert set(claimed(value)) == {ADA, BOSS}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b" <@relay.test,@b.test:ada@example.com>", ["@relay.test", ADA]),
        (b' "ada@example.com"@evil.test', [ADA, "example.com@evil.test"]),
        (b" a@b.test@example.com", ["a@b.test", "b.test@example.com"]),
        (b" <=?utf-8?q?ada?=@example.com>", ["=?utf-8?q?ada?=@example.com", ADA]),
        (b" ada@[192.0.2.1]", ["ada@[192.0.2.1]"]),
        (b" ada@example.com\x00@evil.test", [ADA, "ada@example.com", "example.com@evil.test", "@evil.test"]),
        (b" Ada", []),
        (b" undisclosed-recipients:;", []),
        (b"", []),
    ],
)
def test_other_fields(value: bytes, found: list[str]) -> None:
    if b"\0" in value:
        assert set(claimed(value)) >= {ADA, "example.com@evil.test"}
    else:
        assert claimed(value) == found


def read(head: bytes) -> tuple[tuple[str, ...], bool, bool]:
    found = authors(read_message(head + b"To: me@home.example\r\n\r\nHi\r\n"))
    return found.addresses, found.missing, found.ambiguous


@pytest.mark.parametrize(
    "head",
    [
        b"From: boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"From : boss@victim.example\r\nFrom: ada@example.com\r\n",
        b" From: boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"From\r\n : boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"\xef\xbb\xbfFrom: boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"Fr\0om: boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"From\0: boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"X-Note: a\rFrom: boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"From: ada@example.com\rFrom: boss@victim.example\r\n",
        b"From : boss@victim.example\r\nSender: ada@example.com\r\n",
    ],
)
def test_fields_that_some_reader_takes_for_from(head: bytes) -> None:
    addresses, _, ambiguous = read(head)
    assert set(addresses) >= {ADA, BOSS}
    assert ambiguous


@pytest.mark.parametrize(
    "head",
    [
        b"From: ada@example.com\r\n",
        b"From: ada@example.com\r\nFrom: Ada <ada@example.com>\r\n",
        b"From: ada@example.com\r\nSender: boss@victim.example\r\nReply-To: boss@victim.example\r\n",
        b"From: ada@example.com\r\nResent-From: boss@victim.example\r\n",
        b"From: ada@example.com\r\nX-From: boss@victim.example\r\n",
        b"From: ada@example.com\r\nSubject: x\r\n From: boss@victim.example\r\n",
        b"From : ada@example.com\r\n",
        b">From boss@victim.example Mon\r\nFrom: ada@example.com\r\n",
        b"from: ada@example.com\r\n",
        b"From boss@victim.example Mon Nov 24\r\nFrom: ada@example.com\r\n",
    ],
)
def test_one_author(head: bytes) -> None:
    assert read(head) == ((ADA,), False, False)


def test_a_message_that_names_nobody() -> None:
    assert read(b"Subject: x\r\n") == ((), True, False)
    assert read(b"Sender: ada@example.com\r\n") == ((ADA,), True, True)
    assert read(b"From: Ada\r\nResent-From: ada@example.com\r\n") == ((ADA,), True, True)


def test_a_field_too_long_to_be_read_is_ambiguous() -> None:
    raw = b"From: " + b"x" * 300 + b" <ada@example.com>\r\n\r\nHi\r\n"
    found = authors(read_message(raw), Limits(author_characters=200))
    assert found.unread
    assert found.ambiguous


@given(st.binary(max_size=200))
def test_any_bytes(value: bytes) -> None:
    assert all("@" in address for address in claimed(value))
    authors(read_message(b"From: ada@example.com\r\n" + value))


@pytest.mark.parametrize("unit", [b"a@", b"(", b'"', b"<a@b>", b"=?utf-8?q?a@b?= ", b"<@a:", b"@", b"[", b"a@b,"])
def test_ten_times_the_bytes_cost_no_more_than_ten_times_the_time(unit: bytes) -> None:
    limits = Limits(author_characters=1_000_000)
    small, large = unit * (4_000 // len(unit)), unit * (40_000 // len(unit))
    assert cost(lambda: claimed(large, limits)) < 15 * max(cost(lambda: claimed(small, limits)), 0.001)


@needed
def test_honest_invitations_have_one_author() -> None:
    ambiguous = [
        entry["path"]
        for kind in ("imip-mail", "calendar-named-mail")
        for entry, raw in files(kind, "benign")
        if authors(read_file(raw)).ambiguous
    ]
    assert ambiguous == []
