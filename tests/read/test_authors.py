from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.read.authors import authors, claimed, whole_header
from salver.read.reading import read_file, read_message
from tests.collection import files, needed
from tests.read.cost import cost
from tests.read.hostile import HEADERS

ADA = "ada@example.com"
BOSS = "boss@victim.example"


def linear(small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Whether ten times the bytes cost little more than ten times the time, in one of three tries on a busy machine."""
    return any(cost(large) < 15 * max(cost(small), 0.001) for _ in range(3))


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
        b" boss@victim.example via Team <ada@example.com>",
        b" 'boss@victim.example' via Team <ada@example.com>",
        b" Yoga@Home <ada@example.com>",
        b' "Ada \\"yoga@home\\"" <ada@example.com>',
        b' "Ada \\"boss@victim.example\\"" <ada@example.com>',
        b" ada@example.com (Ada, boss@victim.example)",
        b" Ada (boss@victim.example before) <ada@example.com>",
        b" ada@example .com",
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
        b" boss@victim.example via Team <ada@example.com>, x",
        b" boss@victim.example via Team <ada@example.com",
        b" boss@victim.example, via Team <ada@example.com>",
        b" Team <boss@victim.example> via <ada@example.com>",
        b" boss@victim.example via\0Team <ada@example.com>",
        b" boss@victim.example Team ada@example.com",
        b" boss@victim .example, <ada@example.com>",
        b" ada@example.com (Boss <boss@victim.example>)",
        b" ada@example.com(x boss@victim.example)",
        b" =?utf-8?q?=3Cboss=40victim.example=3E?= boss@victim.example via <ada@example.com>",
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
        b"\0From: boss@victim.example\r\nFrom: ada@example.com\r\n",
        b"From: ada@example.com\r\n\0\0From: boss@victim.example\r\n",
        b"From: ada@example.com\r\n\x0bFrom: boss@victim.example\r\n",
        b"From: ada@example.com\r\nX-Note: a\x0cFrom: boss@victim.example\r\n",
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


def test_a_name_alone_with_the_one_who_sent_it_is_not_ambiguous() -> None:
    assert read(b"From: Ada\r\nSender: ada@example.com\r\n") == ((ADA,), False, False)
    assert read(b"From: Ada\r\nSender: ada@example.com\r\nSender: boss@victim.example\r\n")[2]
    assert read(b"From:\r\nSender: ada@example.com\r\n") == ((ADA,), True, True)
    assert read(b"From: Ada\r\nFrom: Boss\r\nSender: ada@example.com\r\n")[2]
    assert read(b"From : Ada\r\nSender: ada@example.com\r\n")[2]


def test_a_domain_without_a_dot_counts_where_there_is_no_other() -> None:
    assert read(b"From: root@localhost\r\n") == (("root@localhost",), False, False)
    assert claimed("boss@victim\u3002example, ada@example.com".encode()) == ["boss@victim\u3002example", ADA]


def test_too_many_fields_are_ambiguous() -> None:
    raw = b"From: ada@example.com\r\n" * 3 + b"\r\nHi\r\n"
    assert not authors(read_message(raw), Limits(author_fields=3)).ambiguous
    assert authors(read_message(raw), Limits(author_fields=2)).unread


@pytest.mark.parametrize(
    "between",
    [b"\r\r\n", b"X: y\r\n" * 1_000, b"X: " + b"y" * 530_000 + b"\r\n"],
    ids=["stray return", "too many fields", "too long"],
)
def test_a_header_that_goes_on_for_some_reader_is_not_whole(between: bytes) -> None:
    raw = b"From: ada@example.com\r\n" + between + b"From: boss@victim.example\r\n\r\nHi\r\n"
    assert not whole_header(read_message(raw))


@pytest.mark.parametrize("end", [b"\r\n\r\nHi\r\n", b"\n\nHi\n", b"\r\n", b"\r\n\r\n", b""])
def test_a_header_that_ends_is_whole(end: bytes) -> None:
    assert whole_header(read_message(b"From: ada@example.com" + end))
    assert whole_header(read_message(b"\r\nHi\r\n"))


@pytest.mark.parametrize("name", ["From behind returns", "From inside a line", "From fields", "From behind blanks"])
def test_many_fields_cost_no_more_than_their_bytes(name: str) -> None:
    small, large = (read_message(HEADERS[name](size)) for size in (30_000, 300_000))
    assert linear(lambda: authors(small), lambda: authors(large))
    assert cost(lambda: authors(large)) < 1


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
    assert linear(lambda: claimed(small, limits), lambda: claimed(large, limits))


@needed
def test_honest_invitations_have_one_author() -> None:
    ambiguous = [
        entry["path"]
        for kind in ("imip-mail", "calendar-named-mail")
        for entry, raw in files(kind, "benign")
        if authors(read_file(raw)).ambiguous
    ]
    assert ambiguous == []
