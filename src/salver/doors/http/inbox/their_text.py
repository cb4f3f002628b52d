"""What the sender wrote, as plain text: eight lines, then a fold."""

from __future__ import annotations

import msgspec

from salver.core.untrusted import Untrusted

_LINES = 8
_CHARACTERS = 900
"""About eight lines of the card; a text without line breaks folds here."""
_TITLE = 200


class TheirText(msgspec.Struct, frozen=True, kw_only=True):
    """The open part, and the folded rest (empty where all is shown). ``more`` counts the folded lines."""

    shown: Untrusted
    folded: Untrusted
    more: int


def their_text(text: Untrusted | None) -> TheirText | None:
    """The text of one property, folded; None where there is nothing but blanks."""
    if text is None or not text.raw.strip():
        return None
    lines = text.raw.replace("\r\n", "\n").strip("\n").split("\n")
    shown, size = 0, 0
    for line in lines[:_LINES]:
        if shown and size + len(line) > _CHARACTERS:
            break
        shown, size = shown + 1, size + len(line)
    first, rest = "\n".join(lines[:shown]), "\n".join(lines[shown:])
    if len(first) > 2 * _CHARACTERS:
        first, rest = first[:_CHARACTERS], first[_CHARACTERS:] + ("\n" + rest if rest else "")
    return TheirText(shown=Untrusted(first), folded=Untrusted(rest), more=max(len(lines) - shown, 1) if rest else 0)


def title(text: Untrusted | None) -> Untrusted | None:
    """A title on one line, cut to a length that cannot push the page away; None where there is none."""
    if text is None:
        return None
    line = " ".join(text.raw[: 2 * _TITLE].split())
    if not line:
        return None
    return Untrusted(line if len(line) <= _TITLE else f"{line[:_TITLE]}…")
