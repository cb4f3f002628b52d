from __future__ import annotations

from salver.core.limits import DEFAULT_LIMITS
from salver.read.content_types import names_of, read_kind
from salver.read.headers import read_headers
from salver.read.message import HeaderField


def fields(*lines: str) -> tuple[HeaderField, ...]:
    source = ("\r\n".join(lines) + "\r\n\r\n").encode()
    return read_headers(source, 0, len(source), "1", DEFAULT_LIMITS).fields


def test_default_and_unreadable_type() -> None:
    assert read_kind((), "message/rfc822").value == "message/rfc822"
    assert read_kind(fields("Content-Type: text"), "text/plain").value == "text/plain"


def test_repeated_field_with_another_value_is_a_doubt() -> None:
    kind = read_kind(fields("Content-Type: text/plain", "Content-Type: text/calendar"), "text/plain")
    assert kind.value == "text/plain"
    assert kind.others == ("text/calendar",)
    assert kind.doubts == ("mime-duplicate-content-type",)


def test_repeated_field_with_the_same_value_is_none() -> None:
    assert read_kind(fields("Content-Type: text/plain", "Content-Type:  text/plain"), "text/plain").doubts == ()


def test_names_of_both_fields_the_shown_one_first() -> None:
    given = fields("Content-Type: a/b; name=one.txt", "Content-Disposition: attachment; filename=two.ics")
    assert names_of(given, read_kind(given, "text/plain")) == ("attachment", ("two.ics", "one.txt"), (), ())


def test_description_stands_in_for_a_calendar_name() -> None:
    given = fields("Content-Type: a/b", "Content-Description: invite.ics")
    assert names_of(given, read_kind(given, "text/plain"))[1] == ("invite.ics",)


def test_two_dispositions_that_differ() -> None:
    given = fields("Content-Disposition: inline", "Content-Disposition: attachment; filename=x.ics")
    word, names, doubts, _ = names_of(given, read_kind(given, "text/plain"))
    assert (word, names, doubts) == ("inline", ("x.ics",), ("mime-duplicate-content-disposition",))
