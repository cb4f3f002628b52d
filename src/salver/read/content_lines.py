"""One content line: its name, its parameters as written, its value (RFC 5545 3.1; RFC 6868)."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from salver.read.property_names import KNOWN

# A name and blanks around it are tolerated; so is a blank before the next sign.
# RFC 5545 3.1
_NAME = re.compile(r"[ \t]*+([^\s:;\"=,]++)([ \t]*+)(?=[:;])")
# param = name "=" value *("," value): a quoted value may hold any sign, a plain one neither ":" nor ";" nor ",".
# RFC 5545 3.2
_PARAMETER = re.compile(
    r";[ \t]*+([^\s:;\"=,]++)[ \t]*+=((?:\"[^\"]*+\"|[^\";:,]*+)(?:,(?:\"[^\"]*+\"|[^\";:,]*+))*+)[ \t]*+(?=[:;])"
)
# The same, as nearly all are written: a plain name, no quotes, no backslash, and not many of them.
# RFC 5545 3.1
PLAIN_PARAMETERS = re.compile(r"[A-Za-z0-9-]++=[^\";\\]*+(?:;[A-Za-z0-9-]++=[^\";\\]*+){0,18}+")
_UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PARAMETER_VALUE = re.compile(r"\"([^\"]*+)\"|([^\",]++)")
_NEXT_SIGN = re.compile(r";(?!;)|:")
_CARET = re.compile(r"\^([n^'])")
_CARET_WORDS = {"n": "\n", "^": "^", "'": '"'}
_MOST_KNOWN = 200
# Before any other character a backslash is one; some programs leave it out all the same.
# RFC 5545 3.3.11
_ESCAPE = re.compile(r"\\([\\;,nN])")


Parameters = tuple[tuple[str, tuple[str, ...]], ...]
"""The parameters of a content line in order: names in upper case, each with its values."""


class Property(msgspec.Struct, frozen=True, gc=False):
    """One content line. ``name`` is in upper case; ``value`` is as written, escapes kept.

    ``parameter_text`` is what stands between the first ``;`` and the ``:`` of the value, as written; it is taken apart
    when somebody asks, for most properties nobody does.
    """

    name: str
    parameter_text: str
    value: str

    @property
    def parameters(self) -> Parameters:
        """Every parameter in order: its name in upper case and its values, quotes and RFC 6868 escapes undone."""
        text = self.parameter_text
        return (_known_parameters(text) if len(text) < _MOST_KNOWN else read_parameters(text)) if text else ()

    def parameter(self, name: str) -> str | None:
        """The first value of the first parameter of this (upper-case) name."""
        values = self.parameter_values(name) if self.parameter_text else ()
        return values[0] if values else None

    def parameter_values(self, name: str) -> tuple[str, ...]:
        """Every value of the first parameter of this (upper-case) name."""
        for key, values in self.parameters:
            if key == name:
                return values
        return ()


class Split(msgspec.Struct, frozen=True, gc=False):
    """A content line taken apart. ``name`` is as written; ``defects`` are the codes of what is wrong with it."""

    name: str
    parameter_text: str
    value: str
    defects: tuple[str, ...] = ()


def split_line(line: str) -> Split | None:
    """Name, parameters and value of one unfolded line; None when it has no name or no colon."""
    head, colon, value = line.partition(":")
    name, semicolon, parameters = head.partition(";")
    if colon and name in KNOWN and (not semicolon or plain_parameters(parameters)):
        return Split(name, parameters, value)
    return _split_oddly(line)


def plain_parameters(text: str) -> bool:
    """Whether these are a few parameters with plain names and values: without a quote or a backslash."""
    return PLAIN_PARAMETERS.fullmatch(text) is not None


def upper(text: str) -> str:
    """A name in upper case. Only ASCII letters have two cases in a name: a dotless i is no I (RFC 5545 2)."""
    return text.upper() if text.isascii() else text.translate(_UPPER)


def escaped(parameter_text: str) -> bool:
    """Whether a backslash stands before a sign that ends a parameter: some programs take it to be part of the value."""
    return "\\" in parameter_text and (parameter_text.endswith("\\") or "\\;" in parameter_text)


def _split_oddly(line: str) -> Split | None:
    """A line with quotes, an unknown name, or an error, by the whole grammar."""
    match = _NAME.match(line)
    if match is None:
        return None
    defects: list[str] = []
    if match[2]:
        defects.append("calendar-name-blank")
    position = first = match.end()
    while line[position] == ";":
        found = _PARAMETER.match(line, position)
        if found is not None:
            position = found.end()
            continue
        position, defect = _odd_parameter(line, position)
        if position < 0:
            return None
        defects.append(defect)
    return Split(match[1], line[first + 1 : position], line[position + 1 :], tuple(defects))


def _odd_parameter(line: str, position: int) -> tuple[int, str]:
    """Step over a parameter that is none (empty, without "=", quotes that do not close) to the next ";" or ":"."""
    # The RFC itself prints "ATTENDEE;CUTYPE=INDIVIDUAL;mailto:a@example.com": what follows the sign is the value.
    # RFC 5546 4.2.9
    if line[position + 1 : position + 8].lower() == "mailto:":
        return position + 1 + len("mailto"), "calendar-parameter-malformed"
    following = _NEXT_SIGN.search(line, position + 1)
    if following is None:
        return -1, ""
    quoted = line.find('"', position, following.start()) >= 0
    return following.start(), "calendar-quote-open" if quoted else "calendar-parameter-malformed"


def read_parameters(text: str) -> Parameters:
    """The parameters of a content line, from what stands between its name and its value. What is none is left out."""
    if '"' not in text and "," not in text and "^" not in text:
        pieces = [piece.partition("=") for piece in text.split(";")]
        return tuple([(upper(name.strip()), (value,)) for name, equals, value in pieces if equals])
    found: list[tuple[str, tuple[str, ...]]] = []
    line = f";{text}:"  # as in its line, so that one grammar reads both
    position = 0
    while position < len(line) - 1:
        match = _PARAMETER.match(line, position)
        if match is not None:
            found.append((upper(match[1]), _values(match[2])))
            position = match.end()
        else:
            following = _NEXT_SIGN.search(line, position + 1)
            position = following.start() if following else len(line)
    return tuple(found)


_known_parameters = lru_cache(maxsize=512)(read_parameters)
"""Time zones and kinds of value come again and again. What is long is not kept: its length is the sender's choice."""


def repeated(parameters: Parameters) -> bool:
    """Whether a parameter stands there twice, with different values."""
    first: dict[str, tuple[str, ...]] = {}
    return any(first.setdefault(name, values) != values for name, values in parameters)


def _values(text: str) -> tuple[str, ...]:
    """The values of one parameter, quotes taken off and RFC 6868 escapes undone."""
    if '"' not in text and "," not in text:
        return (_uncaret(text),)
    return tuple(_uncaret(match[1] if match[1] is not None else match[2]) for match in _PARAMETER_VALUE.finditer(text))


def _uncaret(text: str) -> str:
    # RFC 6868 3.2
    return _CARET.sub(lambda match: _CARET_WORDS[match[1]], text) if "^" in text else text


def unescape(value: str) -> str:
    """A TEXT value as its reader sees it (RFC 5545 3.3.11)."""
    # RFC 5545 3.3.11
    if "\\\\" not in value:
        value = value.replace("\\n", "\n").replace("\\,", ",")
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
