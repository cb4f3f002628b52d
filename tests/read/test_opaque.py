from __future__ import annotations

import gzip
import io
import time

import pytest

from salver.core.limits import Limits
from salver.read.mime import Walk
from salver.read.opaque import find_opaque
from salver.read.reading import read_message
from tests.read import asn1
from tests.read.samples import EVENT, TEXT, base64_part, message, multipart, part
from tests.read.test_archives import binhex, zipped
from tests.read.tnef import make

ENVELOPED = asn1.value(0x30, asn1.value(0x06, asn1.ENVELOPED), asn1.value(0xA0, asn1.value(0x30)))
COMPRESSED = asn1.value(0x30, asn1.value(0x06, asn1.COMPRESSED), asn1.value(0xA0, asn1.value(0x30)))
SIGNED = asn1.open_value(0x30, asn1.value(0x06, asn1.SIGNED)) + b"\x80" * 40
PLAIN = asn1.signed_data(b"Content-Type: text/plain\r\n\r\nHello\r\n")
TNEF = make.tnef(make.message_class(b"IPM.Schedule.Meeting.Request"))


def gzipped(name: str) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=out) as file:
        file.write(b"x")
    return out.getvalue()


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
        (base64_part("application/pkcs7-mime", SIGNED + b"Content-Type: text/calendar"), "signed", "1", True),
        (base64_part("application/pkcs7-mime", SIGNED + b"Content-Type: text/plain"), "signed", "1", False),
        (base64_part("application/octet-stream", ENVELOPED), "encrypted", "1", False),
        (base64_part("application/octet-stream; name=smime.p7m", ENVELOPED), "encrypted", "1", False),
        (base64_part("application/pkcs7-mime; smime-type=certs-only", ENVELOPED), "encrypted", "1", False),
        (base64_part("application/pkcs7-mime; smime-type=compressed-data", COMPRESSED), "archive", "1", False),
        (base64_part("application/pkcs7-mime", b"not CMS at all"), "encrypted", "1", False),
        (
            part("text/plain", b"-----BEGIN PGP MESSAGE-----\r\n\r\nxx\r\n-----END PGP MESSAGE-----\r\n"),
            "encrypted",
            "1",
            False,
        ),
        (base64_part("application/ms-tnef; name=winmail.dat", TNEF), "tnef", "1", True),
        (base64_part("application/octet-stream; name=notes.txt", TNEF), "tnef", "1", True),
        (base64_part("application/octet-stream; name=lrmng.txt", TNEF), "tnef", "1", True),
        (base64_part("application/zip; name=a.zip", zipped("a.txt", "invite.ics")), "archive", "1", True),
        (base64_part("application/octet-stream", zipped("invite.ics")), "archive", "1", True),
        (base64_part("application/octet-stream; name=invite.ics.7z", b"7z"), "archive", "1", True),
        (base64_part("application/gzip", gzipped("invite.ics")), "archive", "1", True),
        (part("application/mac-binhex40", binhex(b"invite.ics")), "archive", "1", True),
        (part("text/plain", b"Hello\r\n" + binhex(b"invite.ics")), "archive", "1", True),
        (base64_part("text/plain", b"Hello\r\n" + binhex(b"invite.ics")), "archive", "1", True),
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
        base64_part("application/pkcs7-mime; smime-type=signed-data", PLAIN),
        base64_part("application/octet-stream", PLAIN),
        base64_part("application/pkcs7-mime; smime-type=certs-only", SIGNED),
        base64_part("application/pkcs7-mime; smime-type=certs-only", asn1.signed_data(None)),
        base64_part("application/zip; name=a.zip", zipped("a.txt", "b.txt")),
        base64_part("application/zip; name=a.zip", b"no zip"),
        base64_part("application/gzip; name=a.gz", b"no gzip"),
        base64_part("application/vnd.example.document; name=a.docx", zipped("invite.ics")),
        part("text/plain", binhex(b"photo1.png")),
        part("text/plain", b"(This file must be converted with BinHex 4.0) is a line of prose\r\n"),
        base64_part("application/ms-tnef; name=winmail.dat", make.tnef(make.message_class(b"IPM.Microsoft Mail.Note"))),
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


def test_what_tnef_says_stands_on_the_part() -> None:
    props = make.properties(make.text(0x5D01, "ada@example.com"))
    data = make.tnef(make.message_class(b"IPM.Schedule.Meeting.Request"), make.attribute(make.PROPERTIES, props))
    (one,) = read_message(message(base64_part("application/ms-tnef", data))).opaque
    assert one.meeting is not None
    assert one.meeting.message_class.raw == "IPM.Schedule.Meeting.Request"
    assert one.meeting.sender is not None
    assert one.meeting.sender.raw == "ada@example.com"


def test_a_calendars_name_does_not_hide_tnef() -> None:
    found = read_message(message(base64_part("application/octet-stream; name=invite.ics", TNEF)))
    assert [one.kind for one in found.opaque] == ["tnef"]


def test_names_of_calendars_in_an_archive_stand_on_the_part() -> None:
    raw = message(base64_part("application/zip", zipped("a.txt", "b/invite.ics")))
    (one,) = read_message(raw).opaque
    assert [name.raw for name in one.names] == ["b/invite.ics"]


def test_signed_mail_that_is_too_much_to_read_counts_as_scheduling() -> None:
    pieces = asn1.value(0x24, asn1.value(0x04, b"x") * 200)
    raw = message(base64_part("application/pkcs7-mime", asn1.signed_data(string=pieces)))
    limits = Limits(asn1_values=100)
    walk = Walk(limits)
    walk.message(raw, len(raw))
    assert [(one.kind, one.scheduling) for one in find_opaque(walk.entities, raw, frozenset(), limits)] == [
        ("signed", True)
    ]


@pytest.mark.parametrize("encoded", [True, False])
def test_of_a_large_archive_only_the_ends_are_looked_at(encoded: bool) -> None:
    filler = b"PK\x03\x04" + b"\0" * 22 + b"\5\0\0\0a.txt" + b"\xaa" * 20_000_000
    tail = zipped("invite.ics")
    data = filler + tail[tail.index(b"PK\x01\x02") :]
    entity = base64_part("application/zip", data) if encoded else part("application/zip", data)
    raw = message(entity)
    walk = Walk(Limits())
    walk.message(raw, len(raw))
    start = time.process_time()
    (one,) = find_opaque(walk.entities, raw, frozenset())
    assert time.process_time() - start < 0.1
    assert [name.raw for name in one.names] == ["invite.ics"]
