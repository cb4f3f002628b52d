"""From the paths of ``salver check`` to raw messages: files, directories, ``mbox:``, ``maildir:``, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from salver.core.envelope import Envelope, bare_address

_SIDECAR = ".envelope.json"


class Given(msgspec.Struct, frozen=True):
    """One message to inspect. ``name`` is printed as ``file``; ``index`` counts messages of an mbox from 0.

    ``mail_from`` is what a leading mbox line says about the envelope.
    """

    name: str
    raw: bytes
    index: int | None = None
    mail_from: str | None = None
    path: Path | None = None


class Unreadable(msgspec.Struct, frozen=True):
    """A path that could not be read, and why."""

    name: str
    why: str


def given(paths: tuple[str, ...], *, sidecars: bool = False) -> Iterator[Given | Unreadable]:
    """Every message of every path, in order; what cannot be read is yielded too.

    With ``sidecars`` the envelope files beside messages are no messages of their own.
    """
    for path in paths:
        if path == "-":
            yield _one("-", sys.stdin.buffer.read(), None)
        elif path.startswith("mbox:"):
            yield from _mbox(path, Path(path[5:]))
        elif path.startswith("maildir:"):
            root = Path(path[8:])
            yield from _files(root, [root / "cur", root / "new"], sidecars)
        elif Path(path).is_dir():
            yield from _files(Path(path), [Path(path)], sidecars)
        else:
            yield _file(path, Path(path))


def _files(root: Path, folders: list[Path], sidecars: bool) -> Iterator[Given | Unreadable]:
    """Every regular file below these folders in name order; dot files are left out."""
    if not any(folder.is_dir() for folder in folders):
        yield Unreadable(str(root), "there is no such folder")
        return
    found = [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not (sidecars and path.name.endswith(_SIDECAR))
    ]
    for path in sorted(found):
        yield _file(str(path), path)


def _file(name: str, path: Path) -> Given | Unreadable:
    try:
        return _one(name, path.read_bytes(), path)
    except OSError as error:
        return Unreadable(name, error.strerror or type(error).__name__)


def _one(name: str, raw: bytes, path: Path | None) -> Given:
    return Given(name, raw, mail_from=_from_line(raw), path=path)


# RFC 4155, appendix A: "From ", the envelope sender, a space, a timestamp.
_FROM_LINE = re.compile(rb"From ([^\s@]+@[^\s@]+) ")


def _from_line(raw: bytes) -> str | None:
    match = _FROM_LINE.match(raw[:1000])
    return match[1].decode("utf-8", "replace") if match else None


_SEPARATOR = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]*\r?\n")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)


def _mbox(name: str, path: Path) -> Iterator[Given | Unreadable]:
    """Split at ``From `` lines that follow a blank line; ``>From `` loses one mark (mboxrd)."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        yield Unreadable(name, error.strerror or type(error).__name__)
        return
    starts = [match.span() for match in _SEPARATOR.finditer(raw)]
    if not starts:
        if raw.strip():
            yield Unreadable(name, "this is no mbox: no line begins with 'From '")
        return
    ends = [start for start, _ in starts[1:]] + [len(raw)]
    for index, ((line, start), end) in enumerate(zip(starts, ends, strict=True)):
        body = _QUOTED.sub(rb"\1", raw[start:end])
        yield Given(name, body, index=index, mail_from=_from_line(raw[line:start]), path=path)


def well_formed(text: str) -> str:
    """Text from the command line or the file system as Unicode; bytes that are none become replacement marks."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Sidecar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``NAME.envelope.json`` beside a message (report.md)."""

    mail_from: str | None = None
    rcpt_to: tuple[str, ...] = ()
    client_ip: str | None = None
    helo: str | None = None


def sidecar(message: Given, envelope: Envelope) -> Envelope:
    """The envelope from the file beside the message; what it does not name stays as given.

    Raises OSError when it is there and cannot be read, and msgspec.MsgspecError when it is no sidecar.
    """
    if message.path is None:
        return envelope
    path = message.path.with_name(message.path.name + _SIDECAR)
    if not path.exists():
        return envelope
    beside = msgspec.json.decode(path.read_bytes(), type=Sidecar)
    return msgspec.structs.replace(
        envelope,
        mail_from=bare_address(beside.mail_from) if beside.mail_from is not None else envelope.mail_from,
        rcpt_to=tuple(bare_address(address) for address in beside.rcpt_to) or envelope.rcpt_to,
        client_ip=beside.client_ip or envelope.client_ip,
        helo=beside.helo or envelope.helo,
    )
