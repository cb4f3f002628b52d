"""Which upstream results are believed."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import Authentication, DkimResult
from salver.observe.authentication.results import parse
from salver.observe.authentication.upstream import of_results, upstream
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


NETWORKS = ("127.0.0.0/8", "unix")
OURS = b"Received: from x (a.example [203.0.113.9]) by mx.example with ESMTP id 1; Tue, 24 Nov 2026 13:00:00 +0100\r\n"
THEIRS = (
    b"Received: from y (b.example [198.51.100.1]) by a.example with ESMTP id 2; Tue, 24 Nov 2026 12:00:00 +0100\r\n"
)
REPORT = b"Authentication-Results: mx.example; " + PASS + b"\r\n"


@pytest.mark.parametrize(
    ("head", "peer", "source"),
    [
        (REPORT + OURS + THEIRS, "unix", "upstream"),
        (OURS + REPORT + THEIRS, "127.0.0.1", "upstream"),
        (OURS + THEIRS + REPORT, "unix", None),
        (THEIRS + REPORT, "203.0.113.9", None),
        (REPORT, "203.0.113.9", None),
        (REPORT, "unix", None),
        (REPORT + OURS, "unix", "upstream"),
        (OURS + THEIRS + REPORT, None, "upstream"),
    ],
)
def test_a_field_counts_only_above_what_came_from_outside(head: bytes, peer: str | None, source: str | None) -> None:
    """AUTH-24: whoever sends from outside puts his own field below the first line of ours."""
    message = read_message(head + b"From: a@acme.example\r\n\r\n")
    assert upstream(message.headers, ["mx.example"], peer, NETWORKS).source == source


def test_without_networks_no_peer_is_believed() -> None:
    message = read_message(REPORT + b"From: a@acme.example\r\n\r\n")
    assert upstream(message.headers, ["mx.example"], "127.0.0.1").source is None


def _found(results: bytes) -> Authentication:
    head = b"Authentication-Results: mx.example; " + results + b"\r\nFrom: a@acme.example\r\n\r\n"
    return upstream(read_message(head).headers, ["mx.example"])


def test_every_property_of_a_signature_is_kept() -> None:
    (found,) = _found(
        b'dkim=pass header.d=Acme.example header.s=S1 header.a=RSA-sha256 header.b="a/b+C=" header.i=@x.acme.example'
    ).dkim
    assert found == DkimResult(
        "pass", "acme.example", "s1", identifier="@x.acme.example", algorithm="rsa-sha256", b="a/b+C="
    )


@pytest.mark.parametrize(
    ("properties", "domain", "mailbox", "identity"),
    [
        (b"smtp.mailfrom=Ada@acme.example", "acme.example", "ada@acme.example", "mailfrom"),
        (b"smtp.mailfrom=acme.example", "acme.example", None, "mailfrom"),
        (b"smtp.mailfrom=<ada@acme.example>", "acme.example", "ada@acme.example", "mailfrom"),
        (b"smtp.mailfrom=@acme.example", "acme.example", None, "mailfrom"),
        (b"smtp.helo=mx.acme.example", "mx.acme.example", None, "helo"),
        (b"", None, None, None),
        (b'smtp.mailfrom="any@bank.example\'@evil.test"', None, None, None),
        (b'smtp.mailfrom="@bank.example:any@evil.test"', None, None, None),
        (b'smtp.mailfrom="any@bank.example(a.evil.test"', None, None, None),
        (b'smtp.mailfrom="ada@acme"', None, None, None),
    ],
)
def test_whose_spf_it_is(properties: bytes, domain: str | None, mailbox: str | None, identity: str | None) -> None:
    found = _found(b"spf=pass " + properties).spf
    assert (found.result, found.domain, found.mailbox, found.identity) == ("pass", domain, mailbox, identity)


def test_mail_from_counts_before_helo() -> None:
    found = _found(b"spf=pass smtp.helo=mx.acme.example; spf=fail smtp.mailfrom=evil.test").spf
    assert (found.result, found.domain, found.identity) == ("fail", "evil.test", "mailfrom")


@pytest.mark.parametrize("author", [b'"evil.test\'x"', b"localhost", b"a..b", b'""'])
def test_a_pass_for_a_name_nobody_can_read_is_none(author: bytes) -> None:
    dmarc = _found(b"dmarc=pass header.from=" + author).dmarc
    assert (dmarc.result, dmarc.domain, dmarc.why) == ("permerror", None, "author-unusable")
    assert _found(b"dmarc=fail header.from=" + author).dmarc.result == "fail"
    assert _found(b"dmarc=pass").dmarc.result == "pass"


def test_the_policy_has_an_old_name_too() -> None:
    assert _found(b"dmarc=fail policy.dmarc=Reject header.from=acme.example").dmarc.policy == "reject"
    assert _found(b"dmarc=fail policy.published-domain-policy=none").dmarc.policy == "none"


def test_results_of_one_server_by_themselves() -> None:
    parsed = parse(b"x; arc=pass; spf=none")
    assert parsed is not None
    found = of_results(parsed.results)
    assert (found.source, found.arc.result, found.spf.result, found.dmarc.result) == (
        "upstream",
        "pass",
        "none",
        "not-asked",
    )
