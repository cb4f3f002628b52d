"""A message as those who signed it saw it: its fields by name, its body, and what was hashed of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cached_property

from salver.observe.authentication.dkim.canonical import (
    Canonicalization,
    relaxed_body,
    relaxed_fields,
    simple_body,
    simple_fields,
)
from salver.read.message import HeaderField, Message

_TOGETHER = 2
"""So many signatures of a message have their fields brought into form together, which is quicker for one and dearer for
many. From the next on each field is kept: ten signatures over a thousand fields are ten times one otherwise."""


class Octets:
    """The octets of one message, for all of its signatures.

    They are taken as they stand. Only where there is no CRLF anywhere, every LF counts as one: such a file was stored
    with the line ends of its system, and signatures are made over what went over the wire (RFC 6376 5.3).
    """

    def __init__(self, message: Message) -> None:
        self._message = message
        self._stored = b"\r\n" not in message.raw
        self._bodies: dict[Canonicalization, bytes] = {}
        self._digests: dict[tuple[Canonicalization, int], bytes] = {}
        self._relaxed: dict[int, bytes] = {}
        self._headers = 0
        self._by_name: dict[str, list[HeaderField]] = {}
        for field in message.headers:
            self._by_name.setdefault(field.name, []).append(field)

    def fields(self, name: str) -> list[HeaderField]:
        """All fields of this lower-case name, in order."""
        return self._by_name.get(name, [])

    def field(self, field: HeaderField) -> bytes:
        """``Name: value`` without the CRLF behind it."""
        octets = self._message.raw[field.span.start : field.span.end]
        if self._stored:
            octets = octets.replace(b"\n", b"\r\n")
        return octets[:-2] if octets[-2:] == b"\r\n" else octets

    def count(self, name: str) -> int:
        """How many fields bear this name."""
        return len(self._by_name.get(name, ()))

    @cached_property
    def raw_body(self) -> bytes:
        """Everything behind the blank line, lines ending in CRLF."""
        body = self._message.raw[self._message.body_start :]
        return body.replace(b"\n", b"\r\n") if self._stored else body

    def body(self, form: Canonicalization) -> bytes:
        """The whole body in this form."""
        if form not in self._bodies:
            self._bodies[form] = relaxed_body(self.raw_body) if form == "relaxed" else simple_body(self.raw_body)
        return self._bodies[form]

    def prepare(self, wanted: Iterable[tuple[Canonicalization, int | None]]) -> None:
        """Compute the digests for all these forms and lengths (None: to the end) in one walk over each form."""
        ends: dict[Canonicalization, set[int]] = {}
        for form, length in wanted:
            size = len(self.body(form))
            ends.setdefault(form, set()).add(size if length is None else min(length, size))
        for form, points in ends.items():
            body, hasher, at = memoryview(self.body(form)), hashlib.sha256(), 0
            for end in sorted(points):
                hasher.update(body[at:end])
                self._digests[form, end], at = hasher.digest(), end

    def digest(self, form: Canonicalization, length: int | None) -> bytes | None:
        """SHA-256 of the first ``length`` octets of the body in this form; None when it has fewer (RFC 6376 3.5, l=).

        It must have been prepared.
        """
        size = len(self.body(form))
        if length is not None and length > size:
            return None
        return self._digests[form, size if length is None else length]

    def header(self, form: Canonicalization, signed: Iterable[str], own: bytes) -> bytes:
        """What a signature was computed over (RFC 6376 3.7): the fields it names, and its ``own`` without b=.

        A name that comes again means the next field of that name upwards; where there is none left it means that none
        was there (RFC 6376 5.4.2).
        """
        # RFC 6376 5.4.2
        left: dict[str, int] = {}
        chosen: list[HeaderField] = []
        for name in signed:
            fields = self._by_name.get(name)
            if fields is None:
                continue
            at = left.get(name, len(fields)) - 1
            if at >= 0:
                left[name] = at
                chosen.append(fields[at])
        self._headers += 1
        if form == "relaxed" and self._headers > _TOGETHER:
            return simple_fields([*map(self._relaxed_field, chosen), relaxed_fields([own])])
        octets = [*map(self.field, chosen), own]
        return relaxed_fields(octets) if form == "relaxed" else simple_fields(octets)

    def _relaxed_field(self, field: HeaderField) -> bytes:
        """One field in relaxed form, worked out once."""
        at = field.span.start
        if at not in self._relaxed:
            self._relaxed[at] = relaxed_fields([self.field(field)])
        return self._relaxed[at]
