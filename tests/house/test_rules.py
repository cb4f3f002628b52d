"""A finding code is whole: a rule with its page, its sentences, a message that fires it and one that does not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from salver.core.reasons import REASONS
from salver.judge.registry import rules
from salver.text.catalogue import catalogue
from tests.house import source

RULES = source.SOURCE / "judge" / "rules"
PARTS = ("Why it matters:", "When it is wrong:", "What to do:")
FACTS = {"MessageFacts", "RecipientFacts"}


def _file(code: str) -> Path:
    return RULES / f"{code.replace('-', '_')}.py"


@pytest.mark.parametrize("code", REASONS)
def test_every_code_is_whole(code: str) -> None:
    missing = []
    if not _file(code).exists():
        missing.append(f"a rule in {source.name(_file(code))}")
    if "" not in catalogue().get(code, {}):
        missing.append(f"[{code}.usual] in src/salver/text/en.toml")
    kinds = [kind for kind in ("fires", "silent") if not list((source.CORPUS / code).glob(f"{kind}-*.eml"))]
    missing += [f"a message tests/corpus/{code}/{kind}-001.eml" for kind in kinds]
    assert not missing, f"{code} lacks: " + "; ".join(missing)


def test_nothing_is_there_for_a_code_that_is_not() -> None:
    stray = [source.name(path) for path in RULES.glob("*.py") if path.stem.replace("_", "-") not in REASONS]
    stray = [name for name in stray if not name.endswith("__init__.py")]
    stray += [source.name(path) for path in source.CORPUS.glob("*/fires-*") if path.parent.name not in REASONS]
    assert not stray, source.listed(stray) + "\nRegister the code in core/reasons.py, or take these away."


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_the_docstring_of_a_rule_has_its_four_parts(rule: object) -> None:
    documentation = getattr(rule, "documentation").strip()  # noqa: B009  (one parameter type for both tests)
    paragraphs = documentation.split("\n\n")
    first = " ".join(paragraphs[0].split())
    assert first.endswith("."), "begin with one sentence that says what the rule sees"
    positions = [documentation.find(f"\n\n{part}") for part in PARTS]
    assert -1 not in positions, f"wants paragraphs that begin with {', '.join(PARTS)}"
    assert positions == sorted(positions), f"wants the parts in the order {', '.join(PARTS)}"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_declares_what_it_reads(rule: object) -> None:
    code, reads = getattr(rule, "code"), set(getattr(rule, "reads"))  # noqa: B009
    read = _read(source.tree(_file(code)))
    assert read <= reads, f"{source.name(_file(code))} reads {sorted(read - reads)} without saying so in reads=(...)"


def _read(tree: ast.Module) -> set[str]:
    """Attributes taken from parameters that are annotated as facts, in every function of the file."""
    found: set[str] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        facts = {
            argument.arg
            for argument in function.args.args
            if isinstance(argument.annotation, ast.Name) and argument.annotation.id in FACTS
        }
        found |= {
            node.attr
            for node in ast.walk(function)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in facts
        }
    return found


def test_the_guard_sees_what_a_rule_reads() -> None:
    text = "def check(facts: MessageFacts, recipient: RecipientFacts):\n    facts.now; recipient.events[0].blocked\n"
    assert _read(ast.parse(text)) == {"now", "events"}
