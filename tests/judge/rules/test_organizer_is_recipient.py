"""An invitation in the reader's own name."""

from __future__ import annotations

import pytest

from salver.observe.facts import Circumstance
from tests.judge.rules.who_facts import ME, codes, facts, failing, found, mail, stranger, unvouched, vouched

CODE = "organizer-is-recipient"
MINE = mail(organizer=f"ORGANIZER:mailto:{ME}", author="Desk <desk@evil.test>")


@pytest.mark.parametrize("address", [ME, "NORA@Home.example", "n.lind@home.example", "nora+x@home.example"])
def test_any_of_the_person_s_addresses(address: str) -> None:
    assert codes(facts(MINE, unvouched(address), authentication=failing("evil.test")))[CODE] == "danger"


def test_back_from_a_list_it_is_a_question_where_the_list_is_proved_and_known() -> None:
    for proved, known, severity in ((True, True, "warning"), (True, False, "danger"), (False, True, "danger")):
        by_list = (Circumstance("mailing-list", "dev@lists.example", proved),)
        box = {"known_hands": ("dev@lists.example",) if known else ()}
        assert codes(facts(MINE, unvouched(ME), circumstances=by_list, recipient=box))[CODE] == severity


def test_silent_for_an_echo_and_for_an_answer() -> None:
    assert not found(facts(MINE, vouched(ME)), CODE)
    assert not found(facts(MINE, unvouched(ME), seen=stranger(own_echo=True)), CODE)
    assert not found(facts(MINE, unvouched(ME, role="attendee")), CODE)


def test_one_domain_in_two_spellings() -> None:
    mine = {"addresses": ("nora@m\u00fcnchen.example",)}
    about = facts(MINE, unvouched("nora@xn--mnchen-3ya.example"), authentication=failing("evil.test"), recipient=mine)
    assert codes(about)[CODE] == "danger"
