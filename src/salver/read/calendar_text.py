"""The text of a property as its reader sees it, whatever way it was encoded (RFC 5545 3.3.11; vCalendar 1.0)."""

from __future__ import annotations

import base64
import binascii

from salver.core.limits import Limits
from salver.read import charsets
from salver.read.content_lines import Property, unescape

TEXT_NAMES = ("SUMMARY", "LOCATION", "DESCRIPTION")
"""Properties a person reads."""
URI_NAMES = ("URL", "CONFERENCE")
"""Properties whose value is an address to open: it has no escapes."""
_QUOTED_PRINTABLE = "QUOTED-PRINTABLE"


def shown_text(found: Property, limits: Limits, *, decoded: bool = True) -> str:
    """The characters a reader sees, at most ``limits.text_characters``: encodings and escapes undone.

    An address to open is never decoded, whatever it says. An iCalendar text has no ENCODING, but vCalendar 1.0 had, and
    several programs still obey it (threats MIME-28).
    ``decoded=False`` gives what the others see.
    """
    value, most = found.value, limits.text_characters
    if len(value) > most:
        value = value[: 4 * most]
    if found.parameter_text and decoded and found.name in TEXT_NAMES:
        value = _decoded(found, value)
    if "\\" in value and found.name not in URI_NAMES:
        value = unescape(value)
    return value.strip()[:most]


def decoded_address(found: Property, limits: Limits) -> str:
    """What a program that obeys ENCODING opens instead of the value of a ``URI_NAMES`` property."""
    return _decoded(found, found.value[: 4 * limits.text_characters]).strip()[: limits.text_characters]


def odd_value(found: Property) -> bool:
    """Whether ENCODING or VALUE of a text, or ENCODING of an address, says that it is something else (MIME-28)."""
    return ("VALUE" in found.parameter_text.upper() and found.name in TEXT_NAMES) or bool(encoding_of(found))


def encoding_of(found: Property) -> str:
    """The word of ENCODING in upper case; vCalendar 1.0 also has it without its name. Empty where there is none."""
    text = found.parameter_text.upper()
    if "ENCODING" in text:
        return (found.parameter("ENCODING") or "").strip().upper()
    return _QUOTED_PRINTABLE if _QUOTED_PRINTABLE in text.split(";") else ""


def _decoded(found: Property, value: str) -> str:
    encoding = encoding_of(found)
    if encoding in (_QUOTED_PRINTABLE, "Q"):
        data = binascii.a2b_qp(value.encode("utf-8", "replace"))
    elif encoding in ("BASE64", "B"):
        try:
            data = base64.b64decode(value.encode("utf-8", "replace"))
        except binascii.Error:
            return value
    else:
        return value
    return charsets.text(data, found.parameter("CHARSET"))
