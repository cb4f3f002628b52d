"""Chains that hold, chains that do not, and sealers that are not believed though they do (AUTH-23)."""

from __future__ import annotations

from typing import Any

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.arc.validate import validate
from salver.observe.authentication.authenticated import ArcResult
from salver.observe.question import Answer, Question, Unavailable
from salver.read.reading import read_message
from tests.observe.authentication.arc.sealer import seal
from tests.observe.authentication.dkim.signer import CALENDAR, TEXT, ed25519_key, invitation, parts, record, rsa_key
from tests.observe.authentication.zone import Zone

LIST = frozenset({"list.example"})


def _zone() -> Zone:
    names = ("list.example", "evil.test", "second.example")
    return Zone({f"arc._domainkey.{name}": {"TXT": [record(rsa_key())]} for name in names})


def _chain(raw: bytes, sealers: frozenset[str] = LIST, where: Zone | None = None) -> ArcResult:
    return (where or _zone()).run(validate(read_message(raw), sealers, None, DEFAULT_LIMITS))


def test_a_message_without_a_chain_asks_nothing() -> None:
    where = _zone()
    assert _chain(TEXT, where=where) == ArcResult("none")
    assert where.rounds == 0


def test_a_chain_of_one_from_a_sealer_that_was_named() -> None:
    where = _zone()
    found = _chain(seal(TEXT), where=where)
    assert (found.result, found.sealers, found.sealer, found.why) == ("pass", ("list.example",), "list.example", None)
    assert found.reported is not None
    assert found.reported.dmarc.domain == "sender.example"
    assert where.rounds == 1
    assert len(where.asked) == 1


def test_a_chain_of_several_asks_once() -> None:
    raw = seal(seal(seal(TEXT), 2, domain="second.example"), 3)
    where = _zone()
    found = _chain(raw, where=where)
    assert (found.result, found.sealers) == ("pass", ("list.example", "second.example", "list.example"))
    assert found.sealer == "list.example"
    assert where.rounds == 1
    assert len(where.asked) == 2


def test_ed25519_seals_too() -> None:
    where = Zone({"arc._domainkey.list.example": {"TXT": [record(ed25519_key())]}})
    assert _chain(seal(seal(TEXT, key=ed25519_key()), 2, key=ed25519_key()), where=where).sealer == "list.example"


def test_nobody_is_believed_who_was_not_named() -> None:
    found = _chain(seal(TEXT), frozenset())
    assert (found.result, found.sealer, found.reported, found.why) == ("pass", None, None, None)
    forged = _chain(seal(TEXT, domain="evil.test", results="bank.example; dmarc=pass header.from=bank.example"))
    assert (forged.result, forged.sealer, forged.reported) == ("pass", None, None)


def test_a_named_sealer_below_a_stranger_counts_only_while_its_own_signature_holds() -> None:
    # AUTH-23: a genuine set below, another body, and a seal of one's own above: the chain itself is whole.
    genuine = seal(TEXT)
    honest = _chain(seal(genuine, 2, domain="second.example"))
    assert (honest.result, honest.sealer) == ("pass", "list.example")
    replaced = seal(genuine.replace(b"see you", b"pay me"), 2, domain="evil.test")
    found = _chain(replaced)
    assert (found.result, found.sealer, found.reported, found.why) == ("pass", None, None, "body-hash")
    renamed = seal(genuine.replace(b"From: Ann <ann@", b"From: Bob <bob@"), 2, domain="evil.test")
    found = _chain(renamed)
    assert (found.result, found.sealer, found.why) == ("pass", None, "signature")
    doubled = seal(b"From: eve@evil.test\r\n" + genuine, 2, domain="evil.test")
    assert _chain(doubled).sealer is None


def test_a_named_sealer_that_leaves_the_calendar_open_is_not_believed() -> None:
    assert _chain(seal(invitation())).sealer == "list.example"
    found = _chain(seal(invitation(), length=100))
    assert (found.result, found.sealer, found.why) == ("pass", None, "length")
    found = _chain(seal(invitation(), names=["to", "subject"]))
    assert (found.result, found.sealer, found.why) == ("pass", None, "from-unsigned")
    # A stranger's text becomes a file where the line before it is made a fold: the sealer's hash is still the same.
    text = b'Content-Disposition: attachment; filename="invite.ics"\r\n\r\n' + CALENDAR
    raw = seal(invitation(parts(text))).replace(b"utf-8\r\n\r\nContent-D", b"utf-8\r\n \r\nContent-D", 1)
    found = _chain(raw)
    assert (found.result, found.sealer, found.why) == ("pass", None, "structure-ambiguous")


def test_a_sealer_may_leave_content_type_unsigned_where_the_body_speaks_for_itself() -> None:
    names = ["from", "to", "subject"]
    assert _chain(seal(invitation(), names=names)).sealer == "list.example"
    other = seal(invitation(), names=names).replace(b'boundary="outer"', b'boundary="inner"', 1)
    assert (_chain(other).result, _chain(other).sealer, _chain(other).why) == ("pass", None, "structure-ambiguous")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b"see you", b"pay me", "body-hash"),
        (b"Subject: Plan", b"Subject: Plot", "signature"),
        (b"dmarc=pass", b"dmarc=fail", "seal"),
        (b"; cv=none", b"; cv=pass", "cv"),
        (b"; cv=none", b"; cv=fail", "cv"),
        (b"; cv=none", b"; cv=none; h=from", "seal-syntax"),
        (b"; cv=none", b"", "cv"),
        (b"; c=relaxed/relaxed", b"; c=loose", "signature-syntax"),
        (b"ARC-Message-Signature: i=1", b"ARC-Message-Signature: i=2", "structure"),
        (b"a=rsa-sha256; cv", b"a=rsa-sha1; cv", "seal-syntax"),
    ],
)
def test_a_chain_that_was_touched_fails(old: bytes, new: bytes, why: str) -> None:
    raw = seal(TEXT)
    assert old in raw
    found = _chain(raw.replace(old, new, 1))
    assert (found.result, found.why, found.sealer, found.reported) == ("fail", why, None, None)


def test_a_seal_below_that_does_not_hold_breaks_the_chain() -> None:
    raw = seal(seal(TEXT).replace(b"dmarc=pass", b"dmarc=fail"), 2)
    assert (_chain(raw).result, _chain(raw).why) == ("fail", "seal")


def test_a_seal_that_says_the_chain_failed_ends_it() -> None:
    assert _chain(seal(seal(TEXT), 2, verdict="fail")).why == "cv"


def test_keys_that_are_missing_break_the_chain() -> None:
    found = _chain(seal(TEXT), where=Zone({}))
    assert (found.result, found.why) == ("fail", "key-missing")


@pytest.mark.parametrize(("kind", "result"), [("temporary", "unavailable"), ("not-asked", "not-asked")])
def test_no_answer_is_neither_pass_nor_fail(kind: Any, result: str) -> None:
    class Silent(Zone):
        def answer(self, question: Question) -> Answer:
            return Unavailable(kind)

    found = _chain(seal(TEXT), where=Silent({}))
    assert (found.result, found.why, found.sealer) == (result, "dns", None)
