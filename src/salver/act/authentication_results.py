"""Our own Authentication-Results (RFC 8601 2.2), written so that nothing a stranger chose can leave its place in it.

::

    authres-header = "Authentication-Results:" authserv-id 1*( ";" method "=" result *( SP propspec ) )
    propspec       = ptype "." property "=" pvalue
    pvalue         = token / quoted-string / [ local-part "@" ] domain-name

Result words come from the lists of the standard, names of domains and selectors are checked letter by letter, whatever
else is no token stands as a quoted string of printable ASCII, and what fits nowhere is left out. There are no comments,
no reasons, and no line break but our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from salver.observe.authentication.authenticated import (
    UNAVAILABLE_WORD,
    Authentication,
    DkimResult,
    DmarcResult,
    SpfResult,
)

_LINE = 78
"""RFC 5322 2.1.1. A name that is longer than a line stands on one of its own."""

# RFC 8601 2.7.1, 2.7.2, RFC 9989 (dmarc), RFC 8617 (arc): whatever else we say of a method is no result to others.
_WORDS = {
    "dkim": frozenset({"none", "pass", "fail", "policy", "neutral", "temperror", "permerror"}),
    "spf": frozenset({"none", "pass", "fail", "softfail", "policy", "neutral", "temperror", "permerror"}),
    "dmarc": frozenset({"none", "pass", "fail", "temperror", "permerror"}),
    "arc": frozenset({"none", "pass", "fail"}),
}
_POLICIES = frozenset({"none", "quarantine", "reject"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`{|}~0-9A-Za-z-]+")  # RFC 2045 5.1
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[0-9A-Za-z_-]{1,63}(?:\.[0-9A-Za-z_-]{1,63})*")
# Of a dot-atom (RFC 5322 3.2.3) only what is a token too: "=", "/" and "?" would look like results to a hasty reader.
_PLAIN_LOCAL = re.compile(r"(?=.{1,64}\Z)[!#$%&'*+^_`{|}~0-9A-Za-z-]+(?:\.[!#$%&'*+^_`{|}~0-9A-Za-z-]+)*")
_BASE64 = re.compile(r"[0-9A-Za-z+/=]{1,64}")
_PRINTABLE = re.compile(r"[ -~]*")

Property = tuple[str, str | None]
"""``ptype.property`` and its value, already safe to write; None leaves it out."""


def encode(found: Authentication, authserv_id: str) -> bytes:
    """One header field, CRLF-ended, under our own id; without any result it says ``none``.

    ``found`` must be our own work (``source`` is ``own``): what another server said is never written down as ours.
    Raises ValueError for that, and for an id that is not printable ASCII.
    """
    if found.source != "own":
        raise ValueError("these are not results of our own")
    if not authserv_id or _PRINTABLE.fullmatch(authserv_id) is None:
        raise ValueError("an authserv-id is printable ASCII")
    lines = [f"Authentication-Results: {_value(authserv_id)}"]
    for result in list(_results(found)) or [["none"]]:
        lines[-1] += ";"
        lines += _folded(result)
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _folded(words: list[str]) -> list[str]:
    """The words of one result in lines that begin with a blank; room is left for the semicolon."""
    lines = [f" {words[0]}"]
    for word in words[1:]:
        if len(lines[-1]) + len(word) + 2 > _LINE:
            lines.append(f" {word}")
        else:
            lines[-1] += f" {word}"
    return lines


def _results(found: Authentication) -> Iterator[list[str]]:
    """Each result in the words that may not be parted: ``method=result``, and a word a property."""
    yield from _result("spf", found.spf.result, _of_spf(found.spf))
    for signature in found.dkim:
        # RFC 8601 2.7.1: it verified, and a key on trial is not acceptable to us (RFC 6376 3.6.1).
        word = "policy" if signature.testing and signature.result == "pass" else signature.result
        yield from _result("dkim", word, _of_signature(signature))
    yield from _result("dmarc", found.dmarc.result, _of_dmarc(found.dmarc))
    # A chain that could not be checked has no other word.
    # RFC 8617 5.2
    yield from _result("arc", "fail" if found.arc.result == UNAVAILABLE_WORD else found.arc.result, ())


def _result(method: str, word: str, properties: Iterable[Property]) -> Iterator[list[str]]:
    if word in _WORDS[method]:
        yield [f"{method}={word}", *(f"{name}={value}" for name, value in properties if value is not None)]


def _of_spf(spf: SpfResult) -> Iterator[Property]:
    """The identity that was checked. A mailbox that is not plain is cut down to its domain (RFC 8601 2.7.2)."""
    if spf.identity == "helo":
        yield "smtp.helo", _domain(spf.domain)
    else:
        yield "smtp.mailfrom", _mailbox(spf.mailbox) or _domain(spf.domain)


def _of_signature(signature: DkimResult) -> Iterator[Property]:
    """Whose signature it was, enough to find it again in the message (RFC 6008, RFC 8601 2.7.1)."""
    yield "header.d", _domain(signature.domain)
    yield "header.s", _domain(signature.selector)
    yield "header.a", _token(signature.algorithm)
    yield "header.b", _value(signature.b) if signature.b and _BASE64.fullmatch(signature.b) else None


def _of_dmarc(dmarc: DmarcResult) -> Iterator[Property]:
    yield "header.from", _domain(dmarc.domain)
    yield "policy.dmarc", dmarc.policy if dmarc.policy in _POLICIES else None


def _domain(name: str | None) -> str | None:
    return name if name is not None and _DOMAIN.fullmatch(name) else None


def _mailbox(address: str | None) -> str | None:
    local, at, domain = (address or "").rpartition("@")
    return address if at and _PLAIN_LOCAL.fullmatch(local) and _domain(domain) else None


def _token(word: str | None) -> str | None:
    return word if word is not None and _TOKEN.fullmatch(word) else None


def _value(text: str) -> str:
    """A token as it stands, any other printable text as a quoted string (RFC 2045 5.1)."""
    if _TOKEN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
