"""Where a message came from, by the Received fields that our own servers wrote (RFC 5321 4.4).

The top field was written by the host that spoke to our door. Where the host it names is one of ours too, the next field
was written by that one, and so on down to the first host outside: the client. Every field below is what the client
chose to send.

Programs write the client's address in different places, and beside it what the client says of itself: only where an
address stands in its program's own place is it believed. Where nothing can be read nobody is named, and what stands
below is foreign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.utils import mktime_tz, parsedate_tz
from typing import NamedTuple

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.authentication.networks import UNIX, ours
from salver.observe.authentication.spf.client import client as address
from salver.read.headers import unfold
from salver.read.message import HeaderField

_COMMENT = re.compile(r" ?\(([^()]*+(?:\([^()]*+\)[^()]*+)*+)\)")
_MOST_COMMENTS = 8
_ADDRESS = r"(?:IPv6:)?([0-9A-Fa-f:.]{2,45})"
# Postfix "name [address]", sendmail "user@name [address] (may be forged)", Exim "[address]:port helo=name ident=user".
_BRACKETS = re.compile(
    rf"(?:([^\s\[\]()=]++) )?\[{_ADDRESS}\](?::[0-9]{{1,5}})?(?: \(may be forged\))?((?: [a-z]{{2,9}}=\S++)*+)",
    re.IGNORECASE,
)
# Exchange and qmail "address", the latter also "user@address".
_BARE = re.compile(rf"(?:[^\s\[\]()@=]++@)?{_ADDRESS}(?::[0-9]{{1,5}})?", re.IGNORECASE)
# Exim for a client without a name: the address stands where others write what the client says of itself.
_INSTEAD = re.compile(rf"\[{_ADDRESS}\](?::[0-9]{{1,5}})?", re.IGNORECASE)
_EXIM = re.compile(r"[a-z]{2,9}=\S++(?: [a-z]{2,9}=\S++)*+", re.IGNORECASE)
_HELO = re.compile(r"(?:HELO|EHLO|LHLO) (\S++)", re.IGNORECASE)
_EXIM_HELO = re.compile(r"(?:\A| )helo=(\S++)", re.IGNORECASE)
# Handed over on the machine itself: Postfix pickup, Exim, LMTP through a socket, sendmail's submission.
_LOCAL = re.compile(r"by \S++ (?:\(Postfix, from userid [0-9]++\)|with (?:local|LMTP)(?![^ ;]))", re.IGNORECASE)
_SUBMITTED = re.compile(r"\(from [^\s()]++\) by \S++ \(", re.IGNORECASE)


class Hop(NamedTuple):
    """Who spoke to the writer of a Received field: ``ip`` is its address, or ``unix`` on the machine itself.

    ``helo`` is what it said of itself, ``name`` what the DNS said of it, ``time`` of the field in seconds since 1970.
    """

    ip: str
    helo: str | None = None
    name: str | None = None
    time: int | None = None


def read(value: bytes) -> Hop | None:
    """One Received field; None where it cannot be read for certain."""
    text = " ".join(unfold(value).decode("latin-1").split())
    hop = _hop(text)
    return None if hop is None else hop._replace(time=_time(text))


def client(
    headers: Sequence[HeaderField], peer: str | None, networks: tuple[str, ...], limits: Limits = DEFAULT_LIMITS
) -> Hop | None:
    """The first host outside that our servers name; None where they name none.

    ``peer`` is the host that spoke to our door. It is None for a file, which lay with one of our own servers where any
    are configured.
    """
    if not _begins_with_us(peer, networks):
        return None
    for _, hop in _hops(headers, limits):
        if hop is None:
            return None
        if not ours(hop.ip, networks):
            return hop
    return None


def first_foreign(
    headers: Sequence[HeaderField], peer: str | None, networks: tuple[str, ...], limits: Limits = DEFAULT_LIMITS
) -> int | None:
    """The index of the first Received field that no server of ours wrote; None where there is none.

    What stands above it was written by us, or by the host that spoke to the last of ours.
    """
    trusted = _begins_with_us(peer, networks)
    for index, hop in _hops(headers, limits):
        if not trusted:
            return index
        # A server of ours wrote this one, legible or not; who spoke to it must stand there to be ours as well.
        trusted = hop is not None and ours(hop.ip, networks)
    return None


def received_at(headers: Sequence[HeaderField], peer: str | None, networks: tuple[str, ...]) -> int | None:
    """When the topmost of our servers took the message, in seconds since 1970; None where none says so."""
    if not _begins_with_us(peer, networks):
        return None
    top = next((field for field in headers if field.name == "received"), None)
    hop = read(top.value) if top is not None else None
    return hop.time if hop is not None else None


def _begins_with_us(peer: str | None, networks: tuple[str, ...]) -> bool:
    return bool(networks) if peer is None else ours(peer, networks)


def _hops(headers: Sequence[HeaderField], limits: Limits) -> Iterator[tuple[int, Hop | None]]:
    """The Received fields from the top; the one behind the limit cannot be read."""
    count = 0
    for index, field in enumerate(headers):
        if field.name == "received":
            count += 1
            yield index, read(field.value) if count <= limits.received_fields else None


def _hop(text: str) -> Hop | None:
    word, _, rest = text.partition(" ")
    if word.lower() != "from":
        return Hop(UNIX) if _LOCAL.match(text) or _SUBMITTED.match(text) else None
    said, _, rest = rest.partition(" ")
    comments, after = _comments(rest)
    if after[:3].lower() != "by ":
        return None
    helo = said
    if comments and (greeting := _HELO.fullmatch(comments[0])) is not None:
        helo = greeting[1]
        del comments[0]
    if not comments:
        return Hop(UNIX, helo) if _LOCAL.match(after) and helo == said else None
    return _named(said, helo, comments[0])


def _comments(text: str) -> tuple[list[str], str]:
    """The comments at the beginning, and what follows them; too many of them are none at all."""
    comments: list[str] = []
    at = 0
    while (match := _COMMENT.match(text, at)) is not None and len(comments) < _MOST_COMMENTS:
        comments.append(match[1])
        at = match.end()
    return comments, text[at:].lstrip()


def _named(said: str, helo: str, comment: str) -> Hop | None:
    """The client's address out of the comment behind its name, or in place of its name."""
    if (match := _BRACKETS.fullmatch(comment)) is not None:
        name, ip, rest = match.groups()
        greeting = _EXIM_HELO.search(rest)
        # With Exim the name before the comment is the client's own, and what it says of itself stands inside.
        seen = said if rest and name is None else name
        return _known(ip, greeting[1] if greeting else helo, seen)
    if (match := _BARE.fullmatch(comment)) is not None:
        return _known(match[1], helo, said if helo != said else None)
    if (match := _INSTEAD.fullmatch(said)) is not None and _EXIM.fullmatch(comment):
        greeting = _EXIM_HELO.search(comment)
        return _known(match[1], greeting[1] if greeting else None, None)
    return None


def _known(ip: str, helo: str | None, name: str | None) -> Hop | None:
    host = address(ip)
    if host is None:
        return None
    name = name.rpartition("@")[2].rstrip(".").lower() if name else None
    return Hop(host.text, helo, None if name in ("unknown", "") else name)


def _time(text: str) -> int | None:
    try:
        date = parsedate_tz(text.rpartition(";")[2])
        return int(mktime_tz(date)) if date is not None else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
