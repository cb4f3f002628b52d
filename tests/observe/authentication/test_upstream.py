"""Which upstream results are believed."""

from __future__ import annotations

import pytest

from salver.observe.authentication.upstream import upstream
from salver.read.reading import read_message

PASS = b"dmarc=pass header.from=acme.example; dkim=pass header.d=acme.example"
FAIL = b"dmarc=fail header.from=acme.example"


def _result(head: bytes, *ids: str) -> tuple[str | None, str]:
    found = upstream(read_message(head + b"From: a@acme.example\r\n\r\n").headers, ids)
    return found.source, found.dmarc.result


def test_nothing_is_believed_by_default() -> None:
    assert _result(b"Authentication-Results: mx.example; " + PASS + b"\r\n") == (None, "not-asked")


def test_a_configured_id_is_believed_whole_and_without_case() -> None:
    head = b"Authentication-Results: MX.example; " + PASS + b"\r\n"
    assert _result(head, "mx.example") == ("upstream", "pass")
    assert _result(head, "example") == (None, "not-asked")
    assert _result(head, "evil.mx.example") == (None, "not-asked")


def test_only_the_uppermost_unbroken_run_counts() -> None:
    top = b"Authentication-Results: mx.example; " + FAIL + b"\r\n"
    forged = b"Received: from evil.test\r\nAuthentication-Results: mx.example; " + PASS + b"\r\n"
    assert _result(top + forged, "mx.example") == ("upstream", "fail")


def test_a_run_that_contradicts_itself_does_not_pass() -> None:
    run = b"Authentication-Results: mx.example; " + PASS + b"\r\nAuthentication-Results: mx.example; " + FAIL + b"\r\n"
    assert _result(run, "mx.example") == ("upstream", "fail")


def test_absence_is_neither_pass_nor_fail() -> None:
    assert _result(b"Authentication-Results: mx.example; spf=pass smtp.mailfrom=b.example\r\n", "mx.example") == (
        "upstream",
        "not-asked",
    )


@pytest.mark.parametrize(
    "genuine",
    [
        b"mx.example; spf=fail (a comment that never ends smtp.mailfrom=evil.test",
        b'mx.example; spf=fail reason="never closed',
        b"mx.example 2; dmarc=fail",
        b"mx.example; dmarc",
    ],
)
def test_a_trusted_field_that_cannot_be_read_lets_nothing_below_speak(genuine: bytes) -> None:
    top = b"Authentication-Results: " + genuine + b"\r\n"
    forged = b"Received: from evil.test\r\nAuthentication-Results: mx.example; " + PASS + b"\r\n"
    assert _result(top + forged, "mx.example") == ("upstream", "not-asked")
    assert _result(top + forged.partition(b"\r\n")[2], "mx.example") == ("upstream", "not-asked")


def test_a_field_of_another_server_ends_the_run() -> None:
    top = b"Authentication-Results: mx.example; spf=pass smtp.mailfrom=acme.example\r\n"
    other = b"Authentication-Results: relay.example; none\r\n"
    forged = b"Authentication-Results: mx.example; " + PASS + b"\r\n"
    assert _result(top + other + forged, "mx.example", "relay.example") == ("upstream", "not-asked")


@pytest.mark.parametrize(
    "name", [b"mx. example", b"mx .example", b'"mx".example', b"mx\r\n .example", b"mx(c).example"]
)
def test_an_id_in_pieces_is_nobodys(name: bytes) -> None:
    assert _result(b"Authentication-Results: " + name + b"; " + PASS + b"\r\n", "mx.example") == (None, "not-asked")
