from __future__ import annotations

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.read.components import Calendars, Component
from salver.read.content_lines import Property
from salver.read.untidy import Habits, read_untidy
from tests.read.samples import EVENT, calendar


def read(data: bytes, habits: Habits | None = None) -> Calendars:
    return read_untidy(data, DEFAULT_LIMITS, habits or Habits())


def codes(found: Calendars) -> set[str]:
    return {one.code for one in found.defects}


def event(data: bytes, habits: Habits | None = None) -> Component:
    return read(data, habits).components[0].components[0]


def value(found: Property | None) -> str | None:
    return found.value if found else None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xef\xbb\xbf" + EVENT, "calendar-byte-order-mark"),
        (b"Hello\r\n" + EVENT, "calendar-leading-junk"),
        (EVENT[:-15], "calendar-missing-end"),
        (EVENT.replace(b"END:VEVENT", b"END:VTODO"), "calendar-end-mismatch"),
        (EVENT.replace(b"END:VEVENT\r\n", b""), "calendar-end-mismatch"),
        (EVENT + b"footer: of a list\r\n", "calendar-outside"),
        (EVENT + b"END:VCALENDAR\r\n", "calendar-outside"),
        (EVENT.replace(b"SEQUENCE:2", b"what is this"), "calendar-line-malformed"),
        (EVENT.replace(b"Lunch", b"B\xfcro"), "calendar-not-utf8"),
        (b" " + EVENT, "calendar-leading-blank"),
        (EVENT.replace(b"\r\nSUMMARY", b"\r\n\r\n SUMMARY"), "calendar-fold-after-empty-line"),
        (EVENT.replace(b"\r\nSUMMARY", b"\n\n SUMMARY"), "calendar-fold-after-empty-line"),
        (EVENT.replace(b"Lunch", b"Lu\rnch"), "calendar-bare-cr"),
        (EVENT.replace(b"\r\n", b"\r"), "calendar-bare-cr"),
        (EVENT.replace(b"Lunch", b"Lu\0nch"), "calendar-control"),
        (EVENT.replace(b"Lunch", b"Lu\x1bnch"), "calendar-control"),
        (EVENT.replace(b"Lunch", "Lu\u2028nch".encode()), "calendar-line-separator"),
        (EVENT.replace(b"Lunch", "Lu\x85nch".encode()), "calendar-line-separator"),
        (EVENT.replace(b"Lunch", b"B\xc3\r\n \xbcro"), "calendar-fold-in-character"),
        (EVENT.replace(b"SUMMARY:", b"summary:"), "calendar-name-case"),
        (EVENT.replace(b"BEGIN:VEVENT", b"begin:vevent"), "calendar-name-case"),
        (EVENT.replace(b"SUMMARY:", b"SUMMARY :"), "calendar-name-blank"),
        (EVENT.replace(b"SUMMARY:", b"x.SUMMARY:"), "calendar-name-group"),
        (EVENT.replace(b"CN=Ada Example", b'CN="Ada'), "calendar-quote-open"),
        (EVENT.replace(b"CN=Ada Example", b"CN=Ada; Example"), "calendar-parameter-malformed"),
        (EVENT.replace(b"CN=Ada Example", b"CN=Example, Ada"), "calendar-comma-unquoted"),
        (EVENT.replace(b"CN=Ada Example", b"CN=Ada: Example"), "calendar-colon-unquoted"),
        (EVENT.replace(b"CN=Ada Example", b"SENT-BY=mailto:bob@example.com"), "calendar-colon-unquoted"),
        (EVENT.replace(b"CN=Ada Example", b"CN=Ada;CN=Eve"), "calendar-parameter-repeated"),
        (EVENT.replace(b"SUMMARY:", b"SUMMARY:x\r\nSUMMARY:"), "calendar-property-repeated"),
        (EVENT.replace(b"METHOD:", b"METHOD:CANCEL\r\nMETHOD:"), "calendar-method-several"),
        (EVENT.replace(b"SUMMARY:", b"METHOD:CANCEL\r\nSUMMARY:"), "calendar-method-inside"),
        (EVENT.replace(b"SUMMARY:", b"SUMMARY;ENCODING=BASE64:"), "calendar-value-encoded"),
        (EVENT.replace(b"SUMMARY:", b"SUMMARY;VALUE=URI:"), "calendar-value-type"),
        (EVENT.replace(b"VERSION:2.0", b"VERSION:1.0"), "calendar-version"),
        (EVENT.replace(b"VERSION:2.0", b"VERSION:3.0"), "calendar-version"),
        (EVENT + EVENT, "calendar-several"),
        (EVENT + b"BEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\n", "calendar-event-outside"),
        (EVENT.replace(b"END:VEVENT", b"BEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VEVENT"), "calendar-event-nested"),
        (EVENT.replace(b"END:VEVENT", b"END:VEVENT\r\nBEGIN:VEVENT\r\nUID:LUNCH-1@example.com\r\nEND:VEVENT"),
         "calendar-uid-case"),
        (EVENT.replace(b"SUMMARY:", b"UID:" + b"u" * 1_001 + b"\r\nSUMMARY:"), "calendar-uid-long"),
    ],
)  # fmt: skip
def test_every_defect_is_noted_and_loses_nothing(data: bytes, code: str) -> None:
    found = read(data)
    assert code in codes(found)
    assert found.mentioned
    assert value(found.components[0].components[0].first("UID")) == "lunch-1@example.com"
    assert all(0 <= defect.offset <= len(data) for defect in found.defects)


def test_a_tidy_calendar_has_no_defect() -> None:
    assert read(EVENT).defects == ()
    assert read(EVENT.replace(b"\r\n", b"\r\r\n")).defects == ()


def test_a_defect_stands_where_it_began() -> None:
    data = EVENT.replace(b"SUMMARY:Lunch", b"SUMMARY:Lu\r\n nch\r\nsummary:Dinner")
    assert {(one.code, one.offset) for one in read(data).defects} == {
        ("calendar-name-case", data.index(b"summary:Dinner")),
        ("calendar-property-repeated", data.index(b"summary:Dinner")),
    }


def test_a_fold_inside_a_character_is_undone_on_octets() -> None:
    assert value(event(EVENT.replace(b"Lunch", b"B\xc3\r\n \xbcro")).first("SUMMARY")) == "Büro"


def test_soft_breaks_of_the_old_format() -> None:
    data = calendar("DESCRIPTION;ENCODING=QUOTED-PRINTABLE:one=0D=0A=", "two: three", "LOCATION:x=", "SEQUENCE:1")
    found = event(data)
    assert value(found.first("DESCRIPTION")) == "one=0D=0Atwo: three"
    assert (value(found.first("LOCATION")), value(found.first("SEQUENCE"))) == ("x=", "1")
    assert event(data, Habits(joins_soft_breaks=False)).first("TWO") is not None


@pytest.mark.parametrize(
    ("habits", "organizer"),
    [(Habits(), "mailto:ada@example.com"), (Habits(drops_odd=True), None), (Habits(drops_blank_names=True), None)],
)
def test_habits_with_odd_lines(habits: Habits, organizer: str | None) -> None:
    odd = b'ORGANIZER;CN="Ada:' if habits.drops_odd else b"ORGANIZER :"
    data = EVENT.replace(b"ORGANIZER;CN=Ada Example:", odd)
    assert value(event(data, habits).first("ORGANIZER")) == organizer


def test_habits_with_ends() -> None:
    data = calendar("BEGIN:VALARM", "END:VEVENT", "SUMMARY:x")
    assert event(data).first("SUMMARY") is None
    assert value(event(data, Habits(ends_by_name=False)).first("SUMMARY")) == "x"
    stray = calendar("END:VALARM", "SUMMARY:x")
    assert event(stray).first("SUMMARY") is None
    assert value(event(stray, Habits(minds_stray_ends=False)).first("SUMMARY")) == "x"


def test_an_event_begun_inside_another_is_one_of_its_own() -> None:
    data = calendar("BEGIN:VEVENT", "UID:inner", "END:VEVENT")
    assert [value(one.first("UID")) for one in read(data).components[0].components] == ["x@example.com", "inner"]
    within = read(data, Habits(lifts_events=False)).components[0].components[0]
    assert [value(one.first("UID")) for one in within.components] == ["inner"]
