"""The words of the identity panel that the golden texts do not show."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from salver.core.envelope import Envelope
from salver.core.untrusted import Untrusted
from salver.decide.circumstance_words import circumstance_lines
from salver.decide.identity_words import FAMILIARITY, STRENGTHS, names_of, vouched, who
from salver.decide.policy import Policy
from salver.decide.report import Report, ReportCircumstance, ReportIdentity, from_json, to_json
from salver.doors.drive.inspection import inspect_message
from salver.observe.carriers import carriers
from salver.observe.facts import CircumstanceWord, Familiarity, Strength
from salver.read.reading import read_message

CALENDAR = (
    b"From: anna@acme.example\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    b"PRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261124T100000Z\r\nDTSTART:20261124T100000Z\r\n"
    b"ORGANIZER:mailto:anna@acme.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def _report(identity: ReportIdentity, **more: Any) -> Report:
    report = inspect_message(read_message(CALENDAR), Envelope(), Policy(), lambda _: {}).report
    return msgspec.structs.replace(report, identity=identity, **more)


def test_every_word_has_its_sentence() -> None:
    assert set(STRENGTHS) == set(Strength.__args__)  # type: ignore[attr-defined]
    assert set(FAMILIARITY) == set(Familiarity.__args__)  # type: ignore[attr-defined]
    for word in CircumstanceWord.__args__:  # type: ignore[attr-defined]
        for proved in (True, False):
            report = _report(ReportIdentity(), circumstances=(ReportCircumstance(word, None, proved),))
            (line,) = circumstance_lines(report)
            assert line.plain
            assert line.result.endswith(".")
            assert line.sign == ("yes" if proved else "unknown")


@pytest.mark.parametrize("row", list(carriers().values()), ids=lambda row: row.id)
def test_every_carrier_can_be_told(row: Any) -> None:
    identity = ReportIdentity(claimed="a@b.example", strength="none", carrier=row.id, carrier_class=row.kind)
    panel = who(_report(identity), None)
    told = any(row.name in f"{line.plain} {line.result}" for line in (*panel.joined, *panel.beside))
    assert told is (row.kind != "relay")


def test_a_carrier_of_another_version_is_the_service() -> None:
    identity = ReportIdentity(claimed="a@b.example", strength="moderate", vouched_by="carrier", carrier="long-gone")
    claim = who(_report(identity), None).joined[0]
    assert claim.result == "Confirmed by the service, where this person was signed in."


def test_a_contradiction_is_told_before_anything_else() -> None:
    identity = ReportIdentity(
        claimed="boss@bank.example",
        strength="none",
        contradicted_by=("evil.test",),
        confirmed=({"name": "evil.test", "by": "dkim"},),
    )
    report = _report(identity, reply_to=("x@third.test",))
    panel = who(report, Untrusted("The Boss"))
    assert panel.bracket is not None
    assert (panel.bracket.kind, panel.bracket.verdict) == ("contra", "These do not match.")
    assert [line.sign for line in panel.joined] == ["no", "yes", "no"]
    assert not vouched(report)
    assert {"boss@bank.example", "bank.example", "evil.test"} <= set(names_of(report))


def test_an_old_stored_report_still_has_its_panel() -> None:
    stored = msgspec.json.decode(to_json(_report(ReportIdentity(claimed="a@b.example"))))
    del stored["circumstances"]
    for name in ("carrier_class", "person", "answer_to", "role"):
        del stored["identity"][name]
    panel = who(from_json(msgspec.json.encode(stored)), None)
    assert panel.joined[0].question == "Claims to be"


def test_no_domain_of_the_sender_stands_in_a_sentence_unless_it_is_one() -> None:
    identity = ReportIdentity(claimed="a@b\u202ec.example d", strength="none")
    panel = who(_report(identity), None)
    assert panel.joined[0].result == "Not confirmed. Nothing shows that ? sent it."


def test_who_looked_and_got_no_answer_did_look() -> None:
    identity = ReportIdentity(claimed="a@b.example", strength="unknown")
    nobody = who(_report(identity), None)
    assert nobody.joined[0].result == "Not checked."
    assert nobody.beside[0].plain == "Nobody looked"
    report = _report(identity)
    looked = msgspec.structs.replace(
        report, authentication=msgspec.structs.replace(report.authentication, source="own")
    )
    panel = who(looked, None)
    assert (panel.joined[0].sign, panel.beside[0].sign) == ("unknown", "unknown")
    assert "looked" not in panel.beside[0].plain
    assert "missing" in panel.joined[0].result


def test_nothing_is_said_of_a_guest_list_that_was_not_compared() -> None:
    for proved in (True, False):
        circumstances = (ReportCircumstance("forwarded", "tom@acme.example", proved),)
        (line,) = circumstance_lines(_report(ReportIdentity(), circumstances=circumstances))
        assert "guest list" not in line.result


def test_a_service_that_signs_in_is_not_said_to_let_its_customers_type_names() -> None:
    for carrier, typed in (("google-only-signature-foreign-from", False), ("salonized", True)):
        identity = ReportIdentity(claimed="a@b.example", strength="none", carrier=carrier, carrier_class="claimed")
        assert ("typed" in who(_report(identity), None).joined[0].result) is typed
