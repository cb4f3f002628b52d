"""SMTP commands, read strictly (RFC 5321 4.1).

::

    Reverse-path  = "<" [ [ A-d-l ":" ] Mailbox ] ">"
    Mail-params   = esmtp-param *(SP esmtp-param)
    esmtp-param   = esmtp-keyword ["=" esmtp-value]
"""

from __future__ import annotations

import msgspec


class Command(msgspec.Struct, frozen=True):
    """A verb in upper case and what follows it, without outer blanks."""

    verb: str
    rest: bytes


class PathAndParameters(msgspec.Struct, frozen=True):
    """The address of MAIL or RCPT without brackets, and its parameters with upper-case names."""

    address: str
    parameters: dict[str, str]


def parse_command(line: bytes) -> Command:
    """Split a command line (without CRLF). Never fails: an unknown verb is the caller's to refuse."""
    verb, _, rest = line.strip(b" \t").partition(b" ")
    return Command(verb.decode("ascii", "replace").upper(), rest.strip(b" \t"))


def parse_path(rest: bytes, keyword: bytes) -> PathAndParameters | None:
    """Read ``FROM:<path> parameters`` or ``TO:<path> parameters``; None for anything else.

    A blank after the colon is tolerated, as every server does. Control bytes never are (OPS-05).
    """
    if rest[: len(keyword)].upper() != keyword:
        return None
    text = rest[len(keyword) :].lstrip(b" ")
    end = _path_end(text)
    if end < 0:
        return None
    path, after = text[1:end], text[end + 1 :]
    if any(byte < 0x20 or byte == 0x7F for byte in path) or (after and not after.startswith(b" ")):
        return None
    if path.startswith(b"@"):  # a source route, to be ignored  # RFC 5321 4.1.1.3
        path = path.partition(b":")[2]
    parameters = _parameters(after)
    if parameters is None:
        return None
    try:
        return PathAndParameters(path.decode("utf-8"), parameters)  # RFC 6531 3.3
    except UnicodeDecodeError:
        return None


def _path_end(text: bytes) -> int:
    """The offset of the ``>`` that closes the path; a quoted local part may hold others (RFC 5321 4.1.2)."""
    if not text.startswith(b"<"):
        return -1
    quoted = False
    at = 1
    while at < len(text):
        byte = text[at]
        if byte == 0x22:
            quoted = not quoted
        elif byte == 0x5C and quoted:
            at += 1
        elif byte == 0x3E and not quoted:
            return at
        at += 1
    return -1


def _parameters(text: bytes) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for word in text.split():
        name, _, value = word.partition(b"=")
        if not name.replace(b"-", b"").isalnum() or not value.isascii():
            return None
        found[name.decode("ascii", "replace").upper()] = value.decode("ascii")
    return found
