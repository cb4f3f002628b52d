"""Content-Type and Content-Disposition: a value and its parameters, in every reading that matters.

RFC 2045 5.1 (Content-Type), RFC 2183 2 (Content-Disposition), RFC 2231 3-4 (long and encoded parameters). What is well
formed takes the fast way. Anything else is read tolerantly; where programs are known to read it in different ways, a
*doubt* says so and the other readings are kept (threats MIME-02 .. MIME-07).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote_to_bytes

import msgspec

from salver.core.limits import DEFAULT_LIMITS
from salver.read import charsets
from salver.read.calendar_names import calendar_name
from salver.read.encoded_words import decode_words
from salver.read.lexing import split_outside_quotes, without_comments

_TOKEN = rb"[A-Za-z0-9!#$%&'*+.^_`{|}~-]+"
# RFC 2045 5.1
_STRICT_VALUE = re.compile(rb"\s*+(" + _TOKEN + rb"(?:/" + _TOKEN + rb")?)\s*+(?=;|\Z)")
_STRICT_PARAMETER = re.compile(
    rb";\s*+([A-Za-z0-9_.-]++)=(?:\"([^\"\\\x00-\x1f\x7f-\xff]*+)\"|([^\s;\"(),\\\x00-\x1f\x7f-\xff]++))\s*+"
)
# The whole field as RFC 2045 5.1 and RFC 2231 7 have it, blanks around the semicolons; comments are noted elsewhere.
_GRAMMAR = re.compile(
    rb"\s*+"
    + _TOKEN
    + rb"(?:/"
    + _TOKEN
    + rb")?\s*+(?:;\s*+"
    + _TOKEN
    + rb"=(?:"
    + _TOKEN
    + rb"|\"(?:[^\"\\\x00-\x08\x0a-\x1f\x7f-\xff]|\\[\x20-\x7e])*+\")\s*+)*+"
)
# Nothing is looked at twice: a word that is no type is stepped over whole.
_TYPE_LIKE = re.compile(r"(?<![a-z0-9!#$&^_.+-])[a-z0-9!#$&^_.+-]++/[a-z0-9!#$&^_.+-]++")
_FULL_TYPE = re.compile(r"[a-z0-9!#$%&'*+.^_`{|}~-]+/[a-z0-9!#$%&'*+.^_`{|}~-]+")
_FULL_TOKEN = re.compile(r"[a-z0-9!#$%&'*+.^_`{|}~-]+")
_FIRST_TOKEN = re.compile(_TOKEN)
_ESCAPED_SIGN = re.compile(rb"\\([^A-Za-z0-9])")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SECTION = re.compile(r"(.*?)\*(?:(\d{1,3})(\*)?)?\Z", re.DOTALL)
_MOST = DEFAULT_LIMITS.text_characters
# A boundary with one of these is cut by other rules in other programs: brackets stripped, percent signs undone, a value
# without quotes ended early.
_UNCLEAR_BOUNDARY = re.compile(rb"[\\\"<>\x00-\x1f\x7f-\xff]|\A[ \t']|'\Z|\A[A-Za-z0-9-]*''")
# The RFC's own example ends in a comment on the charset. Whoever does not know comments sees an unknown charset there,
# and type, boundary and names all the same.
# RFC 2045 5.1
_EXPLAINED = re.compile(
    rb"[^()\"\\]*;\s*charset=(?:us-ascii|utf-8|iso-8859-\d{1,2}|windows-125\d)[ \t]*\([A-Za-z0-9 .,_-]*\)\s*",
    re.IGNORECASE,
)
_UNCLEAR_BARE = re.compile(rb"[/:?@\[\],]|=\Z")
_MOST_PARAMETERS = DEFAULT_LIMITS.header_parameters
TOO_MUCH = frozenset({"mime-value-too-long", "mime-parameters-too-many"})
"""The doubts that say that a field was not read to its end."""
_STRUCTURAL = frozenset({"boundary", "charset", "method"})


class Parameterized(msgspec.Struct, frozen=True, gc=False):
    """``value`` in lower case with its parameters (lower-case names, decoded, first reading).

    ``others`` are other readings of the value, ``repeated`` further differing values of a parameter, ``doubts`` the
    codes of what readers disagree on, ``defects`` the codes of harmless untidiness.
    """

    value: str
    parameters: dict[str, str]
    others: tuple[str, ...] = ()
    repeated: tuple[tuple[str, str], ...] = ()
    doubts: tuple[str, ...] = ()
    defects: tuple[str, ...] = ()


def parse_parameterized(value: bytes) -> Parameterized:
    """Read one field value. Never fails; a value that is no token comes back as found, with a doubt."""
    return _cached(value) if len(value) <= 256 else _parse(value)


def _parse(value: bytes) -> Parameterized:
    strict = _strict(value)
    if strict is not None:
        return strict
    read = _Lenient(value).result()
    if not (read.doubts or read.defects) and _GRAMMAR.fullmatch(value) is None:
        return msgspec.structs.replace(read, defects=("mime-field-malformed",))
    return read


_cached = lru_cache(maxsize=512)(_parse)


def _strict(value: bytes) -> Parameterized | None:
    """The well-formed case: tokens, simple quoted strings, no repetition, nothing extended."""
    match = _STRICT_VALUE.match(value)
    if match is None:
        return None
    parameters: dict[str, str] = {}
    position = match.end()
    while position < len(value):
        found = _STRICT_PARAMETER.match(value, position)
        if found is None:
            if value[position:].strip() == b";":
                break
            return None
        name = found[1].decode("ascii").lower()
        content = found[2] if found[2] is not None else found[3]
        if name == "boundary" and _unclear(content, quoted=found[2] is not None):
            return None
        if name in parameters or b"=?" in content or content[:1] == b"'":
            return None
        parameters[name] = content.decode("ascii")
        position = found.end()
    return Parameterized(match[1].decode("ascii").lower(), parameters)


def _unclear(boundary: bytes, *, quoted: bool) -> bool:
    """Whether programs come to different boundaries (MIME-19)."""
    return _UNCLEAR_BOUNDARY.search(boundary) is not None or (not quoted and _UNCLEAR_BARE.search(boundary) is not None)


class _Lenient:
    """One tolerant reading, collecting what went against the grammar."""

    def __init__(self, value: bytes) -> None:
        self.doubts: list[str] = []
        self.defects: list[str] = []
        self.repeated: list[tuple[str, str]] = []
        self.others: list[str] = []
        self.plain: dict[str, str] = {}
        self.sections: dict[str, list[tuple[int, bool, bytes]]] = {}
        if len(value) > _MOST:  # no honest field is near it (DOS-18)
            self.doubts.append("mime-value-too-long")
            value = value[:_MOST]
        if _CONTROL.search(value):
            self.doubts.append("mime-control-character")
            value = _CONTROL.sub(b"", value)
        bare, comments, balanced = without_comments(value)
        if comments:
            (self.defects if _EXPLAINED.fullmatch(value) else self.doubts).append("mime-comment")
        if not balanced:
            self.doubts.append("mime-unbalanced")
        head, *rest = split_outside_quotes(bare, b";")
        if len(rest) > _MOST_PARAMETERS:
            self.doubts.append("mime-parameters-too-many")
        self.value = self._value(head)
        for segment in rest[:_MOST_PARAMETERS]:
            self._parameter(segment.strip())

    def result(self) -> Parameterized:
        parameters = dict(self.plain)
        for name, pieces in self.sections.items():
            joined = _join_sections(pieces)
            # RFC 2231 3
            if [index for index, _, _ in pieces] != list(range(len(pieces))):
                self.defects.append("mime-parameter-sections")
                self.repeated += [(name, one) for one in _other_joins(pieces) if one != joined]
            if name in _STRUCTURAL:
                self.doubts.append("mime-extended-parameter")
            if name in parameters and parameters[name] != joined:
                self.repeated.append((name, parameters[name]))
                if name in _STRUCTURAL:
                    self.doubts.append("mime-duplicate-parameter")
            parameters[name] = joined
        unique = dict.fromkeys
        return Parameterized(
            self.value,
            parameters,
            tuple(unique(self.others)),
            tuple(self.repeated),
            tuple(unique(self.doubts)),
            tuple(unique(self.defects)),
        )

    def _value(self, head: bytes) -> str:
        text = head.strip()
        if b"=?" in text:
            self.doubts.append("mime-encoded-word")
            text = decode_words(text).encode()
        written = charsets.text(text).lower()
        if _FULL_TYPE.fullmatch(written) or _FULL_TOKEN.fullmatch(written):
            return written
        # "multipart/mixed boundary=x": the semicolon is missing (MIME-19).
        lead, _, tail = written.partition(" ")
        if "=" in tail and _FULL_TYPE.fullmatch(lead):
            self.doubts.append("mime-missing-semicolon")
            self._parameter(text.partition(b" ")[2].strip())
            return lead
        if written:
            self.doubts.append("mime-type-malformed")
        else:
            self.defects.append("mime-type-empty")
        self.others.extend(_TYPE_LIKE.findall("".join(written.split())))
        return self.others[0] if self.others else written

    def _parameter(self, segment: bytes) -> None:
        if not segment:
            self.defects.append("mime-empty-parameter")  # Zoom writes ";;"
            return
        raw_name, equals, content = segment.partition(b"=")
        name = charsets.text(raw_name).strip().lower()
        if not equals:
            self.defects.append("mime-parameter-without-value")
            return
        section = _SECTION.match(name) if "*" in name else None
        data = self._content(name, content.strip())
        if section is not None:
            index = int(section[2]) if section[2] else 0
            extended = section[3] is not None or section[2] is None
            self.sections.setdefault(section[1], []).append((index, extended, data))
            return
        self._plain(name, data)

    def _plain(self, name: str, data: bytes) -> None:
        text = charsets.text(data)
        if b"=?" in data:
            if name in _STRUCTURAL:
                self.doubts.append("mime-encoded-word")
            text = decode_words(data)
        if name not in self.plain:
            self.plain[name] = text
        elif self.plain[name] != text and not (
            name in ("charset", "method") and self.plain[name].lower() == text.lower()
        ):
            self.repeated.append((name, text))
            self.doubts.append("mime-duplicate-parameter")
        else:
            self.defects.append("mime-duplicate-parameter")

    def _content(self, name: str, content: bytes) -> bytes:
        """The value after "=": a quoted string without its quotes, or what stands there."""
        if not content.startswith(b'"'):
            if name == "boundary" and content.split() != [content]:
                self.doubts.append("mime-boundary-blank")
            elif name == "boundary" and _unclear(content, quoted=False):
                self.doubts.append("mime-boundary-unclear")
            return self._unquoted(name, content)
        closing = _closing_quote(content)
        if content[closing + 1 :].strip():
            self.doubts.append("mime-after-quoted-string")
        inner = content[1:closing]
        if name == "boundary" and _unclear(inner, quoted=True):
            self.doubts.append("mime-boundary-unclear")
        return re.sub(rb"\\(.)", rb"\1", inner, flags=re.DOTALL) if b"\\" in inner else inner

    def _unquoted(self, name: str, content: bytes) -> bytes:
        """A value without quotes (RFC 2045 5.1). Backslashes and single quotes in it are signs to some readers only."""
        if len(content) > 1 and content[:1] == content[-1:] == b"'":
            self.defects.append("mime-parameter-single-quotes")
        token = _FIRST_TOKEN.match(content)
        if token and token[0] != content and name in ("name", "filename"):
            # Some end the name here. That matters where it makes a calendar's name of another.
            first, whole = charsets.text(token[0]), charsets.text(content)
            if calendar_name((first,)) and not calendar_name((whole,)):
                self.repeated.append((name, first))
        if b"\\" not in content:
            return content
        self.defects.append("mime-parameter-backslash")
        self.repeated.append((name, charsets.text(content.partition(b";")[0])))
        return _ESCAPED_SIGN.sub(rb"\1", content)


def _closing_quote(content: bytes) -> int:
    """Index of the quote that ends the quoted string at 0 (RFC 5322 3.2.4), or the end."""
    position = 1
    while position < len(content):
        byte = content[position]
        if byte == 0x5C:
            position += 2
            continue
        if byte == 0x22:
            return position
        position += 1
    return len(content)


def _other_joins(pieces: list[tuple[int, bool, bytes]]) -> list[str]:
    """What readers make of sections that are not in order: up to the gap, and the first or the last of two alike."""
    joins: list[str] = []
    for chosen in ({one[0]: one for one in pieces}, {one[0]: one for one in reversed(pieces)}):
        unbroken: list[tuple[int, bool, bytes]] = []
        while len(unbroken) in chosen:
            unbroken.append(chosen[len(unbroken)])
        joins += [_join_sections(unbroken), _join_sections(list(chosen.values()))]
    return joins


def _join_sections(pieces: list[tuple[int, bool, bytes]]) -> str:
    """Put the numbered pieces of a parameter together and decode the encoded ones (RFC 2231 3, 4.1)."""
    # RFC 2231 4.1
    charset = ""
    whole = bytearray()
    for place, (_, extended, data) in enumerate(sorted(pieces, key=lambda piece: piece[0])):
        content = data
        if extended:
            if place == 0 and data.count(b"'") >= 2:
                label, _, content = data.split(b"'", 2)
                charset = label.decode("latin-1")
            content = unquote_to_bytes(content)
        whole += content
    return charsets.text(bytes(whole), charset or None)
