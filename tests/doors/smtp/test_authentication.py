"""Who stands behind a mail, found out at the door: XFORWARD, a DNS server near and far, dead, or lying about."""

from __future__ import annotations

import smtplib
import socket
import time
from pathlib import Path

import dns.rcode
import pytest

from salver.act.headers import verify
from salver.observe.authentication.results import parse
from salver.read.reading import read_message
from tests.doors.smtp.door import ME, PLAIN, Door
from tests.servers.dns_stub import dns_stub

CLIENT = "192.0.2.25"
ZONE = """
acme.example. 300 IN TXT "v=spf1 include:_spf.acme.example -all"
_spf.acme.example. 300 IN TXT "v=spf1 a:mx.acme.example -all"
mx.acme.example. 300 IN A 192.0.2.25
_dmarc.acme.example. 300 IN TXT "v=DMARC1; p=reject"
"""
INVITATION = b"""\
From: Anna Keller <anna.keller@acme.example>\r
To: nora@home.example\r
Subject: Plan\r
Date: Tue, 24 Nov 2026 08:00:00 +0000\r
Message-ID: <1@acme.example>\r
MIME-Version: 1.0\r
Content-Type: text/calendar; method=REQUEST; charset=utf-8\r
\r
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//acme.example//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:plan@acme.example\r
DTSTAMP:20261124T080000Z\r
DTSTART:20261201T090000Z\r
DTEND:20261201T100000Z\r
SUMMARY:Plan\r
ORGANIZER:mailto:anna.keller@acme.example\r
ATTENDEE:mailto:nora@home.example\r
END:VEVENT\r
END:VCALENDAR\r
"""
SENDER = "anna.keller@acme.example"
OUR_RESULTS = b"Authentication-Results: salver.gate.example;"
TRUSTED = ("127.0.0.0/8",)


def deliver(door: Door, raw: bytes, *commands: str) -> None:
    """One mail, after these commands."""
    with smtplib.SMTP("127.0.0.1", door.port, timeout=20) as client:
        client.ehlo("mx.home.example")
        for command in commands:
            code, said = client.docmd(command)
            assert code == 250, said
        client.sendmail(SENDER, [ME], raw)


def results(door: Door, index: int = -1) -> dict[str, tuple[str, dict[str, str]]]:
    """What the header we wrote says, by method."""
    header = door.sink.mail[index][2].split(b"\r\n\r\n")[0]
    fields = header.replace(b"\r\n ", b" ").split(b"\r\n")
    assert fields[0].startswith(b"X-Salver-Verdict: ")
    assert fields[1].startswith(OUR_RESULTS)
    assert sum(field.startswith(b"Authentication-Results") for field in fields) == 1
    parsed = parse(fields[1].partition(b":")[2])
    assert parsed is not None
    return {one.method: (one.result, one.properties) for one in parsed.results}


def test_the_client_a_trusted_peer_names_is_the_one_that_is_checked(tmp_path: Path) -> None:
    with dns_stub(ZONE) as stub, Door(tmp_path, dns=f"127.0.0.1:{stub.port}", trusted_peers=TRUSTED) as door:
        deliver(door, INVITATION, f"XFORWARD NAME=mx.acme.example ADDR={CLIENT}", "XFORWARD HELO=mx.acme.example")
        found = results(door)
        assert found["spf"] == ("pass", {"smtp.mailfrom": SENDER})
        assert found["dmarc"] == ("pass", {"header.from": "acme.example", "policy.dmarc": "reject"})
        assert verify(door.sink.mail[0][2], door.key) is not None
        outcome = door.outcome(INVITATION)
        assert outcome is not None
        assert outcome.report.authentication.source == "own"
        assert outcome.report.identity.strength == "moderate"
        assert outcome.level == "new"


def test_another_client_fails_and_a_spoofed_header_changes_nothing(tmp_path: Path) -> None:
    forged = b"Authentication-Results: salver.gate.example; dmarc=pass header.from=acme.example\r\n" + INVITATION
    with dns_stub(ZONE) as stub, Door(tmp_path, dns=f"127.0.0.1:{stub.port}", trusted_peers=TRUSTED) as door:
        deliver(door, forged, "XFORWARD ADDR=IPV6:2001:db8::66 HELO=mx.acme.example")
        found = results(door)
        assert found["spf"][0] == "fail"
        assert found["dmarc"][0] == "fail"


def test_what_was_said_by_xforward_ends_with_the_transaction(tmp_path: Path) -> None:
    with dns_stub(ZONE) as stub, Door(tmp_path, dns=f"127.0.0.1:{stub.port}", trusted_peers=TRUSTED) as door:
        with smtplib.SMTP("127.0.0.1", door.port, timeout=20) as client:
            client.ehlo("mx.home.example")
            for ends in ("data", "rset", "ehlo"):
                client.docmd(f"XFORWARD ADDR={CLIENT}")
                if ends == "rset":
                    client.rset()
                elif ends == "ehlo":
                    client.ehlo("mx.home.example")
                client.sendmail(SENDER, [ME], INVITATION)
        assert [results(door, index)["spf"][0] if "spf" in results(door, index) else "" for index in range(3)] == [
            "pass",
            "",
            "",
        ]


def test_received_lines_of_ours_name_the_client_where_nobody_said_it(tmp_path: Path) -> None:
    received = (
        b"Received: from mx.acme.example (mx.acme.example [192.0.2.25])\r\n"
        b"\tby mx.home.example (Postfix) with ESMTPS id 1; Tue, 24 Nov 2026 08:00:00 +0000 (UTC)\r\n"
    )
    with dns_stub(ZONE) as stub, Door(tmp_path, dns=f"127.0.0.1:{stub.port}", trusted_peers=TRUSTED) as door:
        deliver(door, received + INVITATION)
        assert results(door)["spf"][0] == "pass"


def test_a_stranger_at_the_door_is_the_client_and_says_nothing_by_xforward(tmp_path: Path) -> None:
    with dns_stub(ZONE) as stub, Door(tmp_path, dns=f"127.0.0.1:{stub.port}", networks=()) as door:
        with smtplib.SMTP("127.0.0.1", door.port, timeout=20) as client:
            client.ehlo("mx.acme.example")
            assert not client.has_extn("xforward")
            assert client.docmd(f"XFORWARD ADDR={CLIENT}")[0] == 550
            client.sendmail(SENDER, [ME], INVITATION)
        assert results(door)["spf"][0] == "fail"


def test_ordinary_mail_is_not_authenticated(tmp_path: Path) -> None:
    with dns_stub(ZONE) as stub, Door(tmp_path, dns=f"127.0.0.1:{stub.port}", trusted_peers=TRUSTED) as door:
        deliver(door, PLAIN, f"XFORWARD ADDR={CLIENT}")
        assert b"Authentication-Results" not in door.sink.mail[0][2]
        assert stub.asked.total() == 0


def test_what_another_server_reported_is_not_written_down_as_ours(tmp_path: Path) -> None:
    reported = b"Authentication-Results: mx.home.example; dmarc=pass header.from=acme.example\r\n"
    received = b"Received: from mx.acme.example (mx.acme.example [192.0.2.25]) by mx.home.example (Postfix)\r\n"
    with dns_stub(ZONE) as stub, Door(tmp_path, dns=f"127.0.0.1:{stub.port}", trusted_peers=TRUSTED) as door:
        deliver(door, reported + received + INVITATION)
        assert OUR_RESULTS not in door.sink.mail[0][2]


def test_at_20_milliseconds_a_typical_mail_takes_three_rounds(tmp_path: Path) -> None:
    with (
        dns_stub(ZONE, latency=0.02) as stub,
        Door(tmp_path, dns=f"127.0.0.1:{stub.port}", trusted_peers=TRUSTED) as door,
    ):
        deliver(door, INVITATION, f"XFORWARD ADDR={CLIENT} HELO=mx.acme.example")
        outcome = door.outcome(INVITATION)
        assert outcome is not None
        assert outcome.report.rounds <= 3
        assert outcome.report.elapsed_ms < 1_000
        asked = stub.asked.total()
        deliver(door, INVITATION, f"XFORWARD ADDR={CLIENT} HELO=mx.acme.example")
        assert stub.asked.total() == asked


def _nothing_listens() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


@pytest.mark.parametrize("how", ["nothing-listens", "servfail", "silent"])
def test_with_dead_dns_mail_flows_and_the_event_waits(tmp_path: Path, how: str) -> None:
    rcode = dns.rcode.SERVFAIL if how == "servfail" else None
    with dns_stub(ZONE, silent=how == "silent", rcode=rcode) as stub:
        port = _nothing_listens() if how == "nothing-listens" else stub.port
        with Door(tmp_path, dns=f"127.0.0.1:{port}", trusted_peers=TRUSTED) as door:
            start = time.monotonic()
            deliver(door, INVITATION, f"XFORWARD ADDR={CLIENT} HELO=mx.acme.example")
            assert time.monotonic() - start < 5.0
            deliver(door, PLAIN)
            assert len(door.sink.mail) == 2
            assert read_message(door.sink.mail[0][2]).kind == "mail"
            assert results(door, 0)["spf"][0] == "temperror"
            outcome = door.outcome(INVITATION)
    assert outcome is not None
    assert (outcome.verdict, outcome.state) == ("hold", "waiting")
    report = outcome.report
    assert "authentication-unavailable" in [finding.code for finding in report.findings]
    assert {missing.why.partition(":")[0] for missing in report.unavailable if missing.need == "dns"} == {"dns"}
    assert not [finding for finding in report.findings if finding.severity == "danger"]
