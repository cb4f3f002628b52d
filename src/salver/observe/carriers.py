"""Calendar services as versioned data: ``carriers.toml``.

A service is known by the d= of a passing signature and by nothing else: never by a display name (it is translated), nor
PRODID, Message-ID or Sender (anybody writes them, and relays rewrite them). A row proves the service. Whom it names is
judged by familiarity, and what the message says by its content.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterable
from importlib import resources
from typing import Literal, NamedTuple

import msgspec

from salver.core.envelope import domain_of
from salver.core.errors import SalverError
from salver.observe.authentication.authenticated import DkimResult, DmarcResult
from salver.observe.facts import CarrierClass
from salver.read.links import same_organisation
from salver.read.message import HeaderField

VERSION = 1
"""The version of the file this module reads."""

PersonIn = Literal["from", "reply-to", "organizer-email", "attendee", "none"]
Consistent = Literal["reply-to-is-author", "reply-to-is-organizer", "reply-to-signed", "author-not-denied"]
_TENANT = ".gappssmtp.com"
_SIGNED: Consistent = "reply-to-signed"
_MAILBOXES = {"gmail.com": ("gmail.com", "googlemail.com")}
"""A provider's own domain -> the domains of its mailboxes."""


class Signer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A d= value and the years it was seen in; ``last`` is None while it is in use."""

    domain: str
    first: str
    last: str | None = None


class Carrier(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row; the file says what its fields mean. A confidence of ``none`` is no row at all."""

    id: str
    name: str
    kind: CarrierClass = msgspec.field(name="class")
    dkim: tuple[Signer, ...]
    second: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    person: PersonIn
    person_checked: Literal["account", "domain", "claimed", "none"]
    consistent_if: tuple[Consistent, ...] = ()
    organizer_may_be: tuple[str, ...] = ()
    answer_to: Literal["organizer", "none"]
    lists: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    content_type_signed: bool | None = None
    to_signed: bool | None = None
    reply_to_signed: bool | None = None
    expiry_seconds: int | None = None
    recipient_tag: bool | None = None
    quirks: tuple[str, ...] = ()
    abuse: tuple[str, ...] = ()
    evidence: tuple[str, ...]
    confidence: Literal["high", "medium"]
    seen_first: str
    seen_last: str

    @property
    def houses(self) -> tuple[str, ...]:
        """Domains of its own in which it writes calendars or tokens as organizers."""
        return tuple(place for place in self.organizer_may_be if "." in place)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    carrier: tuple[Carrier, ...]


class Spoken(NamedTuple):
    """What a message says that rows are held against. Addresses are as read; ``email`` is EMAIL of the organizer."""

    claimed: str
    method: str | None
    author: str | None
    reply_to: tuple[str, ...] = ()
    email: str | None = None
    dmarc: DmarcResult = DmarcResult()


class Match(NamedTuple):
    """A row that holds, the person it names (None where it names nobody), and the signature that proves it.

    ``whole`` is false where the signature's own h= is unknown, so that one of the row's conditions could not be looked
    at: then the row explains what the service does, and vouches for nobody.
    """

    row: Carrier
    person: str | None
    signature: DkimResult
    whole: bool = True

    @property
    def strength(self) -> Literal["moderate", "weak", None]:
        """How well the service vouches for the one who speaks, None where it does not: as a row that rests on little
        real mail, weakly at most."""
        if self.row.kind != "account" or not self.whole:
            return None
        return "moderate" if self.row.confidence == "high" else "weak"


@functools.cache
def carriers() -> dict[str, Carrier]:
    """All rows by id, in the order of the file: the first that holds counts."""
    return read_carriers(resources.files(__package__).joinpath("carriers.toml").read_text("utf-8"))


def read_carriers(text: str) -> dict[str, Carrier]:
    """Rows by id. Raises SalverError for another version, a row without a sample, evidence or end, or an id twice."""
    try:
        file = msgspec.convert(tomllib.loads(text), _File)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise SalverError(f"carriers: {error}") from None
    if file.version != VERSION:
        raise SalverError(f"carriers: version {file.version}, this one reads {VERSION}")
    rows = {row.id: row for row in file.carrier}
    if len(rows) != len(file.carrier) or any(not row.evidence for row in file.carrier):
        raise SalverError("carriers: every row has an id of its own and says what it rests on")
    return rows


@functools.cache
def token_domains() -> frozenset[str]:
    """Domains in which some service writes calendars or tokens as organizers."""
    return frozenset(place for row in carriers().values() for place in row.houses)


@functools.cache
def calendar_domains() -> frozenset[str]:
    """Those in which the organizer is a calendar people share: each is pinned to the person it first came with."""
    return frozenset(p for row in carriers().values() if row.person != "organizer-email" for p in row.houses)


@functools.cache
def _by_domain() -> dict[str, tuple[Carrier, ...]]:
    found: dict[str, list[Carrier]] = {}
    for row in carriers().values():
        for signer in row.dkim if row.kind != "relay" else ():
            found.setdefault(signer.domain, []).append(row)
    return {domain: tuple(rows) for domain, rows in found.items()}


def carried(spoken: Spoken, signatures: Iterable[DkimResult]) -> Match | None:
    """The service that is proved to have sent this, if one of the rows holds.

    ``signatures`` are those that pass and count for the calendar.
    """
    passing = list(signatures)
    table = _by_domain()
    for signature in passing:
        for row in table.get(signature.domain or "", ()):
            match = _held(row, spoken, signature, passing)
            if match is not None:
                return match
    return None


def machine(author: str | None, signatures: Iterable[DkimResult]) -> Carrier | None:
    """The service of which From is a proved machine, which sends for people by its nature: nobody's mailbox.

    It is no evidence of a forger, even where no row says whom it may name; and nobody can know it.
    """
    table = _by_domain()
    for signature in signatures:
        for row in table.get(signature.domain or "", ()):
            for word in row.author:
                if (word == "aligned" or "@" in word[1:]) and _author(word, author, signature):
                    return row
    return None


def signs_for_some(domain: str | None) -> bool:
    """Whether a signature of this domain could prove a service."""
    return domain in _by_domain()


def relayed(list_domain: str, headers: Iterable[HeaderField], signatures: Iterable[DkimResult]) -> Carrier | None:
    """The software behind a list that was recognised already; it explains, so what the list writes itself is enough."""
    signers = {one.domain for one in signatures}
    lines = {field.name: field.value.strip().lower().decode("latin-1") for field in headers}
    for row in carriers().values():
        if row.kind != "relay":
            continue
        if list_domain in row.lists or any(one.domain in signers for one in row.dkim):
            return row
        for mark in row.marks:
            name, _, beginning = mark.partition(":")
            if name in lines and lines[name].startswith(beginning.strip()):
                return row
    return None


def _held(row: Carrier, spoken: Spoken, signature: DkimResult, passing: list[DkimResult]) -> Match | None:
    if row.methods and (spoken.method or "none") not in row.methods:
        return None
    if row.author and not any(_author(word, spoken.author, signature) for word in row.author):
        return None
    if row.second and not any(_second(word, spoken.author, other) for word in row.second for other in passing):
        return None
    unseen = not signature.signed and "reply-to-signed" in row.consistent_if
    if not all(_CHECKS[word](spoken, signature) for word in row.consistent_if if not (unseen and word == _SIGNED)):
        return None
    person = _person(row.person, spoken)
    if row.person != "none" and person is None:
        return None
    if not _organizer(row, spoken, person):
        return None
    return Match(row, person, signature, whole=not unseen)


def _author(word: str, author: str | None, signature: DkimResult) -> bool:
    """From as the row wants it: ``@domain``, an address, or where it lies as seen from d=."""
    domain = domain_of(author)
    if author is None or domain is None or signature.domain is None:
        return False
    if word == "same-domain":
        return domain == signature.domain
    if word in ("aligned", "elsewhere"):
        return same_organisation(domain, signature.domain) == (word == "aligned")
    return f"@{domain}" == word or author.lower() == word


def _second(word: str, author: str | None, other: DkimResult) -> bool:
    domain, signer = domain_of(author), other.domain
    if domain is None or signer is None:
        return False
    if word == "author":
        return same_organisation(domain, signer)
    if word == "tenant":
        # The tenant's domain with hyphens for dots, then a date: firm-example.20230601.gappssmtp.com. That tells whose
        # it is for plain names alone: acme-co-uk could be acme.co.uk, acme-co.uk or acme.co-uk.
        plain = domain.count(".") == 1 and "-" not in domain
        return plain and signer.endswith(_TENANT) and signer.partition(".")[0] == domain.replace(".", "-")
    # The provider of mailboxes has signed its own customer in; for any other From it says nothing.
    return signer == word and domain in _MAILBOXES.get(word, (word,))


def _person(where: PersonIn, spoken: Spoken) -> str | None:
    match where:
        case "from":
            return spoken.author
        case "reply-to":
            return spoken.reply_to[0] if len(spoken.reply_to) == 1 else None
        case "organizer-email":
            return spoken.email
        case "attendee":
            same = spoken.author is not None and spoken.author.lower() == spoken.claimed.lower()
            return spoken.author if same else None
    return None


def _organizer(row: Carrier, spoken: Spoken, person: str | None) -> bool:
    """Whether the one who speaks is one whom this service lets speak."""
    claimed = spoken.claimed.lower()
    for place in row.organizer_may_be:
        if place == "person":
            held = person is not None and person.lower() == claimed
        elif place == "author":
            held = spoken.author is not None and spoken.author.lower() == claimed
        else:
            held = domain_of(claimed) == place
        if held:
            return True
    return False


def _one_reply_to(spoken: Spoken, other: str | None) -> bool:
    return other is not None and len(spoken.reply_to) == 1 and spoken.reply_to[0].lower() == other.lower()


def _not_denied(spoken: Spoken) -> bool:
    """The owner of From's domain does not ask to refuse what it did not sign itself (RFC 9989 4.7: p=).

    Without a word on its policy, a failure counts as refusal: that is the safe side.
    """
    return spoken.dmarc.result != "fail" or spoken.dmarc.policy == "none"


_CHECKS: dict[Consistent, Callable[[Spoken, DkimResult], bool]] = {
    "reply-to-is-author": lambda spoken, _: not spoken.reply_to or _one_reply_to(spoken, spoken.author),
    "reply-to-is-organizer": lambda spoken, _: _one_reply_to(spoken, spoken.claimed),
    "reply-to-signed": lambda _, signature: "reply-to" in signature.signed,  # RFC 6376 5.4
    "author-not-denied": lambda spoken, _: _not_denied(spoken),
}
