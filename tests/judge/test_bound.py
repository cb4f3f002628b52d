"""What an event binds, and who is somebody else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from salver.judge.bound import sent_by_somebody_else
from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult
from salver.observe.facts import Circumstance, Confirmed, Facts, Identity
from tests.judge.rules.who_facts import ANNA, bound, contact, facts, failing, mail, passing, unvouched, vouched

DESK = "desk@evil.test"
BY_DESK = unvouched(confirmed=(Confirmed("evil.test", "dmarc"),))


@pytest.mark.parametrize(
    ("identity", "somebody"),
    [
        (vouched(), None),
        (unvouched(), DESK),
        (BY_DESK, DESK),
        (unvouched(contradicted_by=("evil.test",)), "evil.test"),
        (unvouched(carrier="zoom-webinar", carrier_class="service", confirmed=BY_DESK.confirmed), None),
        (unvouched(carrier="mailman2", carrier_class="relay", confirmed=BY_DESK.confirmed), DESK),
        (vouched("tom@acme.example"), "tom@acme.example"),
        (unvouched("tom@acme.example"), None),
    ],
)
def test_somebody_else(identity: Identity, somebody: str | None) -> None:
    author = ANNA if identity.vouched else DESK
    about = facts(mail(author=author), identity, authentication=passing("evil.test"))
    assert _somebody(about) == somebody


@pytest.mark.parametrize("word", ["mailing-list", "forwarded"])
def test_a_proved_list_or_forwarder_is_nobody_else_where_this_person_knows_it(word: object) -> None:
    way = (Circumstance(word, "dev@evil.test", True),)  # type: ignore[arg-type]
    about = facts(mail(author=DESK), BY_DESK, authentication=passing("evil.test"), circumstances=way)
    assert _somebody(about) == DESK
    known = replace(about.recipients[0], known_hands=("dev@evil.test",))
    assert _somebody(replace(about, recipients=(known,))) is None


def test_missing_evidence_is_nobody_else() -> None:
    assert _somebody(facts(mail(author=DESK), unvouched(), authentication=failing("evil.test"))) is None


def test_an_author_without_a_policy_is_somebody_too() -> None:
    signed = Authentication(source="own", dkim=(DkimResult("pass", "evil.test", "s", True),), dmarc=DmarcResult("none"))
    way = (Circumstance("mailing-list", "dev@evil.test", True),)
    assert _somebody(facts(mail(author=DESK), unvouched(), authentication=signed, circumstances=way)) == DESK


def test_a_colleague_who_says_he_sends_for_the_organizer_is_asked_about_and_not_accused() -> None:
    colleague = unvouched(vouched_by="delegate", strength="moderate", confirmed=BY_DESK.confirmed)
    assert _somebody(facts(mail(author=DESK), colleague, authentication=passing("evil.test"))) is None


def _somebody(about: Facts) -> str | None:
    return sent_by_somebody_else(about.message, about.recipients[0], about.message.events[0], contact(), bound())
