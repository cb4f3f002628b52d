"""Host names that may stand in our own sentences: valid, capped, in plain letters."""

from __future__ import annotations

import re

# RFC 1123 2.1: letters, digits and inner hyphens, at most 63 octets a label and 253 in all; underscores occur in
# practice for mail domains and are harmless to show.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_LONGEST = 253


def plain_host(text: str | None) -> str | None:
    """The name in lower-case ASCII (A-labels for other scripts, RFC 5890), or None when it is no host name.

    Only what comes out of here may be a parameter of a sentence (``inbox/words.md``): a domain the sender chose cannot
    carry blanks, markup, direction marks or another sentence.
    """
    if not text or len(text) > _LONGEST:
        return None
    name = text.rstrip(".").lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    labels = name.split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        return None
    return name


def shown_domain(address_or_domain: str | None) -> str:
    """The domain of an address (or a domain) for a sentence, ``?`` when it cannot be shown."""
    if not address_or_domain:
        return "?"
    return plain_host(address_or_domain.rpartition("@")[2]) or "?"
