"""Content that could hold a calendar and that we cannot read: encrypted, opaque-signed, TNEF, other calendar forms."""

from __future__ import annotations

import re

from salver.read.calendar_names import calendar_name
from salver.read.calendars import method_parameter
from salver.read.entities import Entity
from salver.read.headers import first
from salver.read.message import OpaqueKind, OpaquePart, Part
from salver.read.mime import PARTIAL_TYPES
from salver.read.sweep import sweep
from salver.read.tnef import SIGNATURE, TYPES, holds_meeting
from salver.read.transfer import decode_head

_SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_OTHER_CALENDARS = frozenset({"application/calendar+json", "application/calendar+xml"})
# The id of signed-data, 1.2.840.113549.1.7.2, in DER.
# RFC 5652 5.1
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_CALENDAR_INSIDE = re.compile(rb"BEGIN:VCALENDAR|text/calendar|application/ics", re.IGNORECASE)
# RFC 9580 6.2
_ARMOUR = b"-----BEGIN PGP MESSAGE-----"
_CONTENT_CLASS = b"urn:content-classes:calendarmessage"


def find_opaque(entities: list[Entity], raw: bytes, calendars: frozenset[str]) -> tuple[OpaquePart, ...]:
    """Every opaque part, in order. ``calendars`` are the numbers of parts already read as calendars."""
    found: list[OpaquePart] = []
    inside: set[int] = set()
    armoured = _ARMOUR in raw
    for entity in entities:
        if entity.parent is not None and id(entity.parent) in inside:
            inside.add(id(entity))  # what an encrypted part is made of is not told twice
            continue
        if entity.number in calendars:
            continue
        kind, certain = _kind(entity, armoured)
        if kind is None:
            continue
        inside.add(id(entity))
        found.append(OpaquePart(entity.number, kind, entity.part.span, certain or _outer_sign(entity)))
    return tuple(found)


def _kind(entity: Entity, armoured: bool) -> tuple[OpaqueKind | None, bool]:
    """What kind of opaque this is, if any, and whether it is sure to be about scheduling."""
    content_type = entity.part.content_type
    if content_type.startswith("text/"):
        if armoured and _begins_armour(entity):
            return "encrypted", False
    elif content_type == "multipart/encrypted" or content_type == "application/pgp-encrypted":
        return "encrypted", False
    elif content_type in _SMIME:
        return _smime(entity)
    elif content_type in PARTIAL_TYPES:
        return ("partial", True) if _partial(entity) else (None, False)
    elif content_type in _OTHER_CALENDARS:
        return "unknown-calendar", True
    elif entity.leaf and _is_tnef(entity) and holds_meeting(entity.content()):
        return "tnef", True
    return None, False


def _begins_armour(entity: Entity) -> bool:
    """Inline OpenPGP: the armour stands at the beginning of a line, not in a quotation."""
    body = entity.raw_body()
    place = body.find(_ARMOUR)
    return place == 0 or (place > 0 and body[place - 1 : place] == b"\n")


def _smime(entity: Entity) -> tuple[OpaqueKind | None, bool]:
    """S/MIME by its type (RFC 8551 3.2.2). Opaque-signed mail is readable: it counts only with a calendar inside."""
    # RFC 8551 3.2.2
    smime_type = entity.part.parameters.get("smime-type", "").lower()
    if smime_type == "certs-only":
        return None, False
    content = entity.content()
    if smime_type == "signed-data" or (not smime_type and _SIGNED_DATA in content[:64]):
        # An OCTET STRING may come in pieces of any size; the words seldom lie across two.
        return ("signed", True) if _CALENDAR_INSIDE.search(content) else (None, False)
    return "encrypted", False


def _partial(entity: Entity) -> bool:
    """Whether a fragment of a message, or a reference to content elsewhere, speaks of a calendar (RFC 2046 5.2.2).

    A fragment without any such word is ordinary mail: whoever puts fragments together needs all of them, and one that
    names the calendar is held.
    """
    # RFC 2046 5.2.2
    if calendar_name(entity.part.parameters.values()):
        return True
    body = entity.body
    return sweep(body.source[entity.start : body.end]) is not None or sweep(entity.content()) is not None


def _is_tnef(entity: Entity) -> bool:
    """By type, by name, or by the first bytes under any name."""
    if entity.part.content_type in TYPES:
        return True
    if any(name.lower() in ("winmail.dat", "win.dat") for name in entity.names):
        return True
    if entity.part.content_type.startswith(("image/", "audio/", "video/")):
        return False
    body = entity.body
    head = body.source[body.start : min(body.end, body.start + 64)]
    return decode_head(head, entity.encodings[0]).startswith(SIGNATURE)


def _outer_sign(entity: Entity) -> bool:
    """Something outside that says it is about scheduling: method parameter, Content-Class, a calendar's file name."""
    if method_parameter(entity) or calendar_name(entity.names):
        return True
    if any(_content_class(around.part) for around in entity.around()):
        return True
    return any(child.filename and calendar_name((child.filename,)) for child in entity.part.children)


def _content_class(part: Part) -> bool:
    field = first(part.headers, "content-class")
    return field is not None and field.value.strip().lower() == _CONTENT_CLASS
