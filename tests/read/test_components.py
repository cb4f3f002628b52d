from __future__ import annotations

from salver.read.components import Component
from salver.read.content_lines import Property


def test_properties_by_name_and_all_together() -> None:
    one, two, three = Property("A", "", "1"), Property("B", "", "2"), Property("A", "", "3")
    found = Component("VEVENT", {"A": [one, three], "B": [two]})
    assert (found.first("A"), found.first("C")) == (one, None)
    assert (found.every("A"), found.every("C")) == ((one, three), ())
    assert found.properties == (one, three, two)
    assert found.components == ()
