"""What counts as having written to somebody: one person's own words to few (architecture 3.2, 3.13).

Not an automatic answer, not a notice about delivery, not a circular, not an answer to an invitation: accepting or
declining what a stranger sent makes no stranger known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import msgspec

from salver.config.people import People
from salver.core.envelope import bare_address, domain_of, without_detail
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.address_fields import parse_address_field
from salver.read.addresses import parse_addr_spec
from salver.read.message import Mailbox, Message, Part
from salver.read.tnef_meeting import TNEF_NAMES, TNEF_TYPES

_ANSWERS = frozenset({"REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"})
_INVITES = frozenset({"PUBLISH", "REQUEST", "ADD", "CANCEL"})
_LIST_FIELDS = ("list-id", "list-post", "list-unsubscribe")
_MACHINES = frozenset({b"bulk", b"list", b"junk", b"auto_reply"})
_AUTOMATIC_FIELDS = (
    "x-autoreply",
    "x-autoreply-from",
    "x-mail-autoreply",
    "x-autorespond",
    "x-auto-response-suppress",
    "x-loop",
)
"""What programs write into automatic answers that know nothing of RFC 3834: vacation scripts, Exchange, procmail."""

_REPORTS = frozenset({"multipart/report", "message/disposition-notification", "message/delivery-status"})
_MEETING_CLASS = b"urn:content-classes:calendarmessage"
_TO = ("to", "cc", "bcc")


class Letter(msgspec.Struct, frozen=True):
    """``person`` wrote to ``names``: lower-case addresses, with what the letter calls them."""

    person: str
    names: dict[str, str | None]


def sent_letter(
    message: Message, mail_from: str | None, rcpt_to: Iterable[str], people: People, own: Collection[str]
) -> Letter | None:
    """Who wrote to whom by a mail that went out with this envelope; None where it is no letter of a person here.

    From must name them, and MAIL FROM must be theirs too, or nobody's else at the same domain (a tagged one). So what
    is only passed on for strangers says nothing. ``own`` are the domains of this house.
    """
    author = message.from_field.only
    if not mail_from or author is None or not _by_hand(message):
        return None
    sender, writer = bare_address(mail_from), _person(people, own, author)
    if writer is None:
        return None
    if people.person_of(sender).id != writer and (_named(people, sender) or domain_of(sender) != domain_of(author)):
        return None
    return _letter(writer, people, list(map(bare_address, rcpt_to)), message)


def kept_letter(message: Message, person: str, people: People) -> Letter | None:
    """Whom a person wrote to by a mail that lies in their Sent folder; None where it is no letter of theirs."""
    author = message.from_field.only
    if author is None or people.person_of(author).id != person or not _by_hand(message):
        return None
    return _letter(person, people, [mailbox.address for mailbox in _mailboxes(message)], message)


def _letter(
    person: str, people: People, addresses: list[str], message: Message, limits: Limits = DEFAULT_LIMITS
) -> Letter | None:
    """Their own addresses do not count, and more than so many recipients make a circular."""
    if len(addresses) > limits.letter_recipients:
        return None
    called = {mailbox.address.lower(): mailbox.name for mailbox in _mailboxes(message)}
    own = set(people.addresses(person))
    names: dict[str, str | None] = {}
    for address in addresses:
        read = parse_addr_spec(address)
        if read is None or read.lower() in own or without_detail(read.lower()) in own:
            continue
        name = called.get(read.lower())
        names[read.lower()] = " ".join(name.raw.split()) or None if name else None
    return Letter(person, names) if names else None


def _by_hand(message: Message) -> bool:
    """Whether a person wrote this, and not to answer an invitation."""
    # RFC 3834 5
    if any(value.partition(b";")[0].strip().lower() != b"no" for value in message.values("auto-submitted")):
        return False
    # RFC 2919 3
    if any(message.values(name) for name in (*_LIST_FIELDS, *_AUTOMATIC_FIELDS)):
        return False
    if any(value.strip().lower() in _MACHINES for value in message.values("precedence")):
        return False
    # RFC 6522 3
    if any(part.content_type in _REPORTS for part in message.parts if not part.nested):
        return False
    return not _answers_invitation(message)


def _answers_invitation(message: Message) -> bool:
    """Whether it is, or could be, an answer to an invitation: Outlook writes those in forms of its own (MIME-17).

    A meeting message counts as one's own invitation only where that can be read.
    """
    methods = {calendar.method_param for calendar in message.calendars} | {one.method for one in message.invitations}
    words = {(method or "").upper() for method in methods}
    if words & _ANSWERS:
        return True
    classes = (value.partition(b";")[0].strip().lower() for value in message.values("content-class"))
    return not words & _INVITES and (_MEETING_CLASS in classes or any(map(_outlook_form, message.parts)))


def _outlook_form(part: Part) -> bool:
    """Whether a part of the letter itself is TNEF, by type or by name."""
    return not part.nested and (part.content_type in TNEF_TYPES or (part.filename or "").lower() in TNEF_NAMES)


def _mailboxes(message: Message, limits: Limits = DEFAULT_LIMITS) -> Iterator[Mailbox]:
    """Everybody in To, Cc and Bcc. A field too long to be read at once is read in pieces."""
    for field in message.headers:
        if field.name in _TO:
            for piece in _pieces(field.value, limits.author_characters // 2):
                yield from parse_address_field(piece).mailboxes


def _pieces(value: bytes, most: int) -> Iterator[bytes]:
    if len(value) <= most:
        yield value
        return
    start = 0
    while start < len(value):
        comma = value.rfind(b",", start, start + most) if len(value) - start > most else len(value)
        end = comma if comma > start else start + most
        yield value[start:end]
        start = end + 1


def _person(people: People, own: Collection[str], address: str) -> str | None:
    """The person of this house behind an address; None for anybody else."""
    return people.person_of(address).id if _named(people, address) or domain_of(address) in own else None


def _named(people: People, address: str) -> bool:
    """Whether the configuration gives this address to somebody."""
    person = people.person_of(address).id
    return person is not None and people.section(person) is not None
