from __future__ import annotations

import pytest

from salver.read.reading import read_message
from salver.read.tnef import SIGNATURE
from tests.read.samples import EVENT, TEXT, base64_part, message, multipart, part

ENVELOPED = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03" + b"\x80" * 40
SIGNED = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\x80" * 40
TNEF = SIGNATURE + b"\x01\x00\x01\x08\x80\x07\x00\x1d\x00\x00\x00IPM.Schedule.Meeting.Request\0\0\0"
PGP = multipart(
    part("application/pgp-encrypted", b"Version: 1"), part("application/octet-stream", b"xx"), kind="encrypted"
)


@pytest.mark.parametrize(
    ("entity", "kind", "number", "scheduling"),
    [
        (PGP, "encrypted", "0", False),
        (base64_part("application/pkcs7-mime; smime-type=enveloped-data", ENVELOPED), "encrypted", "1", False),
        (base64_part("application/pkcs7-mime; name=smime.p7m", ENVELOPED), "encrypted", "1", False),
        (base64_part("application/x-pkcs7-mime; smime-type=signed-data", SIGNED + EVENT), "signed", "1", True),
        (
            base64_part("application/pkcs7-mime; name=smime.p7m", SIGNED + b"Content-Type: text/calendar"),
            "signed",
            "1",
            True,
        ),
        (
            part("text/plain", b"-----BEGIN PGP MESSAGE-----\r\n\r\nxx\r\n-----END PGP MESSAGE-----\r\n"),
            "encrypted",
            "1",
            False,
        ),
        (base64_part("application/ms-tnef; name=winmail.dat", TNEF), "tnef", "1", True),
        (base64_part("application/octet-stream; name=notes.txt", TNEF), "tnef", "1", True),
        (part("application/calendar+json", b"[]"), "unknown-calendar", "1", True),
        (part("application/calendar+xml", b"<x/>"), "unknown-calendar", "1", True),
        (
            base64_part("application/pkcs7-mime; smime-type=enveloped-data; method=REQUEST", ENVELOPED),
            "encrypted",
            "1",
            True,
        ),
        (part('message/partial; id="x"; number=2; total=2', b"a text\r\n" + EVENT), "partial", "1", True),
        (part('message/partial; id="x"; number=1', part("text/calendar", EVENT)), "partial", "1", True),
        (part("message/external-body; access-type=x-mail", part("text/calendar", b"")), "partial", "1", True),
        (part("message/external-body; access-type=x-mail; name=a.ics", b""), "partial", "1", True),
        (base64_part("message/external-body", part("application/ics", b"")), "partial", "1", True),
        (b"Content-Class: urn:content-classes:calendarmessage\r\n" + PGP, "encrypted", "0", True),
    ],
)
def test_what_cannot_be_read(entity: bytes, kind: str, number: str, scheduling: bool) -> None:
    found = read_message(message(entity))
    (one,) = found.opaque
    assert (one.kind, one.part, one.scheduling) == (kind, number, scheduling)
    assert found.kind == "opaque"


@pytest.mark.parametrize(
    "entity",
    [
        base64_part("application/pkcs7-mime; smime-type=signed-data", SIGNED + b"Content-Type: text/plain"),
        base64_part("application/pkcs7-mime; smime-type=certs-only", SIGNED),
        base64_part(
            "application/ms-tnef; name=winmail.dat", TNEF.replace(b"IPM.Schedule.Meeting", b"IPM.Microsoft Mail.N")
        ),
        part("application/ms-tnef", b"no tnef"),
        part('message/partial; id="x"; number=1; total=2', b"a text"),
        part('message/partial; id="x"; number=2; total=2', b"a text"),
        part("message/external-body; access-type=x-mail", part("text/plain", b"")),
        part("text/plain", b"> -----BEGIN PGP MESSAGE-----\r\n"),
        multipart(TEXT, part("application/pgp-signature", b"xx"), kind="signed"),
        multipart(TEXT, base64_part("application/pkcs7-signature", SIGNED), kind="signed"),
    ],
)
def test_what_can_be_read(entity: bytes) -> None:
    found = read_message(message(entity))
    assert (found.opaque, found.kind) == ((), "mail")


def test_an_outer_content_class_reaches_inner_parts() -> None:
    raw = message(
        multipart(TEXT, base64_part("application/pkcs7-mime", ENVELOPED)),
        "Content-Class: urn:content-classes:calendarmessage",
    )
    assert [one.scheduling for one in read_message(raw).opaque] == [True]


def test_a_calendar_named_part_is_a_calendar_and_not_opaque() -> None:
    found = read_message(message(base64_part("application/pkcs7-mime; name=x.ics", ENVELOPED)))
    assert found.opaque == ()
    assert found.calendars[0].fake
