"""An answer to this mail would go to somebody who neither wrote it nor invites.

Why it matters: a trusted service sends, and the answer reaches a stranger (SPF-08). Salver never answers there, but a
person who presses Reply does.

When it is wrong: booking services, registrations and lists put the person behind the mail there, so it is silent for
them. It is a notice and decides nothing.

What to do: do not press Reply. Write a new mail if you need to ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.organisations import together
from salver.judge.passage import by_list
from salver.judge.rule import message_rule
from salver.judge.speaker import by_service
from salver.observe.facts import MessageFacts


def check(facts: MessageFacts) -> Iterator[Finding]:
    if not facts.events or facts.author is None or by_list(facts):
        return
    # Services that carry invitations for people let answers go to those people (carriers.md 6).
    if any(by_service(event.identity) for event in facts.events):
        return
    places = [facts.author, *(name for e in facts.events for name in (e.identity.claimed, e.identity.person) if name)]
    for address in facts.reply_to:
        if any(together(address, place) for place in places):
            continue
        yield finding(
            "reply-to-elsewhere",
            where="Reply-To",
            params={"other": shown_domain(address), "claimed": shown_domain(facts.author)},
            reply_to=facts.reply_to[:10],
            author=facts.author,
        )
        return


RULE = message_rule("reply-to-elsewhere", __doc__, reads=("author", "circumstances", "events", "reply_to"), check=check)
