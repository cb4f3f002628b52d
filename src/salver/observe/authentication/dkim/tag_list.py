"""``name=value`` lists of signatures and key records (RFC 6376 3.2).

::

    tag-list  =  tag-spec *( ";" tag-spec ) [ ";" ]
    tag-spec  =  [FWS] tag-name [FWS] "=" [FWS] tag-value [FWS]
    tag-name  =  ALPHA *ALNUMPUNC
"""

from __future__ import annotations

import re
from typing import NamedTuple

FWS = b" \t\r\n"
_TAG_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9_]*\Z")
_USUAL = frozenset(b"v a b bh c d h i l q s t x k p n cv darn".split())
"""Names that need no look at their letters."""


class TagList(NamedTuple):
    """``tags`` by name, blanks around the values gone; names are case-sensitive.

    ``b_start`` and ``b_end`` say where in the text the value of ``b=`` stands, with all blanks around it; both are 0
    where there is none.
    """

    tags: dict[bytes, bytes]
    b_start: int
    b_end: int


def parse_tags(text: bytes) -> TagList | None:
    """Read a list; None where it is none. A name that comes twice spoils all of it (RFC 6376 3.2)."""
    tags: dict[bytes, bytes] = {}
    at = b_start = b_end = 0
    specs = text.split(b";")
    # One semicolon may close the list; an empty place anywhere else is an error.
    if not specs[-1].strip(FWS):
        specs.pop()
    for spec in specs:
        name, equals, value = spec.partition(b"=")
        bare = name.strip(FWS)
        if not equals or bare in tags or (bare not in _USUAL and not _TAG_NAME.match(bare)):
            return None  # RFC 6376 3.2
        tags[bare] = value.strip(FWS)
        if bare == b"b":
            b_start, b_end = at + len(name) + 1, at + len(spec)
        at += len(spec) + 1
    return TagList(tags, b_start, b_end)


def without_blanks(value: bytes) -> bytes:
    """The value without any blank or fold in it, as for base64 (RFC 6376 2.10)."""
    return value.translate(None, FWS)
