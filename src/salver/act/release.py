"""The original handed on: once more through the next hop, with a fresh header that every door lets pass (3.7, 3.12).

The envelope sender is empty (RFC 5321 4.5.5). A bounce of this second copy must not reach the first sender: it would
tell that somebody read and released the message (PRIV-02).
"""

from __future__ import annotations

import asyncio

from salver.act.headers import strip, verdict_header, with_header
from salver.act.next_hop import NextHop, Said
from salver.config.derived import authserv_id
from salver.config.schema import Settings
from salver.core.errors import NextHopError, RemoteError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.store import outcomes, secrets
from salver.store.database import Store
from salver.store.outbox import Job, Payload
from salver.store.outcomes import Outcome


def release_payload(outcome: Outcome) -> Payload:
    """What a release job needs; the message itself stays in the store until the job is done."""
    return {"outcome_id": outcome.id}


async def run_release_job(job: Job, store: Store, settings: Settings, limits: Limits = DEFAULT_LIMITS) -> None:
    """Hand the original on to the mailbox it came for. Raises RemoteError with a sentence for its person."""
    if settings.smtp.next_hop is None:
        raise RemoteError("No mail server is configured behind Salver (smtp.next_hop).", temporary=False)
    mailbox, message = await asyncio.to_thread(_outgoing, store, settings, str(job.payload["outcome_id"]))
    next_hop = NextHop(settings.smtp.next_hop, limits)
    try:
        _expect(await next_hop.mail("", eight_bit=not message.isascii(), size=len(message)))
        _expect(await next_hop.rcpt(mailbox))
        _expect(await next_hop.data(message))
    except NextHopError as error:
        raise RemoteError(
            "The mail server behind Salver did not take the mail.",
            private=f"{error.code} {error.text} {error.private}",
            temporary=error.temporary,
        ) from error
    finally:
        await next_hop.quit()


def released(raw: bytes, inspection_id: str, key: bytes, own_id: str) -> bytes:
    """The original with our header marked ``released``."""
    clean = strip(raw, own_id)
    header = verdict_header("deliver", inspection_id, key, clean, observe=False, released=True)
    return with_header(clean, header)


def _outgoing(store: Store, settings: Settings, outcome_id: str) -> tuple[str, bytes]:
    with store.begin() as connection:
        outcome = outcomes.by_id(connection, outcome_id)
        raw = outcomes.original(connection, outcome) if outcome else None
        key = secrets.header_key(connection)
    if outcome is None or raw is None:
        raise RemoteError("The original is not kept any more.", temporary=False)
    return outcome.mailbox, released(raw, outcome.inspection_id, key, authserv_id(settings.identity))


def _expect(said: Said) -> None:
    if not 200 <= said.code < 300:  # RFC 5321 4.2.1
        raise NextHopError(said.code, said.text)
