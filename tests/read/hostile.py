"""Hostile shapes: each makes a message of about so many bytes, all of it of one kind of nuisance.

They stand for the threats DOS-05 to DOS-22 and MIME-01 to MIME-28; reserved names only. ``SHAPES`` maps a name to its
maker.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterator

Shape = Callable[[int], bytes]

ICS = b"Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n"
MIXED = b'Content-Type: multipart/mixed; boundary="b1"\r\n'
HEAD = b"From: Ada <ada@example.com>\r\nTo: me@home.example\r\nSubject: Lunch\r\nMIME-Version: 1.0\r\n"
EVENT = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\n"
    b"ORGANIZER:mailto:ada@example.com\r\nDTSTART:20260105T110000Z\r\n"
)
END = b"END:VEVENT\r\nEND:VCALENDAR\r\n"


def times(unit: bytes, size: int) -> bytes:
    """The unit again and again, about ``size`` bytes."""
    return unit * max(size // len(unit), 1)


def numbered(size: int, line: Callable[[int], bytes]) -> bytes:
    """Lines with a number in each, about ``size`` bytes."""
    return b"".join(_numbered(size, line))


def _numbered(size: int, line: Callable[[int], bytes]) -> Iterator[bytes]:
    number = 0
    while size > 0:
        one = line(number)
        size -= len(one)
        number += 1
        yield one


def header(unit: bytes, before: bytes = b"", after: bytes = b"") -> Shape:
    """A message whose header repeats something."""
    return lambda size: HEAD + before + times(unit, size) + after + b"\r\n" + MIXED + b"\r\n--b1\r\n\r\nx\r\n--b1--\r\n"


def body(unit: bytes, fields: bytes = MIXED, before: bytes = b"", after: bytes = b"") -> Shape:
    """A message whose body repeats something."""
    return lambda size: HEAD + fields + b"\r\n" + before + times(unit, size) + after


def event(unit: bytes, before: bytes = b"", after: bytes = b"\r\n") -> Shape:
    """An invitation whose event repeats something."""
    return body(unit, ICS, EVENT + before, after + END)


def encoded(unit: bytes, fields: bytes = ICS) -> Shape:
    """The same, in base64."""
    return lambda size: (
        HEAD
        + fields
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(EVENT + times(unit, size * 3 // 4) + END).replace(b"\n", b"\r\n")
    )


def nested_multiparts(size: int) -> bytes:
    return HEAD + numbered(size, lambda n: b"Content-Type: multipart/mixed; boundary=d%d\r\n\r\n--d%d\r\n" % (n, n))


def many_boundaries(size: int) -> bytes:
    """A long preamble of delimiters that belong to nobody, under a few levels of multipart."""
    levels = b"".join(b"Content-Type: multipart/mixed; boundary=l%d\r\n\r\n--l%d\r\n" % (n, n) for n in range(20))
    return HEAD + levels + b"\r\n" + times(b"--l1x\r\n--other\r\n", size)


def sections(size: int) -> bytes:
    names = numbered(size, lambda n: b"; name*%d=i" % n)
    return HEAD + b"Content-Type: application/octet-stream" + names + b"\r\n\r\nx"


def zip_names(size: int) -> bytes:
    """A zip of many empty files, both their headers."""
    name = b"invite.txt"
    local = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    central = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *[0] * 7, len(name), *[0] * 6) + name
    count = max(size * 3 // 4 // (len(local) + len(central)), 1)
    some = min(count, 0xFFFF)
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, some, some, len(central) * count, len(local) * count, 0)
    return file(local * count + central * count + end, b"application/zip; name=a.zip")


def tnef(size: int) -> bytes:
    """A TNEF stream of many small attributes."""
    attribute = b"\x01" + struct.pack("<II", 0x00078008, 4) + b"IPM\0" + struct.pack("<H", 0)
    return file(b"\x78\x9f\x3e\x22\x01\x00" + times(attribute, size * 3 // 4), b"application/ms-tnef; name=winmail.dat")


def tnef_properties(size: int) -> bytes:
    """One TNEF attribute that holds many MAPI properties."""
    properties = times(struct.pack("<III", 0x00170003, 1, 0)[:8], size * 3 // 4)
    content = struct.pack("<I", len(properties) // 8) + properties
    attribute = b"\x01" + struct.pack("<II", 0x00069003, len(content)) + content + b"\0\0"
    return file(b"\x78\x9f\x3e\x22\x01\x00" + attribute, b"application/ms-tnef; name=winmail.dat")


def file(content: bytes, content_type: bytes) -> bytes:
    """A message that is one file in base64."""
    fields = b"Content-Type: " + content_type + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return HEAD + fields + base64.encodebytes(content).replace(b"\n", b"\r\n")


def signed(unit: bytes) -> Shape:
    """PKCS#7 content made of nested or broken lengths."""
    return lambda size: file(times(unit, size * 3 // 4), b"application/pkcs7-mime; smime-type=signed-data")


def wide(size: int) -> bytes:
    """A calendar in UTF-16."""
    text = (EVENT + times(b"SUMMARY:a\r\n", size * 3 // 8) + END).decode("ascii").encode("utf-16")
    return file(text, b"text/calendar; charset=utf-16; method=REQUEST")


SEPTETS = b"Content-Type: text/calendar; charset=utf-7\r\n"
SHIFTED = b"Content-Type: text/calendar; charset=iso-2022-jp\r\n"
NOBODYS = b"Content-Type: text/calendar; charset=nobody\r\n"
TEXT = b"Content-Type: text/plain\r\n"
HTML = b"Content-Type: text/html\r\n"
QP = b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: quoted-printable\r\n"
B64 = b"Content-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n"
TWICE = b"Content-Type: text/plain\r\nContent-Type: text/calendar\r\nContent-Transfer-Encoding: base64\r\n"
DOUBT = (
    b"Content-Type: text/plain\r\n"
    + MIXED
    + b"Content-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n"
)
VEVENT = b"BEGIN:VEVENT\r\nUID:%d@example.com\r\nDTSTART:20260105T110000Z\r\nSUMMARY:a\r\nEND:VEVENT\r\n"
ZONE = (
    b"BEGIN:VTIMEZONE\r\nTZID:Z%d\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\n"
    b"TZOFFSETTO:+0200\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)

HEADERS: dict[str, Shape] = {
    "fields": header(b"X-H: 1\r\n"),
    "one long field": header(b"a", b"X-H: "),
    "folds": header(b"\r\n b", b"Subject: a"),
    "blank folds": header(b"\r\n ", b"Subject: a"),
    "lines without a colon": header(b"nothing\r\n"),
    "blanks before the colon": header(b"X-H : 1\r\n"),
    "returns only": header(b"X-H: 1\r"),
    "zero bytes": header(b"\0", b"Content-Type: "),
    "high bytes": header(b"\xff", b"From: "),
    "From behind returns": header(b"\rfrom:a@b.cc", b"Subject: "),
    "From inside a line": header(b"from:", b"X-H: "),
    "From fields": header(b"From: a@b.cc\r\n"),
    "From behind blanks": lambda size: b" " * (size // 2) + header(b"from:", b"X-H: ")(size // 2),
    "Sender fields": lambda size: b"Subject: x\r\n" + times(b"Sender: a@b.cc\r\n", size) + b"\r\nx\r\n",
    "received": header(b"Received: from a.example by b.example; Thu, 01 Jan 2026 08:00:00 +0000\r\n"),
    "references": header(b" <a@example.com>", b"References:"),
    "addresses": header(b"a@example.com, ", b"From: "),
    "names without an address": header(b"a b, ", b"From: "),
    "groups": header(b"g:a@example.com;, ", b"From: "),
    "open groups": header(b"g:", b"From: "),
    "routes": header(b"@a.example,", b"From: <", b":b@example.com>"),
    "open angles": header(b"<", b"From: "),
    "open comments": header(b"(", b"From: "),
    "comments": header(b"(a)", b"From: ", b" a@example.com"),
    "nested comments": lambda size: header(b"(", b"From: ", b")" * (size // 2) + b" a@example.com")(size // 2),
    "quotes": header(b'"', b"From: "),
    "quoted pairs": header(b"\\", b'From: "'),
    "dots": header(b"a.", b"From: ", b"b@example.com"),
    "at signs": header(b"a@", b"From: "),
    "encoded words": header(b" =?utf-8?q?a?=", b"From:", b" <a@example.com>"),
    "beginnings of encoded words": header(b"=?", b"From: "),
    "encoded words of addresses": header(b" =?utf-8?q?=3Ca=40example=2Ecom=3E?=", b"From:"),
    "comment in the type": header(b"(", b"Content-Type: text/"),
    "blanks in the type": header(b" ", b"Content-Type: text", b"/calendar"),
    "parameters": header(b";a=b", b"Content-Type: text/calendar"),
    "semicolons": header(b";", b"Content-Type: text/calendar"),
    "quotes in parameters": header(b'"', b"Content-Type: text/calendar; name="),
    "backslashes in parameters": header(b"\\", b'Content-Type: text/calendar; name="'),
    "boundaries": header(b"; boundary=b", b"Content-Type: multipart/mixed"),
    "sections": sections,
    "percent": header(b"%25", b"Content-Type: text/plain; name*=utf-8''"),
    "apostrophes": header(b"'", b"Content-Type: text/plain; name*="),
    "encoded words in a name": header(b"=?utf-8?q?a?= ", b'Content-Type: text/plain; name="', b'"'),
    "types": header(b"Content-Type: text/calendar\r\n"),
    "encodings": header(b"Content-Transfer-Encoding: base64\r\n"),
    "dispositions": header(b"Content-Disposition: attachment; filename=a.ics\r\n"),
}

STRUCTURE: dict[str, Shape] = {
    "near misses of a boundary": body(b"--b1x\r\n"),
    "beginnings of a boundary": body(b"--b\r\n"),
    "dashes": body(b"-"),
    "lines of dashes": body(b"--\r\n"),
    "blanks behind a boundary": body(b" ", MIXED, b"--b1\r\n\r\nx\r\n--b1"),
    "empty parts": body(b"--b1\r\n"),
    "small parts": body(b"--b1\r\n\r\nx\r\n"),
    "calendar parts": body(b"--b1\r\n" + ICS + b"\r\n" + EVENT + END),
    "parts that only say so": body(b"--b1\r\nContent-Type: text/calendar\r\n\r\nx\r\n"),
    "parts with headers": body(
        b"--b1\r\nContent-Type: text/plain; name=a\r\nContent-Transfer-Encoding: 7bit\r\n\r\nx\r\n"
    ),
    "last delimiters": body(b"--b1--\r\n"),
    "nested multiparts": nested_multiparts,
    "the same boundary inside": body(MIXED + b"\r\n--b1\r\n"),
    "boundaries of nobody": many_boundaries,
    "messages in messages": body(b"Content-Type: message/rfc822\r\n\r\n", b""),
    "digests": body(b"--b1\r\n\r\nSubject: a\r\n\r\nx\r\n", b"Content-Type: multipart/digest; boundary=b1\r\n"),
    "reports": body(b"Content-Type: text/calendar\r\n", b"Content-Type: message/delivery-status\r\n"),
    "preamble": body(b"BEGIN:VCALENDAR\r\n", MIXED, after=b"--b1\r\n\r\nx\r\n--b1--\r\n"),
    "epilogue": body(b"Content-Type: text/calendar\r\n\r\n", MIXED, b"--b1\r\n\r\nx\r\n--b1--\r\n"),
    "epilogue that nearly is one": body(b"BEGIN:VCALENDA", MIXED, b"--b1\r\n\r\nx\r\n--b1--\r\n"),
    "epilogue in base64": body(b"QkVHSU46VkNBTEVOREF\r\n", MIXED, b"--b1\r\n\r\nx\r\n--b1--\r\n"),
    "epilogue with soft breaks": body(b"BEGIN:VCAL=\r\nENDA", MIXED, b"--b1\r\n\r\nx\r\n--b1--\r\n"),
    "epilogue of escapes": body(b"=42=45=47", MIXED, b"--b1\r\n\r\nx\r\n--b1--\r\n"),
    "doubts all over": body(b"--b1\r\nContent-Type : text/plain\r\n\r\nQUJD\r\n", DOUBT),
    "empty lines": body(b"\r\n", TEXT),
    "line feeds": body(b"\n", TEXT),
    "returns": body(b"\r", TEXT),
    "zeros": body(b"\0", TEXT),
    "blanks": body(b" ", TEXT),
    "nothing but zeros": lambda size: b"\0" * size,
    "nothing but returns": lambda size: b"\r" * size,
    "nothing but empty lines": lambda size: b"\r\n" * (size // 2),
    "base64 of junk": body(b"!", B64),
    "base64 of equals signs": body(b"=", B64),
    "base64 that ends early": body(b"QQ==\r\n", B64),
    "base64 that may be two things": body(b"QUJDRA==\r\n", TWICE),
    "base64 of one line": body(b"QUJD", B64),
    "soft breaks": body(b"=\r\n", QP),
    "equals signs": body(b"=", QP),
    "escapes": body(b"=3D", QP),
    "blanks before a line's end": body(b"x \t \r\n", QP),
    "uuencode begins": body(b"begin 644 a.ics\r\n", TEXT),
    "uuencode": body(b"M" + b"0" * 60 + b"\r\n", TEXT, b"begin 644 a.ics\r\n"),
    "yEnc begins": body(b"=ybegin line=128 size=1 name=a.ics\r\n", TEXT),
    "yEnc": body(b"rofx" * 32 + b"\r\n", TEXT, b"=ybegin line=128 size=1000000 name=a.ics\r\n"),
    "BinHex marks": body(b"(This file must be converted with BinHex 4.0)\r\n:", TEXT),
    "zip names": zip_names,
    "zip marks": lambda size: file(times(b"PK\x03\x04PK\x01\x02PK\x05\x06", size), b"application/zip; name=a.zip"),
    "a gzip name": lambda size: file(b"\x1f\x8b\x08\x08" + b"\0" * 6 + b"a" * size, b"application/gzip; name=a.gz"),
    "TNEF attributes": tnef,
    "TNEF properties": tnef_properties,
    "TNEF without lengths": lambda size: file(
        b"\x78\x9f\x3e\x22" + times(b"\x01" + struct.pack("<II", 0x00078008, 0), size), b"application/ms-tnef"
    ),
    "PKCS#7 without lengths": signed(b"\x30\x80"),
    "PKCS#7 of octet strings": signed(b"\x24\x80\x04\x01a"),
    "PKCS#7 of long lengths": signed(b"\x30\x84\x7f\xff\xff\xff"),
    "links that add to a calendar": body(b'<a href="https://calendar.example.com/render?action=TEMPLATE">x</a>', HTML),
    "open tags": body(b"<a href=", HTML),
    "open scripts": body(b'<script type="application/ld+json">{', HTML),
    "open comments in HTML": body(b"<!--", HTML),
}

CALENDARS: dict[str, Shape] = {
    "calendars": body(b"BEGIN:VCALENDAR\r\n", ICS),
    "whole calendars": body(EVENT + END, ICS),
    "events": lambda size: HEAD + ICS + b"\r\nBEGIN:VCALENDAR\r\n" + numbered(size, lambda n: VEVENT % n) + END[12:],
    "one event many times": event(b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\n"),
    "deep components": event(b"BEGIN:VEVENT\r\n"),
    "ends": event(b"END:VEVENT\r\n"),
    "folds of a property": event(b"\r\n x", b"DESCRIPTION:"),
    "folds of nothing": event(b"\r\n ", b"DESCRIPTION:"),
    "folds in characters": event(b"\xc3\r\n \xa4", b"DESCRIPTION:"),
    "empty lines in a calendar": event(b"\r\n"),
    "line feeds in a calendar": event(b"\n"),
    "returns in a calendar": event(b"SUMMARY:a\r"),
    "zeros in a calendar": event(b"\0", b"SUMMARY:"),
    "lines without a colon in a calendar": event(b"nothing\r\n"),
    "rules": event(b"RRULE:FREQ=SECONDLY\r\n"),
    "lists in a rule": event(b"1,", b"RRULE:FREQ=YEARLY;BYYEARDAY="),
    "parts of a rule": event(b"BYDAY=MO;", b"RRULE:FREQ=YEARLY;"),
    "dates": event(b"RDATE:20260101T000000Z\r\n"),
    "dates in one line": event(b"20260101T000000Z,", b"RDATE:"),
    "excluded dates": event(b"20260101T000000Z,", b"EXDATE:"),
    "attendees": event(b"ATTENDEE;CN=A:mailto:a@example.com\r\n"),
    "different attendees": lambda size: (
        HEAD + ICS + b"\r\n" + EVENT + numbered(size, lambda n: b"ATTENDEE:mailto:a%d@example.com\r\n" % n) + END
    ),
    "delegates": event(b'"mailto:a@example.com",', b"ATTENDEE;DELEGATED-TO=", b":mailto:b@example.com\r\n"),
    "organizers": event(b"ORGANIZER:mailto:a@example.com\r\n"),
    "time zones": lambda size: (
        HEAD + ICS + b"\r\nBEGIN:VCALENDAR\r\n" + numbered(size, lambda n: ZONE % n) + b"BEGIN:VEVENT\r\n" + END
    ),
    "a long zone name": event(b"Z", b"DTSTART;TZID=", b":20260101T000000\r\n"),
    "parameters of a property": event(b";X=1", b"SUMMARY", b":a\r\n"),
    "values of a parameter": event(b"a,", b"ATTENDEE;MEMBER=", b":mailto:a@example.com\r\n"),
    "quotes in a property": event(b'"', b"ORGANIZER;CN=", b":mailto:a@example.com\r\n"),
    "carets": event(b"^", b"ORGANIZER;CN=", b":mailto:a@example.com\r\n"),
    "carets and n": event(b"^n^'", b'ORGANIZER;CN="', b'":mailto:a@example.com\r\n'),
    "colons": event(b":", b"ORGANIZER;CN=a"),
    "mailto": event(b":mailto:a@example.com", b"ORGANIZER;CN=a"),
    "semicolons in a property": event(b";", b"ORGANIZER"),
    "groups of names": event(b"a.", b"", b"SUMMARY:a\r\n"),
    "backslashes": event(b"\\", b"SUMMARY:"),
    "escaped ends of line": event(b"\\n", b"DESCRIPTION:"),
    "summaries": event(b"SUMMARY:a\r\n"),
    "methods": body(b"METHOD:REQUEST\r\n", ICS, b"BEGIN:VCALENDAR\r\n", b"BEGIN:VEVENT\r\n" + END),
    "unknown properties": lambda size: HEAD + ICS + b"\r\n" + EVENT + numbered(size, lambda n: b"X-%d:a\r\n" % n) + END,
    "alarms": event(b"BEGIN:VALARM\r\nREPEAT:50000000\r\nTRIGGER:-PT1M\r\nACTION:AUDIO\r\nEND:VALARM\r\n"),
    "attachments": event(b"ATTACH:https://example.com/a\r\n"),
    "one attachment": event(b"QUJD", b"ATTACH;ENCODING=BASE64;VALUE=BINARY:"),
    "digits": event(b"9", b"SEQUENCE:"),
    "a long identifier": event(b"u", b"UID:"),
    "a long duration": event(b"1W", b"DURATION:P"),
    "quoted-printable text": event(b"=41", b"DESCRIPTION;ENCODING=QUOTED-PRINTABLE:"),
    "soft breaks in text": event(b"a=\r\n", b"DESCRIPTION;ENCODING=QUOTED-PRINTABLE:"),
    "a@": event(b"a@", b"DESCRIPTION:"),
    "addresses in text": event(b"a@example.com ", b"DESCRIPTION:"),
    "links": event(b"https://example.com/ ", b"DESCRIPTION:"),
    "different links": lambda size: (
        HEAD + ICS + b"\r\n" + EVENT + numbered(size, lambda n: b"URL:https://a%d.example.com/\r\n" % n) + END
    ),
    "beginnings of links": event(b"http://", b"DESCRIPTION:"),
    "labels": event(b"a.", b"DESCRIPTION:https://", b"example.com\r\n"),
    "brackets": event(b"(", b"DESCRIPTION:"),
    "phones": event(b"+1 (212) 555-0100 ", b"DESCRIPTION:"),
    "numbers": event(b"1 ", b"DESCRIPTION:"),
    "%25": event(b"%25", b"DESCRIPTION:https://example.com/"),
    "slashes": event(b"\\\\", b"DESCRIPTION:"),
    "tags": event(b"<a href=x>", b"X-ALT-DESC;FMTTYPE=text/html:"),
    "open tags in text": event(b"<", b"DESCRIPTION:"),
    "UTF-16": wide,
    "UTF-7": body(b"+AEI-", SEPTETS, EVENT + b"SUMMARY:", b"\r\n" + END),
    "open UTF-7": body(b"+", SEPTETS, EVENT + b"SUMMARY:", b"\r\n" + END),
    "ISO-2022": body(b"\x1b$B\x1b(B", SHIFTED, EVENT + b"SUMMARY:", b"\r\n" + END),
    "HZ": body(b"~{~}", b"Content-Type: text/calendar; charset=hz-gb-2312\r\n", EVENT + b"SUMMARY:", b"\r\n" + END),
    "no charset": body(
        b"\xff\xfe", b"Content-Type: text/calendar; charset=nobody\r\n", EVENT + b"SUMMARY:", b"\r\n" + END
    ),
    "in base64": encoded(b"SUMMARY:a\r\n"),
    "letters in two cases": event(b"begin:vevent\r\n"),
}

SHAPES: dict[str, Shape] = {
    **{f"header: {name}": shape for name, shape in HEADERS.items()},
    **{f"structure: {name}": shape for name, shape in STRUCTURE.items()},
    **{f"calendar: {name}": shape for name, shape in CALENDARS.items()},
}
