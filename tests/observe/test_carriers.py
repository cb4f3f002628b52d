"""The rows of ``carriers.toml``: whole, dated, with evidence; and how they are matched."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from salver.core.errors import SalverError
from salver.core.reasons import REASONS
from salver.observe.authentication.authenticated import DkimResult, DmarcResult
from salver.observe.carriers import (
    Spoken,
    calendar_domains,
    carried,
    carriers,
    machine,
    read_carriers,
    relayed,
    token_domains,
)
from salver.read.message import HeaderField, Span

TEXT = resources.files("salver.observe").joinpath("carriers.toml").read_text("utf-8")
FIRST = TEXT.index("[[carrier]]")
ROW = TEXT[FIRST : TEXT.index("[[carrier]]", FIRST + 1)]
ANNA = "anna@acme.example"
GROUP = "c_0123456789@group.calendar.google.com"


def _passing(*domains: str, signed: tuple[str, ...] = ("from", "reply-to")) -> list[DkimResult]:
    return [DkimResult("pass", domain, signed=signed) for domain in domains]


def test_there_are_nineteen_rows_and_each_says_what_it_rests_on() -> None:
    assert len(carriers()) == 19
    for row in carriers().values():
        assert row.evidence
        assert not re.search(r"\b(?:imip|corpus|ids?)\b|/", " ".join(row.evidence))
        assert row.seen_first <= row.seen_last
        assert row.dkim or row.kind == "relay"
        assert set(row.quirks) <= REASONS.keys(), row.id


def test_a_row_without_a_sample_is_refused() -> None:
    for broken in (
        ROW.replace('confidence = "medium"', 'confidence = "none"'),
        re.sub(r"evidence = .*", "evidence = []", ROW),
        ROW.replace('class = "account"', 'class = "trusted"'),
        ROW + "surprise = 1\n",
        ROW + ROW,
    ):
        with pytest.raises(SalverError):
            read_carriers(f"version = 1\n{broken}")
    with pytest.raises(SalverError):
        read_carriers(f"version = 2\n{ROW}")
    assert len(read_carriers(f"version = 1\n{ROW}")) == 1


def test_tokens_and_calendars_lie_in_the_houses_of_services() -> None:
    assert token_domains() == {"group.calendar.google.com", "imip.me.com"}
    assert calendar_domains() == {"group.calendar.google.com"}


def test_only_a_passing_signature_proves_a_service() -> None:
    spoken = Spoken("no-reply@zoom.us", "REQUEST", "no-reply@zoom.us", ("host@acme.example",))
    match = carried(spoken, _passing("zoom.us"))
    assert match is not None
    assert (match.row.id, match.person) == ("zoom-webinar", "host@acme.example")
    assert carried(spoken, []) is None
    assert carried(spoken, _passing("notzoom.us", "mail.zoom.us", "zoom.us.evil.test")) is None


@pytest.mark.parametrize(
    ("spoken", "signers", "row"),
    [
        (Spoken(GROUP, "REQUEST", ANNA), ("google.com", "acme.example"), "google-group-calendar"),
        (Spoken(GROUP, "REQUEST", ANNA), ("google.com",), "google-only-signature-foreign-from"),
        (Spoken(GROUP, "REQUEST", ANNA), ("acme.example",), None),
        (Spoken("ada@gmail.com", "REQUEST", "ada@gmail.com"), ("google.com", "gmail.com"), "google-gmail"),
        (Spoken("ada@gmail.com", "CANCEL", "ada@gmail.com"), ("google.com", "gmail.com"), "google-cancel"),
        (Spoken("ada@gmail.com", "REPLY", "ada@gmail.com"), ("google.com", "gmail.com"), "google-reply"),
        (Spoken("ada@gmail.com", "COUNTER", "ada@gmail.com"), ("google.com", "gmail.com"), "google-counter"),
        (Spoken("bob@gmail.com", "REPLY", "ada@gmail.com"), ("google.com", "gmail.com"), None),
        (Spoken(ANNA, "REQUEST", ANNA), ("google.com", "acme.example"), "google-workspace-signed"),
        (Spoken("x@google.com", "REQUEST", "x@google.com"), ("google.com",), "google-own-tenant"),
        (Spoken(ANNA, "REQUEST", ANNA, (ANNA,)), ("google.com",), "google-only-signature-foreign-from"),
        (Spoken(ANNA, "REQUEST", ANNA, ("eve@evil.test",)), ("google.com",), None),
        (
            Spoken(ANNA, "REPLY", "calendar-notification@google.com", (ANNA,)),
            ("google.com",),
            "google-from-service",
        ),
        (Spoken(ANNA, "REPLY", "calendar-notification@google.com"), ("google.com",), None),
        (Spoken("boss@bank.example", "CANCEL", "boss@bank.example"), ("yahoo.com",), "yahoo-cancel-for-foreign"),
        (Spoken("boss@bank.example", "REQUEST", "boss@bank.example"), ("yahoo.com",), None),
        (Spoken("no-reply@calendly.com", "REQUEST", "no-reply@calendly.com"), ("calendly.com",), "calendly-service"),
        (
            Spoken(ANNA, "PUBLISH", "shop@email.salonized.com", (ANNA,)),
            ("email.salonized.com",),
            "salonized",
        ),
        (Spoken(ANNA, "PUBLISH", "shop@email.salonized.com", ("eve@evil.test",)), ("email.salonized.com",), None),
    ],
)
def test_which_row_holds(spoken: Spoken, signers: tuple[str, ...], row: str | None) -> None:
    match = carried(spoken, _passing(*signers))
    assert (match.row.id if match else None) == row


def test_reply_to_names_the_person_only_where_this_signature_covers_it() -> None:
    spoken = Spoken(ANNA, "REPLY", "calendar-notification@google.com", (ANNA,))
    assert carried(spoken, _passing("google.com", signed=("from", "to"))) is None
    # Where nobody knows what was signed, the row explains and vouches for nobody.
    unseen = carried(spoken, _passing("google.com", signed=()))
    assert unseen is not None
    assert (unseen.row.id, unseen.whole, unseen.strength) == ("google-from-service", False, None)


def test_a_domain_that_asks_to_refuse_is_not_spoken_for() -> None:
    signers = _passing("google.com", "acme-example.20230601.gappssmtp.com")
    for policy, row in (("none", "google-workspace-unsigned"), ("reject", "google-only-signature-foreign-from")):
        match = carried(Spoken(ANNA, "REQUEST", ANNA, dmarc=DmarcResult("fail", "acme.example", policy)), signers)
        assert match is not None
        assert match.row.id == row


def test_machines_of_services_and_people_at_providers() -> None:
    assert machine("noreply@email.apple.com", _passing("email.apple.com"))
    assert machine("no-reply@zoom.us", _passing("zoom.us"))
    assert not machine("eve@yahoo.com", _passing("yahoo.com"))
    assert not machine("eve@google.com", _passing("google.com"))
    assert not machine("eve@gmail.com", _passing("google.com", "gmail.com"))
    assert not machine("no-reply@zoom.us", [])


def test_the_software_of_a_list() -> None:
    def header(name: str, value: bytes) -> list[HeaderField]:
        return [HeaderField(name, value, Span(0, 0))]

    def row(domain: str, headers: list[HeaderField], *signers: str) -> str | None:
        found = relayed(domain, headers, _passing(*signers))
        return found.id if found else None

    assert row("lists.example", header("x-mailman-version", b" 2.1.29\r\n")) == "mailman2"
    assert row("lists.example", header("x-mailman-version", b" 3.3.5\r\n")) == "mailman3"
    assert row("lists.example", header("x-mailman-rule-misses", b" dmarc-moderation\r\n")) == "mailman3"
    assert row("googlegroups.com", []) == "google-groups"
    assert row("groups.acme.example", [], "googlegroups.com") == "google-groups"
    assert row("vger.kernel.org", []) == "vger"
    assert row("lists.example", []) is None
