"""Settings to policy."""

from __future__ import annotations

from salver.config.compile import policy
from salver.config.schema import Calendar, Dns, Gate, Hold, IdentitySection, OpaqueSection, Settings, Smtp
from salver.core.limits import Limits
from salver.decide.policy import Policy


def test_without_a_word_nothing_is_enforced() -> None:
    here = ("127.0.0.0/8", "::1", "unix")
    assert policy(Settings()) == Policy(enforced=False, trusted_networks=here, dns=True)


def test_everything_that_was_said_arrives() -> None:
    settings = Settings(
        gate=Gate(mode="protect"),
        hold=Hold(mail="header"),
        calendar=Calendar(writer="salver"),
        opaque=OpaqueSection(hold=True),
        identity=IdentitySection(
            own_domains=("Home.example.", "home.example", "M\u00fcnchen.example"),
            organisations=("School.Example",),
            trusted_authserv_ids=("MX.home.example", " "),
            trusted_networks=("192.0.2.0/28", "Unix"),
            trusted_sealers=("Lists.Example.",),
        ),
        smtp=Smtp(trusted_peers=("unix", "2001:DB8::1")),
        dns=Dns(resolver="off"),
    )
    limits = Limits(recipients=7)
    assert policy(settings, limits) == Policy(
        enforced=True,
        writer="salver",
        opaque_hold=True,
        own_domains=("home.example", "xn--mnchen-3ya.example"),
        organisations=("school.example",),
        trusted_authserv_ids=("mx.home.example",),
        trusted_networks=("192.0.2.0/28", "unix", "2001:db8::1"),
        trusted_sealers=("lists.example",),
        dns=False,
        limits=limits,
    )
