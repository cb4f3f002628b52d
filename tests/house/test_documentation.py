"""Everything that is there is documented, and nothing is documented that is not there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import salver
from salver.config.keys import keys, tables
from salver.core.outcome import Condition, Exit
from salver.core.reasons import REASONS
from scripts import reference, rfcs
from scripts.pages import cli, report, report_fields
from tests.house import source

REFERENCE = source.DOCS / "reference"
HEADER = re.compile(r"(?<![\w-])X-Salver-[A-Za-z-]*[A-Za-z](?!-)")
METRIC = re.compile(r"salver_(?:waiting|[a-z_]+_(?:total|seconds|bytes|pending|up))")


def _page(name: str) -> str:
    path = REFERENCE / f"{name}.md"
    assert path.exists(), f"docs/reference/{name}.md is missing: run scripts/reference.py, or write it"
    return path.read_text("utf-8")


def _prose() -> dict[Path, str]:
    """Every page a person reads, by path."""
    fronts = [source.ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
    return {path: path.read_text("utf-8") for path in [*fronts, *sorted(source.DOCS.rglob("*.md"))]}


def _strings() -> set[str]:
    """Every text constant of the source, docstrings included."""
    nodes = (node for path in source.files() for node in ast.walk(source.tree(path)))
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            found.add(node.value if isinstance(node.value, str) else node.value.decode("latin-1"))
    return found


@pytest.mark.parametrize("name", reference.PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert _page(name) == reference.text_of(name), f"docs/reference/{name}.md is out of date: run scripts/reference.py"


def test_configuration_keys() -> None:
    headings = set(re.findall(r"^### ([\w.]+)$", _page("config"), re.MULTILINE))
    assert headings == {key.dotted for key in keys()}


def test_configuration_keys_in_prose_exist() -> None:
    sections = {table.path[0] for table in tables()} - {"people"}
    known = {key.dotted for key in keys()}
    pattern = re.compile(r"`((?:" + "|".join(sections) + r")\.[a-z_]+)\b[^`(/]*`")
    wrong = [
        f"{source.name(path)}: {found}"
        for path, text in _prose().items()
        for found in pattern.findall(text)
        if found not in known and not found.endswith((".md", ".py", ".toml", ".tsv"))
    ]
    assert not wrong, source.listed(wrong) + "\nThese look like configuration keys and are none."


def test_verbs_and_options() -> None:
    text = _page("cli")
    documented = set(re.findall(r"^## (salver [a-z -]+)$", text, re.MULTILINE))
    commands = dict(cli.commands())
    assert documented == commands.keys()
    sections = re.split(r"^## ", text, flags=re.MULTILINE)
    for name, command in commands.items():
        section = next(part for part in sections if part.startswith(f"{name}\n"))
        missing = [flag for flag in cli.flags(command) if flag not in section]
        assert not missing, f"{name}: {missing} not in docs/reference/cli.md"


def test_verbs_and_options_in_prose_exist() -> None:
    commands = dict(cli.commands())
    verbs = {name.split()[1] for name in commands}
    known = {flag for command in commands.values() for flag in cli.flags(command)} | {"--help", "--version"}
    ours = {"--quick", "--check", "--uncited", "--once"}
    wrong = []
    for path, text in _prose().items():
        if path.name == "cli.md" or "decisions" in path.parts:
            continue
        wrong += [
            f"{source.name(path)}: salver {verb}" for verb in re.findall(r"`salver ([a-z]+)", text) if verb not in verbs
        ]
        for line in re.findall(r"salver [a-z]+ [^`\n]*--[^`\n]*", text):
            wrong += [
                f"{source.name(path)}: {flag}" for flag in re.findall(r"--[a-z-]+", line) if flag not in known | ours
            ]
    assert not wrong, source.listed(wrong) + "\nThe command line has no such verb or option."


def test_finding_codes() -> None:
    assert set(re.findall(r"^## ([a-z-]+)$", _page("rules"), re.MULTILINE)) == REASONS.keys()


def test_headers() -> None:
    written = {found for text in _strings() for found in HEADER.findall(text)}
    documented = set(HEADER.findall(_page("header")))
    assert written == documented, "docs/reference/header.md and the source name different headers"


def test_routes() -> None:
    from scripts.pages import http

    documented = set(re.findall(r"^\| ([A-Z]+) \| `([^`]+)`", _page("http"), re.MULTILINE))
    assert documented == {(route.method, route.path) for route in http.routes()}
    silent = [f"{route.method} {route.path}" for route in http.routes() if not route.about]
    assert not silent, source.listed(silent) + "\nSay in the docstring of the route what it does."


def test_metrics() -> None:
    """Metrics are names of their own in the source; so far there is no page because there are none."""
    there = {text for text in _strings() if METRIC.fullmatch(text)}
    page = REFERENCE / "metrics.md"
    documented = set(METRIC.findall(page.read_text("utf-8"))) if page.exists() else set()
    assert there == documented, "docs/reference/metrics.md and the source name different metrics"


def test_exit_statuses_and_replies() -> None:
    text = _page("codes")
    assert all(f"| {int(status)} | `{status.name}` |" in text for status in Exit)
    assert all(
        f"| {condition.reply.code} | {condition.reply.enhanced} | `{condition.name}`" in text for condition in Condition
    )


def test_report_fields_have_sentences_and_no_sentence_lacks_its_field() -> None:
    for name, kind in report.STRUCTS.items():
        sentences = report_fields.FIELDS[name]
        assert sentences.keys() == report.fields(kind).keys(), f"scripts/pages/report_fields.py, {name}"


def test_public_names() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", _page("library"), re.MULTILINE)
    assert sorted(documented) == sorted(salver.__all__), "docs/reference/library.md and salver.__all__ differ"
    missing = [name for name in salver.__all__ if not hasattr(salver, name)]
    assert not missing, f"salver has no {missing}"


def test_links_between_pages_lead_somewhere() -> None:
    wrong = []
    for path, text in _prose().items():
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        inner = [target for target in targets if "://" not in target]
        wrong += [f"{source.name(path)}: {target}" for target in inner if not (path.parent / target).exists()]
    assert not wrong, source.listed(wrong) + "\nThese links lead nowhere."


def test_cited_standards_exist() -> None:
    problems = rfcs.problems(rfcs.index(), rfcs.cited())
    assert not problems, source.listed(problems) + "\nCorrect the comment, or add to rfc/index.tsv what really exists."


def test_documents_are_calm() -> None:
    """No exclamation marks outside of code and of links."""
    loud = []
    for path, text in _prose().items():
        plain = re.sub(r"```.*?```|`[^`]*`|<!--.*?-->|!\[", "", text, flags=re.DOTALL)
        loud += [source.name(path)] if re.search(r"\w!(?!\w)", plain) else []
    assert not loud, source.listed(loud)
