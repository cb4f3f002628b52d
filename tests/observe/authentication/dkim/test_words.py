"""The table of reasons says the same in its docstring and in its code."""

from __future__ import annotations

import re
from typing import get_args

from salver.observe.authentication.dkim import words

# RFC 8601 2.7.1
RESULTS = {"none", "pass", "fail", "policy", "neutral", "temperror", "permerror"}


def test_every_reason_has_its_result_and_its_row() -> None:
    rows = dict(re.findall(r"^``([a-z0-9-]+)``\s+([a-z]+)\s", words.__doc__ or "", re.MULTILINE))
    assert rows == words.RESULT
    assert set(get_args(words.Why)) == set(rows)
    assert set(rows.values()) <= RESULTS - {"pass", "none"}
