"""Addresses that stand in a name, where a reader takes them for the address behind it (SPF-04)."""

from __future__ import annotations

import re
import unicodedata

from salver.core.hostname import plain_host
from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.core.untrusted import Untrusted, invisible

# What surrounds an address in a name: "Jane Boss <jane@example.com>", (jane@example.com), 'jane@example.com', and the
# brackets of other scripts. Runs between these are looked at once each, so the work grows with the length of the name.
_RUN = re.compile(r"[^\s\"'`<>()\[\]{}|,;:\u2018-\u201f\u2039\u203a\u00ab\u00bb\u3008-\u3011]+")
_EDGES = ".!?*/\\-_~"


def shown_addresses(name: Untrusted | None) -> tuple[str, ...]:
    """Every mail address a reader sees in this name, lower-case, in plain letters where that is possible.

    Signs that look like an at sign or a full stop count as such, and invisible characters do not separate: a reader
    sees neither. ``yoga@home`` is no address.
    """
    if not name or ("@" not in name.raw and name.raw.isascii()):
        return ()
    text = "".join(c for c in name.raw[: LIMITS.author_characters] if not invisible(c))
    found: dict[str, None] = {}
    for run in _RUN.findall(unicodedata.normalize("NFKC", text)):
        address = _address(run)
        if address is not None:
            found[address] = None
    return tuple(found)


def _address(run: str) -> str | None:
    local, at, domain = run.rpartition("@")
    local = local.rpartition("@")[2].lstrip(_EDGES)
    host = plain_host(domain.rstrip(_EDGES).replace("\u3002", "."))
    if not at or not local or host is None or host.rpartition(".")[2].isdigit():
        return None
    return f"{local.lower()}@{host}"
