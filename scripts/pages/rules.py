"""docs/reference/rules.md: every finding code, from the registry and the docstrings of the rule files."""

from __future__ import annotations

import re

from salver.core.reasons import REASONS
from salver.judge.registry import rules
from salver.judge.rule import Rule
from scripts.pages import markdown

INTRODUCTION = """
A *finding* is one thing Salver noticed about a message. Each has a code that never changes its meaning, so that scripts
can rely on it. The severity says how much it weighs: `info` and `notice` only tell, `warning` makes an invitation from
somebody you do not know well worth a second look, `danger` always holds the event. Codes marked as a contradiction show
the invitation in red: there is positive evidence that somebody else is behind it.

The ids in the column "threats" name the attacks a rule answers; they are the numbers of our threat model.
"""


def page() -> str:
    """The whole page."""
    known = {rule.code: rule for rule in rules()}
    rows = [
        (
            f"[`{reason.code}`](#{reason.code})",
            reason.severity + (", contradiction" if reason.contradicts else ""),
            ", ".join(reason.threats),
            first_sentence(known[reason.code]) if reason.code in known else "",
        )
        for reason in REASONS.values()
    ]
    summary = markdown.table(("code", "severity", "threats", "what it sees"), rows)
    details = [_detail(known[code]) for code in REASONS if code in known]
    return markdown.page("Rules and finding codes", INTRODUCTION, summary, *details)


def first_sentence(rule: Rule) -> str:
    """The first paragraph of the rule's documentation."""
    return " ".join(rule.documentation.strip().split("\n\n")[0].split())


def _detail(rule: Rule) -> str:
    reason = rule.reason
    about = "once for the message" if rule.about == "message" else "for each recipient"
    facts = f"Severity {reason.severity}. Judged {about}. Reads: {', '.join(rule.reads)}."
    paragraphs = [" ".join(text.split()) for text in rule.documentation.strip().split("\n\n")]
    return "\n\n".join([f"## {rule.code}", *(_bold(text) for text in paragraphs), facts])


def _bold(text: str) -> str:
    return re.sub(r"^(Why it matters|When it is wrong|What to do):", r"**\1:**", text)
