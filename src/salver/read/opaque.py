"""Content that could hold a calendar and that we cannot read: encrypted, TNEF, archives, other calendar forms."""

from __future__ import annotations

import re
from typing import NamedTuple

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.core.untrusted import Untrusted
from salver.read import archives
from salver.read.archives import ARCHIVES, Listing
from salver.read.calendar_names import calendar_name
from salver.read.calendars import method_parameter
from salver.read.cms import Cms
from salver.read.containers import CMS_TYPES, signed
from salver.read.entities import Entity
from salver.read.headers import first
from salver.read.message import OpaqueKind, OpaquePart, Part
from salver.read.mime import PARTIAL_TYPES
from salver.read.sweep import sweep
from salver.read.tnef_meeting import TNEF_NAMES, TNEF_SIGNATURE, TNEF_TYPES, TnefMeeting
from salver.read.transfer import PLAIN, decode, decode_head

# jCal and xCal, both calendars all right, and neither is read here.
_JSON = "application/calendar+json"
_XML = "application/calendar+xml"
_OTHER_CALENDARS = frozenset({_JSON, _XML})
_ANYTHING = "application/octet-stream"
_MEDIA = ("image/", "audio/", "video/")
_CALENDAR_INSIDE = re.compile(rb"BEGIN:VCALENDAR|text/calendar|application/ics", re.IGNORECASE)
# RFC 9580 6.2
_ARMOUR = b"-----BEGIN PGP MESSAGE-----"
_CONTENT_CLASS = b"urn:content-classes:calendarmessage"
_MOST_NAMES = 10  # of the calendars' names in an archive, for the report
_HEAD = 128


class _Closed(NamedTuple):
    """One part we cannot read. ``certain``: it is sure to be about scheduling, whatever stands around it."""

    kind: OpaqueKind
    certain: bool = False
    meeting: TnefMeeting | None = None
    names: tuple[Untrusted, ...] = ()


def find_opaque(
    entities: list[Entity], raw: bytes, calendars: frozenset[str], limits: Limits = DEFAULT_LIMITS
) -> tuple[OpaquePart, ...]:
    """Every opaque part, in order. ``calendars`` are the numbers of parts already read as calendars."""
    found: list[OpaquePart] = []
    inside: set[int] = set()
    armoured = _ARMOUR in raw
    for entity in entities:
        if entity.parent is not None and id(entity.parent) in inside:
            inside.add(id(entity))  # what an encrypted part is made of is not told twice
            continue
        # A calendar's name does not make TNEF a calendar.
        closed = _tnef(entity, limits) if entity.number in calendars else _closed(entity, armoured, limits)
        if closed is None:
            continue
        inside.add(id(entity))
        scheduling = closed.certain or _outer_sign(entity)
        found.append(OpaquePart(entity.number, closed.kind, entity.part.span, scheduling, closed.meeting, closed.names))
    return tuple(found)


def _closed(entity: Entity, armoured: bool, limits: Limits) -> _Closed | None:
    """What kind of opaque this is, if any."""
    content_type = entity.part.content_type
    if content_type.startswith("text/"):
        if armoured and _begins_armour(entity):
            return _Closed("encrypted")
        return _binhex(entity, limits) if content_type != "text/html" and entity.leaf else None
    if content_type in ("multipart/encrypted", "application/pgp-encrypted"):
        return _Closed("encrypted")
    if content_type in PARTIAL_TYPES:
        return _Closed("partial", True) if _partial(entity) else None
    if content_type in _OTHER_CALENDARS or any(other in _OTHER_CALENDARS for other in entity.other_types):
        return _Closed("unknown-calendar", True)
    cms = signed(entity, limits)
    if cms is not None:
        return _smime(entity, cms)
    return (_tnef(entity, limits) or _archive(entity, limits)) if entity.leaf else None


def _begins_armour(entity: Entity) -> bool:
    """Inline OpenPGP: the armour stands at the beginning of a line, not in a quotation."""
    body = entity.raw_body()
    place = body.find(_ARMOUR)
    return place == 0 or (place > 0 and body[place - 1 : place] == b"\n")


def _smime(entity: Entity, cms: Cms) -> _Closed | None:
    """S/MIME (RFC 8551 3.2). What is only signed is unwrapped and read; it counts here where that did not succeed."""
    if cms.kind == "encrypted":
        return _Closed("encrypted")
    if cms.kind == "compressed":
        return _Closed("archive")
    # What it says it is counts only where nothing in it says otherwise.
    # RFC 8551 3.2.2
    if entity.part.parameters.get("smime-type", "").lower() == "certs-only" and not cms.content:
        return None
    if cms.kind == "none":
        return _Closed("encrypted") if entity.part.content_type in CMS_TYPES else None
    if cms.truncated:
        return _Closed("signed", True)
    if cms.content or not cms.broken:
        return None
    return _Closed("signed", _CALENDAR_INSIDE.search(entity.content()) is not None)


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


def _tnef(entity: Entity, limits: Limits) -> _Closed | None:
    """TNEF that is about a meeting, by type, by name, or by the first bytes under any name (MIME-17)."""
    if not entity.leaf or not _is_tnef(entity):
        return None
    from salver.read.tnef import read_tnef  # ordinary mail has none

    meeting = read_tnef(entity.content(), limits)
    return _Closed("tnef", True, meeting) if meeting is not None else None


def _is_tnef(entity: Entity) -> bool:
    if entity.part.content_type in TNEF_TYPES or any(name.lower() in TNEF_NAMES for name in entity.names):
        return True
    if entity.part.content_type.startswith(_MEDIA):
        return False
    return _head(entity).startswith(TNEF_SIGNATURE)


def _head(entity: Entity) -> bytes:
    body = entity.body
    return decode_head(body.source[body.start : min(body.end, body.start + _HEAD)], entity.encodings[0])


def _archive(entity: Entity, limits: Limits) -> _Closed | None:
    """A packed file that names a calendar inside, or is named like a packed calendar (MIME-25, DOS-20)."""
    content_type = entity.part.content_type
    packed = [inner for name in entity.names if (inner := archives.packed_name(name)) is not None]
    if not packed and content_type not in ARCHIVES and content_type != _ANYTHING:
        return None
    listing = _listing(entity, limits)
    return _named((*packed, *listing.names), listing.truncated)


def _named(names: tuple[str, ...], truncated: bool) -> _Closed | None:
    """An archive with these names in it counts when one is a calendar's, or when there are too many to say."""
    found = [Untrusted(name) for name in names if calendar_name((name,))]
    return _Closed("archive", True, names=tuple(found[:_MOST_NAMES])) if found or truncated else None


def _listing(entity: Entity, limits: Limits) -> Listing:
    head = _head(entity)
    if head.startswith(archives.GZIP_MAGIC):
        return archives.gzip_names(head + _ends(entity, limits)[0])
    if head.startswith(archives.ZIP_MAGIC):
        return archives.zip_names(*_ends(entity, limits), limits)
    if entity.part.content_type == "application/mac-binhex40":
        return archives.binhex_names(entity.content(), limits) or Listing(())
    return Listing(())


def _ends(entity: Entity, limits: Limits) -> tuple[bytes, bytes]:
    """The decoded content; of a large one its two ends, so that it costs no more than a small one."""
    body, encoding, most = entity.body, entity.encodings[0], limits.archive_bytes
    if body.end - body.start <= 4 * most or (encoding != "base64" and encoding not in PLAIN):
        return entity.content(), b""
    reach = most if encoding in PLAIN else most // 3 * 4
    head, tail = body.source[body.start : body.start + reach], body.source[body.end - reach : body.end]
    if encoding in PLAIN:
        return head, tail
    # Four letters make three bytes, counted from the end, where the last four are filled up.
    # RFC 2045 6.8
    letters = b"".join(tail.split())
    return decode(head, encoding), decode(letters[len(letters) % 4 :], encoding)


def _binhex(entity: Entity, limits: Limits) -> _Closed | None:
    """A file written into a text in BinHex, with a calendar's name (MIME-12)."""
    body = entity.body
    if entity.encodings[0] in PLAIN:
        if body.source.find(archives.BINHEX_MARK, body.start, body.end) < 0:
            return None
        content = entity.raw_body()
    else:
        content = entity.content()
    listing = archives.binhex_names(content, limits) if archives.BINHEX_MARK in content else None
    return _named(listing.names, listing.truncated) if listing is not None else None


def _outer_sign(entity: Entity) -> bool:
    """Something outside that says it is about scheduling: method parameter, Content-Class, a calendar's file name."""
    if method_parameter(entity.part.parameters) or calendar_name(entity.names):
        return True
    if any(_content_class(around.part) for around in entity.around()):
        return True
    return any(child.filename and calendar_name((child.filename,)) for child in entity.part.children)


def _content_class(part: Part) -> bool:
    field = first(part.headers, "content-class")
    return field is not None and field.value.strip().lower() == _CONTENT_CLASS
