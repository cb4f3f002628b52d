"""One DMARC policy record (RFC 9989 4.7, 4.8).

::

    record    = "v" equals "DMARC1" *( separator tag equals value ) [ separator ]
    separator = *WSP ";" *WSP
    equals    = *WSP "=" *WSP
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

# The value of v keeps its case.
# RFC 9989 4.8
_VERSION = re.compile(r"[vV][ \t]*+=[ \t]*+DMARC1[ \t]*+(?:;|\Z)")
# RFC 9989 4.8
_TAG = re.compile(r"[ \t]*+([A-Za-z]++)[ \t]*+=[ \t]*+([ -:<-~]*+)\Z")
_URI = re.compile(r"[ \t]*+[A-Za-z][A-Za-z0-9+.-]*+:[A-Za-z0-9%._~:/?#\[\]@!$&'()*+;=-]++[ \t]*+\Z")
_SHORT = 1_000
"""Characters of all texts of a name up to which its record is remembered."""
_POLICIES = ("none", "quarantine", "reject")
_LOWER = {"reject": "quarantine", "quarantine": "none", "none": "none"}


class DmarcRecord(NamedTuple):
    """What a domain wishes. Policies are ``none``, ``quarantine`` or ``reject``.

    ``subdomains`` (sp) and ``nonexistent`` (np) are None where the record says nothing of its own. ``suffix`` is psd.
    ``broken`` is a kebab-case word of ours where the record may not be used for a policy (RFC 9989 4.10.1).
    """

    policy: str = "none"
    subdomains: str | None = None
    nonexistent: str | None = None
    suffix: Literal["y", "n", "u"] = "u"
    testing: bool = False
    strict_dkim: bool = False
    strict_spf: bool = False
    broken: str | None = None

    def applied(self, policy: str) -> str:
        """The policy after t=y, which lowers it by one step (RFC 9989 4.7)."""
        # RFC 9989 4.7
        return _LOWER[policy] if self.testing else policy

    def for_subdomain(self, exists: bool) -> str:
        """The policy for a name below this record's that has none of its own (RFC 9989 4.7)."""
        # RFC 9989 4.7
        own = self.subdomains if exists else self.nonexistent or self.subdomains
        return own or self.policy


def only_record(texts: tuple[str, ...], most: int) -> DmarcRecord | None:
    """The one DMARC record among the TXT records of a name; None where there is none, or several (RFC 9989 4.10).

    One of more than ``most`` characters is ``broken``.
    """
    return (_remembered if sum(map(len, texts)) <= _SHORT else _only_record)(texts, most)


def _only_record(texts: tuple[str, ...], most: int) -> DmarcRecord | None:
    # RFC 9989 4.10
    records = [text for text in texts if _VERSION.match(text)]
    if len(records) != 1:
        return None
    if len(records[0]) > most:
        return DmarcRecord(broken="record-too-long")
    return parse(records[0])


_remembered = lru_cache(maxsize=1024)(_only_record)


def parse(text: str) -> DmarcRecord:
    """Parse a record that begins with a valid version.

    Unknown tags, and known ones with a value that cannot be, are passed over, but for p, sp and np (RFC 9989 4.10.1).
    A repeated tag makes the whole record ``broken``: which of the two was meant is nobody's guess.
    """
    tags: dict[str, str] = {}
    for piece in text.split(";"):
        match = _TAG.match(piece)
        if match is None:
            name = piece.partition("=")[0].strip(" \t").lower()
            # A value with letters no record may hold is there, and is invalid.
            value = "" if name in ("p", "sp", "np") else None
        else:
            name, value = match[1].lower(), match[2].rstrip(" \t").lower()
        if value is None:
            continue
        if name in tags:
            return DmarcRecord(broken="tag-repeated")
        tags[name] = value
    return _record(tags)


def _record(tags: dict[str, str]) -> DmarcRecord:
    psd = tags.get("psd")
    record = DmarcRecord(
        tags.get("p", "none"),
        tags.get("sp"),
        tags.get("np"),
        "y" if psd == "y" else "n" if psd == "n" else "u",
        tags.get("t") == "y",
        tags.get("adkim") == "s",
        tags.get("aspf") == "s",
    )
    if all(tags.get(name, "none") in _POLICIES for name in ("p", "sp", "np")):
        return record
    # RFC 9989 4.10.1
    if any(_URI.match(uri) for uri in tags.get("rua", "").split(",")):
        return record._replace(policy="none", subdomains=None, nonexistent=None)
    return record._replace(policy="none", subdomains=None, nonexistent=None, broken="policy-invalid")
