"""docs/reference/report.md: every field of the report that ``salver check`` prints and the library returns."""

from __future__ import annotations

import typing
from types import UnionType

import msgspec

from salver.core.untrusted import Untrusted
from salver.decide import report
from salver.read import message
from scripts.pages import markdown
from scripts.pages.report_fields import FIELDS, TITLES

INTRODUCTION = """
`salver check --format json` prints one report for each message; `jsonl` prints one on each line; the library's
`inspect()` returns it as an object. Every key is in every report (only `index` is left out where there is no mbox);
what does not apply is `null` or empty. Fields may be added; a change of meaning raises `schema`.

Text that comes from the message itself appears only inside JSON strings. It was written by somebody outside: do not
show it without escaping.
"""

STRUCTS: dict[str, type[msgspec.Struct]] = {
    "report": report.Report,
    "recipients[]": report.ReportRecipient,
    "findings[]": report.ReportFinding,
    "objects[]": report.ReportObject,
    "objects[].series": report.ReportSeries,
    "identity": report.ReportIdentity,
    "authentication": report.ReportAuthentication,
    "authentication.spf": report.ReportSpf,
    "authentication.dkim[]": report.ReportDkim,
    "authentication.dmarc": report.ReportDmarc,
    "authentication.arc": report.ReportArc,
    "links[]": message.Link,
    "phones[]": message.Phone,
    "defects[]": message.Defect,
    "unavailable[]": report.ReportUnavailable,
}


def page() -> str:
    """The whole page. Raises KeyError where a field has no sentence: write one in report_fields.py."""
    return markdown.page("The report", INTRODUCTION, *(_struct(name, kind) for name, kind in STRUCTS.items()))


def fields(kind: type[msgspec.Struct]) -> dict[str, str]:
    """The names in JSON and the types in words."""
    hints = typing.get_type_hints(kind)
    return {field.encode_name: _words(hints[field.name]) for field in msgspec.structs.fields(kind)}


def _struct(name: str, kind: type[msgspec.Struct]) -> str:
    rows = [(f"`{field}`", words, FIELDS[name][field]) for field, words in fields(kind).items()]
    return f"## {name}\n\n{TITLES[name]}\n\n" + markdown.table(("field", "type", "meaning"), rows)


def _words(hint: object) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return f"list of {_words(arguments[0])}"
    if origin in (UnionType, typing.Union):
        return " or ".join(_words(argument) for argument in arguments)
    if origin is dict:
        return "object"
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return "object"
    simple = {str: "text", Untrusted: "foreign text", int: "number", float: "number", bool: "true or false"}
    return "null" if hint is type(None) else simple.get(hint, "object")  # type: ignore[call-overload]
