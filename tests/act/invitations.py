"""Invitations as mails and as calendars, for tests."""

from __future__ import annotations

ANN = "ann@acme.example"
ME = "nora@home.example"


def event(
    *lines: str, uid: str = "u1@acme.example", organizer: str = f"mailto:{ANN}", guest: str = f"mailto:{ME}"
) -> str:
    """One VEVENT with the usual properties; ``lines`` are added, or replace those of the same name."""
    given = {line.partition(":")[0].partition(";")[0] for line in lines}
    usual = [
        f"UID:{uid}",
        "DTSTAMP:20261120T100000Z",
        "DTSTART:20261124T130000Z",
        "DTEND:20261124T140000Z",
        "SEQUENCE:2",
        "SUMMARY:Lunch",
        f"ORGANIZER;CN=Ann:{organizer}",
        f"ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;X-NUM=1:{guest}",
        "ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:mailto:bob@acme.example",
    ]
    kept = [line for line in usual if line.partition(":")[0].partition(";")[0] not in given]
    return "\r\n".join(["BEGIN:VEVENT", *kept, *(line for line in lines if not line.endswith(":")), "END:VEVENT"])


def calendar(*components: str, method: str | None = "REQUEST") -> bytes:
    """A VCALENDAR of these components."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Acme//Evil 1.0//EN"]
    head += [f"METHOD:{method}"] if method else []
    return "\r\n".join([*head, *components, "END:VCALENDAR", ""]).encode()


def mail(content: bytes, *, method: str = "REQUEST", head: str = "") -> bytes:
    """A mail with a text and this calendar."""
    return (
        (
            f"From: Ann <{ANN}>\r\nTo: {ME}\r\nSubject: Lunch\r\nMessage-ID: <1@acme.example>\r\n"
            f"Date: Fri, 20 Nov 2026 11:00:00 +0100\r\n{head}MIME-Version: 1.0\r\n"
            'Content-Type: multipart/alternative; boundary="b"\r\n\r\n'
            "--b\r\nContent-Type: text/plain\r\n\r\nCome to lunch.\r\n"
            f"--b\r\nContent-Type: text/calendar; method={method}; charset=utf-8\r\n\r\n"
        ).encode()
        + content
        + b"\r\n--b--\r\n"
    )
