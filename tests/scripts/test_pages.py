"""The small parts of the page generators."""

from __future__ import annotations

from salver.core.limits import Limits
from salver.core.outcome import Exit
from scripts.pages import codes, config, limits, markdown, report, standards


def test_a_cell_cannot_break_its_table() -> None:
    assert markdown.table(("a", "b"), [("x | y", "two\nlines")]) == "| a | b |\n| --- | --- |\n| x \\| y | two lines |"


def test_every_exit_status_has_its_meaning() -> None:
    assert codes.attribute_docs(Exit).keys() == {status.name for status in Exit}


def test_every_limit_has_its_reason() -> None:
    reasons = dict(limits.reasons())
    assert list(reasons) == list(Limits.__struct_fields__)
    assert all(len(reason) > 10 for reason in reasons.values())
    assert len(set(reasons.values())) == len(reasons), "every limit has a reason of its own"
    assert "next hop" in reasons["next_hop_seconds"]
    assert "| `undo_seconds` | 10 seconds |" in limits.page()
    assert "| `message_bytes` | 50 MiB |" in limits.page()


def test_types_of_the_report_are_said_in_words() -> None:
    assert report.fields(report.STRUCTS["report"])["from"] == "list of text"
    assert report.fields(report.STRUCTS["objects[]"])["summary"] == "foreign text or null"
    assert report.fields(report.STRUCTS["identity"])["confirmed"] == "list of object"


def test_a_key_says_everything_about_itself() -> None:
    text = config.page()
    assert "### submission.port\n" in text
    assert "- Type: a whole number from 1 to 65535\n- Default: `465`\n" in text
    assert "- Default: none; has to be given\n" in text
    assert "`SALVER_PEOPLE__NAME__ADDRESSES`" in text


def test_standards_name_the_sections_of_the_code_in_their_order() -> None:
    line = next(line for line in standards.page().splitlines() if line.startswith("| [RFC 5545]"))
    sections = line.rstrip(" |").rpartition("| ")[2].split(", ")
    assert "3.1" in sections
    assert sections == sorted(sections, key=lambda section: [int(step) for step in section.split(".")])
