"""Whether a message came through a mailing list, and which: with its List-* fields, and without them (FP-08).

Lists name themselves in many places: List-Id and List-Post (RFC 2919, RFC 2369), Sender and Errors-To, X-BeenThere,
the return path (``list-bounces@``, ``owner-list@``, ``list+bounces-…@``, ``list+bnc…@``), a rewritten From ("Ada via
staff"). Each is a claim, and some of them get lost. A list is recognised where such a claim names an address that the
message was visibly sent to (To, Cc, or the guest list), or where two of them agree. So no single field makes a list,
nor do all of the List-* fields together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from salver.core.envelope import Envelope
from salver.read.address_fields import parse_address_field
from salver.read.addresses import parse_addr_spec
from salver.read.headers import unfold
from salver.read.message import HeaderField, Message

_LIST_FIELDS = frozenset({"list-id", "list-post"})
_HANDS = frozenset({"sender", "errors-to", "return-path", "x-beenthere", "x-loop"})
_VISIBLE = frozenset({"to", "cc"})
_WANTED = _LIST_FIELDS | _HANDS | _VISIBLE | {"mailing-list"}
_MOST_BYTES = 8_000
"""Bytes of one field that are looked at: long lists of recipients are no sign of anything."""
_MOST_FIELDS = 40

_OTHERS_WRITE = frozenset({"list", "sender"})
"""Kinds of places that make nobody a list who is the author: newsletters, and people who write to themselves."""

_BEFORE = (b"", b"<", b" ", b",", b"\t", b"\n", b":", b";", b'"')
_BEHIND = (b"", b">", b" ", b",", b"\t", b"\r", b"\n", b";")
"""What stands around an address in To or Cc (RFC 5322 3.4)."""

_MAILTO = re.compile(rb"<mailto:([^>?\s]{3,320})", re.IGNORECASE)
_LIST_ID = re.compile(rb"<?([A-Za-z0-9._+-]{1,200})>?\s*\Z")
_VIA = re.compile(r"\s(?:via|per|über)\s", re.IGNORECASE)
# RFC 3461 and custom: who gets the errors of a list. The first group is the list's own name.
_RETURN = re.compile(
    r"(?:owner-(?P<after>[^@]+)"
    r"|(?P<before>[^@+]+?)(?:-(?:bounces?|owner|request|admin|errors|return|returns)(?:[+-][^@]*)?|\+(?:bounces?|bnc|owner)[^@]*))\Z"
)


def mailing_list(message: Message, envelope: Envelope, author: str | None) -> str | None:
    """The address of the list this came through, lower-case, or None. Time: linear in the header."""
    fields = [field for field in message.headers if field.name in _WANTED][:_MOST_FIELDS]
    mine = {address.lower() for address in envelope.rcpt_to}
    claims: dict[str, set[str]] = {}
    for place, address in _claims(fields, message, envelope, author):
        if address not in mine:
            claims.setdefault(address, set()).add(place)
    if not claims:
        return None
    people = _organizers(message)
    if author is not None and not claims.get(author.lower(), set()) - _OTHERS_WRITE:
        people.add(author.lower())
    guests = {guest.address.lower() for one in message.invitations for guest in one.attendees if guest.address}
    for address, places in claims.items():
        if address not in people and places != {"sender"} and (address in guests or _shown(address, fields)):
            return address
    return _agreed(claims, people)


def _agreed(claims: dict[str, set[str]], people: set[str]) -> str | None:
    """Two different kinds of places name the same list, and at least one is no List-* field."""
    for address, places in claims.items():
        if address not in people and len(places) > 1 and places - {"list"}:
            return address
    return None


def _claims(
    fields: list[HeaderField], message: Message, envelope: Envelope, author: str | None
) -> Iterator[tuple[str, str]]:
    """Kind of place and address of every list that is named, in order."""
    for field in fields:
        if field.name == "list-post" or field.name == "mailing-list":
            yield from (("list", address) for address in _mailtos(field.value))
        elif field.name == "list-id":
            address = _list_id(field.value)
            if address is not None:
                yield "list", address
        elif field.name in _HANDS:
            yield from _hand(field)
    if author is not None:
        name = message.from_field.mailboxes[0].name
        if name is not None and _VIA.search(name.raw):
            yield "rewritten", author.lower()
    if envelope.mail_from:
        address = _returning(envelope.mail_from.lower())
        if address is not None:
            yield "envelope", address


def _hand(field: HeaderField) -> Iterator[tuple[str, str]]:
    """Sender, Errors-To and their like: the list itself, or the address that gets its errors."""
    address = parse_address_field(field.value[:_MOST_BYTES]).only
    if address is None:
        return
    address = address.lower()
    returning = _returning(address)
    if returning is not None:
        yield ("envelope" if field.name == "return-path" else "hand"), returning
    elif field.name != "return-path":
        yield ("sender" if field.name == "sender" else "hand"), address


def _returning(address: str) -> str | None:
    """The list behind an address that gets its errors: ``staff@`` behind ``staff-bounces@`` and ``owner-staff@``."""
    local, _, domain = address.rpartition("@")
    match = _RETURN.match(local[:200])
    if match is None:
        return None
    name = match["after"] or match["before"]
    return parse_addr_spec(f"{name}@{domain}")


def _mailtos(value: bytes) -> Iterator[str]:
    for match in _MAILTO.finditer(value[:_MOST_BYTES]):
        address = parse_addr_spec(match[1].decode("latin-1"))
        if address is not None:
            yield address.lower()


def _list_id(value: bytes) -> str | None:
    """List-Id names the list like a host (RFC 2919 2): ``staff.lists.example`` is ``staff@lists.example``."""
    match = _LIST_ID.search(unfold(value[:_MOST_BYTES]))
    name, _, domain = match[1].decode("ascii").lower().partition(".") if match else ("", "", "")
    return parse_addr_spec(f"{name}@{domain}") if name and "." in domain else None


def _shown(address: str, fields: list[HeaderField]) -> bool:
    """Whether the message was visibly sent to this address: it stands whole in To or Cc.

    Long fields are searched, not read: a few more bytes of junk make nobody a list.
    """
    name = address.encode()
    for field in fields:
        if field.name not in _VISIBLE:
            continue
        value = field.value[:_MOST_BYTES].lower()
        at = value.find(name)
        while at >= 0:
            if value[at - 1 : at] in _BEFORE and value[at + len(name) : at + len(name) + 1] in _BEHIND:
                return True
            at = value.find(name, at + 1)
    return False


def _organizers(message: Message) -> set[str]:
    return {one.organizer.address.lower() for one in message.invitations if one.organizer and one.organizer.address}
