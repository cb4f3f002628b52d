"""What lies inside a leaf: the entity a CMS signature is wrapped around, a file written into a text in yEnc.

Only what needs no key and no unpacking is taken out. What stays closed (encrypted, TNEF, archives) is listed by
``opaque.py``; uuencode is a matter of the sweep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from salver.core.limits import Limits
from salver.read import charsets, yenc
from salver.read.beginnings import begins_calendar
from salver.read.calendar_names import calendar_name
from salver.read.cms import Cms, begins_cms, read_cms
from salver.read.entities import Entity
from salver.read.transfer import PLAIN, decode_head

# The types of S/MIME and CMS, and a name in use beside them.
# RFC 8551 3.2
CMS_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pkcs7", "application/cms"})
"""Types whose content is a CMS structure."""
# RFC 8551 3.2.1
CMS_NAMES = (".p7m", ".p7z", ".p7c")
# A file of one of these types is sometimes S/MIME, by its name or its bytes.
# RFC 8551 3.9
_ANYTHING = frozenset({"application/octet-stream", "application/x-unknown", "application/binary", ""})
_NEVER_CMS = ("text/", "image/", "audio/", "video/", "multipart/", "message/")


class Inner(NamedTuple):
    """Something inside a leaf.

    ``kind`` ``message`` is a MIME entity with its own header (RFC 5652 5.2 with RFC 8551 3.1): what is in it is the
    message's own. ``calendar`` is a calendar file. ``way`` is ``signed`` or ``yenc``, ``name`` the file's, and
    ``defect`` a code when programs may come to other bytes.
    """

    data: bytes
    kind: Literal["message", "calendar"]
    way: str
    name: str = ""
    defect: str | None = None


def unwrapped(entity: Entity, limits: Limits) -> Iterator[Inner]:
    """What lies inside this leaf, in order. Nothing where it holds nothing, and never an exception."""
    if entity.part.content_type.startswith("text/"):
        yield from _written_in(entity, limits)
        return
    if (cms := signed(entity, limits)) is not None and cms.content:
        yield Inner(cms.content, "message", "signed", defect="cms-malformed" if cms.broken else None)


def signed(entity: Entity, limits: Limits) -> Cms | None:
    """The CMS structure this leaf is by its type, its name or its bytes; None for any other leaf."""
    content_type = entity.part.content_type
    if content_type.startswith(_NEVER_CMS):
        return None
    if content_type in CMS_TYPES or _cms_name(entity.names):
        return read_cms(entity.content(), limits)
    if content_type not in _ANYTHING:
        return None
    body = entity.body
    # The head is a hundred bytes: enough for its type in any encoding.
    head = decode_head(body.source[body.start : min(body.end, body.start + 128)], entity.encodings[0])
    return read_cms(entity.content(), limits) if begins_cms(head) else None


def _cms_name(names: Iterable[str]) -> bool:
    return any(name.strip().lower().endswith(CMS_NAMES) for name in names)


def _written_in(entity: Entity, limits: Limits) -> Iterator[Inner]:
    """Files in yEnc that are named like a calendar or hold one."""
    body = entity.body
    if entity.encodings[0] in PLAIN:
        if body.source.find(yenc.MARK, body.start, body.end) < 0:
            return
        content = entity.raw_body()
    else:
        content = entity.content()
        if yenc.MARK not in content:
            return
    for count, (name, data) in enumerate(yenc.files(content, limits.calendar_bytes)):
        if count >= limits.mime_parts:
            yield Inner(b"", "calendar", "yenc")  # none may hide behind so many
            return
        shown = charsets.text(name)
        if begins_calendar(data) or calendar_name((shown,)):
            yield Inner(data, "calendar", "yenc", shown)
