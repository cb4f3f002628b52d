"""The quick check and the thorough one agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.sole_author import sole_author
from salver.read.authors import authors, whole_header
from salver.read.reading import read_message


def found(head: bytes) -> str | None:
    message = read_message(head + b"Subject: x\r\n\r\n")
    return sole_author(message, message.from_field.only, DEFAULT_LIMITS)


@pytest.mark.parametrize(
    "head",
    [
        b"From: ada@a.example\r\n",
        b"Date: x\r\nFrom: Ada Lovelace <ada@a.example>\r\n",
        b"From: =?utf-8?q?Ad=C3=A4?= <ada@a.example>\r\n",
        b'From: "Lovelace, Ada" <ada@a.example>\r\n',
        b"From: ada@a.example (Ada)\r\n",
        b"From: Ada\r\n <ada@a.example>\r\n",
        b"X-From: any@evil.test\r\nFrom: ada@a.example\r\n",
        b"From: ada@a.example\r\nFromage: any@evil.test\r\n",
    ],
)
def test_an_honest_author_stays(head: bytes) -> None:
    assert found(head) == "ada@a.example"


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: a\r\n",
        b"From\r\n : bank@bank.example\r\nFrom: any@evil.test\r\n",
        b"From: =?utf-8?b?PGFkYUBiYW5rLmV4YW1wbGU+LA==?= <any@evil.test>\r\n",
        b"From: any@evil.test\r\nFr\0om: bank@bank.example\r\n",
        b"Subject: a\rFrom: bank@bank.example\r\nFrom: any@evil.test\r\n",
        b"\xef\xbb\xbfFrom: bank@bank.example\r\nFrom: any@evil.test\r\n",
        b"From: any@evil.test\r\n\0From: bank@bank.example\r\n",
        b"From: any@evil.test\r\n\x0bFrom: bank@bank.example\r\n",
        b"From: any@evil.test\r\nX: y\x7fFrom: bank@bank.example\r\n",
        b"From: any@evil.test\r\n" + b"X: y\r\n" * 1_000,
        b"From: any@evil.test\r\n\r\r\nFrom: bank@bank.example\r\n",
    ],
)
def test_where_programs_may_disagree_there_is_none(head: bytes) -> None:
    assert found(head) is None


LINES = st.lists(
    st.sampled_from(
        [
            b"From: a@a.example\r\n",
            b"From: A <a@a.example>\r\n",
            b"From : b@b.example\r\n",
            b" From: b@b.example\r\n",
            b"From\t\r\n : b@b.example\r\n",
            b"FROM:b@b.example\n",
            b"From: =?utf-8?q?b=40b.example?=\r\n",
            b"From: =?utf-8?q?b=40b.example?= <a@a.example>\r\n",
            b"From: B =?utf-8?b?PGJAYi5leGFtcGxlPg==?= <a@a.example>\r\n",
            b"From: B =?utf-8?b?w6Q=?= =?utf-8?q?=C3=A4?= C <a@a.example>\r\n",
            b"From: =?utf-8?q?=0A?= <a@a.example>\r\n",
            b"From: B=?utf-8?q?b?=<a@a.example>\r\n",
            b"\rFrom: c@c.example\r\n",
            b"Resent-From: d@d.example\r\n",
            b"Sender: e@e.example\r\n",
            b"X: \0\r\n",
            b"X: from: f@f.example\r\n",
            b"F\x01rom: g@g.example\r\n",
            b"\x0bFrom: h@h.example\r\n",
            b"\0From: i@i.example\r\n",
            b"X: y\x7fFrom: j@j.example\r\n",
            b"\r\r\n",
        ]
    ),
    max_size=4,
).map(b"".join)


@given(LINES)
def test_the_quick_check_passes_over_nothing(head: bytes) -> None:
    message = read_message(head + b"\r\n")
    author = message.from_field.only
    if authors(message).ambiguous or not whole_header(message):
        assert sole_author(message, author, DEFAULT_LIMITS) is None
    else:
        assert sole_author(message, author, DEFAULT_LIMITS) == author
