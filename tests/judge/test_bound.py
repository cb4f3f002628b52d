"""What an event binds, and who is somebody else."""

from __future__ import annotations

import pytest

from salver.judge.bound import sent_by_somebody_else
from salver.observe.facts import Circumstance, Confirmed, Identity
from tests.judge.rules.who_facts import ANNA, bound, contact, facts, mail, passing, unvouched, vouched

DESK = "desk@evil.test"
BY_DESK = unvouched(confirmed=(Confirmed("evil.test", "dmarc"),))
LISTED = (Circumstance("mailing-list", "dev@evil.test", True),)


@pytest.mark.parametrize(
    ("identity", "somebody"),
    [
        (vouched(), None),
        (unvouched(), None),
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
    assert sent_by_somebody_else(about.message, about.message.events[0], contact(), bound()) == somebody


def test_a_proved_list_is_nobody_else() -> None:
    about = facts(mail(author=DESK), BY_DESK, authentication=passing("evil.test"), circumstances=LISTED)
    assert sent_by_somebody_else(about.message, about.message.events[0], contact(), bound()) is None
