"""Messages and calendars the tests of the read room are built from. Reserved names only."""

from __future__ import annotations

import base64


def crlf(text: str) -> bytes:
    """Text with LF as the bytes a mail server sees."""
    return text.replace("\n", "\r\n").encode()


EVENT = crlf(
    """BEGIN:VCALENDAR
PRODID:-//Example//Calendar//EN
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:lunch-1@example.com
DTSTAMP:20260101T080000Z
DTSTART:20260105T110000Z
DTEND:20260105T120000Z
SEQUENCE:2
ORGANIZER;CN=Ada Example:mailto:ada@example.com
ATTENDEE;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT:mailto:me@home.example
SUMMARY:Lunch
LOCATION:Room 1
DESCRIPTION:Join at https://meet.example.com/abc\\, or call +49 30 901820.
END:VEVENT
END:VCALENDAR
"""
)


def calendar(*lines: str, method: str | None = "REQUEST", uid: str = "x@example.com") -> bytes:
    """A VCALENDAR with one VEVENT that has these extra lines."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", *([f"METHOD:{method}"] if method else []), "BEGIN:VEVENT", f"UID:{uid}"]
    return "\r\n".join([*head, *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def part(content_type: str, body: bytes, *fields: str) -> bytes:
    """One body part: a Content-Type, further header lines, and the body as it stands."""
    lines = [f"Content-Type: {content_type}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


def base64_part(content_type: str, body: bytes, *fields: str) -> bytes:
    """One body part in base64."""
    return part(
        content_type, base64.encodebytes(body).replace(b"\n", b"\r\n"), "Content-Transfer-Encoding: base64", *fields
    )


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "b1", tail: bytes = b"") -> bytes:
    """A multipart entity with its own header line, closed properly."""
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    delimiter = f"--{boundary}".encode()
    body = b"".join(delimiter + b"\r\n" + one + b"\r\n" for one in parts)
    return head + body + delimiter + b"--\r\n" + tail


def message(entity: bytes, *fields: str) -> bytes:
    """A whole message around an entity that begins with its own header lines."""
    head = [
        "From: Ada Example <ada@example.com>",
        "To: me@home.example",
        "Subject: Lunch",
        "Message-ID: <1@example.com>",
        "Date: Thu, 01 Jan 2026 08:00:00 +0000",
        "MIME-Version: 1.0",
        *fields,
    ]
    return "\r\n".join([*head, ""]).encode() + entity


TEXT = part("text/plain; charset=utf-8", b"Please come.\r\n")
INVITATION = message(
    multipart(
        multipart(TEXT, part("text/calendar; charset=UTF-8; method=REQUEST", EVENT), kind="alternative", boundary="b2"),
        base64_part(
            'application/ics; name="invite.ics"', EVENT, 'Content-Disposition: attachment; filename="invite.ics"'
        ),
    )
)
"""The shape of most invitations: text and calendar as alternatives, and the calendar again as a file."""
