"""Bytes to text by a named character set, without ever trusting the name.

Python would import a codec for any name a stranger writes, among them slow ones (punycode) and ones that are no text
at all. Only the sets below, which mail really uses, are looked up; anything else is read as UTF-8 or Latin-1.
"""

from __future__ import annotations

from functools import lru_cache

_KNOWN = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi_x3.4-1968": "utf-8",
    "utf8": "utf-8",
    "utf-8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32": "utf-32",
    "utf-32le": "utf-32-le",
    "utf-32be": "utf-32-be",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",  # what senders mean by it: the Windows superset
    "macintosh": "mac-roman",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp",
    "euc-jp": "euc_jp",
    "iso-2022-kr": "iso2022_kr",
    "hz-gb-2312": "hz",
    "hz": "hz",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "tis-620": "cp874",
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16)},
    **{f"windows-{n}": f"cp{n}" for n in range(1250, 1259)},
    **{f"cp{n}": f"cp{n}" for n in range(1250, 1259)},
}

WIDE = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7"})
"""Codecs whose text does not look like ASCII on the wire."""
SHIFTING = frozenset({"iso2022_jp", "iso2022_kr", "hz"})
"""Codecs that write other letters with the bytes of ASCII, between escape sequences."""


@lru_cache(maxsize=128)
def codec(name: str) -> str | None:
    """The Python codec for a MIME charset name, or None when we do not know it."""
    return _KNOWN.get(name[:40].strip().strip("\"'").lower())


def text(data: bytes, charset: str | None = None) -> str:
    """Decode without failing: the named set when known and fitting, else UTF-8, else Windows-1252 with replacements."""
    for name in (codec(charset) if charset else None, "utf-8"):
        if name is None:
            continue
        try:
            return data.decode(name)
        except (UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


def to_utf8(data: bytes, charset: str | None = None) -> tuple[bytes, str | None]:
    """The same text as UTF-8, and a defect code when it was written in something else (RFC 5545 3.1.4, MIME-13).

    A byte order mark outranks the charset parameter. Bytes that are UTF-8 already come back untouched.
    """
    mark = _by_mark(data)
    name = mark or (codec(charset) if charset else None)
    if name in WIDE and not mark and b"BEGIN:V" in data[:4096].upper():
        return data, "calendar-charset-wrong"  # plain text whatever the parameter says
    if name in WIDE:
        try:
            return data.decode(name).encode("utf-8", "replace"), "calendar-charset"
        except (UnicodeError, ValueError):
            return data, "calendar-charset-wrong"
    if data.isascii():
        return _shifted(data, name) if name in SHIFTING and (b"\x1b" in data or b"~" in data) else (data, None)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return data, None
    if name is None or name == "utf-8":
        return data, "calendar-not-utf8"
    try:
        return data.decode(name).encode(), "calendar-charset"
    except (UnicodeError, ValueError):
        return data, "calendar-charset-wrong"


def _shifted(data: bytes, name: str) -> tuple[bytes, str | None]:
    """Text in a shifting set; where it breaks the rules of the set it stays as it is."""
    try:
        return data.decode(name).encode(), "calendar-charset"
    except (UnicodeError, ValueError):
        return data, "calendar-charset-wrong"


def second_reading(data: bytes, charset: str | None = None) -> bytes | None:
    """What a reader that believes the charset parameter would see where ASCII bytes mean something else.

    That is UTF-7 and the shifting sets. None for every other set, for one that is unknown, and where nothing differs.
    What cannot be decoded is left out.
    """
    name = codec(charset) if charset else None
    if name != "utf-7" and name not in SHIFTING:
        return None
    other = data.decode(name, "ignore").encode("utf-8", "replace")
    return other if other != data else None


def _by_mark(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by its byte order mark, or by the zero bytes of a calendar that forgot the mark."""
    head = data[:4]
    if head in (b"\xff\xfe\0\0", b"\0\0\xfe\xff"):
        return "utf-32"
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if len(head) == 4 and head[0] and not head[1] and head[2] and not head[3]:
        return "utf-16-le"
    if len(head) == 4 and not head[0] and head[1] and not head[2] and head[3]:
        return "utf-16-be"
    return None
