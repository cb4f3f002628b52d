"""The event you have is now said to be somebody else's.

Why it matters: whoever knows the UID of a meeting can send an invitation under it in his own, well confirmed name, and
programs that look at the UID alone put it in place of the old one (SPF-23, SPF-19). RFC 5546 allows no such change.

When it is wrong: some products hand a series over to a successor. At Google the same event is the person's at one time
and that person's group calendar's at another; then it is a notice.

What to do: ask the organizer you know in a new mail if that is right. Your calendar is unchanged until you accept.
"""

from __future__ import annotations

from collections.abc import Iterator

from salver.core.hostname import shown_domain
from salver.judge.bound import binding, same_organizer
from salver.judge.finding import Finding, finding
from salver.judge.group_calendar import same_person
from salver.judge.organisations import same_mailbox, together
from salver.judge.rule import recipient_rule
from salver.judge.stranger import cancels
from salver.observe.facts import EventFacts, MessageFacts, RecipientEvent, RecipientFacts
from salver.observe.identity import ORGANIZER_METHODS
from salver.observe.question import EventMemory


def check(facts: MessageFacts, recipient: RecipientFacts) -> Iterator[Finding]:
    for event, seen in zip(facts.events, recipient.events, strict=True):
        if event.invitation.method not in ORGANIZER_METHODS or not event.identity.claimed:
            continue
        if (before := _pinned_to_another(event, seen)) is not None:
            yield _changed(event, before, "group-person", notice=seen.known and event.identity.vouched)
        elif (memory := _bound_to_another(event, seen)) is not None and memory.organizer is not None:
            before, group = memory.organizer, same_person(facts, event, memory)
            if cancels(event.invitation) and not group:  # that is cancel-from-stranger, if anything
                continue
            variant = "group-calendar" if group else "same-house" if together(before, event.identity.claimed) else ""
            yield _changed(event, before, variant, notice=group)


def _changed(event: EventFacts, before: str, variant: str, *, notice: bool) -> Finding:
    identity = event.identity
    now = identity.person if variant == "group-person" else identity.claimed
    return finding(
        "organizer-changed",
        severity="notice" if notice else None,
        where=f"part {event.invitation.part}, ORGANIZER",
        variant=variant,
        params={"old": shown_domain(before), "claimed": shown_domain(now)},
        was=before,
        is_now=now,
    )


def _bound_to_another(event: EventFacts, seen: RecipientEvent) -> EventMemory | None:
    """The event that is bound to an organizer, where the message names another one, vouched for or not."""
    memory = binding(seen, event.identity)
    return None if memory is None or same_organizer(memory, event.identity) else memory


def _pinned_to_another(event: EventFacts, seen: RecipientEvent) -> str | None:
    """The person a group calendar stood for when it was first met, where it is another one now."""
    person = event.identity.person if event.identity.carrier_class == "account" else None
    pinned = seen.pinned
    return None if pinned is None or person is None or same_mailbox(pinned, person) else pinned


RULE = recipient_rule("organizer-changed", __doc__, reads=("author", "events"), check=check)
