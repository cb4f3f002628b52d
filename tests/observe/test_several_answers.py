"""Answers that speak for others, and the pair that may."""

from __future__ import annotations

import pytest

from salver.core.untrusted import Untrusted
from salver.observe.several_answers import speaks_for_several
from salver.read.message import CalendarAddress, Invitation

ANNA, BOB, EVE = "anna@acme.example", "bob@other.example", "eve@evil.test"


def _guest(address: str, *, to: str | None = None, for_: str | None = None) -> CalendarAddress:
    return CalendarAddress(
        address=address,
        raw=Untrusted(address),
        delegated_to=(to,) if to else (),
        delegated_from=(for_,) if for_ else (),
    )


def _answer(*guests: CalendarAddress, method: str = "REPLY") -> Invitation:
    return Invitation(part="1", method=method, component="VEVENT", uid="u1", attendees=guests)


@pytest.mark.parametrize(
    ("guests", "several"),
    [
        ((), False),
        ((_guest(ANNA),), False),
        ((_guest(ANNA), _guest(ANNA.upper())), False),
        ((_guest(ANNA), _guest(BOB)), True),
        ((_guest(ANNA, to=BOB), _guest(BOB)), False),
        ((_guest(BOB), _guest(ANNA, to=BOB.upper())), False),
        ((_guest(ANNA), _guest(BOB, for_=ANNA)), False),
        ((_guest(ANNA), _guest(EVE, to="x@evil.test")), True),
        ((_guest(ANNA, to=BOB), _guest(BOB), _guest(EVE)), True),
    ],
)
def test_one_answer_speaks_for_one_or_for_a_pair(guests: tuple[CalendarAddress, ...], several: bool) -> None:
    assert speaks_for_several(_answer(*guests)) is several


def test_a_guest_nobody_can_read_is_another() -> None:
    odd = CalendarAddress(address=None, raw=Untrusted("urn:x:1"))
    assert speaks_for_several(_answer(_guest(ANNA), odd))


def test_a_proposal_names_whom_it_is_about() -> None:
    assert not speaks_for_several(_answer(_guest(ANNA), _guest(BOB), method="COUNTER"))
