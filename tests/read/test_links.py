from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.read.icalendar import parse
from salver.read.itip import invitations
from salver.read.links import defang, find_links, host_of, numbers, registrable_domain, same_organisation, urls
from salver.read.message import Invitation
from tests.read.samples import calendar


def invitation(*lines: str) -> tuple[Invitation, ...]:
    return invitations(parse(calendar(*lines)), "1", DEFAULT_LIMITS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/x_(y))", ["https://a.example/x_(y)"]),
        ('<a href="https://a.example/x?y=1&z=2">here</a>', ["https://a.example/x?y=1&z=2"]),
        (
            "HTTPS://A.example, ftp://b.example/c; www.d.example",
            ["HTTPS://A.example", "ftp://b.example/c", "www.d.example"],
        ),
        ("javascript:alert(1) data:text/html,x", ["javascript:alert(1)", "data:text/html,x"]),
        ("a https://a.example\nhttps://b.example", ["https://a.example", "https://b.example"]),
        ("https://a.example https://a.example", ["https://a.example"]),
        ("nothing: here at all.", []),
    ],
)
def test_urls(text: str, found: list[str]) -> None:
    assert urls(text, 10) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("call +49 30 901820 now", ["+49 30 901820"]),
        ("call (555) 010-0199.", ["(555) 010-0199"]),
        ("1-800-555-0199 or 800.555.0199", ["1-800-555-0199", "800.555.0199"]),
        ("tel:+4930901820", ["tel:+4930901820"]),
        ("Meeting ID: 123 456 789", []),
        ("2026-01-05 11:00", []),
        ("https://a.example/?t=800-555-0199", []),
        ("version 1.2.3", []),
    ],
)
def test_numbers(text: str, found: list[str]) -> None:
    assert numbers(text, 10) == found


def test_links_say_where_they_stand() -> None:
    links, phones = find_links(
        invitation(
            "LOCATION:https://user@Login.Evil.example:8443/x", "DESCRIPTION:again https://a.example\\nor +49 30 901820"
        ),
        DEFAULT_LIMITS,
    )
    assert [(one.where, one.host, one.domain, one.url.raw) for one in links] == [
        ("LOCATION", "login.evil.example", "evil.example", "hxxps://user[@]Login[.]Evil[.]example:8443/x"),
        ("DESCRIPTION", "a.example", "a.example", "hxxps://a[.]example"),
    ]
    assert [(one.where, one.number.raw) for one in phones] == [("DESCRIPTION", "+49 30 901820")]


def test_limits() -> None:
    text = "DESCRIPTION:" + " ".join(f"https://h{n}.example +49 30 90182{n:03}" for n in range(60))
    links, phones = find_links(invitation(text), Limits(links=7, phones=3))
    assert (len(links), len(phones)) == (7, 3)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example/b@c", "a.example"),
        ("https://a.example@evil.test/", "evil.test"),
        ("https://a.example\\@evil.test/", "a.example"),
        ("https://[2001:db8::1]:80/", "[2001:db8::1]"),
        ("https://A.Example.:443?x", "a.example"),
        ("www.a.example/x", "www.a.example"),
        ("javascript:alert(1)", None),
        ("https:///x", None),
    ],
)
def test_hosts(url: str, host: str | None) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://login.evil.example/x.y", "hxxps://login[.]evil[.]example/x.y"),
        ("http://a.example", "hxxp://a[.]example"),
        ("ftp://a.example", "fxp://a[.]example"),
        ("www.a.example/x.y", "www[.]a[.]example/x.y"),
        ("javascript:alert(1)", "javascript[:]alert(1)"),
    ],
)
def test_defanged(url: str, shown: str) -> None:
    assert defang(url) == shown


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("a.b.example.com", "example.com"),
        ("a.example.co.uk", "example.co.uk"),
        ("Example.COM.", "example.com"),
        ("com", None),
        ("co.uk", None),
        ("localhost", None),
        ("192.0.2.1", None),
        ("[2001:db8::1]", None),
        ("", None),
        ("a..example", None),
    ],
)
def test_registrable_domains(host: str, domain: str | None) -> None:
    assert registrable_domain(host) == domain


def test_same_organisation() -> None:
    assert same_organisation("mail.example.com", "www.example.com")
    assert not same_organisation("example.com", "example.org")
    assert not same_organisation("localhost", "localhost")


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    for url in urls(text, 5):
        host = host_of(url)
        defang(url)
        if host:
            registrable_domain(host)
    numbers(text, 5)


@given(st.text(max_size=60))
def test_any_host(host: str) -> None:
    found = registrable_domain(host)
    assert found is None or isinstance(found, str)
