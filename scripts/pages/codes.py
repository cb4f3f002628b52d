"""docs/reference/codes.md: exit statuses, SMTP replies, HTTP statuses, from the one table in core/outcome.py."""

from __future__ import annotations

import ast
import inspect
from http import HTTPStatus

from salver.core import outcome
from scripts.pages import markdown

INTRODUCTION = """
Every number Salver answers with, in one place. A refusal that comes from the mail server behind Salver is not in the
list: it is passed on word for word.
"""


def page() -> str:
    """The whole page."""
    meanings = attribute_docs(outcome.Exit)
    exits = [(str(int(status)), f"`{status.name}`", meanings[status.name]) for status in outcome.Exit]
    replies = [
        (str(condition.reply.code), condition.reply.enhanced, f"`{condition.name}`", condition.reply.text)
        for condition in sorted(outcome.Condition, key=lambda condition: condition.reply)
    ]
    statuses = [(str(number), name, HTTPStatus(number).phrase) for name, number in outcome.HTTP_STATUS.items()]
    return markdown.page(
        "Exit statuses, SMTP replies, HTTP statuses",
        INTRODUCTION,
        "## Exit statuses",
        "What a command leaves behind for scripts.\n\n" + markdown.table(("status", "name", "meaning"), exits),
        "## SMTP replies",
        "What the mail door says of its own. 4xx means: try again later; mail servers do so by themselves.\n\n"
        + markdown.table(("code", "enhanced code", "name", "text"), replies),
        "## HTTP statuses",
        "What the inbox in the browser answers.\n\n" + markdown.table(("status", "condition", "phrase"), statuses),
    )


def attribute_docs(kind: type) -> dict[str, str]:
    """The texts that stand below the attributes of a class. Raises KeyError later for one that has none."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for before, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(before, ast.Assign) and isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            target = before.targets[0]
            assert isinstance(target, ast.Name)
            found[target.id] = " ".join(str(after.value.value).split())
    return found
