"""What each reading sees where programs disagree about a calendar (MIME-01 .. MIME-20), in words for a report."""

from __future__ import annotations

import re

from salver.read.entities import Entity
from salver.read.message import Defect, Disagreement
from salver.read.sweep import Hit

_TELLABLE = re.compile(r"[a-z0-9!#$&^_.+/-]{1,80}")
_WAYS = {
    "plain": "the bytes as they stand: a calendar",
    "quoted-printable": "read as quoted-printable: a calendar",
    "base64": "read as base64: a calendar",
    "uuencode": "read as uuencode: a calendar's file",
    "yenc": "read as yEnc: a calendar's file",
    "charset": "read in another character set: a calendar",
    "header": "read as header lines: a calendar part",
}


def about_part(entity: Entity, content_doubt: str | None) -> Disagreement:
    """A part that the usual reading knows as a calendar, and another may not, or not as this one."""
    doubt = content_doubt or next(one.code for around in entity.around() for one in around.doubts)
    offset = next((one.offset for around in entity.around() for one in around.doubts), entity.part.span.start)
    return Disagreement(entity.number, doubt, offset, f"{_usual(entity)}: a calendar", _otherwise(entity, doubt))


def about_hit(entity: Entity, offset: int, hit: Hit) -> Disagreement:
    """Calendar bytes that only the sweep finds."""
    doubt = next((one for around in entity.around() for one in around.doubts), None)
    defect = doubt or Defect("calendar-hidden", entity.body.at(offset), entity.number)
    return Disagreement(entity.number, defect.code, defect.offset, f"{_usual(entity)}: no calendar", _WAYS[hit.way])


def _usual(entity: Entity) -> str:
    """The usual reading of a part, without any word of the sender's that is not a token."""
    content_type = entity.part.content_type
    shown = content_type if _TELLABLE.fullmatch(content_type) else "a type that is none"
    return f"{shown}, {entity.encodings[0]}" if entity.leaf else f"{shown}, outside its parts"


def _otherwise(entity: Entity, doubt: str) -> str:
    """How a reader that takes the other way at this doubt comes to something else."""
    if doubt == "base64-after-padding":
        return "decoding that goes on behind the padding: another calendar"
    if doubt == "calendar-charset-differs":
        return "read in its character set: another calendar"
    told = [one for one in entity.other_types if _TELLABLE.fullmatch(one)]
    if told:
        return f"as {told[0]}: something else"
    if len(entity.encodings) > 1:
        return f"as {entity.encodings[1]}: something else"
    if doubt.startswith("header-"):
        return "with the header ending elsewhere: another part, or none"
    return "with the parts cut elsewhere: another part, or none"
