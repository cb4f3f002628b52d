"""The original handed on, and what is said when that cannot be."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from salver.act.headers import verify
from salver.act.release import release_payload, released, run_release_job
from salver.core.errors import RemoteError
from salver.core.limits import Limits
from salver.store import originals, outbox, outcomes
from salver.store.database import Store
from salver.store.outbox import Job
from tests.act import setting
from tests.act.invitations import calendar, event, mail
from tests.servers.mail_sink import MailSink
from tests.store import made

RAW = mail(calendar(event())).replace(b"Come to lunch.", "Komm zum Mittag, später.".encode())


def queued(store: Store) -> Job:
    with store.begin() as connection:
        outcome_id = made.waiting(connection, RAW, made.report("u1@acme.example"))
        outcome = outcomes.by_id(connection, outcome_id)
        assert outcome is not None
        outbox.put(connection, "release", release_payload(outcome), made.NOW, person=outcome.person)
        (job,) = outbox.due(connection, made.NOW)
    return job


def test_eight_bit_mail_is_announced_and_arrives_whole(store: Store, tmp_path: Path, next_hop: MailSink) -> None:
    settings, _ = setting.made(tmp_path, next_hop=next_hop)
    asyncio.run(run_release_job(queued(store), store, settings))
    (sent,) = next_hop.mails
    assert sent.raw.endswith(RAW)
    assert "BODY=8BITMIME" in sent.options


def test_without_next_hop_or_original_it_says_so(store: Store, tmp_path: Path, next_hop: MailSink) -> None:
    job = queued(store)
    with pytest.raises(RemoteError, match="No mail server is configured") as caught:
        asyncio.run(run_release_job(job, store, setting.made(tmp_path)[0]))
    assert not caught.value.temporary
    with store.begin() as connection:
        ids = [one.id for one in outcomes.listing(connection, "nora", None)]
        outcomes.set_state(connection, ids, "released", decided_at="2026-01-01T00:00:00.000000Z")
        assert originals.drop_decided(connection, "2026-01-02T00:00:00.000000Z", "2025-12-01T00:00:00.000000Z") == 1
    settings, _ = setting.made(tmp_path, next_hop=next_hop)
    with pytest.raises(RemoteError, match="not kept any more"):
        asyncio.run(run_release_job(job, store, settings))


def test_a_next_hop_that_is_down_is_temporary(store: Store, tmp_path: Path) -> None:
    settings, _ = setting.made(tmp_path, next_hop=MailSink(port=9))
    with pytest.raises(RemoteError, match="did not take the mail") as caught:
        asyncio.run(run_release_job(queued(store), store, settings, Limits(remote_seconds=2)))
    assert caught.value.temporary


def test_the_header_is_fresh_and_claims_are_gone() -> None:
    key = b"k" * 32
    claims = b"x-salver-verdict: hold\r\nAuthentication-Results: salver.mx.example; spf=pass\r\n"
    sent = released(claims + RAW, "01JDMZ3Y5T8W9X0ABCDEFGHJKM", key, "salver.mx.example")
    found = verify(sent, key)
    assert found is not None
    assert (found.released, found.word, found.observe) == (True, "deliver", False)
    assert sent.partition(b"\r\n")[2] == RAW
