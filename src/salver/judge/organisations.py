"""Whether two names belong together, for the rules that compare them."""

from __future__ import annotations

from collections.abc import Iterable

from salver.core.envelope import domain_of, mailbox_of
from salver.core.hostname import a_labels
from salver.read.links import same_organisation

# One mailbox under two domains, by the provider's own word.
_SAME_DOMAIN = {"googlemail.com": "gmail.com"}


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses are one mailbox. Local parts are compared without case, as every large provider does."""
    return _plain(one) == _plain(other)


def one_of(address: str | None, addresses: Iterable[str]) -> bool:
    """Whether an address is one of these mailboxes, with a subaddress or without one on either side (RFC 5233 4)."""
    return address is not None and mailbox_of(address) in map(mailbox_of, addresses)


def together(one: str | None, other: str | None) -> bool:
    """Whether two addresses or domains lie in one organisation, as far as a name tells."""
    first, second = _domain(one), _domain(other)
    if first is None or second is None:
        return False
    return first == second or same_organisation(first, second)


def _domain(name: str | None) -> str | None:
    return domain_of(name) if name and "@" in name else a_labels(name).rstrip(".") if name else None


def _plain(address: str) -> str:
    local, at, domain = address.lower().rpartition("@")
    domain = a_labels(domain)
    return f"{local}{at}{_SAME_DOMAIN.get(domain, domain)}"
