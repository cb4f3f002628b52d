"""Settings to policy."""

from __future__ import annotations

from salver.config.compile import policy
from salver.config.schema import Calendar, Gate, Hold, IdentitySection, OpaqueSection, Settings
from salver.core.limits import Limits
from salver.decide.policy import Policy


def test_without_a_word_nothing_is_enforced() -> None:
    assert policy(Settings()) == Policy(enforced=False)


def test_everything_that_was_said_arrives() -> None:
    settings = Settings(
        gate=Gate(mode="protect"),
        hold=Hold(mail="header"),
        calendar=Calendar(writer="salver"),
        opaque=OpaqueSection(hold=True),
        identity=IdentitySection(
            own_domains=("Home.example.", "home.example"),
            organisations=("School.Example",),
            trusted_authserv_ids=("MX.home.example", " "),
        ),
    )
    limits = Limits(recipients=7)
    assert policy(settings, limits) == Policy(
        enforced=True,
        writer="salver",
        opaque_hold=True,
        own_domains=("home.example",),
        organisations=("school.example",),
        trusted_authserv_ids=("mx.home.example",),
        limits=limits,
    )
