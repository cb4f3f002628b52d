"""Text from outside. It cannot be printed by accident: ``str()``, f-strings and ``%s`` raise.

Only the writers below turn it into something that may leave: for a terminal, a log line, a mail header, or HTML
(Jinja calls ``__html__``). JSON output carries it inside a JSON string (``report.md``).
"""

from __future__ import annotations

import html
import unicodedata
from typing import Any, NoReturn

# Characters that change how a reader sees the text around them: bidirectional controls, zero-width characters, tags,
# variation selectors are judged by rules; here they are merely made visible (URL-23, URL-24, SIG-23).
_KEPT = "\n\t\u200d\ufe0f"
"""Line breaks stay; so do emoji joiners and variation selectors, which honest text needs."""

_NAMED = {
    "\u200b": "ZERO WIDTH",
    "\u2060": "ZERO WIDTH",
    "\ufeff": "ZERO WIDTH",
    "\u200e": "LEFT-TO-RIGHT",
    "\u200f": "RIGHT-TO-LEFT",
    "\u202a": "LEFT-TO-RIGHT",
    "\u202b": "RIGHT-TO-LEFT",
    "\u202c": "END DIRECTION",
    "\u202d": "LEFT-TO-RIGHT",
    "\u202e": "RIGHT-TO-LEFT",
    "\u2066": "LEFT-TO-RIGHT",
    "\u2067": "RIGHT-TO-LEFT",
    "\u2068": "ISOLATE",
    "\u2069": "END DIRECTION",
    "\u2028": "LINE BREAK",
    "\u2029": "LINE BREAK",
}


class Untrusted:
    """A string somebody outside wrote. Compare it, measure it, search it; print it only through a writer."""

    __slots__ = ("raw",)

    def __init__(self, raw: str) -> None:
        self.raw = raw

    def __str__(self) -> NoReturn:
        raise TypeError("untrusted text: use for_terminal, for_log, for_header or a template")

    __format__ = __str__  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Untrusted({len(self.raw)} characters)"

    def __html__(self) -> str:
        return for_html(self)

    def __bool__(self) -> bool:
        return bool(self.raw)

    def __len__(self) -> int:
        return len(self.raw)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Untrusted) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(self.raw)


def invisible(character: str) -> bool:
    """Whether a reader would not see this character: controls, format characters, tags, lone surrogates."""
    code = ord(character)
    if code < 0x20 or 0x7F <= code < 0xA0:
        return True
    if code < 0xAD:
        return False
    return unicodedata.category(character) in {"Cf", "Cs", "Co", "Zl", "Zp"} or 0xE0000 <= code <= 0xE0FFF


# Default_Ignorable_Code_Point of Unicode, in so far as ``invisible`` does not know them by their category: the grapheme
# joiner, variation selectors, vowels that are never drawn.
_IGNORED = frozenset("\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f" + "".join(map(chr, range(0xFE00, 0xFE10))))
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as a blank."""


_MOST_HIDDEN = 4_096
"""Characters of a name looked at to find those that are seen."""


def as_seen(text: str, *, most: int) -> str:
    """What a reader sees of a name, for comparing: at most so many characters, in their plain forms (NFKC).

    Nothing invisible is left in it, and what is drawn as a blank is one. Time: linear in ``most``.
    """
    if text.isascii() and text.isprintable():
        return text[:most]
    # Twice, since plain forms of visible characters hold ignored ones.
    plain = unicodedata.normalize("NFKC", _without_hidden(text[:_MOST_HIDDEN])[:most])
    return _without_hidden(plain)[:most]


def _without_hidden(text: str) -> str:
    return "".join(
        " " if c in _BLANK or c.isspace() else c for c in text if c.isspace() or not (invisible(c) or c in _IGNORED)
    )


def _shown(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def visible(text: str, *, keep_newlines: bool = False) -> str:
    """The text with every invisible character spelled out as ``\\u{hex}``."""
    if text.isascii() and text.isprintable():
        return text
    keep = "\n\t" if keep_newlines else ""
    return "".join(_shown(c) if c not in keep and invisible(c) else c for c in text)


def for_terminal(text: Untrusted | str, *, most: int = 2_000) -> str:
    """One line that cannot move the cursor, change colours or turn direction."""
    raw = text.raw if isinstance(text, Untrusted) else text
    line = visible(raw[:most])
    return line + "…" if len(raw) > most else line


def for_log(text: Untrusted | str, *, most: int = 200) -> str:
    """One ASCII line for a log; other characters become escapes."""
    raw = text.raw if isinstance(text, Untrusted) else text
    return raw[:most].encode("unicode_escape").decode("ascii")


def for_header(text: Untrusted | str, *, most: int = 200) -> str:
    """Text for a header field we write: controls, CR and LF are gone, runs of blanks are one (OPS-05, SPF-30).

    Nor is anything left that reads as an encoded word (RFC 2047 2): whoever decodes it would find line ends in it.
    """
    raw = text.raw if isinstance(text, Untrusted) else text
    clean = "".join(" " if invisible(c) else c for c in raw[:most])
    return " ".join(clean.split()).replace("=?", "= ?")  # RFC 2047 2


def for_html(text: Untrusted | str) -> str:
    """Escaped HTML in which hidden marks are shown as labels. Newlines stay for ``white-space: pre-wrap``."""
    raw = text.raw if isinstance(text, Untrusted) else text
    if raw.isascii() and raw.isprintable():
        return html.escape(raw)
    pieces = []
    for character in raw:
        if character in _KEPT:
            pieces.append(character)
        elif invisible(character):
            pieces.append(f'<span class="ctl">{_NAMED.get(character, f"U+{ord(character):04X}")}</span>')
        else:
            pieces.append(html.escape(character))
    return "".join(pieces)


def encode_untrusted(value: Any) -> str:
    """The ``enc_hook`` of msgspec for JSON: the raw text inside a JSON string, lone surrogates replaced."""
    if isinstance(value, Untrusted):
        return value.raw.encode("utf-8", "replace").decode("utf-8")
    raise NotImplementedError(f"cannot encode {type(value).__name__}")
