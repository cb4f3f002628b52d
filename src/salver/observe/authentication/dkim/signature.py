"""The DKIM-Signature field (RFC 6376 3.5), and the fields of ARC that are made like it (RFC 8617 4.1)."""

from __future__ import annotations

import re

import msgspec

from salver.core.limits import Limits
from salver.observe.authentication.dkim.canonical import Canonicalization
from salver.observe.authentication.dkim.key import from_base64
from salver.observe.authentication.dkim.tag_list import TagList, parse_tags, without_blanks
from salver.observe.authentication.dkim.words import Why
from salver.observe.authentication.domains import may_be_asked, valid_domain, valid_selector

_NUMBER = re.compile(rb"[0-9]{1,12}\Z")
_LENGTH = re.compile(rb"[0-9]{1,18}\Z")
# DKIM-Quoted-Printable (RFC 6376 2.11)
_QUOTED = re.compile(rb"=([0-9A-F]{2})")
# RFC 8301 3.1, RFC 8463 3
_ALGORITHMS = {b"rsa-sha256": "rsa-sha256", b"ed25519-sha256": "ed25519-sha256"}
_SHA1 = (b"rsa-sha1", b"ed25519-sha1")
# RFC 6376 3.5: c= is header/body; one word alone is the header's, the body's is then simple.
_FORMS: dict[bytes, tuple[Canonicalization, Canonicalization]] = {
    b"relaxed/relaxed": ("relaxed", "relaxed"),
    b"relaxed/simple": ("relaxed", "simple"),
    b"simple/relaxed": ("simple", "relaxed"),
    b"simple/simple": ("simple", "simple"),
    b"relaxed": ("relaxed", "simple"),
    b"simple": ("simple", "simple"),
}
_DKIM_FORM, _ARC_FORM = b"simple", b"relaxed/relaxed"
"""Without c=: simple (RFC 6376 3.5). RFC 8617 names no form for ARC; its suite and those who seal mean relaxed."""
_B_SHOWN = 16
"""Characters of b= that stand for a signature in reports (RFC 6008 4 asks for 8 at least)."""


class Signature(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A signature that can be tried.

    ``unsigned`` is the field itself without the value of b=, as it enters its own signature; ``b`` and ``body_hash``
    are octets (the latter empty in an ARC-Seal). ``signed`` are the names of h= in order, lower-case. ``identifier`` is
    i= with its domain in lower-case A-labels. Times are seconds since 1970, ``length`` is l= in octets.
    """

    unsigned: bytes
    algorithm: str
    b: bytes
    b_shown: str
    domain: str
    selector: str
    header_form: Canonicalization = "relaxed"
    body_form: Canonicalization = "relaxed"
    body_hash: bytes = b""
    signed: tuple[str, ...] = ()
    identifier: str | None = None
    signed_at: int | None = None
    expires: int | None = None
    length: int | None = None
    recipient_domain: str | None = None

    @property
    def key_name(self) -> str:
        """Where the key is published (RFC 6376 3.6.2.1)."""
        # RFC 6376 3.6.2.1
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def below(self) -> bool:
        """Whether i= lies in a subdomain of d=."""
        return self.identifier is not None and self.identifier.rpartition("@")[2] != self.domain


class Broken(msgspec.Struct, frozen=True, gc=False):
    """A field that is no signature that could be tried. ``domain`` and ``selector`` where they are valid themselves."""

    why: Why
    domain: str | None = None
    selector: str | None = None


class _Refused(Exception):
    """Stop reading; ``why`` is for the ``Broken``. Never leaves this file."""

    def __init__(self, why: Why) -> None:
        self.why: Why = why
        super().__init__(why)


_Tags = dict[bytes, bytes]


def read_dkim(field: bytes, limits: Limits) -> Signature | Broken:
    """A DKIM-Signature field, ``Name: value`` without its last CRLF."""
    listed = _listed(field, limits)
    if listed is None:
        return Broken("syntax")
    tags = listed.tags
    if tags.get(b"v") != b"1":
        return _broken("version", tags)  # RFC 6376 3.5
    try:
        signature = _message_signature(field, listed, _DKIM_FORM)
    except _Refused as refused:
        return _broken(refused.why, tags)
    # RFC 6376 5.4
    return signature if "from" in signature.signed else _broken("from-unsigned", tags)


def read_arc_signature(field: bytes, limits: Limits) -> Signature | Broken:
    """An ARC-Message-Signature field: as DKIM, but without v=, and its i= is a number (RFC 8617 4.1.2)."""
    listed = _listed(field, limits)
    if listed is None:
        return Broken("syntax")
    try:
        signature = _message_signature(field, listed, _ARC_FORM)
    except _Refused as refused:
        return _broken(refused.why, listed.tags)
    # RFC 8617 4.1.2
    return _broken("syntax", listed.tags) if "arc-seal" in signature.signed else signature


def read_seal(field: bytes, limits: Limits) -> Signature | Broken:
    """An ARC-Seal field: it signs the sets, and no other fields and no body besides (RFC 8617 4.1.3)."""
    listed = _listed(field, limits)
    # RFC 8617 4.1.3
    if listed is None or not listed.tags.keys().isdisjoint((b"h", b"bh", b"c", b"l")):
        return Broken("syntax")
    tags = listed.tags
    try:
        signed_at, expires = _times(tags)
        return Signature(
            unsigned=_without_b(field, listed),
            algorithm=_algorithm(tags),
            b=_octets(text := without_blanks(tags.get(b"b", b""))),
            b_shown=_shown(text),
            domain=(domain := _domain(tags)),
            selector=_selector(tags, domain),
            signed_at=signed_at,
            expires=expires,
        )
    except _Refused as refused:
        return _broken(refused.why, tags)


def _message_signature(field: bytes, listed: TagList, usual_form: bytes) -> Signature:
    tags = listed.tags
    domain = _domain(tags)
    if b"h" not in tags:
        raise _Refused("syntax")
    header_form, body_form = _forms(tags.get(b"c", usual_form))
    signed_at, expires = _times(tags)
    return Signature(
        unsigned=_without_b(field, listed),
        algorithm=_algorithm(tags),
        b=_octets(text := without_blanks(tags.get(b"b", b""))),
        b_shown=_shown(text),
        domain=domain,
        selector=_selector(tags, domain),
        header_form=header_form,
        body_form=body_form,
        body_hash=_octets(without_blanks(tags.get(b"bh", b""))),
        signed=tuple(_text(without_blanks(tags[b"h"])).lower().split(":")),
        identifier=_identifier(tags[b"i"], domain) if usual_form is _DKIM_FORM and b"i" in tags else None,
        signed_at=signed_at,
        expires=expires,
        length=_number(tags, b"l", _LENGTH),
        recipient_domain=valid_domain(_text(tags[b"darn"])) if b"darn" in tags else None,
    )


def _listed(field: bytes, limits: Limits) -> TagList | None:
    return parse_tags(field.partition(b":")[2]) if len(field) <= limits.dkim_signature_bytes else None


def _broken(why: Why, tags: _Tags) -> Broken:
    return Broken(why, valid_domain(_text(tags.get(b"d", b""))), valid_selector(_text(tags.get(b"s", b""))))


def _text(value: bytes) -> str:
    """A value as text; octets that are no UTF-8 become a character no name may have."""
    return value.decode("utf-8", "replace")


def _without_b(field: bytes, listed: TagList) -> bytes:
    """The field with the value of b= and all blanks around it deleted (RFC 6376 3.5, 3.7)."""
    # RFC 6376 3.7
    value = field.index(b":") + 1
    return field[: value + listed.b_start] + field[value + listed.b_end :]


def _shown(value: bytes) -> str:
    return _text(value[:_B_SHOWN])  # RFC 6008 4


def _algorithm(tags: _Tags) -> str:
    # A word in quotes in the grammar stands for itself in any case.
    # RFC 5234 2.3
    value = tags.get(b"a", b"").lower()
    if not value:
        raise _Refused("syntax")
    if value in _SHA1:
        raise _Refused("sha1")  # RFC 8301 3.1
    if value not in _ALGORITHMS or b"dns/txt" not in without_blanks(tags.get(b"q", b"dns/txt")).lower().split(b":"):
        raise _Refused("algorithm")  # RFC 6376 3.5
    return _ALGORITHMS[value]


def _octets(value: bytes) -> bytes:
    octets = from_base64(value)
    if not octets:
        raise _Refused("syntax")
    return octets


def _domain(tags: _Tags) -> str:
    if b"d" not in tags:
        raise _Refused("syntax")
    domain = valid_domain(_text(tags[b"d"]))
    if domain is None:
        raise _Refused("domain")
    return domain


def _selector(tags: _Tags, domain: str) -> str:
    if b"s" not in tags:
        raise _Refused("syntax")
    selector = valid_selector(_text(tags[b"s"]))
    if selector is None or not may_be_asked(f"{selector}._domainkey.{domain}"):
        raise _Refused("selector")
    return selector


def _identifier(value: bytes, signer: str) -> str:
    """i=, which must lie in d= or below it (RFC 6376 3.5); its local part is printable or it is none."""
    value = without_blanks(value)
    if b"=" in value:
        # RFC 6376 2.11
        value = _QUOTED.sub(lambda hit: bytes.fromhex(hit[1].decode("ascii")), value)
    local, at, domain = _text(value).rpartition("@")
    if not at or (local and ("\ufffd" in local or not local.isprintable())):
        raise _Refused("identity")
    valid = domain if domain == signer else valid_domain(domain)
    # RFC 6376 3.5
    if valid is None or (valid != signer and not valid.endswith("." + signer)):
        raise _Refused("identity")
    return f"{local}@{valid}"


def _forms(value: bytes) -> tuple[Canonicalization, Canonicalization]:
    forms = _FORMS.get(value.lower())
    if forms is None:
        raise _Refused("algorithm")
    return forms


def _times(tags: _Tags) -> tuple[int | None, int | None]:
    """t= and x=; the second must not lie before the first (RFC 6376 3.5)."""
    signed_at, expires = _number(tags, b"t", _NUMBER), _number(tags, b"x", _NUMBER)
    if signed_at is not None and expires is not None and expires < signed_at:
        raise _Refused("syntax")  # RFC 6376 3.5
    return signed_at, expires


def _number(tags: _Tags, name: bytes, shape: re.Pattern[bytes]) -> int | None:
    value = tags.get(name)
    if value is None:
        return None
    if not shape.match(value):
        raise _Refused("syntax")
    return int(value)
