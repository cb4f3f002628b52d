"""Names that strangers wrote and that are to be looked up: valid, or not looked up at all.

What is compared, shown and asked for must be one and the same name. A NUL, a quotation mark, a blank or a bracket in it
would cut it off at one place and not at another (AUTH-03, AUTH-04).
"""

from __future__ import annotations

import re

LONGEST_NAME = 253
"""Octets of a name without its final dot (RFC 1035 2.3.4: 255 with the length octets and the root)."""

# RFC 1035 2.3.4: labels of at most 63 octets. Underscores stand in names that are no host names (RFC 6376 3.6.2.1).
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\Z")
_LETTERS_SINCE = str.maketrans("\u00df\u03c2", "s\u03c3")
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+\Z")


def valid_domain(text: str) -> str | None:
    """``text`` as a domain of at least two labels, in lower-case A-labels without a final dot; None for anything else.

    A final dot is not taken off: where the grammar allows one the caller does it. U-labels become A-labels only where
    they come back unchanged (RFC 5890 2.3.2.1), so that nobody is mapped to a neighbour's name.
    """
    return _valid(text, _DOMAIN)


def valid_selector(text: str) -> str | None:
    """``text`` as a selector, one label or more (RFC 6376 3.1), in lower-case A-labels; None for anything else."""
    return _valid(text, _NAME)


def may_be_asked(name: str) -> bool:
    """Whether a name put together from valid pieces is short enough for a question."""
    # RFC 1035 2.3.4
    return len(name) <= LONGEST_NAME


def _valid(text: str, shape: re.Pattern[str]) -> str | None:
    if len(text) > LONGEST_NAME:
        return None
    name = text.lower()
    if not name.isascii():
        plain = _a_labels(name)
        if plain is None or len(plain) > LONGEST_NAME:
            return None
        name = plain
    return name if shape.match(name) else None


def _a_labels(name: str) -> str | None:
    """U-labels as A-labels (RFC 5890 2.3.2.1), None where the way back leads to another name."""
    labels = [label if label.isascii() else _a_label(label) for label in name.split(".")]
    return ".".join(label or "" for label in labels) if None not in labels else None


def _a_label(label: str) -> str | None:
    # Sharp s and final sigma are letters of their own since IDNA 2008; the older mapping led to another name. The two
    # joiners, which it dropped, stay out: nobody sees them.
    # RFC 5894 7.2
    older = label.translate(_LETTERS_SINCE)
    try:
        plain = older.encode("idna").decode("ascii")
        back = plain.encode("ascii").decode("idna") if "." not in plain else None
    except UnicodeError:
        return None
    if back != older:
        return None
    return plain.lower() if older == label else f"xn--{label.encode('punycode').decode('ascii')}"
