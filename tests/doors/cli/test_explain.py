"""``salver explain``: the identity panel in words, ten cases word for word (``explain/*.txt``)."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from salver.doors.cli.main import main

GOLDEN = Path(__file__).parent / "explain"
NOW = "2026-11-24T12:00:00Z"


class Case(NamedTuple):
    """A mail, and what the options say. ``results`` is what our border server reported."""

    author: str
    organizer: str
    results: str = "dkim=none"
    headers: str = ""
    method: str = "REQUEST"
    guests: tuple[str, ...] = ("nora@home.example",)
    options: tuple[str, ...] = ()


def _passed(domain: str, *signers: str, mail_from: str | None = None) -> str:
    signed = "".join(f"; dkim=pass header.d={signer}" for signer in signers or (domain,))
    return f"spf=pass smtp.mailfrom={mail_from or domain}; dmarc=pass header.from={domain}{signed}"


CASES = {
    "known": Case(
        "Anna Keller <anna.keller@acme.example>",
        "ORGANIZER;CN=Anna Keller:mailto:anna.keller@acme.example",
        _passed("acme.example"),
        options=("contacts",),
    ),
    "new": Case("anna@acme.example", "ORGANIZER;CN=Anna:mailto:anna@acme.example", _passed("acme.example")),
    "contradicted": Case("desk@evil.test", "ORGANIZER;CN=The Boss:mailto:boss@bank.example", _passed("evil.test")),
    "not-checked": Case("anna@acme.example", "ORGANIZER:mailto:anna@acme.example", results=""),
    "group-calendar": Case(
        "Anna <anna@acme.example>",
        "ORGANIZER;CN=Choir:mailto:c_0123456789@group.calendar.google.com",
        _passed("acme.example", "google.com", "acme.example"),
    ),
    "icloud": Case(
        "Anna <noreply@email.apple.com>",
        "ORGANIZER;CN=Anna;EMAIL=anna@acme.example:mailto:2_geydcmbqgeydcmbqgi@imip.me.com",
        _passed("email.apple.com"),
        headers="Reply-To: 2_geydcmbqgeydcmbqgi@imip.me.com\r\n",
    ),
    "foreign-cancel": Case(
        "boss@bank.example",
        "ORGANIZER:mailto:boss@bank.example",
        "spf=fail smtp.mailfrom=bank.example; dmarc=fail policy.dmarc=reject header.from=bank.example;"
        " dkim=pass header.d=yahoo.com",
        method="CANCEL",
    ),
    "list": Case(
        "Anna Keller via staff <staff@lists.example>",
        "ORGANIZER;CN=Anna Keller:mailto:anna.keller@acme.example",
        _passed("lists.example"),
        headers="Sender: staff-bounces@lists.example\r\nReply-To: anna.keller@acme.example\r\n",
        guests=("staff@lists.example",),
    ),
    "forwarded": Case(
        "Tom <tom@other.example>",
        "ORGANIZER:mailto:anna@acme.example",
        _passed("other.example"),
        headers="Subject: Fwd: Lunch\r\n",
        guests=("tom@other.example",),
    ),
    "delegate": Case(
        "Tom <tom@home.example>",
        'ORGANIZER;SENT-BY="mailto:tom@home.example":mailto:boss@home.example',
        _passed("home.example"),
        options=("own",),
    ),
    "webinar": Case(
        "Zoom Webinar <no-reply@zoom.us>",
        "ORGANIZER;CN=Zoom Webinar:mailto:no-reply@zoom.us",
        _passed("zoom.us"),
        headers="Reply-To: host@hostess.example\r\n",
    ),
    "booking": Case(
        "Tickets <noreply@railway.example>",
        "ORGANIZER:mailto:noreply@railway.example",
        _passed("railway.example"),
        method="PUBLISH",
        guests=(),
    ),
}


def _mail(case: Case) -> bytes:
    to = case.guests[0] if case.guests and "lists" in case.guests[0] else "nora@home.example"
    report = f"Authentication-Results: mx.home.example; {case.results}\r\n" if case.results else ""
    guests = "".join(f"ATTENDEE:mailto:{guest}\r\n" for guest in case.guests)
    return (
        f"{report}{case.headers}From: {case.author}\r\nTo: {to}\r\nDate: Tue, 24 Nov 2026 10:00:00 +0000\r\n"
        "Message-ID: <1@mail.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/calendar; charset=utf-8; method={case.method}\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\nMETHOD:{case.method}\r\nBEGIN:VEVENT\r\n"
        f"UID:u1@mail.example\r\nDTSTAMP:20261124T100000Z\r\nDTSTART:20261201T100000Z\r\nSUMMARY:Lunch\r\n"
        f"{case.organizer}\r\n{guests}END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def explain(*arguments: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], input=given)


def _explained(case: Case, folder: Path) -> str:
    (folder / "contacts.txt").write_text("anna.keller@acme.example\n", "utf-8")
    arguments = ["--trusted-authserv-id", "mx.home.example", "--rcpt", "nora@home.example", "--now", NOW, "-"]
    if "contacts" in case.options:
        arguments += ["--contacts", str(folder / "contacts.txt")]
    if "own" in case.options:
        arguments += ["--own-domain", "home.example"]
    result = explain(*arguments, given=_mail(case))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", CASES)
def test_the_panel_word_for_word(name: str, tmp_path: Path) -> None:
    assert _explained(CASES[name], tmp_path) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_every_golden_text_belongs_to_a_case() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)


def test_mail_without_a_calendar_has_no_panel() -> None:
    result = explain("-", given=b"From: a@b.example\r\n\r\nhello\r\n")
    assert result.exit_code == 0
    assert "Claims to be" not in result.stdout


def test_a_name_cannot_move_the_cursor(tmp_path: Path) -> None:
    case = CASES["new"]._replace(organizer="ORGANIZER;CN=\x1b[2J\u202eAnna:mailto:anna@acme.example")
    text = _explained(case, tmp_path)
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = explain(str(tmp_path / "nothing.eml"))
    assert result.exit_code == 2
    assert "nothing.eml" in result.stderr


def test_a_recording_replays() -> None:
    sample = Path(__file__).parents[2] / "corpus/organizer-contradicted/fires-001"
    result = explain(f"{sample}.eml", "--answers", f"{sample}.answers.json")
    assert "These do not match." in result.stdout
    assert explain(f"{sample}.eml", "--answers", str(sample.parent / "silent-001.answers.json")).exit_code == 2
