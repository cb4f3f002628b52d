"""The fuzz targets. Each takes any bytes and raises where something does not hold; returning is all that is asked.

A crash is not the only thing that is wrong: every target states what must be so for any input at all. The shared part
stands in ``tests/read/invariants.py``.
"""

from __future__ import annotations

import email
import email.message
from collections.abc import Callable, Iterator

from salver.act.neutralise import neutralise
from salver.core.limits import DEFAULT_LIMITS
from salver.core.untrusted import Untrusted
from salver.read.address_fields import several_fields
from salver.read.addresses import parse_addr_spec, parse_mailto
from salver.read.content_lines import upper
from salver.read.headers import read_headers
from salver.read.icalendar import Calendars, Component, parse
from salver.read.itip import invitations
from salver.read.links import defang, find_links, urls
from salver.read.message import Invitation, TextValue
from salver.read.reading import read_file, read_message
from salver.read.recurrence import canonical, read_recurrence
from tests.read.hostile import EVENT, HEAD
from tests.read.invariants import check
from tests.read.test_strict import agree

_SENTENCE = "An invitation waits at https://inbox.example.com."
_BLANKS = " \t\r\n"
_EVENT_END = b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
_CONTROLS = frozenset(map(chr, range(32))) | {"\x7f"}
_CONTAINERS = (
    b"application/octet-stream",
    b"application/octet-stream; name=invite.zip",
    b"application/pkcs7-mime; smime-type=signed-data",
    b"application/zip; name=a.zip",
    b"application/gzip; name=a.ics.gz",
    b"text/plain",
    b"text/html",
    b"application/mac-binhex40",
)


def mime(data: bytes) -> None:
    """A whole message: spans, defects, claims; and once neutralised nobody finds a calendar in it."""
    message = read_message(data)
    check(message)
    if message.ordinary:
        return
    quiet = neutralise(message, sentence=_SENTENCE, inspection_id="0" * 26)
    found = read_message(quiet)
    check(found)
    assert found.kind == "mail", found.kind
    assert not found.calendars
    assert not _library_shows(quiet), "the standard library still finds a calendar"


def oracle(data: bytes) -> None:
    """Whatever the standard library shows as a calendar is no ordinary mail to us."""
    if _library_shows(data):
        assert not read_message(data).ordinary, "the standard library shows a calendar, we call it ordinary mail"


def strict(data: bytes) -> None:
    """Where the strict reading speaks, the tolerant ones say the same and have no doubt."""
    agree(data)


def headers(data: bytes) -> None:
    """One header block: fields in order, inside, and what is left is the body."""
    block = read_headers(data, 0, len(data), "", DEFAULT_LIMITS)
    assert 0 <= block.end <= len(data)
    end = 0
    for field in block.fields:
        assert end <= field.span.start < field.span.end <= block.end, field
        end = field.span.end
    for defect in (*block.defects, *block.doubts):
        assert 0 <= defect.offset <= len(data), defect
    check(read_message(data + b"\r\n\r\nbody"))


def addresses(data: bytes) -> None:
    """Address fields: an address we name is one address, to us and to anybody who reads it again."""
    for field in (several_fields([data]), several_fields(data.split(b"\n"))):
        for mailbox in field.mailboxes:
            _one_address(mailbox.address)
        assert field.only is None or (field.usable and len(field.mailboxes) == 1)
    for one in (parse_addr_spec(data.decode("utf-8", "replace")), parse_mailto(data.decode("utf-8", "replace"))):
        if one is not None:
            _one_address(one)
    check(read_message(b"From: " + data + b"\r\nSender: " + data + b"\r\n\r\n"))


def _one_address(address: str) -> None:
    assert address.count("@") == 1, address
    assert not _CONTROLS & set(address), address
    assert not set('<>,;:"()[]\\ ') & set(address), address
    assert parse_addr_spec(address) == address, address


def icalendar(data: bytes) -> None:
    """Calendar bytes: defects inside, components within limits, invitations that are about something."""
    found = parse(data)
    for defect in (*found.defects, *found.ambiguous):
        assert 0 <= defect.offset <= len(data), defect
    _components(found)
    for invitation in invitations(found, "1", DEFAULT_LIMITS):
        assert len(invitation.attendees) <= DEFAULT_LIMITS.attendees
        assert invitation.method is None or invitation.method == upper(invitation.method)
        for who in (invitation.organizer, *invitation.attendees):
            if who is not None and who.address is not None:
                _one_address(who.address)
    assert parse(data) == found
    check(read_file(data))


def _components(found: Calendars) -> None:
    count, waiting = 0, [(one, 1) for one in found.components]
    while waiting:
        component, depth = waiting.pop()
        count += 1
        assert depth <= DEFAULT_LIMITS.calendar_depth + 1, depth
        assert isinstance(component, Component)
        assert component.name == upper(component.name)
        waiting += [(one, depth + 1) for one in component.components]
    assert count <= DEFAULT_LIMITS.calendar_components + 1, count


def recurrence(data: bytes) -> None:
    """Rules and dates of an event, read statically: what is readable is written anew and reads the same again."""
    lines = data.split(b"\n")
    message = read_message(HEAD + b"Content-Type: text/calendar\r\n\r\n" + EVENT + b"\r\n".join(lines) + _EVENT_END)
    check(message)
    for invitation in message.invitations:
        found = invitation.recurrence
        if found is None:
            continue
        assert found.interval >= 0
        assert found.per_year >= 0
        assert found.at_most is None or found.at_most >= 0
        assert not (found.endless and found.exact)
        _rules_come_back(canonical(found))


def _rules_come_back(text: str) -> None:
    if not text:
        return
    lines = b"".join(b"RRULE:" + line.encode() + b"\r\n" for line in text.split("\n"))
    again = parse(EVENT + lines + _EVENT_END).components[0].components[0]
    read = read_recurrence(again.every("RRULE"), ())
    assert read is not None, text
    assert canonical(read) == text, text


def tnef(data: bytes) -> None:
    """A TNEF stream, by its type and by its first bytes alone."""
    for kind in (b"application/ms-tnef; name=winmail.dat", b"application/octet-stream; name=x.txt"):
        check(read_message(_file(kind, data)))
    check(read_message(_file(b"application/ms-tnef", b"\x78\x9f\x3e\x22" + data)))


def containers(data: bytes) -> None:
    """Things inside one part: signed content, archives, files written into text, events in HTML."""
    if data:
        check(read_message(_file(_CONTAINERS[data[0] % len(_CONTAINERS)], data[1:])))


def _file(content_type: bytes, data: bytes) -> bytes:
    return HEAD + b"Content-Type: " + content_type + b"\r\nContent-Transfer-Encoding: binary\r\n\r\n" + data


def links(data: bytes) -> None:
    """Links and phones of a text: shown so that no program makes a link of them, and never more than the limit."""
    text = data.decode("utf-8", "replace")
    texts = (TextValue("DESCRIPTION", Untrusted(text)),)
    invitation = Invitation(part="1", method=None, component="VEVENT", uid=None, texts=texts)
    found, phones = find_links((invitation,), DEFAULT_LIMITS)
    assert len(found) <= DEFAULT_LIMITS.links
    assert len(phones) <= DEFAULT_LIMITS.phones
    for link in found:
        shown = link.url.raw
        assert not shown.lower().startswith(("http://", "https://", "www.", "javascript:", "data:", "ftp://")), shown
        if link.host is not None:
            assert link.host == link.host.lower()
            assert not set(_BLANKS + "/?#\\@") & set(link.host), link.host
        assert link.domain is None or (link.host is not None and link.host.endswith(link.domain)), link
    for url in urls(text, DEFAULT_LIMITS.links):
        assert url in text
        assert defang(url) != url, url


def _library_shows(raw: bytes) -> bool:
    """Whether a plain program shows a calendar: a part of that type, or a file of that name, that begins like one."""
    try:
        return any(_is_calendar(part) for part in _walk(raw))
    except (ValueError, LookupError, AttributeError, TypeError, IndexError, RecursionError, AssertionError):
        return False  # it has its own bugs on hostile input


def _walk(raw: bytes) -> Iterator[email.message.Message]:
    return email.message_from_bytes(raw).walk()


def _is_calendar(part: email.message.Message) -> bool:
    name = part.get_filename() or ""
    if part.get_content_type() not in ("text/calendar", "application/ics") and not name.lower().endswith(".ics"):
        return False
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and content.lstrip().lower().startswith(b"begin:vcalendar")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "mime": mime,
    "oracle": oracle,
    "strict": strict,
    "headers": headers,
    "addresses": addresses,
    "icalendar": icalendar,
    "recurrence": recurrence,
    "tnef": tnef,
    "containers": containers,
    "links": links,
}
