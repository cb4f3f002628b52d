"""Programs may disagree about who wrote this mail.

Why it matters: one program checks the first address of From, another shows the last; one skips what stands in a comment
or decodes what is encoded, another does not (AUTH-08..14, AUTH-33..37). Then the one who was confirmed is not the one
you see. RFC 5322 3.6.2 wants one From field; with several authors it wants a Sender as well.

When it is wrong: mail that really has two authors exists, hardly ever with an invitation in it. Broken software that
leaves the address out of From and in Sender.

What to do: go by none of the names. Ask the person you expected in a new mail.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.finding import Finding, finding
from salver.judge.rule import message_rule
from salver.observe.facts import MessageFacts
from salver.read.authors import authors


def check(facts: MessageFacts) -> Iterator[Finding]:
    message = facts.message
    if message.kind == "mail" or (message.kind == "opaque" and not any(part.scheduling for part in message.opaque)):
        return
    found = authors(message)
    if not found.ambiguous:
        return
    yield finding(
        "author-ambiguous",
        where="From",
        variant="missing" if found.missing else "",
        params={
            "claimed": shown_domain(found.addresses[0] if found.addresses else None),
            "other": shown_domain(found.addresses[-1] if found.addresses else None),
        },
        authors=found.addresses[:10],
        fields=found.fields,
    )


RULE = message_rule("author-ambiguous", __doc__, reads=("message",), check=check)
