"""Well-formed mail has one reading: ours, the standard library's and fast-mail-parser's come to the same parts.

Compared are the types, names and decoded bytes of every part without parts of its own. Where another reader differs on
genuine mail the reason stands in ``explained``; it is a property of the message, never a file's name.
"""

from __future__ import annotations

import email
import email.message
import re
from collections.abc import Callable, Iterator
from email import policy
from typing import Any, NamedTuple

import pytest

from salver.read.message import Message, Part
from salver.read.reading import read_message
from salver.read.transfer import decode
from tests import collection
from tests.read.samples import EVENT, INVITATION, TEXT, base64_part, message, multipart, part

OPENED = ("message/rfc822", "message/global")
UNHARMFUL = {"bare-newline", "mime-version-missing"}
"""Mail with no other defect is well-formed as far as its structure goes."""
FOLDED = re.compile(rb'boundary="[^"]*\n', re.IGNORECASE)
MOST_EXPLAINED = 5


class Leaf(NamedTuple):
    """A part without parts of its own, as any reader would describe it."""

    content_type: str
    name: str
    content: bytes


def ours(raw: bytes) -> list[Leaf]:
    found = read_message(raw)
    return list(_ours(found, found.root))


def _ours(found: Message, one: Part) -> Iterator[Leaf]:
    """Signed content is opened by us alone: here it is a leaf, as it is to others."""
    if one.content_type in OPENED or one.content_type.startswith("multipart/"):
        for child in one.children:
            yield from _ours(found, child)
    elif not one.content_type.startswith("message/"):
        body = found.raw[one.body_span.start : one.body_span.end]
        yield Leaf(one.content_type, one.filename or "", decode(body, one.encoding))


def library(raw: bytes) -> list[Leaf]:
    """What the standard library comes to (policy compat32)."""
    return list(_library(email.message_from_bytes(raw, policy=policy.compat32)))


def _library(entity: email.message.Message) -> Iterator[Leaf]:
    """Reports and fragments are leaves to us, whatever the library makes of them (RFC 3464 2.1, RFC 2046 5.2)."""
    content_type = entity.get_content_type()
    children = entity.get_payload() if entity.is_multipart() else None
    if isinstance(children, list) and (content_type in OPENED or content_type.startswith("multipart/")):
        for child in children:
            assert isinstance(child, email.message.Message)
            yield from _library(child)
    elif not content_type.startswith(("multipart/", "message/")):
        content = entity.get_payload(decode=True)
        yield Leaf(content_type, entity.get_filename() or "", content if isinstance(content, bytes) else b"")


def fast(raw: bytes) -> list[Leaf]:
    """What fast-mail-parser comes to."""
    module = pytest.importorskip("fast_mail_parser")
    return list(_fast(module.parse_email_tree(raw)))


def _fast(entity: Any) -> Iterator[Leaf]:
    for child in entity.children:
        yield from _fast(child)
    if not entity.children and not entity.content_type.startswith(("multipart/", "message/")):
        yield Leaf(entity.content_type, entity.filename or "", entity.content or b"")


READERS: dict[str, Callable[[bytes], list[Leaf]]] = {"library": library, "fast": fast}


def plain(leaves: list[Leaf]) -> list[tuple[str, bytes]]:
    """Content without what transport may change: line ends, blanks before them (RFC 2045 6.7), empty last lines."""
    return [(one.content_type, b"\n".join(map(bytes.rstrip, one.content.splitlines())).rstrip()) for one in leaves]


def names(mine: list[Leaf], other: list[Leaf]) -> list[tuple[str, str]]:
    """Names that differ, but for those the other reader left undecoded, folded or garbled."""
    pairs = [(one.name, two.name) for one, two in zip(mine, other, strict=True) if one.name != two.name]
    return [(one, two) for one, two in pairs if not re.search("=\\?|\n|\ufffd", two)]


SAMPLES = {
    "an invitation": INVITATION,
    "a text": message(TEXT),
    "a file": message(
        base64_part("application/octet-stream", b"\0\1\2" * 50, "Content-Disposition: attachment; filename=a b")
    ),
    "a forwarded message": message(multipart(TEXT, part("message/rfc822", INVITATION))),
    "a digest": message(multipart(b"\r\n" + message(TEXT), b"\r\n" + INVITATION, kind="digest")),
    "nested": message(multipart(multipart(multipart(TEXT, boundary="b3"), TEXT, boundary="b2"), TEXT)),
    "quoted-printable": message(
        part("text/plain", b"a=3Db=\r\nc =20\r\n", "Content-Transfer-Encoding: quoted-printable")
    ),
    "a calendar": message(part("text/calendar; method=REQUEST", EVENT)),
    "a long name": message(part("text/plain; name*0=a; name*1=b.txt", b"x")),
    "line feeds": INVITATION.replace(b"\r\n", b"\n"),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("raw", SAMPLES.values(), ids=SAMPLES)
def test_samples(raw: bytes, reader: Callable[[bytes], list[Leaf]]) -> None:
    mine, other = ours(raw), reader(raw)
    assert plain(mine) == plain(other)
    assert mine


@collection.needed
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_genuine_mail(reader: Callable[[bytes], list[Leaf]]) -> None:
    compared = 0
    reasons: list[str] = []
    differing = []
    for path, raw in _well_formed():
        mine, other = ours(raw), reader(raw)
        compared += 1
        if plain(mine) == plain(other):
            differing += [f"{path}: {pair}" for pair in names(mine, other)]
        elif (reason := explained(raw, reader)) is not None:
            reasons.append(reason)
        else:
            differing.append(path)
    assert compared > 400
    assert not differing, "\n".join(differing)
    assert len(reasons) <= MOST_EXPLAINED, reasons


def explained(raw: bytes, reader: Callable[[bytes], list[Leaf]]) -> str | None:
    """Why this reader differs on this message, where we know that it is the one that is wrong."""
    if reader is library and FOLDED.search(raw):
        return "a boundary folded over two lines is not unfolded (RFC 5322 2.2.3)"
    if reader is library and re.search(rb"(?m)^(--[^\r\n]+)\r?\n\1--", raw):
        return "an empty part before the last delimiter swallows the epilogue"
    if reader is fast and re.search(rb"quoted-printable", raw, re.IGNORECASE) and not raw.isascii():
        return "bytes above 127 in quoted-printable are dropped (RFC 2045 6.7 has none)"
    return None


def _well_formed() -> Iterator[tuple[str, bytes]]:
    for kind in ("imip-mail", "other-mail"):
        for entry, given in collection.files(kind, "benign"):
            raw = given.partition(b"\n")[2] if given.startswith(b"From ") else given
            if not {defect.code for defect in read_message(raw).defects} - UNHARMFUL:
                yield entry["path"], raw
