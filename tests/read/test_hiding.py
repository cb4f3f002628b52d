"""Every known way to hide a calendar from a gate: whoever shows it, the gate has seen it too (threats, section 15)."""

from __future__ import annotations

import base64
import binascii
import gzip
import quopri
from collections.abc import Callable

import pytest

from salver.core.limits import Limits
from salver.read.message import Message
from salver.read.reading import read_message
from tests.read.oracle import stdlib_sees_calendar
from tests.read.samples import EVENT, INVITATION, TEXT, base64_part, message, multipart, part

ICS = "text/calendar; method=REQUEST; charset=utf-8"
FILE = "application/octet-stream"
ENCODED = base64.encodebytes(EVENT).replace(b"\n", b"\r\n")
JUNK = b"X-Junk: 1\r\n" + EVENT
HALF = len(EVENT) // 2 // 3 * 3 + 1


def uuencode(data: bytes, name: bytes = b"invite.ics") -> bytes:
    lines = [binascii.b2a_uu(data[start : start + 45]).rstrip(b"\n") for start in range(0, len(data), 45)]
    return b"\r\n".join([b"begin 644 " + name, *lines, b"`", b"end", b""])


def soft_break(data: bytes) -> bytes:
    """Quoted-printable with a line broken inside its first word."""
    return data[:7] + b"=\r\n" + data[7:]


def mixed(*parts: bytes, top: bytes = b'Content-Type: multipart/mixed; boundary="b1"', tail: bytes = b"") -> bytes:
    """A message of these parts, delimited by b1, under any Content-Type lines."""
    body = b"".join(b"--b1\r\n" + one + b"\r\n" for one in parts)
    return message(top + b"\r\n\r\n" + body + b"--b1--\r\n" + tail)


def second(entity: bytes, **more: bytes) -> bytes:
    return mixed(TEXT, entity, **more)


def typed(value: str) -> bytes:
    return second(base64_part(f"{value}; method=REQUEST", EVENT))


def named(*fields: str) -> bytes:
    """A file that does not begin like a calendar, so that only its name tells."""
    return second(base64_part(fields[0], JUNK, *fields[1:]))


def charset(name: str, data: bytes) -> bytes:
    return second(base64_part(f"text/calendar; method=REQUEST; charset={name}", data))


def fields(*lines: bytes, body: bytes = ENCODED) -> bytes:
    """A second part with exactly these header lines."""
    return second(b"\r\n".join([*lines, b"Content-Transfer-Encoding: base64", b"", b""]) + body)


CT = b"Content-Type: " + ICS.encode()
PLAIN = b"Content-Type: text/plain"
PART = base64_part(ICS, EVENT)
INNER = message(multipart(TEXT, PART, boundary="in"))

MEASURED: dict[str, bytes] = {
    "plain": second(part(ICS, EVENT)),
    "base64": second(PART),
    "two types, text first": fields(PLAIN, CT),
    "two types, calendar first": fields(CT, PLAIN),
    "two types at the top": second(
        PART, top=b"Content-Type: multipart/mixed; boundary=a1\r\nContent-Type: multipart/mixed; boundary=b1"
    ),
    "two boundaries": second(PART, top=b"Content-Type: multipart/mixed; boundary=a1; boundary=b1"),
    "boundary in sections": second(PART, top=b"Content-Type: multipart/mixed; boundary*0=b; boundary*1=1"),
    "no MIME-Version": second(PART).replace(b"MIME-Version: 1.0\r\n", b""),
    "comment in the type": typed("text/(x)calendar"),
    "slash behind the type": typed("text/calendar/"),
    "blanks in the type": typed(" text / calendar"),
    "zero byte in the type": typed("text/cal\0endar"),
    "encoded word as type": typed("=?utf-8?q?text/calendar?="),
    "blank before the colon": fields(CT.replace(b":", b" :", 1)),
    "folded type": fields(b"Content-Type:\r\n text/calendar;\r\n method=REQUEST"),
    "no last delimiter": second(PART)[:-8],
    "line feeds only": second(PART).replace(b"\r\n", b"\n"),
    "returns only in the header": second(PART.replace(b"\r\n", b"\r", 3)),
    "base64, then 7bit": fields(CT, b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: 7bit"),
    "7bit, then base64": fields(CT, b"Content-Transfer-Encoding: 7bit"),
    "base64 foo": second(part(ICS, ENCODED, "Content-Transfer-Encoding: base64 foo")),
    "base64;x": second(part(ICS, ENCODED, "Content-Transfer-Encoding: base64;x")),
    "(c)base64": second(part(ICS, ENCODED, "Content-Transfer-Encoding: (c)base64")),
    "uuencode": second(part(ICS, uuencode(EVENT), "Content-Transfer-Encoding: x-uuencode")),
    "uuencode in a text": second(part("text/plain", b"Hello\r\n\r\n" + uuencode(EVENT))),
    "junk in base64": second(part(ICS, ENCODED.replace(b"A", b"A!*"), "Content-Transfer-Encoding: base64")),
    "padding in base64": fields(CT, body=base64.b64encode(EVENT[:HALF]) + b"\r\n" + base64.encodebytes(EVENT[HALF:])),
    "name": named(f"{FILE}; name=invite.ics"),
    "filename in sections": named(FILE, 'Content-Disposition: attachment; filename*0="inv"; filename*1="ite.ics"'),
    "filename in percent": named(FILE, "Content-Disposition: attachment; filename*=utf-8''inv%69te%2eics"),
    "filename as encoded word": named(FILE, 'Content-Disposition: attachment; filename="=?utf-8?q?invite=2eics?="'),
    "filename with blanks": named(FILE, "Content-Disposition: attachment; filename=my invite.ics"),
    "utf-16": charset("utf-16", EVENT.decode().encode("utf-16")),
    "utf-7": charset("utf-7", EVENT.replace(b"BEGIN:VCALENDAR", b"+AEIARQBHAEkATgA6AFYAQwBBAEwARQBOAEQAQQBS-")),
    "a charset nobody knows": charset("bogus", EVENT),
    "a message inside": second(part("message/rfc822", INNER)),
    "an encoded message inside": second(base64_part("message/rfc822", INNER)),
    "an encoded multipart": message(
        b"Content-Type: multipart/mixed; boundary=b1\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(b"--b1\r\n" + part(ICS, EVENT) + b"\r\n--b1--\r\n")
    ),
    "preamble": mixed(TEXT).replace(b"--b1\r\n", b"--b1b\r\n" + PART + b"--b1b--\r\n--b1\r\n", 1),
    "epilogue": mixed(TEXT, tail=b"--b1\r\n" + PART + b"--b1--\r\n"),
    "junk behind the boundary": mixed(TEXT + b"\r\n--b1 x\r\n" + PART),
    "blank in the boundary": second(PART, top=b'Content-Type: multipart/mixed; boundary="b1 "'),
    "comment behind the boundary": second(PART, top=b"Content-Type: multipart/mixed; boundary=b1(c)"),
    "empty boundary": message(
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n' + TEXT + b"\r\n--\r\n" + PART + b"\r\n----\r\n"
    ),
    "a line without a colon": fields(b"junk line", CT),
    "a blank first": second(b" x\r\n" + PART),
    "byte order mark": second(b"\xef\xbb\xbf" + PART),
    "no semicolon": second(PART, top=b"Content-Type: multipart/mixed boundary=b1"),
    "MULTIPART": second(PART, top=b"Content-Type: MULTIPART/ALTERNATIVE; boundary=b1"),
    "application/ics": second(base64_part("application/ics", EVENT)),
    "text/x-vcalendar": second(base64_part("text/x-vcalendar", EVENT)),
    "the text is a calendar": second(part("text/plain", EVENT)),
    "the whole message": message(part(ICS, EVENT)),
}
"""The 53 variants that were measured, in their order."""


def deep(entity: bytes) -> bytes:
    for level in range(40):
        entity = multipart(entity, boundary=f"deep{level}-")
    return message(entity)


LIMITS: dict[str, Callable[[bytes], bytes]] = {
    "header fields of the message": lambda entity: b"X-H: 1\r\n" * 1_100 + message(entity),
    "header bytes of the message": lambda entity: b"X-H: " + b"a" * 600_000 + b"\r\n" + message(entity),
    "header fields of a part": lambda entity: second(b"X-H: 1\r\n" * 1_100 + entity),
    "odd header fields of a part": lambda entity: second(b"X-H : 1\r\n" * 1_100 + entity),
    "header bytes of a part": lambda entity: second(b"X-H: " + b"a" * 600_000 + b"\r\n" + entity),
    "depth": deep,
    "depth of messages": lambda entity: message(b"Content-Type: message/rfc822\r\n\r\n" * 40 + entity),
    "parts": lambda entity: mixed(*[TEXT] * 700, entity),
}

CALENDARS: dict[str, bytes] = {
    "as it is": EVENT,
    "mixed case": EVENT.replace(b"BEGIN:VCALENDAR", b"bEgIn:vCaLeNdAr"),
    "folded": EVENT.replace(b"BEGIN:VCALENDAR", b"BEGIN:VCAL\r\n ENDAR"),
    "blank before the colon": EVENT.replace(b"BEGIN:VCALENDAR", b"BEGIN :VCALENDAR"),
    "a parameter": EVENT.replace(b"BEGIN:VCALENDAR", b"BEGIN;X=1:VCALENDAR"),
    "wide": EVENT.decode().encode("utf-16"),
    "behind a line": JUNK,
}

ENCODINGS: dict[str, Callable[[bytes], tuple[str, bytes]]] = {
    "7bit": lambda data: ("7bit", data),
    "base64": lambda data: ("base64", base64.encodebytes(data).replace(b"\n", b"\r\n")),
    "quoted-printable": lambda data: ("quoted-printable", soft_break(quopri.encodestring(data))),
    "uuencode": lambda data: ("x-uuencode", uuencode(data, b"x.dat")),
}

PLACES: dict[str, Callable[[bytes], bytes]] = {
    "epilogue": lambda entity: mixed(TEXT, tail=b"--b1\r\n" + entity + b"--b1--\r\n"),
    "epilogue in a message": lambda entity: mixed(
        TEXT, tail=b"--b1\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n" + entity + b"--b1--\r\n"
    ),
    "preamble": lambda entity: mixed(TEXT).replace(b"--b1\r\n", b"--b1b\r\n" + entity + b"--b1b--\r\n--b1\r\n", 1),
    "prefix boundary": lambda entity: mixed(TEXT + b"\r\n--b1b\r\n" + entity),
    "junk behind the boundary": lambda entity: mixed(TEXT + b"\r\n--b1 x\r\n" + entity),
    "two boundaries": lambda entity: second(entity, top=b"Content-Type: multipart/mixed; boundary=a1; boundary=b1"),
    "no boundary": lambda entity: second(entity, top=b"Content-Type: multipart/mixed"),
    "no semicolon": lambda entity: second(entity, top=b"Content-Type: multipart/mixed boundary=b1"),
    "empty boundary": lambda entity: message(
        b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n' + entity + b"\r\n----\r\n"
    ),
    "an unknown message type": lambda entity: second(part("message/x-thing", message(entity))),
    "a delivery report": lambda entity: second(part("message/delivery-status", entity)),
}

SHIFTED = EVENT.replace(b"VCALENDAR", b"VCAL\x1b(BENDAR")
TEXT_PART = part("text/calendar; charset=hz-gb-2312", EVENT.replace(b"VCALENDAR", b"VCAL~\r\nENDAR"))
UTF7 = EVENT.replace(b"VCALENDAR", b"+AFYAQwBBAEw-ENDAR")

UNDECODABLE: dict[str, bytes] = {
    "utf-7": second(part("text/calendar; charset=utf-7", UTF7)),
    "utf-7 that calls itself ASCII": second(part("text/calendar; charset=us-ascii", UTF7)),
    "ISO-2022-JP": charset("iso-2022-jp", SHIFTED),
    "HZ": second(TEXT_PART),
    "EBCDIC 037": charset("cp037", EVENT.decode().encode("cp037")),
    "EBCDIC 500": charset("cp500", EVENT.decode().encode("cp500")),
    "EBCDIC 1026": charset("cp1026", EVENT.decode().encode("cp1026")),
    "EBCDIC 273": charset("cp273", EVENT.decode().encode("cp273")),
    "EBCDIC by name": second(base64_part(f"{FILE}; charset=cp037; name=x.ics", EVENT.decode().encode("cp037"))),
    "gzip": second(base64_part(ICS, gzip.compress(EVENT), "Content-Encoding: gzip")),
    "deflate by name": second(base64_part(f"{FILE}; name=x.ics", b"x\x9cabc", "Content-Encoding: deflate")),
    "an encoding nobody knows": second(part(ICS, b"abc", "Content-Transfer-Encoding: x-own")),
    "BinHex": second(part("application/mac-binhex40; name=invite.ics", b"(This file must be converted)\r\n:abc:")),
    "base64 twice": second(base64_part(ICS, ENCODED)),
}

MESSAGES: dict[str, bytes] = {
    "first fragment": second(part('message/partial; id="x"; number=1; total=2', part(ICS, EVENT))),
    "later fragment": second(part('message/partial; id="x"; number=2; total=2', b"abc\r\n" + EVENT)),
    "fragment with a name": message(part('message/partial; id="x"; number=1; total=2; name=invite.ics', b"abc")),
    "elsewhere": second(part("message/external-body; access-type=URL", part(ICS, b""))),
    "elsewhere by its address": second(
        part('message/external-body; access-type=URL; URL="https://files.example/x.ics"', part(FILE, b""))
    ),
    "beside a real one": second(part(ICS, EVENT) + b"\r\n--b1\r\n" + part("message/external-body", part(ICS, b""))),
    "disposition": second(part("message/disposition-notification", part(ICS, EVENT))),
    "header returned with a calendar": second(part("message/headers", part(ICS, EVENT))),
}

OTHERS: dict[str, bytes] = {
    "returns only": second(PART).replace(b"\r\n", b"\r"),
    "a return in a field": second(b"X-A: b\r" + PART),
    "returns in a field": fields(b"X-A: b\r" + CT),
    "returns that end the header": message(b"X-A: b\r" + CT + b"\r\r" + EVENT.replace(b"\r\n", b"\r") + b"\r\n" + TEXT),
    "an invisible sign behind the name": second(
        base64_part(FILE, JUNK).replace(FILE.encode(), f'{FILE}; name="x.ics\u200b"'.encode())
    ),
    "a semicolon behind the name": named(f'{FILE}; name="invite.ics;"'),
    "a file of any kind": second(base64_part(FILE, JUNK)),
    "folded first word": second(part("text/plain", CALENDARS["folded"])),
    "two byte order marks": second(base64_part(FILE, b"\xef\xbb\xbf" * 2 + EVENT)),
    "zero bytes first": second(base64_part("image/png", b"\0" * 10 + EVENT)),
    "uuencode at the top": message(part("text/plain", b"Hello\r\n" + uuencode(EVENT, b"x.dat"))),
    "uuencode in base64": second(base64_part("text/plain", b"Hello\r\n" + uuencode(EVENT, b"x.dat"))),
    "an empty calendar in uuencode": second(part("text/plain", b"Hello\r\n" + uuencode(b"", b"x.ics"))),
}


def is_held(found: Message) -> bool:
    """Whether what was found leads to a verdict of hold for a stranger."""
    real = [one for one in found.calendars if not one.fake]
    return found.kind != "mail" and bool(real or any(one.scheduling for one in found.opaque))


def test_the_oracle_sees_what_is_plain() -> None:
    assert stdlib_sees_calendar(INVITATION)
    assert not stdlib_sees_calendar(message(multipart(TEXT, part("text/html", b"<p>x</p>"))))
    assert len(MEASURED) == 53


SHAPES = {**MEASURED, **UNDECODABLE, **MESSAGES, **OTHERS}


@pytest.mark.parametrize("name", SHAPES)
def test_no_shape_passes_as_mail(name: str) -> None:
    assert is_held(read_message(SHAPES[name]))


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("entity", [PART, part("text/calendar; charset=cp037", b"abc"), TEXT])
def test_what_a_limit_cut_is_never_mail(name: str, entity: bytes) -> None:
    raw = LIMITS[name](entity)
    found = read_message(raw)
    assert found.truncated
    assert is_held(found)
    (unread,) = [one for one in found.opaque if one.kind == "unread"]
    assert (unread.part, unread.span.end) == (found.root.number, len(raw))


def test_a_body_beyond_the_limit_is_never_mail() -> None:
    raw = second(TEXT + b"x" * 2_000 + b"\r\n--b1\r\n" + PART)
    assert is_held(read_message(raw, Limits(message_bytes=1_500)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_place_hides_any_writing(place: str, calendar: str, encoding: str) -> None:
    name, body = ENCODINGS[encoding](CALENDARS[calendar])
    raw = PLACES[place](part(ICS, body, f"Content-Transfer-Encoding: {name}"))
    assert is_held(read_message(raw))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("calendar", CALENDARS)
@pytest.mark.parametrize("encoding", ["7bit", "base64", "quoted-printable"])
def test_no_place_hides_it_without_a_telling_header(place: str, calendar: str, encoding: str) -> None:
    name, body = ENCODINGS[encoding](CALENDARS[calendar])
    found = read_message(PLACES[place](part(FILE, body, f"Content-Transfer-Encoding: {name}")))
    assert is_held(found)
    assert found.ambiguous


@pytest.mark.parametrize(
    "entity",
    [
        part("message/delivery-status", b"Reporting-MTA: dns; mx.example\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"),
        part("message/disposition-notification", b"Disposition: manual-action; displayed\r\n"),
        part("message/feedback-report", b"Feedback-Type: abuse\r\nUser-Agent: x\r\nVersion: 1\r\n"),
        part("text/rfc822-headers", CT + b"\r\nSubject: Lunch\r\n"),
        part("message/headers", CT + b"\r\nSubject: Lunch\r\n"),
        part("text/plain", b"Hello\r\n\r\n" + uuencode(b"\x89PNG", b"photo.png")),
        part("text/plain", b"begin with the first chapter\r\nBEGIN 644 words\r\n"),
        base64_part(FILE, b"\x89PNG and no calendar"),
        part("text/plain", b"A line\rwith returns\r"),
    ],
)
def test_honest_mail_of_these_kinds_stays_mail(entity: bytes) -> None:
    found = read_message(second(entity))
    assert (found.kind, found.ambiguous, found.calendars) == ("mail", False, ())


def test_a_reference_to_a_text_elsewhere_has_no_sign_of_scheduling() -> None:
    found = read_message(second(part("message/external-body; access-type=anon-ftp; name=draft.txt", TEXT)))
    assert found.kind == "mail"
