"""The mail door as a whole: real sockets, a real next hop, a real store."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from salver.act.headers import verdict_header, verify, with_header
from salver.config.schema import Gate as GateSection
from salver.core.errors import StoreError
from salver.read.reading import read_message
from salver.store import outcomes
from salver.store.database import Store
from tests.doors.smtp.door import ME, PLAIN, Door, free_port, sample

FORGED = sample("organizer-contradicted/fires-001.eml")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    with Door(tmp_path) as running:
        yield running


def test_plain_mail_flows_with_one_header_and_leaves_no_record(door: Door) -> None:
    door.send(PLAIN)
    ((mail_from, recipients, content),) = door.sink.mail
    assert (mail_from, recipients) == ("desk@evil.test", [ME])
    header, _, rest = content.partition(b"\r\n")
    assert header.startswith(b"X-Salver-Verdict: deliver; id=")
    assert rest == PLAIN
    assert door.outcome(PLAIN) is None


def test_a_held_invitation_arrives_inert_and_waits(door: Door) -> None:
    door.send(FORGED)
    content = door.sink.mail[0][2]
    assert read_message(content).kind == "mail"
    assert b"Hello," in content
    outcome = door.outcome(FORGED)
    assert outcome is not None
    assert (outcome.verdict, outcome.level, outcome.state, outcome.relayed) == (
        "hold",
        "contradiction",
        "waiting",
        "relayed",
    )
    with door.store.read() as connection:
        assert outcomes.original(connection, outcome) == FORGED
    verified = verify(content, door.key)
    assert verified is not None
    assert (verified.word, verified.observe) == ("hold", False)


def test_observe_changes_nothing_but_the_header(tmp_path: Path) -> None:
    with Door(tmp_path, mode="observe") as door:
        door.send(FORGED)
        header, _, rest = door.sink.mail[0][2].partition(b"\r\n")
        assert rest == FORGED
        assert header.endswith(b"; mode=observe")
        outcome = door.outcome(FORGED)
        assert outcome is not None
        assert (outcome.verdict, outcome.enforced, outcome.state) == ("hold", False, "passed")


def test_hold_by_header_leaves_the_mail_as_it_is(tmp_path: Path) -> None:
    with Door(tmp_path, hold="header") as door:
        door.send(FORGED)
        header, _, rest = door.sink.mail[0][2].partition(b"\r\n")
        assert rest == FORGED
        assert header.startswith(b"X-Salver-Verdict: hold; id=")


def test_headers_in_our_name_do_not_get_in(door: Door) -> None:
    door.send(b"X-Salver-Verdict: deliver; id=1\r\nx-salver-other: 1\r\n" + PLAIN)
    content = door.sink.mail[0][2]
    assert content.lower().count(b"x-salver-") == 1
    assert verify(content, door.key) is not None


def test_a_retry_is_one_row(door: Door) -> None:
    door.send(FORGED)
    door.send(FORGED)
    with door.store.read() as connection:
        assert len(outcomes.listing(connection, "nora", None)) == 1
    assert len(door.sink.mail) == 2


def test_the_next_hops_refusals_pass_through(door: Door) -> None:
    door.sink.refuse_recipient = "no@home.example"
    refused = door.send(PLAIN, "no@home.example", ME)
    assert refused == {"no@home.example": (550, b"5.1.1 Nobody of that name here")}
    assert door.sink.mail[0][1] == [ME]
    door.sink.refuse_data = "554 5.7.1 Not today"
    with pytest.raises(smtplib.SMTPDataError) as error:
        door.send(FORGED)
    assert (error.value.smtp_code, error.value.smtp_error) == (554, b"5.7.1 Not today")
    outcome = door.outcome(FORGED)
    assert outcome is not None
    assert outcome.relayed == "refused"


def test_a_temporary_refusal_leaves_the_row_for_the_next_try(door: Door) -> None:
    door.sink.refuse_data = "451 4.3.0 Later"
    with pytest.raises(smtplib.SMTPDataError):
        door.send(FORGED)
    first = door.outcome(FORGED)
    assert first is not None
    assert first.relayed == "intended"
    door.sink.refuse_data = None
    door.send(FORGED)
    second = door.outcome(FORGED)
    assert second is not None
    assert (second.id, second.relayed) == (first.id, "relayed")


def test_next_hop_down_delays_the_mail(door: Door) -> None:
    door.next_hop = f"127.0.0.1:{free_port()}"
    with pytest.raises(smtplib.SMTPSenderRefused) as error:
        door.send(PLAIN)
    assert error.value.smtp_code == 451
    assert b"next server does not answer" in error.value.smtp_error


def test_a_bug_of_ours_holds_the_event_and_delivers_the_mail(door: Door) -> None:
    door.fail = RuntimeError("a bug")
    door.send(FORGED)
    assert read_message(door.sink.mail[0][2]).kind == "mail"
    outcome = door.outcome(FORGED)
    assert outcome is not None
    assert (outcome.verdict, outcome.state) == ("unchecked", "waiting")
    assert b"X-Salver-Verdict: unchecked; id=" in door.sink.mail[0][2]


def test_store_down_refuses_calendars_for_now_and_lets_mail_flow(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Store) -> None:
        raise StoreError("The database cannot be used right now.")

    monkeypatch.setattr(Store, "begin", broken)
    monkeypatch.setattr(Store, "read", broken)
    door.send(PLAIN)
    assert len(door.sink.mail) == 1
    with pytest.raises(smtplib.SMTPDataError) as error:
        door.send(FORGED)
    assert error.value.smtp_code == 451
    assert len(door.sink.mail) == 1


def test_two_recipients_take_the_stricter_outcome(door: Door) -> None:
    raw = sample("first-contact/fires-001.eml")
    door.send(raw, ME, "tom@home.example")
    assert len(door.sink.mail) == 1
    assert read_message(door.sink.mail[0][2]).kind == "mail"
    mine, other = door.outcome(raw), door.outcome(raw, "tom@home.example")
    assert mine is not None
    assert other is not None
    assert [recipient.address for recipient in mine.report.recipients] == [ME]
    assert (mine.person, other.person) == ("nora", "tom@home.example")


def test_smuggled_mail_stays_inside_the_first(door: Door) -> None:
    body = (
        b"From: a@x.example\r\n\r\nfirst\r\n.\n"
        b"MAIL FROM:<evil@evil.test>\r\nRCPT TO:<nora@home.example>\r\nDATA\r\nFrom: b\r\n\r\nsecond\r\n.\r\n"
    )
    with socket.create_connection(("127.0.0.1", door.port), 10) as client:
        reader = client.makefile("rb")
        reader.readline()
        for line in (b"HELO x\r\n", b"MAIL FROM:<a@x.example>\r\n", b"RCPT TO:<nora@home.example>\r\n", b"DATA\r\n"):
            client.sendall(line)
            reader.readline()
        client.sendall(body)
        assert reader.readline().startswith(b"250")
        client.sendall(b"QUIT\r\n")
        assert reader.readline().startswith(b"221")
    assert len(door.sink.mail) == 1
    assert b"second" in door.sink.mail[0][2]


def test_the_one_who_knows_the_sender_loses_nothing_to_the_one_who_does_not(tmp_path: Path) -> None:
    contacts = tmp_path / "contacts"
    contacts.write_text("anna.keller@acme.example\n")
    with Door(tmp_path, contacts=contacts) as door:
        raw = sample("first-contact/fires-001.eml")
        door.send(raw, ME, "tom@home.example")
        assert read_message(door.sink.mail[0][2]).kind == "mail"
        mine, other = door.outcome(raw), door.outcome(raw, "tom@home.example")
        assert mine is not None
        assert other is not None
        assert (mine.verdict, mine.level, mine.calendar, mine.state) == ("hold", "known", "wait", "waiting")
        assert (other.level, other.state) == ("new", "waiting")
        with door.store.read() as connection:
            assert outcomes.original(connection, mine) == raw


def test_what_was_only_looked_at_is_judged_again_when_we_protect(tmp_path: Path) -> None:
    with Door(tmp_path, mode="observe") as door:
        door.send(FORGED)
        seen = door.sink.mail[0][2]
        assert seen.endswith(FORGED)
        door.live.set(gate=GateSection(mode="protect"))
        door.send(seen)
        assert read_message(door.sink.mail[1][2]).kind == "mail"


def test_a_replay_with_our_own_header_does_not_bring_a_cancelled_meeting_back(tmp_path: Path) -> None:
    contacts = tmp_path / "contacts"
    contacts.write_text("anna.keller@acme.example\n")
    with Door(tmp_path, contacts=contacts) as door:
        door.send(sample("first-contact/silent-001.eml"))
        delivered = door.sink.mail[0][2]
        assert read_message(delivered).kind == "imip"
        door.send(sample("cancel-from-stranger/silent-organizer.eml"))
        door.send(delivered)
        assert read_message(door.sink.mail[2][2]).kind == "mail"


def test_a_released_mail_passes(door: Door) -> None:
    door.send(FORGED)
    outcome = door.outcome(FORGED)
    assert outcome is not None
    header = verdict_header("hold", outcome.report.id, door.key, FORGED, observe=False, released=True)
    door.send(with_header(FORGED, header))
    assert door.sink.mail[1][2].endswith(FORGED)
    door.send(with_header(FORGED, header), "somebody.else@home.example")
    assert read_message(door.sink.mail[2][2]).kind == "mail"


def test_after_a_failure_of_ours_the_next_mail_of_the_session_goes_through(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = {"yes": True}
    begin = Store.begin

    def maybe(self: Store) -> object:
        if broken["yes"]:
            raise StoreError("The database cannot be used right now.")
        return begin(self)

    monkeypatch.setattr(Store, "begin", maybe)
    with smtplib.SMTP("127.0.0.1", door.port, timeout=20) as client:
        with pytest.raises(smtplib.SMTPDataError):
            client.sendmail("desk@evil.test", [ME], FORGED)
        broken["yes"] = False
        client.sendmail("desk@evil.test", [ME], FORGED)
        door.sink.refuse_data = "451 4.3.0 Later"
        with pytest.raises(smtplib.SMTPDataError):
            client.sendmail("desk@evil.test", [ME], PLAIN)
        door.sink.refuse_data = None
        client.mail("a@x.example")
        client.ehlo()
        client.sendmail("desk@evil.test", [ME], PLAIN)
    assert len(door.sink.mail) == 2


def test_a_large_mail_is_judged_like_a_small_one(door: Door) -> None:
    large = FORGED.replace(b"Hello,", b"Hello," + b"\r\nmore text" * 8_000)
    door.send(large)
    assert read_message(door.sink.mail[0][2]).kind == "mail"
    assert len(door.sink.mail[0][2]) > 70 * 1024


def test_a_part_that_only_calls_itself_a_calendar_is_recorded_for_its_person(door: Door) -> None:
    raw = sample("calendar-part-fake/fires-001.eml")
    door.send(raw)
    outcome = door.outcome(raw)
    assert outcome is not None
    assert (outcome.person, outcome.verdict, outcome.state) == ("nora", "deliver", "none")
