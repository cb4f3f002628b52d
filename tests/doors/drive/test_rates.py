"""Rates count distinct UIDs."""

from __future__ import annotations

from salver.config.schema import Rates
from salver.doors.drive.rates import RateCounter
from salver.observe.question import RateQuestion


def test_distinct_uids_count_and_repeats_do_not() -> None:
    counter = RateCounter(Rates(organizer=2, envelope_domain=9, window_seconds=60))
    for uid, count in (("a", 1), ("b", 2), ("a", 2), ("c", 3)):
        rate = counter.count(RateQuestion("organizer", "x@y.test", uid))
        assert (rate.count, rate.most, rate.window_seconds) == (count, 2, 60)


def test_keys_and_scopes_are_apart() -> None:
    counter = RateCounter(Rates())
    counter.count(RateQuestion("organizer", "y.test", "a"))
    assert counter.count(RateQuestion("envelope-domain", "y.test", "a")).count == 1
    assert counter.count(RateQuestion("organizer", "z.test", "a")).count == 1
    assert counter.count(RateQuestion("organizer", "y.test", "b")).count == 2


def test_one_signature_is_counted_by_recipients() -> None:
    counter = RateCounter(Rates(signature=2, window_seconds=60))
    for recipient, count in (("a@x.example", 1), ("b@x.example", 2), ("a@x.example", 2), ("c@x.example", 3)):
        rate = counter.count(RateQuestion("signature", "k1:google.com", recipient))
        assert (rate.count, rate.most) == (count, 2)
