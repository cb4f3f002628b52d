"""Composition attacks: each makes some reader take the message for the bank's while a check passes for evil.test.

Own shapes of AUTH-01..15 and AUTH-33..38; whatever is done, nothing may pass for bank.example.
"""

from __future__ import annotations

import pytest

from salver.core.envelope import Envelope
from salver.observe.authentication.authenticate import authenticate
from salver.observe.authentication.authenticated import Authentication
from salver.observe.trust import Trust
from salver.read.authors import authors
from salver.read.message import Message
from salver.read.reading import read_message
from tests.observe.authentication.zone import Zone

EVIL, BANK, FREEMAIL = "203.0.113.66", "192.0.2.10", "198.51.100.25"
ZONE = Zone(
    {
        "evil.test": {"TXT": ["v=spf1 ip4:203.0.113.66 -all"]},
        "a.evil.test": {"TXT": ["v=spf1 ip4:203.0.113.66 -all"]},
        "_dmarc.evil.test": {"TXT": ["v=DMARC1; p=none"]},
        "bank.example": {"TXT": ["v=spf1 ip4:192.0.2.10 -all"]},
        "_dmarc.bank.example": {"TXT": ["v=DMARC1; p=reject"]},
        "freemail.example": {"TXT": ["v=spf1 ip4:198.51.100.25 -all"]},
        "_dmarc.freemail.example": {"TXT": ["v=DMARC1; p=reject"]},
    }
)
TRUST = Trust(dns=True)
REST = b"To: nora@home.example\r\nSubject: Meeting\r\nMessage-ID: <1@evil.test>\r\n\r\nHello\r\n"
GOOD = b"From: Ada <ada@bank.example>\r\n"


def _ask(head: bytes, mail_from: str, helo: str = "evil.test", client: str = EVIL) -> tuple[Message, Authentication]:
    message = read_message(head + REST)
    envelope = Envelope(mail_from=mail_from, rcpt_to=("nora@home.example",), client_ip=client, helo=helo)
    return message, ZONE.run(authenticate(message, envelope, TRUST, message.from_field.only))


@pytest.mark.parametrize(
    ("mail_from", "helo"),
    [
        ("any@nx.bank.example", "evil.test"),  # AUTH-01
        ("", "evil.test"),  # AUTH-02
        ("(any@bank.example", "evil.test"),
        ("any@bank.example]", "evil.test"),
        ("any@[bank.example", "evil.test"),
        ("any@bank.example(a.evil.test", "evil.test"),  # AUTH-05
        ("any@bank.example(@evil.test", "evil.test"),
        ('any@bank.example"@evil.test', "evil.test"),  # AUTH-06
        ("any@bank.example'@evil.test", "evil.test"),
        ("@bank.example,@any.example:'any@evil.test", "evil.test"),  # AUTH-07
        ("@bank.example:any@evil.test", "evil.test"),
        ("any@bank.example\0.evil.test", "evil.test"),  # AUTH-03
        ("any@bank.example\0@evil.test", "evil.test"),
        ("any@bank.example'a.evil.test", "evil.test"),  # AUTH-04
        ("any@evil.test, ada@bank.example", "evil.test"),
        ("any@evil.test ada@bank.example", "evil.test"),
        ("any@evil.test\r\n ada@bank.example", "evil.test"),
        ("any@evil.test", "bank.example"),
        ("any@evil.test", "evil.test\0.bank.example"),
        ("", "bank.example"),
    ],
)
def test_an_envelope_that_two_readers_read_differently_proves_nothing(mail_from: str, helo: str) -> None:
    _, found = _ask(GOOD, mail_from, helo)
    assert found.dmarc.result == "fail"
    assert found.dmarc.policy == "reject"
    assert not (found.spf.result == "pass" and (found.spf.domain or "").endswith("bank.example"))


FROMS = {
    "AUTH-08 two fields": b"From: ada@bank.example\r\nFrom: any@evil.test\r\n",
    "AUTH-08 two fields, the other way": b"From: any@evil.test\r\nFrom: ada@bank.example\r\n",
    "AUTH-09 blank before": b" From: ada@bank.example\r\nFrom: any@evil.test\r\n",
    "AUTH-09 blank before the second": b"From: any@evil.test\r\n From: ada@bank.example\r\n",
    "AUTH-10 blank before the colon": b"From : ada@bank.example\r\nFrom: any@evil.test\r\n",
    "AUTH-11 folded name": b"From\r\n : ada@bank.example\r\nFrom: any@evil.test\r\n",
    "AUTH-12 no From, Sender": b"Sender: any@evil.test\r\nFrom ada@bank.example\r\n",
    "AUTH-13 no From, Resent-From": b"Resent-From: any@evil.test\r\n",
    "AUTH-14 two addresses": b"From: ada@bank.example, any@evil.test\r\n",
    "AUTH-14 two addresses, the other way": b"From: any@evil.test, ada@bank.example\r\n",
    "AUTH-15 group": b"From: ada@bank.example:any@evil.test;\r\n",
    "AUTH-15 comment": b"From: any@evil.test (<ada@bank.example>)\r\n",
    "AUTH-15 comment in the address": b"From: ada@bank.example(@evil.test)\r\n",
    "AUTH-15 empty": b"From: \r\n",
    "AUTH-15 undisclosed": b"From: undisclosed-senders:;\r\n",
    "AUTH-33 encoded word": b"From: =?utf-8?b?PGFkYUBiYW5rLmV4YW1wbGU+LA==?= <any@evil.test>\r\n",
    "AUTH-34 route": b"From: <@bank.example,@any.example:any@evil.test>\r\n",
    "AUTH-35 quoted pair": b"From: ada@bank.example\\,<any@evil.test>\r\n",
    "AUTH-36 bare address before": b"From: ada@bank.example,<any@evil.test>\r\n",
    "AUTH-36 bare address beside": b"From: ada@bank.example <any@evil.test>\r\n",
    "AUTH-37 text behind": b"From: <any@evil.test>ada@bank.example\r\n",
    "NUL": b"From: ada@bank.example\0<any@evil.test>\r\n",
    "two at signs": b"From: ada@bank.example@evil.test\r\n",
}


@pytest.mark.parametrize("shape", FROMS)
def test_a_from_that_two_readers_read_differently_has_no_author_who_passes(shape: str) -> None:
    message, found = _ask(FROMS[shape], "any@evil.test")
    assert found.dmarc.result != "pass", (message.from_field, found.dmarc)
    assert found.spf.result == "pass"


@pytest.mark.parametrize(
    ("head", "domain"),
    [
        (b"From: ada@BANK.example\r\n", "bank.example"),
        (b"From: ada@bank.example.\r\n", None),
        ("From: ädä@bank.example\r\n".encode(), "bank.example"),
        ("From: ada@bücher.example\r\n".encode(), "xn--bcher-kva.example"),
        (b"From: ada@localhost\r\n", None),
        (b"From: ada@[203.0.113.66]\r\n", None),
    ],
)
def test_names_are_the_same_however_they_are_written(head: bytes, domain: str | None) -> None:
    _, found = _ask(head, "any@evil.test")
    assert (found.dmarc.domain, found.dmarc.result) == (
        domain,
        "fail" if domain == "bank.example" else "none",
    )


def test_another_user_of_the_same_provider_passes_for_the_domain_alone() -> None:
    """AUTH-38: DMARC speaks of the domain; ``mailbox`` says who it was that logged in."""
    _, found = _ask(b"From: alice@freemail.example\r\n", "mallory@freemail.example", client=FREEMAIL)
    assert found.dmarc.result == "pass"
    assert found.dmarc.aligned_by == ("spf",)
    assert found.spf.mailbox == "mallory@freemail.example"


def test_the_honest_bank_passes() -> None:
    message, found = _ask(GOOD, "ada@bank.example", "mail.bank.example", BANK)
    assert not authors(message).ambiguous
    assert (found.source, found.spf.result, found.dmarc.result) == ("own", "pass", "pass")
    _, bounce = _ask(b"From: postmaster@bank.example\r\n", "", "bank.example", BANK)
    assert bounce.dmarc.result == "pass"
    assert bounce.spf.mailbox is None
