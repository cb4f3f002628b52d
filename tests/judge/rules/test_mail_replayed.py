"""Real mail that was made for somebody else."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from salver.observe.authentication.authenticated import ArcResult, Authentication, DkimResult, DmarcResult
from salver.observe.facts import Circumstance
from salver.observe.question import Rate
from tests.judge.rules.who_facts import ME, decided, facts, found, mail, passing, stranger

CODE = "mail-replayed"
SIGNED = DkimResult("pass", "acme.example", "s1", True)
ELSEWHERE = mail(to="victim@other.example", guests=("ATTENDEE:mailto:victim@other.example",))
FOR_OTHERS = passing(dkim=(replace(SIGNED, recipient_domain="other.example"),))
EXPIRED = passing(dkim=(replace(SIGNED, result="policy", why="expired"),))
MANY = (("signature", "b@acme.example", Rate(40, 10, 3600)),)


@pytest.mark.parametrize(
    ("changes", "variant"),
    [
        ({"authentication": FOR_OTHERS}, ""),
        ({"authentication": EXPIRED}, "expired"),
        ({"rates": MANY}, "many"),
    ],
)
def test_a_signature_made_for_others(changes: dict[str, Any], variant: str) -> None:
    about = facts(ELSEWHERE, seen=stranger(invited=False), **changes)
    reason = found(about, CODE)
    assert reason is not None
    assert (reason.severity, reason.variant, reason.params) == ("warning", variant, {"confirmed": "acme.example"})
    assert decided(about).headline.code == CODE


@pytest.mark.parametrize(
    "raw",
    [
        mail(to=ME, guests=("ATTENDEE:mailto:victim@other.example",)),
        mail(to="Nora <N.Lind@home.example>, b@other.example", guests=()),
        mail(to="victim@other.example", guests=(f"ATTENDEE:mailto:{ME}",)),
        mail(to="victim@other.example", guests=(), fields=(f"Cc: {ME}",)),
        mail(to="everybody@home.example", guests=()),
    ],
)
def test_silent_for_whom_it_was_addressed_to(raw: bytes) -> None:
    every: tuple[dict[str, Any], ...] = ({"authentication": FOR_OTHERS}, {"authentication": EXPIRED}, {"rates": MANY})
    for changes in every:
        assert not found(facts(raw, **changes), CODE)


@pytest.mark.parametrize("domain", ["home.example", "mail.home.example", None])
def test_our_own_domain_in_the_signature_is_right(domain: str | None) -> None:
    ours = passing(dkim=(replace(SIGNED, recipient_domain=domain),))
    assert not found(facts(ELSEWHERE, authentication=ours), CODE)


def test_the_address_behind_a_subaddress_is_the_same() -> None:
    box = {"addresses": ("nora+news@home.example",)}
    assert not found(facts(mail(to=ME, guests=()), authentication=FOR_OTHERS, recipient=box, own=frozenset()), CODE)


@pytest.mark.parametrize("word", ["mailing-list", "forwarded"])
def test_a_list_or_a_forwarder_explains_it_where_it_is_proved_and_known(word: object) -> None:
    for by, proved, known, severity in (
        ("hand@lists.example", True, True, None),
        ("hand@home.example", True, False, None),
        ("hand@lists.example", False, True, "warning"),
        ("hand@home.example", False, False, "warning"),
        ("hand@evil.test", True, False, "warning"),
    ):
        hand = (Circumstance(word, by, proved),)  # type: ignore[arg-type]
        box = {"known_hands": (by,) if known else ()}
        reason = found(facts(ELSEWHERE, authentication=FOR_OTHERS, circumstances=hand, recipient=box), CODE)
        assert (reason.severity if reason else None) == severity


def test_a_sealer_we_trust_saw_the_author_confirmed() -> None:
    for domain, fires in (("acme.example", False), ("evil.test", True)):
        reported = Authentication(source="upstream", dmarc=DmarcResult("pass", domain))
        arc = ArcResult("pass", ("lists.example",), "lists.example", reported)
        about = facts(ELSEWHERE, authentication=replace(FOR_OTHERS, arc=arc))
        assert bool(found(about, CODE)) is fires


def test_nobody_s_mailbox_is_never_replayed_to() -> None:
    assert not found(facts(ELSEWHERE, authentication=FOR_OTHERS, recipient={"addresses": ()}), CODE)


def test_few_are_no_flood_and_a_count_of_signatures_is_no_flood_of_senders() -> None:
    few = (("signature", "b@acme.example", Rate(10, 10, 3600)),)
    assert not found(facts(ELSEWHERE, rates=few), CODE)
    assert not found(facts(ELSEWHERE, rates=MANY), "sender-flood")
