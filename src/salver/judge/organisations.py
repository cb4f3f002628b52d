"""Whether two names belong together, for the rules that compare them."""

from __future__ import annotations

from salver.core.envelope import domain_of
from salver.read.links import same_organisation

# One mailbox under two domains, by the provider's own word.
_SAME_DOMAIN = {"googlemail.com": "gmail.com"}


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses are one mailbox. Local parts are compared without case, as every large provider does."""
    return _plain(one) == _plain(other)


def together(one: str | None, other: str | None) -> bool:
    """Whether two addresses or domains lie in one organisation, as far as a name tells."""
    first, second = _domain(one), _domain(other)
    if first is None or second is None:
        return False
    return first == second or same_organisation(first, second)


def _domain(name: str | None) -> str | None:
    return domain_of(name) if name and "@" in name else name.rstrip(".").lower() if name else None


def _plain(address: str) -> str:
    local, at, domain = address.lower().rpartition("@")
    return f"{local}{at}{_SAME_DOMAIN.get(domain, domain)}"
