"""What reading a message yields: the MIME tree with byte spans, the calendars in it, the invitations in those.

Everything is frozen and holds no open resource. Offsets count bytes of ``Message.raw``; a ``Span`` is half open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from salver.core.untrusted import Untrusted
from salver.read.repetition import Recurrence
from salver.read.tnef_meeting import TnefMeeting

if TYPE_CHECKING:
    from salver.read.rest import Rest


class Span(msgspec.Struct, frozen=True, gc=False):
    """``raw[start:end]``."""

    start: int
    end: int


class Defect(msgspec.Struct, frozen=True, gc=False):
    """Something a strict reader would reject. ``code`` is kebab-case, ``offset`` a byte of the message.

    ``part`` is the number of the part it was seen in, ``""`` for the message as a whole. Calendar defects give the
    offset inside the decoded calendar, with the part's number.
    """

    code: str
    offset: int
    part: str = ""


class Disagreement(msgspec.Struct, frozen=True, gc=False):
    """A calendar that programs would not all find, or not all alike: the defect they stumble over, and what each sees.

    ``offset`` counts as in ``Defect``. ``usual`` and ``other`` are words of ours, without any of the sender's.
    """

    part: str
    defect: str
    offset: int
    usual: str
    other: str


class HeaderField(msgspec.Struct, frozen=True, gc=False):
    """One header field as it stands.

    ``name`` is lower-case; ``value`` is everything after the colon, folds included.
    """

    name: str
    value: bytes
    span: Span


class Part(msgspec.Struct, frozen=True, gc=False):
    """One MIME entity (RFC 2045 2.4).

    Numbers follow IMAP (RFC 9051 6.4.5.1): ``1.3`` is the third part of the first; the root is ``0`` when it is a
    multipart and ``1`` otherwise. ``parameters`` are those of Content-Type, first reading, lower-case names, decoded.
    ``filename`` is the name a client would show (RFC 2183, 2231, 2047), from Content-Disposition or Content-Type.
    ``nested`` is true inside a message/rfc822.
    """

    number: str
    headers: tuple[HeaderField, ...]
    content_type: str
    parameters: dict[str, str]
    encoding: str
    disposition: str | None
    filename: str | None
    header_span: Span
    body_span: Span
    children: tuple[Part, ...] = ()
    nested: bool = False

    @property
    def span(self) -> Span:
        """Header and body together: what ``neutralise`` replaces."""
        return Span(self.header_span.start, self.body_span.end)


class Mailbox(msgspec.Struct, frozen=True, gc=False):
    """One mailbox of an address field (RFC 5322 3.4).

    ``address`` passed the strict parser; ``name`` is foreign text.
    """

    address: str
    name: Untrusted | None = None


class AddressField(msgspec.Struct, frozen=True, gc=False):
    """An address header read strictly. ``usable`` is false when anything in it could be read in another way."""

    mailboxes: tuple[Mailbox, ...] = ()
    usable: bool = True
    raw: Untrusted = Untrusted("")

    @property
    def only(self) -> str | None:
        """The address, when the field names exactly one author and nothing else; None otherwise."""
        if self.usable and len(self.mailboxes) == 1:
            return self.mailboxes[0].address
        return None


class CalendarAddress(msgspec.Struct, frozen=True, gc=False):
    """ORGANIZER or ATTENDEE (RFC 5545 3.3.3, 3.8.4.1, 3.8.4.3; RFC 6047 2.3: a mailto URI).

    ``address`` is one strict addr-spec with its domain in lower case, or None when the value holds anything else
    (SPF-29, SPF-30). ``email`` and ``sent_by`` are claims, read by the same strict parser; ``cn`` is foreign text.
    """

    address: str | None
    raw: Untrusted
    cn: Untrusted | None = None
    email: str | None = None
    sent_by: str | None = None
    partstat: str | None = None
    role: str | None = None
    delegated_to: tuple[str, ...] = ()
    delegated_from: tuple[str, ...] = ()


class EventTime(msgspec.Struct, frozen=True, gc=False):
    """DTSTART, DTEND, DUE, RECURRENCE-ID or the end computed from DURATION.

    ``text`` is the value as written; ``zone`` its TZID (foreign text) or ``"UTC"`` or None for floating and dates;
    ``iso`` is RFC 3339 with offset where the zone is known to the IANA or Windows tables, a date for all-day events,
    a local time without offset when floating or unknown, and None when unreadable.
    """

    text: Untrusted
    zone: str | None
    iso: str | None
    all_day: bool = False


class TextValue(msgspec.Struct, frozen=True, gc=False):
    """One human-readable or URI value and the property or parameter it came from, for instance ``LOCATION``."""

    where: str
    text: Untrusted


class Link(msgspec.Struct, frozen=True, gc=False):
    """A URL found in a calendar value. ``url`` is defanged (``hxxps://evil[.]example``); never made clickable.

    ``shown`` is the text a reader would see for it; ``domain`` the registrable domain of ``host``.
    """

    where: str
    shown: Untrusted
    url: Untrusted
    host: str | None
    domain: str | None
    notes: tuple[str, ...] = ()


class Phone(msgspec.Struct, frozen=True, gc=False):
    """A phone number found in a calendar value, as written."""

    where: str
    number: Untrusted


class Invitation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One calendar object: all components of one UID in one VCALENDAR of one part (RFC 5546 2.1).

    ``method`` is METHOD in upper case; ``method_param`` the MIME parameter. ``organizers`` holds every distinct
    ORGANIZER of its components, ``organizer`` the only one or the first. ``instances`` counts components (master and
    overrides). ``texts`` are the values links and phones are taken from. ``same_as`` names the twin part with the same
    content; ``truncated`` says a limit cut it short.
    """

    part: str
    method: str | None
    method_param: str | None = None
    component: str
    uid: str | None
    sequence: int | None = None
    dtstamp: str | None = None
    recurrence_id: str | None = None
    instances: int = 1
    status: str | None = None
    organizer: CalendarAddress | None = None
    organizers: tuple[CalendarAddress, ...] = ()
    attendees: tuple[CalendarAddress, ...] = ()
    summary: Untrusted | None = None
    location: Untrusted | None = None
    description: Untrusted | None = None
    texts: tuple[TextValue, ...] = ()
    start: EventTime | None = None
    end: EventTime | None = None
    recurrence: Recurrence | None = None
    prodid: Untrusted | None = None
    alarms: int = 0
    attachments: int = 0
    same_as: str | None = None
    nested: bool = False
    truncated: bool = False


FoundBy = Literal["type", "name", "content", "sweep"]


class CalendarPart(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A part that is, claims to be, or hides a calendar.

    ``span`` is what ``neutralise`` replaces (the whole entity). ``data`` is the decoded content. ``found_by`` says why
    we looked: its type, its name, its first line, or the sweep over bytes no part accounts for. ``names`` are all file
    names some program would show. ``fake`` is true when
    no VCALENDAR bytes are anywhere in it, ``readable`` when at least one VCALENDAR could be read to its end.
    ``ambiguous`` names the properties (in upper case, or ``LINKS``) that programs would read in different ways.
    """

    part: str
    found_by: FoundBy
    span: Span
    method_param: str | None
    data: bytes
    content_type: str = ""
    names: tuple[str, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    fake: bool = False
    readable: bool = True
    nested: bool = False
    same_as: str | None = None
    ambiguous: tuple[str, ...] = ()


OpaqueKind = Literal["encrypted", "signed", "tnef", "unknown-calendar", "partial", "archive", "unread"]


class OpaquePart(msgspec.Struct, frozen=True, gc=False):
    """Content we cannot read and that could hold a calendar.

    ``scheduling`` is an outer sign that it does (report.md). ``partial`` is content whose rest lies elsewhere
    (RFC 2046 5.2.2, 5.2.3), ``archive`` a packed file that names a calendar. ``unread`` stands for a whole message that
    a limit kept us from reading to its end. ``meeting`` is what TNEF says of itself, ``names`` the calendars' names in
    an archive.
    """

    part: str
    kind: OpaqueKind
    span: Span
    scheduling: bool = False
    meeting: TnefMeeting | None = None
    names: tuple[Untrusted, ...] = ()


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message, read. ``raw`` is exactly what was given; a leading mbox ``From `` line is not part of it.

    What decides about calendars is there at once. Everything else is read when it is first asked for (``rest``), so
    that ordinary mail costs little more than the proof that it is ordinary. ``noted`` are the defects met on the way.
    """

    raw: bytes
    body_start: int
    calendars: tuple[CalendarPart, ...] = ()
    opaque: tuple[OpaquePart, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    truncated: bool = False
    noted: tuple[Defect, ...] = ()
    rest: Rest

    @property
    def ambiguous(self) -> bool:
        """Whether programs would read the structure around a calendar in different ways."""
        return bool(self.disagreements)

    @property
    def headers(self) -> tuple[HeaderField, ...]:
        """Every top-level header field, in order."""
        return self.rest.headers

    @property
    def root(self) -> Part:
        """The MIME tree in its usual reading."""
        return self.rest.root

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part of the tree in document order, the root first."""
        return self.rest.parts

    @property
    def from_field(self) -> AddressField:
        """From, all fields of that name together."""
        return self.rest.from_field

    @property
    def sender_field(self) -> AddressField:
        """Sender, likewise."""
        return self.rest.sender_field

    @property
    def reply_to_field(self) -> AddressField:
        """Reply-To, likewise."""
        return self.rest.reply_to_field

    @property
    def message_id(self) -> Untrusted | None:
        """The first Message-ID, unfolded."""
        return self.rest.message_id

    @property
    def fingerprint(self) -> str:
        """What makes it the same message by any route (architecture 3.12)."""
        return self.rest.fingerprint

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of every invitation that is no twin, each once."""
        return self.rest.links_and_phones[0]

    @property
    def phones(self) -> tuple[Phone, ...]:
        """The phone numbers, likewise."""
        return self.rest.links_and_phones[1]

    @property
    def defects(self) -> tuple[Defect, ...]:
        """Everything a strict reader would object to: in the structure, in the calendars, in the encodings."""
        return self.rest.defects + self.noted

    @property
    def invitations(self) -> tuple[Invitation, ...]:
        """Every invitation of every calendar part, in order, twins included."""
        return tuple(invitation for calendar in self.calendars for invitation in calendar.invitations)

    @property
    def ordinary(self) -> bool:
        """Nothing in it could become an entry of a calendar, and nothing in it is hidden from us."""
        return not (self.calendars or self.opaque)

    @property
    def kind(self) -> Literal["imip", "calendar", "opaque", "mail"]:
        """``report.md``, ``kind``: imip with a METHOD in body or parameter, calendar without, opaque, or mail."""
        real = [calendar for calendar in self.calendars if not calendar.fake]
        if any(c.method_param or any(i.method for i in c.invitations) for c in real):
            return "imip"
        if real:
            return "calendar"
        return "opaque" if self.opaque else "mail"

    def values(self, name: str) -> list[bytes]:
        """The raw values of every top-level header field of this (lower-case) name, in order."""
        return [field.value for field in self.headers if field.name == name]
