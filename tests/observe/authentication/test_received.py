"""Received fields as mail servers write them, and as clients would like them to be written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.observe.authentication.received import Hop, client, first_foreign, read, received_at
from salver.read.message import HeaderField
from salver.read.reading import read_message

DATE = b"; Tue, 24 Nov 2026 13:00:00 +0100"
NOON = 1_795_521_600
BY = b" by mx.home.example with ESMTP id 4X" + DATE


@pytest.mark.parametrize(
    ("start", "hop"),
    [
        # Postfix
        (b"from mail.a.example (mail.a.example [203.0.113.9])", Hop("203.0.113.9", "mail.a.example", "mail.a.example")),
        (b"from [127.0.0.1] (unknown [203.0.113.9])", Hop("203.0.113.9", "[127.0.0.1]", None)),
        (b"from x (mail.a.example [IPv6:2001:db8::9])", Hop("2001:db8::9", "x", "mail.a.example")),
        (
            b"from x (a.example [203.0.113.9])\r\n\t(using TLSv1.3 with cipher X (256/256 bits))\r\n\t(No client)",
            Hop("203.0.113.9", "x", "a.example"),
        ),
        # Exim
        (b"from a.example ([203.0.113.9] helo=x)", Hop("203.0.113.9", "x", "a.example")),
        (
            b"from a.example ([203.0.113.9]:4711 helo=[127.0.0.1] ident=root)",
            Hop("203.0.113.9", "[127.0.0.1]", "a.example"),
        ),
        (b"from a.example ([203.0.113.9])", Hop("203.0.113.9", "a.example", None)),
        (b"from [203.0.113.9] (helo=[127.0.0.1])", Hop("203.0.113.9", "[127.0.0.1]", None)),
        (b"from [203.0.113.9] (port=4711 helo=x)", Hop("203.0.113.9", "x", None)),
        (b"from [203.0.113.9]:4711 (helo=x)", Hop("203.0.113.9", "x", None)),
        # sendmail
        (b"from x (a.example [203.0.113.9] (may be forged))", Hop("203.0.113.9", "x", "a.example")),
        (b"from x (root@a.example [203.0.113.9])", Hop("203.0.113.9", "x", "a.example")),
        (b"from x (IDENT:root@a.example. [203.0.113.9])", Hop("203.0.113.9", "x", "a.example")),
        # Exchange
        (b"from a.example (203.0.113.9)", Hop("203.0.113.9", "a.example", None)),
        (b"from a.example (2001:db8::9)", Hop("2001:db8::9", "a.example", None)),
        # qmail
        (b"from unknown (HELO x) (203.0.113.9)", Hop("203.0.113.9", "x", None)),
        (b"from a.example (HELO [127.0.0.1]) (root@203.0.113.9)", Hop("203.0.113.9", "[127.0.0.1]", "a.example")),
    ],
)
def test_what_servers_write(start: bytes, hop: Hop) -> None:
    assert read(start + b"\r\n\t" + BY) == hop._replace(time=NOON)


@pytest.mark.parametrize(
    "value",
    [
        b"from mx.home.example\r\n\tby mx.home.example with LMTP\r\n\tid kB (envelope-from <a@b.example>)",
        b"by mx.home.example (Postfix, from userid 1000) id 4X",
        b"from ada by mx.home.example with local (Exim 4.97) (envelope-from <ada@home.example>) id 1t",
        b"by mx.home.example with LMTP id 4X",
        b"(from ada@localhost) by mx.home.example (8.15.2/8.15.2/Submit) id 4X",
    ],
)
def test_what_was_handed_over_on_the_machine_itself(value: bytes) -> None:
    hop = read(value + DATE)
    assert hop is not None
    assert (hop.ip, hop.time) == ("unix", NOON)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"nonsense",
        b"from",
        b"from a.example" + BY,
        b"from a.example (a.example)" + BY,
        b"from a.example ([127.0.0.1]) (unknown [203.0.113.9]) with no by",
        b"from a.example ([999.0.0.1])" + BY,
        b"from a.example (x [127.0.0.1] [203.0.113.9])" + BY,
        b"from a.example (x [127.0.0.1]) junk" + BY,
        b"from a.example x ([127.0.0.1])" + BY,
        b"from [203.0.113.9] (helo=x [127.0.0.1])" + BY,
        b"from [203.0.113.9] ([127.0.0.1] helo=x y)" + BY,
        b"from a.example (HELO x)" + BY,
        b"from a.example (HELO x (127.0.0.1)) (203.0.113.9" + BY,
        b"from a.example (fe80::1%eth0)" + BY,
        b"by mx.home.example with ESMTPSA id 4X",
        b"by mx.home.example (Postfix) with ESMTP id 4X",
        b"(qmail 2128 invoked by uid 1001)",
        b"from a.example with LMTP" + BY,
    ],
)
def test_what_cannot_be_read_for_certain_is_not_read(value: bytes) -> None:
    assert read(value) is None


@pytest.mark.parametrize("date", [b"", b"; ", b"; yesterday", b"; Tue, 99 Nov 99999999 13:00:00", b"; 7/15/14 7:48 PM"])
def test_a_date_that_is_none_leaves_the_rest(date: bytes) -> None:
    hop = read(b"from x (x [203.0.113.9]) by mx.home.example with ESMTP id 4X" + date)
    assert hop is not None
    assert (hop.ip, hop.time) == ("203.0.113.9", None)


OURS = ("127.0.0.0/8", "::1", "unix", "192.0.2.0/24")
LMTP = b"from mx.home.example by mx.home.example with LMTP id 1" + DATE
INNER = b"from mx.home.example (mx.home.example [192.0.2.5]) by in.home.example (Postfix) with ESMTP id 2" + DATE
FILTER = b"from localhost (localhost [127.0.0.1]) by mx.home.example (Postfix) with ESMTP id 3" + DATE
BORDER = b"from evil (a.example [203.0.113.9]) by mx.home.example (Postfix) with ESMTPS id 4" + DATE
FORGED = b"from bank.example (bank.example [198.51.100.1]) by a.example (Postfix) with ESMTPS id 5" + DATE


def headers(*received: bytes) -> tuple[HeaderField, ...]:
    block = b"".join(b"Received: " + value + b"\r\n" for value in received)
    return read_message(block + b"From: ada@a.example\r\n\r\n").headers


def test_the_first_host_outside_is_the_client() -> None:
    chain = headers(LMTP, INNER, FILTER, BORDER, FORGED)
    hop = client(chain, "unix", OURS)
    assert hop is not None
    assert (hop.ip, hop.helo, hop.name) == ("203.0.113.9", "evil", "a.example")
    assert first_foreign(chain, "unix", OURS) == 4
    assert received_at(chain, "unix", OURS) == NOON


def test_a_peer_outside_wrote_everything_itself() -> None:
    chain = headers(LMTP, BORDER)
    assert client(chain, "203.0.113.9", OURS) is None
    assert first_foreign(chain, "203.0.113.9", OURS) == 0
    assert received_at(chain, "203.0.113.9", OURS) is None


def test_nobody_is_trusted_without_networks() -> None:
    chain = headers(BORDER)
    assert client(chain, None, ()) is None
    assert first_foreign(chain, None, ()) == 0
    assert received_at(chain, None, ()) is None


def test_a_file_lay_with_us() -> None:
    hop = client(headers(FILTER, BORDER), None, OURS)
    assert hop is not None
    assert hop.ip == "203.0.113.9"


def test_behind_a_field_of_ours_that_cannot_be_read_everything_is_foreign() -> None:
    chain = headers(FILTER, b"from a.example by mx.home.example with SMTP", BORDER)
    assert client(chain, "unix", OURS) is None
    assert first_foreign(chain, "unix", OURS) == 2


def test_mail_of_our_own_has_no_client_outside() -> None:
    chain = headers(FILTER, INNER)
    assert client(chain, "unix", OURS) is None
    assert first_foreign(chain, "unix", OURS) is None


def test_too_many_fields_are_not_followed() -> None:
    chain = headers(*([FILTER] * 60), BORDER)
    assert client(chain, "unix", OURS) is None
    assert first_foreign(chain, "unix", OURS) == 51


@given(st.binary(max_size=120))
def test_any_bytes_are_read_without_a_word(value: bytes) -> None:
    read(value)


@given(st.text(st.sampled_from("from by()[]:.=1a; HELO"), max_size=80))
def test_grammar_soup_never_raises(value: str) -> None:
    read(b"from x " + value.encode())


def test_a_long_field_is_read_in_linear_time() -> None:
    started = time.process_time()
    for piece in (b"(", b"(a)", b"((a)", b"a=b ", b"[", b"x [1.2.3.4] ", b" by "):
        read(b"from x (" + piece * 50_000)
        read(b"from x " + piece * 50_000)
    assert time.process_time() - started < 2
