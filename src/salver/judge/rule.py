"""The shape of a rule. Every file in ``rules/`` defines one ``RULE``; its docstring is its documentation page.

The docstring has four parts, in this order: one sentence that says what the rule sees, then paragraphs that begin with
``Why it matters:``, ``When it is wrong:`` and ``What to do:``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec

from salver.core.reasons import REASONS, Reason
from salver.judge.finding import Finding
from salver.observe.facts import MessageFacts, RecipientFacts

PerMessage = Callable[[MessageFacts], Iterable[Finding]]
PerRecipient = Callable[[MessageFacts, RecipientFacts], Iterable[Finding]]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule: its code, the facts it reads (attribute names of the facts), and the check itself."""

    code: str
    reads: tuple[str, ...]
    about: Literal["message", "recipient"]
    check: PerMessage | PerRecipient
    documentation: str

    @property
    def reason(self) -> Reason:
        return REASONS[self.code]


def message_rule(code: str, documentation: str | None, *, reads: tuple[str, ...], check: PerMessage) -> Rule:
    """A rule whose findings hold for every recipient."""
    return Rule(code=code, reads=reads, about="message", check=check, documentation=documentation or "")


def recipient_rule(code: str, documentation: str | None, *, reads: tuple[str, ...], check: PerRecipient) -> Rule:
    """A rule whose findings depend on whose mailbox it is."""
    return Rule(code=code, reads=reads, about="recipient", check=check, documentation=documentation or "")
