"""Sample mail, built like the products that send invitations build it. All names are reserved ones."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import msgspec

ME = "nora@home.example"
BORDER = "mx.home.example"
"""The mail server in front of the gate: it checked the sender and says so in Authentication-Results."""


class Sender(msgspec.Struct, frozen=True):
    """A mailbox somewhere else."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def header(self) -> str:
        return f"{self.name} <{self.address}>"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation is about. ``organizer`` is whom it names, whoever sends it."""

    uid: str
    title: str
    organizer: Sender
    start: datetime
    minutes: int = 60
    location: str = ""
    description: str = ""
    sequence: int = 0
    stamp: datetime
    rule: str = ""
    alarms: int = 0
    method: str = "REQUEST"


def calendar(event: Event, product: str) -> str:
    """The VCALENDAR of an event, lines folded at 75 octets (RFC 5545 3.1)."""
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:{product}",
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        f"METHOD:{event.method}",
        "BEGIN:VEVENT",
        f"DTSTART:{_utc(event.start)}",
        f"DTEND:{_utc(event.start + timedelta(minutes=event.minutes))}",
        f"DTSTAMP:{_utc(event.stamp)}",
        f"ORGANIZER;CN={event.organizer.name}:mailto:{event.organizer.address}",
        f"UID:{event.uid}",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN={ME}:mailto:{ME}",
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CANCELLED' if event.method == 'CANCEL' else 'CONFIRMED'}",
        f"SUMMARY:{_text(event.title)}",
    ]
    lines += [f"LOCATION:{_text(event.location)}"] if event.location else []
    lines += [f"DESCRIPTION:{_text(event.description)}"] if event.description else []
    lines += [f"RRULE:{event.rule}"] if event.rule else []
    for _ in range(event.alarms):
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Now", "TRIGGER:-PT5M", "END:VALARM"]
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(_folded(line) for line in lines)


def google_like(event: Event, sender: Sender, number: int, *, results: str | None = None) -> bytes:
    """Mixed with an alternative inside, and the same calendar once more as an attachment."""
    text = calendar(event, "-//Google Inc//Google Calendar 70.9054//EN")
    twin = base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")
    alternative = _multipart(
        "alternative",
        "a1",
        [
            _leaf("text/plain; charset=UTF-8", _words(event)),
            _leaf("text/html; charset=UTF-8", f"<html><body><p>{_words(event)}</p></body></html>"),
            _leaf(f"text/calendar; charset=UTF-8; method={event.method}", text),
        ],
    )
    attachment = (
        'Content-Type: application/ics; name="invite.ics"\r\n'
        'Content-Disposition: attachment; filename="invite.ics"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{twin}"
    )
    body = _multipart("mixed", "m1", [alternative, attachment])
    service = "Sender: Calendar <calendar-notification@calendar.example>\r\n"
    return _message(sender, _subject(event), body, number, results=results, extra=service)


def exchange_like(event: Event, sender: Sender, number: int, *, results: str | None = None) -> bytes:
    """One alternative, the calendar last and in base64, no twin."""
    text = calendar(event, "Microsoft Exchange Server 2010")
    encoded = base64.encodebytes(text.encode()).decode().replace("\n", "\r\n")
    part = (
        f'Content-Type: text/calendar; charset="utf-8"; method={event.method}\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{encoded}"
    )
    body = _multipart("alternative", "e1", [_leaf('text/plain; charset="utf-8"', _words(event)), part])
    return _message(sender, _subject(event), body, number, results=results, extra="Content-Language: en-US\r\n")


def newsletter(sender: Sender, number: int) -> bytes:
    """Ordinary mail that happens to speak of dates."""
    text = "Our winter concerts:\r\n3 December, 19:00, Town hall\r\n17 December, 19:00, Harbour church\r\n"
    body = _multipart("alternative", "n1", [_leaf("text/plain; charset=UTF-8", text)])
    extra = "List-Id: <news.harbourchoir.example>\r\nList-Unsubscribe: <mailto:leave@harbourchoir.example>\r\n"
    return _message(sender, "Winter concerts", body, number, extra=extra)


def fake_calendar(sender: Sender, number: int) -> bytes:
    """A web page that is named like an invitation."""
    page = (
        base64.encodebytes(b"<html><body><form>Your password, please</form></body></html>")
        .decode()
        .replace("\n", "\r\n")
    )
    part = (
        'Content-Type: application/octet-stream; name="invite.ics"\r\n'
        'Content-Disposition: attachment; filename="invite.ics"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{page}"
    )
    body = _multipart("mixed", "f1", [_leaf("text/plain; charset=UTF-8", "Please open the invitation.\r\n"), part])
    # A header that pretends to be ours: it must not survive the door.
    return _message(sender, "Meeting invitation", body, number, extra="X-Salver-Verdict: deliver\r\n")


def passed(domain: str) -> str:
    """What the border writes when everything about this domain is in order."""
    return (
        f"Authentication-Results: {BORDER};\r\n dkim=pass header.d={domain} header.s=s1;\r\n"
        f" spf=pass smtp.mailfrom={domain};\r\n dmarc=pass header.from={domain}\r\n"
    )


def _message(
    sender: Sender, subject: str, body: str, number: int, *, results: str | None = None, extra: str = ""
) -> bytes:
    head = (
        f"Received: from mail.{sender.domain} (mail.{sender.domain} [203.0.113.9]) by {BORDER} with ESMTPS;"
        f" Tue, 24 Nov 2026 08:00:00 +0000\r\n"
        f"{passed(sender.domain) if results is None else results}"
        f"From: {sender.header}\r\nTo: {ME}\r\nSubject: {subject}\r\n"
        f"Date: Tue, 24 Nov 2026 08:{number % 60:02}:00 +0000\r\nMessage-ID: <demo-{number}@{sender.domain}>\r\n"
        f"{extra}MIME-Version: 1.0\r\n"
    )
    return (head + body).encode()


def _multipart(subtype: str, boundary: str, parts: list[str]) -> str:
    inside = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n{inside}--{boundary}--\r\n'


def _leaf(content_type: str, text: str) -> str:
    return f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}"


def _subject(event: Event) -> str:
    words = {"CANCEL": "Cancelled", "REQUEST": "Invitation"}
    return f"{words.get(event.method, 'Event')}: {event.title}"


def _words(event: Event) -> str:
    when = event.start.strftime("%d %B %Y, %H:%M UTC")
    return f"{event.title}\r\n{when}\r\n{event.location}\r\n\r\n{event.description}\r\n"


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    pieces = [line[start : start + 70] for start in range(0, len(line), 70)]
    return "\r\n ".join(pieces)
