"""How a message came, as far as it can be recognised: forwarded, returned, booked, for somebody, one's own.

All of it is what the sender's side wrote, so a circumstance explains and never vouches. It is read from the header
fields and from the calendars, never from the parts: ordinary mail does not pay for it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec.structs import replace

from salver.core.envelope import Envelope, domain_of, mailbox_of
from salver.observe.facts import Circumstance, Identity
from salver.observe.mailing_list import mailing_list
from salver.read.address_fields import parse_address_field
from salver.read.encoded_words import decode_words
from salver.read.headers import unfold
from salver.read.message import HeaderField, Invitation, Message

# What programs put before the subject of a mail that is passed on, in the languages of the large ones.
_FORWARDED = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vs|vb|pd|ynt|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
# Exchange tells the organizer that a guest has passed a meeting on.
_FORWARD_NOTICE = re.compile(r"\s*meeting forward notification\s*:", re.IGNORECASE)
_FORWARD_CLASSES = ("ipm.schedule.meeting.notification.forward", "urn:content-classes:meetingforward")
_CLASS_FIELDS = ("content-class", "x-ms-exchange-calendar-forward-notification", "x-message-class", "message-class")
_NOREPLY = re.compile(r"(?:do[._-]?not|no|not)[._-]?repl(?:y|ies)|(?:notifications?|mailer|automated)\b")
_RESENT = ("resent-from", "resent-sender")
_PASSES_ON = ("mailing-list", "forwarded")
# Zimbra and Carbonio name the one who forwards; a claim like the others.
_INTENDED_FOR = "x-zimbra-calendar-intended-for"
_OUR_MOST = 2_000


class Passage(NamedTuple):
    """What circumstances are read from. ``proved`` are the domains and addresses that authentication confirms."""

    message: Message
    envelope: Envelope
    author: str | None
    sender: str | None
    own: frozenset[str]
    proved: frozenset[str]


def message_circumstances(passage: Passage) -> tuple[Circumstance, ...]:
    """Those of the message as a whole: bounce, forward-notification, mailing-list, forwarded. Each at most once."""
    message = passage.message
    if message.ordinary:
        return ()
    first = _first_fields(message.headers)
    bounce = _bounce(passage, first)
    if bounce is not None:
        return (bounce,)
    found: list[Circumstance] = []
    if _forward_notice(message, first):
        found.append(Circumstance("forward-notification"))
    by_list = mailing_list(message, passage.envelope, passage.author)
    if by_list is not None:
        found.append(Circumstance("mailing-list", by_list))
    forwarded = _forwarded(passage, first, by_list)
    if forwarded is not None:
        found.append(forwarded)
    return proved_since(tuple(found), passage.author, passage.proved)


def proved_since(
    found: tuple[Circumstance, ...], author: str | None, proved: frozenset[str]
) -> tuple[Circumstance, ...]:
    """The same circumstances when it is known which names authentication confirms. Nothing else depends on that."""
    return tuple(
        replace(one, proved=_confirms(one, one.by, author, proved)) if one.word in _PASSES_ON and one.by else one
        for one in found
    )


def hands(found: tuple[Circumstance, ...]) -> tuple[str, ...]:
    """The lists and forwarders that are named, lower-case: people may know them."""
    return tuple(dict.fromkeys(one.by.lower() for one in found if one.word in _PASSES_ON and one.by))


def own_echo(identity: Identity, envelope: Envelope, addresses: tuple[str, ...]) -> bool:
    """Whether this person's own invitation comes back: the organizer is one of their addresses, and either the address
    confirms itself or our own servers know that the mail was written here."""
    if identity.claimed is None or identity.role != "organizer":
        return False
    if mailbox_of(identity.claimed) not in map(mailbox_of, addresses):
        return False
    by_itself = identity.vouched and identity.vouched_by in ("self", "signature")
    return by_itself or envelope.direction != "inbound" or envelope.authenticated_as is not None


def event_circumstances(invitation: Invitation, identity: Identity, passage: Passage) -> tuple[Circumstance, ...]:
    """Those of one event: delegate, booking."""
    found: list[Circumstance] = []
    sent_by = delegate_of(invitation, identity)
    if sent_by is not None:
        found.append(Circumstance("delegate", sent_by, _by_author(sent_by, passage)))
    if _booking(invitation):
        found.append(Circumstance("booking"))
    return tuple(found)


def delegate_of(invitation: Invitation, identity: Identity) -> str | None:
    """SENT-BY of the one who speaks, where it is somebody else (RFC 5545 3.2.18); a claim of the sender."""
    speakers = (invitation.organizer,) if identity.role == "organizer" else invitation.attendees
    for speaker in speakers:
        if speaker is None or speaker.sent_by is None or speaker.address is None or identity.claimed is None:
            continue
        if speaker.address.lower() == identity.claimed.lower() != speaker.sent_by.lower():
            return speaker.sent_by.lower()
    return None


def only_nested(message: Message) -> bool:
    """Whether every invitation lies inside another mail that this one carries."""
    invitations = message.invitations
    return bool(invitations) and all(invitation.nested for invitation in invitations)


def _by_author(address: str, passage: Passage) -> bool:
    return passage.author is not None and passage.author.lower() == address and passage.author.lower() in passage.proved


def _confirms(one: Circumstance, by: str, author: str | None, proved: frozenset[str]) -> bool:
    """An author who passes something on must be confirmed himself, a list or another hand by its domain."""
    if one.word == "forwarded" and author is not None and by.lower() == author.lower():
        return by.lower() in proved
    return _proved(by, proved)


def _proved(name: str, proved: frozenset[str]) -> bool:
    """Whether the domain of this address, or one above it, was confirmed."""
    domain = domain_of(name) or name
    return any(domain == one or domain.endswith(f".{one}") for one in proved if "@" not in one)


def _first_fields(headers: tuple[HeaderField, ...]) -> dict[str, str]:
    """The first value of every field of interest, decoded, cut."""
    wanted = {"subject", "content-type", "return-path", *_CLASS_FIELDS, *_RESENT, _INTENDED_FOR}
    found: dict[str, str] = {}
    for field in headers:
        if field.name in wanted and field.name not in found:
            value = unfold(field.value[:_OUR_MOST])
            found[field.name] = decode_words(value) if field.name == "subject" else value.decode("latin-1")
    return found


def _bounce(passage: Passage, first: dict[str, str]) -> Circumstance | None:
    """A mail that could not be delivered, with what was sent inside it (RFC 6522 1, RFC 5321 4.5.5).

    Proved where what comes back speaks for us: our own invitation.
    """
    if not only_nested(passage.message):
        return None
    kind = first.get("content-type", "").lower()
    report = kind.startswith("multipart/report")  # RFC 6522 3
    null = passage.envelope.mail_from == "" or first.get("return-path", "").strip() == "<>"
    if not (report or null):
        return None
    recipients = _recipients(passage.envelope)
    organizers = [
        one.organizer.address.lower() for one in passage.message.invitations if one.organizer and one.organizer.address
    ]
    ours = bool(organizers) and all(
        mailbox_of(one) in recipients or (domain_of(one) or "") in passage.own for one in organizers
    )
    if not (ours or report):
        return None
    return Circumstance("bounce", passage.author, ours)


def _recipients(envelope: Envelope) -> frozenset[str]:
    return frozenset(map(mailbox_of, envelope.rcpt_to))


def _forward_notice(message: Message, first: dict[str, str]) -> bool:
    """Exchange's Meeting Forward Notification, by its subject, its class, or the class in its TNEF."""
    if _FORWARD_NOTICE.match(first.get("subject", "")):
        return True
    classes = [first[name] for name in _CLASS_FIELDS if name in first]
    classes += [part.meeting.message_class.raw for part in message.opaque if part.meeting is not None]
    return any(one.strip().lower().startswith(_FORWARD_CLASSES) for one in classes)


def _forwarded(passage: Passage, first: dict[str, str], by_list: str | None) -> Circumstance | None:
    """Passed on by somebody to one who is no guest; the whole mail inside another; or sent again (RFC 5322 3.6.6).

    A recipient who is on the guest list was invited, whatever else the mail says.
    """
    author = passage.author.lower() if passage.author else None
    if only_nested(passage.message):
        return Circumstance("forwarded", author)
    if _invited(passage):
        return None
    for name in _RESENT:
        if name in first:
            return Circumstance("forwarded", parse_address_field(first[name].encode("latin-1")).only)  # RFC 5322 3.6.6
    if by_list is not None or not _guests(passage.message):
        return None
    if _INTENDED_FOR in first:
        return Circumstance("forwarded", parse_address_field(first[_INTENDED_FOR].encode("latin-1")).only)
    if _FORWARDED.match(first.get("subject", "")):
        return Circumstance("forwarded", author)
    forwarder = _other_hand(passage)
    return None if forwarder is None else Circumstance("forwarded", forwarder)


def _other_hand(passage: Passage) -> str | None:
    """Sender or SENT-BY beside another organizer, to somebody who is no guest: how Outlook and Zimbra forward."""
    if not passage.envelope.rcpt_to or passage.author is None:
        return None
    author, sender = passage.author.lower(), (passage.sender or "").lower()
    for invitation in passage.message.invitations:
        organizer = invitation.organizer
        if organizer is None or organizer.address is None:
            continue
        sent_by, named = (organizer.sent_by or "").lower(), organizer.address.lower()
        if sent_by and sent_by != named and sent_by in (author, sender):
            return sent_by
        if named == author and sender not in ("", author) and not _service(sender):
            return sender
    return None


def _service(address: str) -> bool:
    """An address of a machine: the calendar service in Sender forwards nothing."""
    local = address.partition("@")[0]
    return bool(_NOREPLY.search(local)) or local.startswith(("calendar-", "bounce", "owner-"))


def _guests(message: Message) -> bool:
    return any(invitation.attendees for invitation in message.invitations if not invitation.nested)


def _invited(passage: Passage) -> bool:
    """Whether a recipient is on a guest list, or organizes himself; nobody knows where no recipient is known."""
    recipients = _recipients(passage.envelope)
    for invitation in passage.message.invitations:
        people = (*invitation.attendees, *((invitation.organizer,) if invitation.organizer else ()))
        if any(one.address and mailbox_of(one.address) in recipients for one in people):
            return True
    return False


def _booking(invitation: Invitation) -> bool:
    """A ticket or booking: published, or without any method, by nobody or by a machine (RFC 5546 3.2.1)."""
    if invitation.method not in (None, "PUBLISH"):
        return False
    organizer = invitation.organizer
    if organizer is None or organizer.address is None:
        return True
    return bool(_NOREPLY.match(organizer.address.partition("@")[0].lower()))
