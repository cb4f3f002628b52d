"""Why a signature does not count, and the word of RFC 8601 2.7.1 for it: one table.

============================ ============= ====================================================================
why                          result        it means
============================ ============= ====================================================================
``syntax``                   neutral       the field cannot be read as a signature (RFC 6376 3.5)
``version``                  neutral       ``v=`` is missing or not 1: a draft, or a standard to come
``algorithm``                neutral       ``a=``, ``c=`` or ``q=`` names what we do not know
``sha1``                     policy        signed with SHA-1, which proves nothing any more (RFC 8301 3.1)
``domain``                   permerror     ``d=`` is no domain that could be looked up (AUTH-04)
``selector``                 permerror     ``s=`` is none (AUTH-03)
``identity``                 permerror     ``i=`` lies outside ``d=``, or below it where the key forbids it
``from-unsigned``            permerror     From is not among the signed fields (RFC 6376 5.4)
``from-added``               fail          there are more From fields than the signature covers (AUTH-18)
``length``                   permerror     ``l=`` counts more octets than the body has (RFC 6376 3.5)
``body-hash``                fail          the body is not the one that was signed
``signature``                fail          the signed fields are not those that were signed, or the key is another
``key-missing``              permerror     no key at the place the signature names
``key-revoked``              permerror     the key was withdrawn: ``p=`` is empty
``key-syntax``               permerror     the record there is no key we can read
``key-short``                policy        RSA with fewer than 1024 bits (RFC 8301 3.2)
``key-long``                 permerror     a record or key above our limits
``key-use``                  permerror     the key is for something else: ``k=``, ``h=`` or ``s=``
``dns``                      temperror     the DNS did not answer
``expired``                  policy        verified, but received after ``x=`` (AUTH-19, AUTH-20)
``future``                   policy        verified, but signed after it was received
``too-many``                 policy        one signature more than we look at
============================ ============= ====================================================================

Beside these, a signature that passes may leave the calendar open: ``length``, ``structure-unsigned`` and
``structure-ambiguous`` (``coverage.py``); where another server verified it, any reason of this table, or ``not-found``:
no signature of the message can be the one it verified (``match.py``).
"""

from __future__ import annotations

from typing import Literal

Why = Literal[
    "syntax",
    "version",
    "algorithm",
    "sha1",
    "domain",
    "selector",
    "identity",
    "from-unsigned",
    "from-added",
    "length",
    "body-hash",
    "signature",
    "key-missing",
    "key-revoked",
    "key-syntax",
    "key-short",
    "key-long",
    "key-use",
    "dns",
    "expired",
    "future",
    "too-many",
]

# RFC 8601 2.7.1
RESULT: dict[Why, str] = {
    "syntax": "neutral",
    "version": "neutral",
    "algorithm": "neutral",
    "sha1": "policy",
    "domain": "permerror",
    "selector": "permerror",
    "identity": "permerror",
    "from-unsigned": "permerror",
    "from-added": "fail",
    "length": "permerror",
    "body-hash": "fail",
    "signature": "fail",
    "key-missing": "permerror",
    "key-revoked": "permerror",
    "key-syntax": "permerror",
    "key-short": "policy",
    "key-long": "permerror",
    "key-use": "permerror",
    "dns": "temperror",
    "expired": "policy",
    "future": "policy",
    "too-many": "policy",
}
"""The result word for each reason."""
