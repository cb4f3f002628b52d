"""What would confirm or refute the sender could not be looked up.

Why it matters: an answer that is missing is neither good nor bad. The mail arrives, and the event waits until somebody
knows more (architecture 3.11). Without the address of the machine that handed the mail in, one of the checks has
nothing to work on.

When it is wrong: it is silent where the sender is confirmed all the same, and where nobody is asked by choice.

What to do: wait a little and look again. Operators: see whether the resolver under ``dns.resolver`` answers, and pass
the client's address on to Salver (XFORWARD, or ``identity.trusted_networks``).
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.authentication.authenticated import UNAVAILABLE_WORD
from salver.observe.facts import MessageFacts
from salver.observe.question import DnsQuestion


def check(facts: MessageFacts) -> Iterator[Finding]:
    if not facts.events or all(event.identity.vouched for event in facts.events):
        return
    unanswered = _unanswered(facts)
    if not unanswered and not _without_client(facts):
        return
    yield finding(
        "authentication-unavailable",
        variant="" if unanswered else "no-client",
        params={"domain": shown_domain(unanswered[0] if unanswered else facts.author)},
        unanswered=unanswered[:10],
        spf=facts.authentication.spf.result,
        dmarc=facts.authentication.dmarc.result,
    )


def _unanswered(facts: MessageFacts) -> tuple[str, ...]:
    """Names under which the DNS gave no answer; the author's domain where only a result says so (temperror)."""
    names = [
        question.domain
        for question, answer in facts.unavailable
        if isinstance(question, DnsQuestion) and answer.kind == "temporary"
    ]
    found = facts.authentication
    results = (found.spf.result, found.dmarc.result, *(one.result for one in found.dkim))
    if not names and "temperror" in results:  # RFC 8601 2.7
        names = [found.dmarc.domain or shown_domain(facts.author)]
    return tuple(dict.fromkeys(names))


def _without_client(facts: MessageFacts) -> bool:
    return facts.authentication.source == "own" and facts.authentication.spf.result == UNAVAILABLE_WORD


RULE = message_rule(
    "authentication-unavailable", __doc__, reads=("authentication", "author", "events", "unavailable"), check=check
)
