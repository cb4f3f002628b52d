"""Writing to calendars and answering: everything that needs is there, and over TLS."""

from __future__ import annotations

from collections.abc import Iterator

from salver.config.crosschecks.clash import NOTHING, Clash
from salver.config.crosschecks.http import url_fault
from salver.config.endpoint import is_host
from salver.config.schema import Settings

_WRITER, _URL, _HOST, _PORT = (
    ("calendar", "writer"),
    ("calendar", "url"),
    ("submission", "host"),
    ("submission", "port"),
)
_ADDRESS = "an https address, or http on this machine only"


def calendar(settings: Settings) -> Iterator[Clash]:
    """With writer salver, every person has a calendar and answers can be sent."""
    if settings.calendar.url and (wrong := url_fault(settings.calendar.url.replace("{person}", "person"))):
        yield Clash(_URL, wrong, _ADDRESS)
    for name, person in settings.people.items():
        if person.calendar_url and (wrong := url_fault(person.calendar_url)):
            yield Clash(("people", name, "calendar_url"), wrong, _ADDRESS)
    if settings.calendar.writer == "salver":
        yield from _writer_salver(settings)


def _writer_salver(settings: Settings) -> Iterator[Clash]:
    if not settings.calendar.url:
        without = [name for name, person in settings.people.items() if not person.calendar_url]
        for name in without:
            allowed = 'an https address (or one for everybody at calendar.url), because calendar.writer is "salver"'
            yield Clash(("people", name, "calendar_url"), NOTHING, allowed, (_WRITER, _URL))
        if not settings.people:
            yield Clash(_URL, NOTHING, 'an https address, because calendar.writer is "salver"', (_WRITER, ("people",)))
    if not settings.submission.host:
        allowed = 'the server that sends answers, because calendar.writer is "salver"'
        yield Clash(_HOST, NOTHING, allowed, (_WRITER,))


def submission(settings: Settings) -> Iterator[Clash]:
    """Host and port of the server that sends our answers (RFC 8314 3.3: port 465 speaks TLS from the start)."""
    host = settings.submission.host
    if host and not is_host(host) and not _is_ipv6(host):
        yield Clash(_HOST, f'"{host}"', "a host name without port; the port is submission.port")
    if settings.submission.starttls and settings.submission.port == 465:
        yield Clash(
            _PORT, "465 together with starttls", "587 with starttls, or 465 without", (("submission", "starttls"),)
        )


def _is_ipv6(host: str) -> bool:
    return ":" in host and host.replace(":", "").isalnum() and host.count(":") > 1
