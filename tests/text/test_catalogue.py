"""Every code has its words, and the words keep the rules."""

from __future__ import annotations

import re

import pytest

from salver.core.reasons import REASONS
from salver.text.catalogue import catalogue, words

FORBIDDEN = re.compile(
    r"spoof|malicious|authenticat|dmarc|dkim|payload|suspicious|threat|\bsafe\b|\bsecure\b|ORGANIZER|!"
)


def test_every_code_has_words() -> None:
    for code in REASONS:
        assert "" in catalogue()[code], f"{code}: no usual sentence"


def test_nothing_else_is_in_the_catalogue() -> None:
    others = {"known", "calendar-plain", "no-calendar", "outbound", "unchecked", "several-readers"}
    assert set(catalogue()) == set(REASONS) | others


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_plain_words(code: str) -> None:
    for variant, text in catalogue()[code].items():
        for sentence in (text.headline, text.why, text.advice):
            found = FORBIDDEN.search(sentence)
            allowed = code == "calendar-unreadable" and found and found[0] == "safe"
            assert not found or allowed, f"{code}.{variant}: “{found[0]}”"
            assert not sentence or sentence.endswith(".")


def test_missing_parameters_never_stop_a_delivery() -> None:
    assert words("first-contact").headline == "Someone new to you at ? invites you."
    assert words("first-contact", "no-such-variant", {"confirmed": "a.example"}).headline.count("a.example") == 1
    with pytest.raises(KeyError):
        words("no-such-code")
