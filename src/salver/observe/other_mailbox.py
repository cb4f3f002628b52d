"""Whether the return path is another person's mailbox than From, at the very same domain (AUTH-38).

A provider signs for all its customers. Whoever has a mailbox there can write another customer into From, and the
signature of the domain stands under it all the same; only the return path still shows who was signed in. Aliases and
people who may send in the name of somebody look the same, so this is never evidence of a forger.
"""

from __future__ import annotations

import re

from salver.core.envelope import domain_of

# What programs use to hear of errors, and nobody signs in with: VERP, SRS, BATV (all with "=" in them), bounces,
# machines.
_MACHINE = re.compile(
    r".*=|srs[01]\Z|srs[01]-|(?:.*[^a-z])?(?:bounces?|returns?|errors?|verp|no-?reply|do-?not-?reply|mailer|daemon|postmaster)"
    r"(?![a-z])|(?:owner|request|admin)[+_.-]|.*[+_.-](?:owner|request|admin|bounces?)\Z"
    r"|(?:root|nobody|www|www-data|apache|nginx|httpd|system|cron|mail|smtp|notifications?|automated)(?![a-z])"
)
# One mailbox however many dots its name has, by the provider's own word.
_WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})


def other_mailbox(mail_from: str | None, author: str | None) -> bool:
    """Whether ``mail_from`` is a plain mailbox of the author's own domain, and not the author's.

    A subaddress of the author's (RFC 5233 4) is the author's, and one of somebody else is somebody else's, whatever he
    writes there.
    """
    if not mail_from or not author:
        return False
    domain = domain_of(author)
    if domain is None or domain_of(mail_from) != domain:
        return False
    sender, writer = (_local(address, domain) for address in (mail_from, author))
    return bool(sender) and sender != writer and _MACHINE.match(sender) is None


def _local(address: str, domain: str) -> str:
    local = address.rpartition("@")[0].lower().partition("+")[0]
    return local.replace(".", "") if domain in _WITHOUT_DOTS else local
