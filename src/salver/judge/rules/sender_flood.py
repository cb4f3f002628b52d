"""Too many different invitations of one organizer or from one envelope domain within the window.

Why it matters: floods fill calendars and bury the one invitation that matters (SPAM-13, SPAM-14). Distinct UIDs are
counted, so updates of one meeting never add up.

When it is wrong: a school that sends its whole term in one evening. Set ``[rates]`` to what is usual for you.

What to do: decline all silently. If you know the sender, open one first.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    for scope, key, rate in facts.rates:
        if rate.count > rate.most and scope != "signature":  # that is mail-replayed
            yield finding(
                "sender-flood",
                params={
                    "n": str(rate.count),
                    "source": shown_domain(key),
                    "minutes": str(max(1, rate.window_seconds // 60)),
                },
                scope=scope,
                key=key,
                count=rate.count,
                most=rate.most,
            )
            return


RULE = message_rule("sender-flood", __doc__, reads=("rates",), check=check)
