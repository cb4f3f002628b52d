from __future__ import annotations

import pytest

from salver.read.calendar_people import calendar_address, people
from salver.read.components import Component
from salver.read.content_lines import Property
from salver.read.message import CalendarAddress


def read(parameters: str, value: str) -> CalendarAddress:
    return calendar_address(Property("ATTENDEE", parameters, value))


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("mailto:ada@example.com", "ada@example.com"),
        ("ada@example.com", "ada@example.com"),
        ("urn:uuid:1", None),
        ("invalid:nomail", None),
        ("Meeting Desk:MAILTO:desk@example.com", "desk@example.com"),
        ("bob@example.com:mailto:ada@example.com", "ada@example.com"),
    ],
)
def test_plain_addresses(value: str, address: str | None) -> None:
    found = read("", value)
    assert (found.address, found.email, found.sent_by, found.raw.raw) == (address, None, None, value)


def test_what_parameters_claim() -> None:
    found = read(
        'CN="Ada";EMAIL=ada@example.com;SENT-BY="mailto:bob@example.com";partstat=accepted;ROLE=CHAIR;'
        'DELEGATED-TO="mailto:c@example.com","mailto:d@example.com,e@example.com";DELEGATED-FROM="urn:x"',
        "mailto:2_ABC@imip.example",
    )
    assert (found.address, found.email, found.sent_by) == ("2_ABC@imip.example", "ada@example.com", "bob@example.com")
    assert (found.partstat, found.role) == ("ACCEPTED", "CHAIR")
    assert (found.delegated_to, found.delegated_from) == (("c@example.com",), ())


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ("CN=one;CN=two", "one"),
        ('CN="one";CN=two', "one"),
        ("CN=Example, Ada", "Example, Ada"),
        ('CN="Example, Ada"', "Example, Ada"),
        ("cn=Ada", "Ada"),
        ("ROLE=CHAIR; CN =Ada", "Ada"),
        ("CN=^'Ada^'", '"Ada"'),
        ("CN=" + "x" * 1_000, "x" * 1_000),
        ("ROLE=CHAIR;flag", None),
    ],
)
def test_names(parameters: str, name: str | None) -> None:
    cn = read(parameters, "mailto:a@example.com").cn
    assert (cn.raw if cn else None) == name


def test_an_address_whose_quotes_were_forgotten() -> None:
    found = read("CN=Ada;SENT-BY=mailto", "bob@example.com:mailto:ada@example.com")
    assert (found.address, found.sent_by) == ("ada@example.com", "bob@example.com")


def test_people_are_counted_once_and_no_more_than_wanted() -> None:
    lines = [Property("ATTENDEE", "", f"MAILTO:u{n % 5}@Example.com") for n in range(20)]
    component = Component("VEVENT", {"ATTENDEE": lines})
    assert [one.address for one in people([component, component], "ATTENDEE", 9)] == [
        f"u{n}@example.com" for n in range(5)
    ]
    assert len(people([component], "ATTENDEE", 3)) == 3
    assert people([component], "ORGANIZER", 3) == ()


def test_of_a_list_of_addresses_the_first_counts() -> None:
    parameters = 'EMAIL=ceo@example.com,x@example.com;SENT-BY="mailto:a@example.com","mailto:b@x.test"'
    found = Property("ORGANIZER", parameters, "mailto:ada@example.com")
    person = calendar_address(found)
    assert (person.email, person.sent_by) == ("ceo@example.com", "a@example.com")
