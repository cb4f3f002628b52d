"""Mailboxes that share the relayed bytes share the strictest word."""

from __future__ import annotations

from salver.decide.joint import as_one
from salver.decide.verdict import CalendarWord, Headline, OutcomeRecord, RecipientVerdict, Verdict, VerdictWord

BOTH: tuple[tuple[VerdictWord, CalendarWord], ...] = (("deliver", "pass"), ("hold", "ignore"))


def _verdict(*pairs: tuple[VerdictWord, CalendarWord]) -> Verdict:
    recipients = tuple(
        RecipientVerdict(
            address=f"{index}@home.example",
            person=str(index),
            verdict=word,
            level="known",
            calendar=calendar,
            row="x",
            familiarity="contact",
            history="new",
            headline=Headline("known"),
        )
        for index, (word, calendar) in enumerate(pairs)
    )
    records = tuple(
        OutcomeRecord(
            mailbox=r.address or "",
            person=r.person,
            fingerprint="f",
            verdict=r.verdict,
            level=r.level,
            calendar=r.calendar,
        )
        for r in recipients
    )
    return Verdict(
        verdict=max((r.verdict for r in recipients), key=("deliver", "hold", "unchecked").index),
        level="known",
        policy="personal",
        enforced=True,
        headline=Headline("known"),
        findings=(),
        recipients=recipients,
        records=records,
    )


def test_alone_nothing_changes() -> None:
    for pair in BOTH:
        assert as_one(_verdict(pair)) == _verdict(pair)


def test_whoever_would_have_got_it_waits_with_the_others() -> None:
    joined = as_one(_verdict(*BOTH))
    assert [(r.verdict, r.calendar) for r in joined.recipients] == [("hold", "wait"), ("hold", "ignore")]
    assert [(r.verdict, r.calendar) for r in joined.records] == [("hold", "wait"), ("hold", "ignore")]


def test_a_recorded_outcome_counts() -> None:
    joined = as_one(_verdict(("deliver", "pass")), ["hold"])
    assert (joined.verdict, joined.records[0].verdict, joined.records[0].calendar) == ("hold", "hold", "wait")
    assert as_one(_verdict(("hold", "wait")), ["deliver"]).verdict == "hold"
