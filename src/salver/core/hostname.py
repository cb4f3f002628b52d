"""Host names that may stand in our own sentences: valid, capped, in plain letters."""

from __future__ import annotations

import re
import unicodedata

# RFC 1123 2.1: letters, digits and inner hyphens, at most 63 octets a label and 253 in all; underscores occur in
# practice for mail domains and are harmless to show.
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_LONGEST = 253
_LONGEST_LABEL = 63
_STOPS = str.maketrans("\u3002\uff0e\uff61", "...")
"""What browsers and mail programs take for a full stop between labels (RFC 5895 2)."""


def a_labels(name: str) -> str:
    """A domain as it is compared: lower-case, in A-labels for other scripts, so that it has one spelling.

    ``m\u00fcnchen.example`` and ``xn--mnchen-3ya.example`` become the same. What is no label stays as it is.
    """
    if name.isascii():
        return name.lower()
    return ".".join(map(_a_label, name.translate(_STOPS).split(".")))


def _a_label(label: str) -> str:
    if label.isascii() or len(label) > _LONGEST_LABEL:
        return label.lower()
    # Lower case and composed first, as every program does it before it looks a name up.
    # RFC 5895 2
    label = unicodedata.normalize("NFKC", label.lower()).lower()
    if label.isascii() or len(label) > _LONGEST_LABEL:
        return label
    return f"xn--{label.encode('punycode').decode('ascii')}"  # RFC 5890 2.3.2.1


def plain_host(text: str | None) -> str | None:
    """The name in lower-case ASCII (A-labels for other scripts, RFC 5890), or None when it is no host name.

    Only what comes out of here may be a parameter of a sentence (``inbox/words.md``): a domain the sender chose cannot
    carry blanks, markup, direction marks or another sentence.
    """
    if not text or len(text) > _LONGEST:
        return None
    name = a_labels(text).rstrip(".")
    labels = name.split(".")
    if len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        return None
    return name


def shown_domain(address_or_domain: str | None) -> str:
    """The domain of an address (or a domain) for a sentence, ``?`` when it cannot be shown."""
    if not address_or_domain:
        return "?"
    return plain_host(address_or_domain.rpartition("@")[2]) or "?"
