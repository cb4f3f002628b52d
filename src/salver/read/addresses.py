"""One address, read strictly: addr-spec and the mailto URI of a calendar address.

RFC 5322 3.4.1 (addr-spec, dot-atom form only), RFC 6532 3.2 (UTF-8 in it), RFC 6068 2 (mailto), RFC 6047 2.3. Whatever
could be taken for more than one address, for another address, or for header text is no address (SPF-29, SPF-30).
"""

from __future__ import annotations

import re
import string
import unicodedata
from functools import lru_cache
from urllib.parse import unquote_to_bytes


def _these_and_beyond_ascii(signs: str) -> str:
    """A character class: these, letters, figures, and everything from U+00A1 on. It is written by what it leaves out,
    since a class up to U+10FFFF takes five milliseconds to compile."""
    kept = string.ascii_letters + string.digits + signs
    return "[^" + "".join(re.escape(chr(code)) for code in range(0xA1) if chr(code) not in kept) + "]"


# RFC 5322 3.2.3
_ATEXT = _these_and_beyond_ascii("!#$%&'*+/=?^_`{|}~-")
_LOCAL = re.compile(rf"{_ATEXT}++(?:\.{_ATEXT}++)*+")
_LETTER, _INNER = _these_and_beyond_ascii("_"), _these_and_beyond_ascii("_-")
_LABEL = rf"{_LETTER}(?:{_INNER}*{_LETTER})?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*+")
_AFTER = re.compile(r"[:;,\s]")
"""What ends an address for a program that takes the first it finds."""
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
# 64 octets of local part, an at sign, 255 of domain.
# RFC 5321 4.5.3.1
_MOST = 320
_MOST_LOCAL = 64
_MOST_DOMAIN = 255
_MOST_LABEL = 63
_MOST_BLANKS = 20
_MOST_PIECES = 50


def parse_addr_spec(text: str) -> str | None:
    """Exactly one ``local@domain`` and nothing else, with the domain in lower case; None for everything else.

    Quoted local parts and domain literals are legal mail but no calendar user we could answer: they are None too.
    """
    if len(text) > _MOST:
        return None
    local, at, domain = text.partition("@")
    if not at or len(local) > 4 * _MOST_LOCAL or len(domain) > _MOST_DOMAIN:
        return None
    if not _LOCAL.fullmatch(local) or not _domain(domain):
        return None
    if not text.isascii() and not _unmistakable(text):
        return None
    return f"{local}@{domain.lower()}"


def _unmistakable(text: str) -> bool:
    """No invisible or unassigned characters, and none that some programs turn into others (SPF-34): compatibility
    forms, and the full stop of other scripts, which parts labels for some (RFC 5895 2)."""
    if "\ufffd" in text or "\u3002" in text or not text.isprintable():
        return False
    return unicodedata.normalize("NFKC", text) == text


def _domain(domain: str) -> bool:
    if any(len(label) > _MOST_LABEL for label in domain.split(".")):
        return False
    return _DOMAIN.fullmatch(domain) is not None


def parse_mailto(value: str) -> str | None:
    """The one address of a calendar address (RFC 5545 3.3.3), or None.

    ``mailto:`` in any case; a bare address is tolerated, as in RFC 6047 4.6 and from several services. Percent escapes
    are undone once, then the strict rules of ``parse_addr_spec`` hold: a query, a second address, a control character
    or a line end makes it None.
    """
    # Every octet may be percent-encoded.
    # RFC 6068 2
    return _mailto(value) if len(value) <= len("mailto:") + 3 * _MOST + _MOST_BLANKS else None


@lru_cache(maxsize=4096)
def _mailto(value: str) -> str | None:
    # RFC 6047 2.3
    text = value.strip(" \t")
    if text[:7].lower() == "mailto:":
        text = text[7:].strip(" \t")
        # Header fields would follow a question mark.
        # RFC 6068 2
        if "?" in text:
            return None
        if "%" in text:
            if _PERCENT.search(text):
                return None
            try:
                text = unquote_to_bytes(text).decode("utf-8")
            except UnicodeDecodeError:
                return None
    return parse_addr_spec(text)


def calendar_user(value: str) -> str | None:
    """The address of ORGANIZER or ATTENDEE: its mailto URI, or the last one in a value that holds more.

    Several products write ``SENT-BY=mailto:a@example.com`` or a name with a colon without quotes, so that what looks
    like the value begins too early (RFC 5545 3.2 asks for quotes).
    """
    found = parse_mailto(value)
    if found is None and value.count(":") > 1:
        last = value.lower().rfind(":mailto:")
        # RFC 5545 3.2
        found = parse_mailto(value[last + 1 :]) if last >= 0 else None
    return found


def first_of_several(value: str) -> str | None:
    """The address other programs would take from such a value: the first one; the same as ``calendar_user`` else."""
    pieces = _AFTER.split(value, maxsplit=_MOST_PIECES)[:_MOST_PIECES]
    # A web address has its user before the host.
    # RFC 3986 3.2
    found = (parse_addr_spec(piece.lstrip("/")) for piece in pieces if "@" in piece)
    return next(filter(None, found), None) or calendar_user(value)
