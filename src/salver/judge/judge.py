"""Apply every rule to the facts. Rules do not see each other's findings; their order is that of the registry."""

from __future__ import annotations

from typing import cast

import msgspec

from salver.judge.finding import Finding
from salver.judge.registry import rules
from salver.judge.rule import PerMessage, PerRecipient
from salver.observe.facts import Facts


class Findings(msgspec.Struct, frozen=True):
    """``message`` holds for every recipient; ``recipients`` stands at the same index as ``Facts.recipients``."""

    message: tuple[Finding, ...]
    recipients: tuple[tuple[Finding, ...], ...]


def judge(facts: Facts) -> Findings:
    """What all rules see in these facts."""
    if facts.message.message.ordinary:
        return Findings((), tuple(() for _ in facts.recipients))
    about_message: list[Finding] = []
    about_recipient: list[list[Finding]] = [[] for _ in facts.recipients]
    for rule in rules():
        if rule.about == "message":
            about_message += cast(PerMessage, rule.check)(facts.message)
        else:
            for seen, found in zip(facts.recipients, about_recipient, strict=True):
                found += cast(PerRecipient, rule.check)(facts.message, seen)
    return Findings(tuple(about_message), tuple(tuple(found) for found in about_recipient))
