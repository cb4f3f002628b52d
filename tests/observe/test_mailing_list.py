"""Mailing lists, with their List-* fields and without (FP-08)."""

from __future__ import annotations

import time

import pytest

from salver.core.envelope import Envelope
from salver.observe.mailing_list import mailing_list
from salver.read.reading import read_message

STAFF = "staff@lists.example"


def _list(
    headers: str, *, author: str = "anna@acme.example", guests: tuple[str, ...] = (), mail_from: str | None = None
) -> str | None:
    guest_lines = "".join(f"ATTENDEE:mailto:{guest}\r\n" for guest in guests)
    raw = (
        f"{headers}MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n"
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        f"DTSTAMP:20261124T100000Z\r\nDTSTART:20261124T100000Z\r\nORGANIZER:mailto:anna@acme.example\r\n{guest_lines}"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()
    envelope = Envelope(mail_from=mail_from, rcpt_to=("nora@home.example",))
    return mailing_list(read_message(raw), envelope, author)


ANNA = "From: Anna <anna@acme.example>\r\n"
TO = f"To: {STAFF}\r\n"


@pytest.mark.parametrize(
    "headers",
    [
        f"{ANNA}{TO}List-Id: Our staff <staff.lists.example>\r\n",
        f"{ANNA}{TO}List-Post: <mailto:staff@lists.example>\r\n",
        f"{ANNA}{TO}Sender: staff-bounces@lists.example\r\n",
        f'{ANNA}{TO}Sender: "staff" <staff-bounces+nora=home.example@lists.example>\r\n',
        f"{ANNA}{TO}Errors-To: staff-bounces@lists.example\r\n",
        f"{ANNA}{TO}Sender: owner-staff@lists.example\r\n",
        f"{ANNA}{TO}Return-Path: <staff+bounces-17-nora=home.example@lists.example>\r\n",
        f"{ANNA}{TO}Return-Path: <staff+bncBDE@lists.example>\r\n",
        f"{ANNA}{TO}X-BeenThere: staff@lists.example\r\n",
        f"{ANNA}Cc: nora@home.example, {STAFF}\r\nSender: staff-bounces@lists.example\r\n",
        f"From: Anna via staff <{STAFF}>\r\n{TO}",
        f"From: Anna <{STAFF}>\r\n{TO}Sender: staff-bounces@lists.example\r\n",
        f"{ANNA}To: nora@home.example\r\nSender: staff-bounces@lists.example\r\nList-Id: <staff.lists.example>\r\n",
    ],
)
def test_a_list_is_recognised(headers: str) -> None:
    author = STAFF if STAFF in headers.partition("\r\n")[0] else "anna@acme.example"
    assert _list(headers, author=author) == STAFF


def test_by_the_envelope_and_the_guest_list_alone() -> None:
    headers = f"{ANNA}To: undisclosed-recipients:;\r\n"
    assert _list(headers, guests=(STAFF,), mail_from="staff-bounces@lists.example") == STAFF
    assert _list(headers, mail_from="staff-bounces@lists.example") is None


@pytest.mark.parametrize(
    "headers",
    [
        f"{ANNA}{TO}",
        f"{ANNA}To: nora@home.example\r\nList-Id: <staff.lists.example>\r\nList-Post: <mailto:staff@lists.example>\r\n",
        f"{ANNA}To: nora@home.example\r\nList-Unsubscribe: <mailto:staff@lists.example>\r\n",
        # an assistant who gets a copy is no list
        f"{ANNA}To: nora@home.example\r\nCc: tom@acme.example\r\nSender: tom@acme.example\r\n",
        # nor is one who writes to himself and hides the others
        f"{ANNA}To: anna@acme.example\r\nSender: anna@acme.example\r\n",
        # nor a service that writes for somebody
        "From: Anna via Cloud <noreply@cloud.example>\r\nTo: nora@home.example\r\n",
        # nor the mailbox itself
        f"{ANNA}To: nora@home.example\r\nSender: nora-bounces@home.example\r\n",
        f"{ANNA}To: nora@home.example\r\nSender: not an address\r\nList-Id: <>\r\nErrors-To: @\r\n",
    ],
)
def test_other_mail_is_none(headers: str) -> None:
    assert _list(headers) is None


def test_long_headers_cost_little() -> None:
    many = "".join(f"Sender: {'a-bounces' * 50}{n}@lists.example\r\n" for n in range(500))
    long_to = "To: " + ", ".join(f"p{n}@acme.example" for n in range(20_000)) + "\r\n"
    raw = f"{ANNA}{many}{long_to}Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".encode()
    message = read_message(raw)
    mailing_list(message, Envelope(), None)
    start = time.process_time()
    mailing_list(message, Envelope(), None)
    assert time.process_time() - start < 0.2
