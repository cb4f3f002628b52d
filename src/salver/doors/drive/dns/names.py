"""Which names are looked up at all: names come from strangers, so they are looked at again right before the wire."""

from __future__ import annotations

_NAME_OCTETS = 253
_LABEL_OCTETS = 63


def can_be_asked(domain: str) -> bool:
    """Whether this is a name the wire can carry: printable ASCII labels of 1 to 63 octets, 253 with the dots.

    No letter is refused beyond that, a blank neither: SPF macros put mailbox names and blanks into names
    (RFC 7208 7.2, 7.3), and a resolver that takes labels as octets has nothing to misread.
    """
    if not domain or len(domain) > _NAME_OCTETS or not domain.isascii():
        return False
    if not domain.isprintable():
        return False
    return all(0 < len(label) <= _LABEL_OCTETS for label in domain.split("."))  # RFC 1035 2.3.4
