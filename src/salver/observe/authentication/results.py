"""A parser for Authentication-Results (RFC 8601 2.2). A regular expression is not one: comments may stand anywhere.

::

    authres-payload = [CFWS] authserv-id [ CFWS authres-version ] ( no-result / 1*resinfo ) [CFWS] CRLF
    resinfo         = [CFWS] ";" methodspec [ CFWS reasonspec ] [ CFWS 1*propspec ]
    methodspec      = [CFWS] Keyword [ [CFWS] "/" [CFWS] method-version ] [CFWS] "=" [CFWS] result
    propspec        = ptype [CFWS] "." [CFWS] property [CFWS] "=" pvalue
"""

from __future__ import annotations

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits

_SEPARATORS = b';=/."() \t\r\n'
_ENDS_WORD = b'()<>@,;:\\"/[]?= \t\r\n'
"""What a token may not hold (RFC 2045 5.1)."""
_PROPERTY_TYPES = frozenset({"smtp", "header", "body", "policy"})
"""What a property may be about (RFC 8601 2.3). Others must not be used for decisions."""


class MethodResult(msgspec.Struct, frozen=True):
    """One ``method=result``. Names and the result word are lower-case; ``properties`` maps ``ptype.property``."""

    method: str
    result: str
    properties: dict[str, str]

    def about(self, *names: str) -> str | None:
        """The first of these properties that is there."""
        return next((self.properties[name] for name in names if name in self.properties), None)


class ParsedResults(msgspec.Struct, frozen=True):
    """One header field. ``authserv_id`` is lower-case; results of method versions we do not know are left out."""

    authserv_id: str
    results: tuple[MethodResult, ...]


def parse(value: bytes, limits: Limits = DEFAULT_LIMITS) -> ParsedResults | None:
    """Read one field value; None when it is not well-formed or of a version we do not know (RFC 8601 2.2).

    None too where it is longer, or has more results, than any honest server writes.
    """
    head = _head(value) if len(value) <= limits.results_bytes else None
    if head is None:
        return None
    name, at = head
    tokens = _tokens(value[at:])
    if tokens is None:
        return None
    groups = _split(tokens)
    if groups[0] not in ([], ["1"]) or len(groups) > limits.results + 1:  # RFC 8601 2.2
        return None
    results = []
    for group in groups[1:]:
        if [token.lower() for token in group] in (["none"], []):
            continue
        result = _method(group)
        if result is None:
            return None
        if result.method:
            results.append(result)
    return ParsedResults(name, tuple(results))


def authserv_id(value: bytes) -> str | None:
    """Whose field this is, however the rest of it is written: lower-case, without a closing dot; None for nobody's.

    The id is one contiguous word or one quoted string. Blanks, folds and comments inside it make it another one: what
    the border strips and what we believe must be the same (RFC 8601 5, 7.1).
    """
    head = _head(value)
    return head[0] if head else None


def _head(value: bytes) -> tuple[str, int] | None:
    """The authserv-id and the offset behind it: ``[CFWS] value``, where it must end at a blank, comment or ``;``."""
    at = 0
    while at < len(value) and value[at] in b" \t\r\n(":
        at = _after_comment(value, at) if value[at] == 0x28 else at + 1
        if at < 0:
            return None
    if at < len(value) and value[at] == 0x22:
        name, end = _quoted(value, at)
    else:
        end = at
        while end < len(value) and value[end] not in _ENDS_WORD:
            end += 1
        name = value[at:end].decode("utf-8", "replace")
    if not name or end < 0 or (end < len(value) and value[end] not in b" \t\r\n(;"):
        return None
    return name.rstrip(".").lower(), end


_PUNCTUATION = (";", "=", "/", ".")


def _tokens(value: bytes) -> list[str] | None:
    """Words, quoted strings (kept with a leading quote mark) and punctuation; comments and blanks are gone.

    None for an unclosed comment or quoted string. One pass.
    """
    tokens: list[str] = []
    at, end = 0, len(value)
    while at < end:
        byte = value[at]
        if byte in b" \t\r\n":
            at += 1
        elif byte == 0x28:
            at = _after_comment(value, at)
            if at < 0:
                return None
        elif byte == 0x22:
            text, at = _quoted(value, at)
            if at < 0:
                return None
            tokens.append('"' + text)
        elif byte in b";=/.":
            tokens.append(chr(byte))
            at += 1
        elif byte == 0x29:
            return None
        else:
            start = at
            while at < end and value[at] not in _SEPARATORS:
                at += 1
            tokens.append(value[start:at].decode("utf-8", "replace"))
    return tokens


def _after_comment(value: bytes, at: int) -> int:
    """The offset behind a comment, which may nest (RFC 5322 3.2.2); -1 when it never closes."""
    depth = 0
    while at < len(value):
        byte = value[at]
        if byte == 0x5C:
            at += 1
        elif byte == 0x28:
            depth += 1
        elif byte == 0x29:
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    return -1


def _quoted(value: bytes, at: int) -> tuple[str, int]:
    """A quoted string's content and the offset behind it (RFC 5322 3.2.4); -1 when it never closes."""
    text = bytearray()
    at += 1
    while at < len(value):
        byte = value[at]
        if byte == 0x5C and at + 1 < len(value):
            at += 1
            text.append(value[at])
        elif byte == 0x22:
            return text.decode("utf-8", "replace"), at + 1
        elif byte not in b"\r\n":
            text.append(byte)
        at += 1
    return "", -1


def _split(tokens: list[str]) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for word in tokens:
        if word == ";":
            groups.append([])
        else:
            groups[-1].append(word)
    return groups


def _value(token: str) -> str:
    return token[1:] if token.startswith('"') else token


def _method(group: list[str]) -> MethodResult | None:
    """One resinfo. An unknown method version gives a result without a method name, which the caller drops."""
    known = True
    if len(group) > 2 and group[1] == "/":
        known = group[2] == "1"
        group = [group[0], *group[3:]]
    if len(group) < 3 or group[1] != "=" or group[0] in _PUNCTUATION or group[2] in _PUNCTUATION:
        return None
    method, result = group[0].lower(), group[2].lower()
    properties = _properties(group[3:])
    return MethodResult(method if known else "", result, properties)


def _properties(tokens: list[str]) -> dict[str, str]:
    """``ptype.property=value`` pairs; ``reason=value`` is passed over. The first of a repeated name counts.

    Properties of a type we do not know are left out (RFC 8601 2.3).
    """
    found: dict[str, str] = {}
    at = 0
    while at < len(tokens):
        if at + 2 < len(tokens) and tokens[at + 1] == "=":  # reason = value
            at = _value_end(tokens, at + 2)
        elif at + 4 < len(tokens) and tokens[at + 1] == "." and tokens[at + 3] == "=":
            end = _value_end(tokens, at + 4)
            kind = tokens[at].lower()
            if kind in _PROPERTY_TYPES:  # RFC 8601 2.3
                name = f"{kind}.{tokens[at + 2].lower()}"
                found.setdefault(name, "".join(_value(token) for token in tokens[at + 4 : end]))
            at = end
        else:
            at += 1
    return found


def _value_end(tokens: list[str], start: int) -> int:
    """A pvalue may be a bare domain or address: words joined by dots or slashes, without another ``x.y=`` inside."""
    end = start + 1
    while end + 1 < len(tokens) and tokens[end] in (".", "/", "="):
        end += 2
    return min(end, len(tokens))
