"""What authentication found: frozen results that travel. The words are those of RFC 8601 2.7.

``not-asked`` says that nobody looked (no resolver, no trusted field), ``unavailable`` that somebody would have and
could not (no client address, for instance). Neither ever counts as pass or as fail.
"""

from __future__ import annotations

from typing import Literal

import msgspec

NOT_ASKED_WORD = "not-asked"
"""The result word for a check nobody asked for (beside those of RFC 8601 2.7)."""

UNAVAILABLE_WORD = "unavailable"
"""The result word for a check that had nothing to work on."""


class SpfResult(msgspec.Struct, frozen=True):
    """``domain`` is the one that was checked, ``mailbox`` the whole MAIL FROM address where it is known.

    ``identity`` says whether ``domain`` comes from MAIL FROM or from HELO (RFC 7208 2.3, 2.4); only the former can be
    aligned. ``why`` is a kebab-case word of ours for a result that is no pass, None otherwise.
    """

    result: str = NOT_ASKED_WORD
    domain: str | None = None
    mailbox: str | None = None
    identity: Literal["mailfrom", "helo", None] = None
    why: str | None = None


class DkimResult(msgspec.Struct, frozen=True):
    """One signature (RFC 6376 3.5).

    ``covers_calendar``: every calendar byte a client could use lies under this signature, in every reading; None where
    the message has no calendar, or where a trusted server speaks of a signature and the message has none any more.
    ``signed`` are the names of h= in order, lower-case. ``expires`` (x=) and ``signed_at`` (t=) are seconds since 1970,
    ``length`` is l= in octets, ``recipient_domain`` is ``darn=``, ``b`` the beginning of b= without blanks (RFC 6008).
    ``testing`` is t=y in the key. ``why`` is a kebab-case word of ours for a result that is no pass, or for why the
    calendar is not covered. With ``structure-unsigned`` it is covered as far as the body alone can tell: Content-Type
    is not signed, and nobody knows whether the body was one of many parts when it was.

    ``not-asked`` beside a DMARC pass is a signature of the author's organisation on which that pass may rest.
    """

    result: str
    domain: str | None = None
    selector: str | None = None
    covers_calendar: bool | None = None
    why: str | None = None
    identifier: str | None = None
    algorithm: str | None = None
    signed: tuple[str, ...] = ()
    signed_at: int | None = None
    expires: int | None = None
    length: int | None = None
    recipient_domain: str | None = None
    testing: bool = False
    b: str | None = None

    @property
    def other_body(self) -> bool:
        """Whether nothing speaks against it but another body than the one that was signed; l= left nothing out."""
        return self.why == "body-hash" and self.length is None

    @property
    def uncertain(self) -> bool:
        """Whether it covers the calendar, or the body it had, only as far as the body itself can tell."""
        return self.why == "structure-unsigned" or (self.why == "body-hash" and "content-type" not in self.signed)


class DmarcResult(msgspec.Struct, frozen=True):
    """``domain`` is header.from; ``policy`` the one that applies after t= (RFC 9989), where known.

    ``organizational`` is the Organizational Domain of ``domain``; ``aligned_by`` says which checks gave an aligned
    identifier, ``signers`` whose signatures they were. All are empty where another server evaluated.
    """

    result: str = NOT_ASKED_WORD
    domain: str | None = None
    policy: str | None = None
    organizational: str | None = None
    aligned_by: tuple[Literal["dkim", "spf"], ...] = ()
    why: str | None = None
    signers: tuple[str, ...] = ()


class ArcResult(msgspec.Struct, frozen=True):
    """The word of the chain (RFC 8617 5.2), and the domains that sealed it, instance 1 first.

    ``sealer`` is the newest sealer of a passing chain that the operator configured; ``reported`` is what that sealer
    said about the message when it came to it. Without a configured sealer both are None and nothing depends on the
    chain: it proves custody, not honesty (AUTH-23).
    """

    result: str = NOT_ASKED_WORD
    sealers: tuple[str, ...] = ()
    sealer: str | None = None
    reported: Authentication | None = None
    why: str | None = None


class Authentication(msgspec.Struct, frozen=True, kw_only=True):
    """What the servers say. ``source`` is ``upstream`` (a trusted Authentication-Results), ``own``, or None."""

    source: Literal["own", "upstream", None] = None
    spf: SpfResult = SpfResult()
    dkim: tuple[DkimResult, ...] = ()
    dmarc: DmarcResult = DmarcResult()
    arc: ArcResult = ArcResult()

    @property
    def asked(self) -> bool:
        return self.source is not None
