"""All rules, found by walking ``rules/``, in the order of ``core/reasons.py``."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from salver.core.reasons import REASONS
from salver.judge import rules as rules_package
from salver.judge.rule import Rule


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule once. Raises ImportError when a file in ``rules/`` defines no ``RULE``."""
    found: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(rules_package.__path__):
        rule = importlib.import_module(f"{rules_package.__name__}.{module.name}").RULE
        if rule.code.replace("-", "_") != module.name:
            raise ImportError(f"{module.name}.py defines the rule {rule.code}")
        found[rule.code] = rule
    return tuple(found[code] for code in REASONS if code in found)
