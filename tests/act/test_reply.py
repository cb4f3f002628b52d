"""The answer: golden bytes, one recipient, and nothing a stranger can write into it."""

from __future__ import annotations

import base64
import email
import email.policy
import quopri
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.act.refused import ReplyRefused
from salver.act.reply import PartStat, Reply, reply
from salver.read.reading import read_message
from tests.act.invitations import ANN, ME, calendar, event
from tests.store.made import NOW

UID = "u1@acme.example"
GOLDEN = f"""From: {ME}
To: {ANN}
Subject: Accepted: Lunch
Date: Tue, 24 Nov 2026 13:00:00 +0000
Message-ID: <d1.0@home.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="salver-d1.0"

--salver-d1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 7bit

{ME} has accepted the invitation.

--salver-d1.0
Content-Transfer-Encoding: 7bit
Content-Type: text/calendar; charset="utf-8"; method="REPLY"

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Salver//Salver//EN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20261124T130000Z
DTSTAMP:20261124T130000Z
UID:u1@acme.example
SEQUENCE:2
ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ME}
ORGANIZER:mailto:{ANN}
END:VEVENT
END:VCALENDAR

--salver-d1.0--
"""


def answer(data: bytes, partstat: PartStat = "ACCEPTED", addresses: tuple[str, ...] = (ME,)) -> Reply:
    return reply(data, UID, addresses=addresses, partstat=partstat, message_id="d1.0@home.example", now=NOW)


def parsed(made: Reply) -> EmailMessage:
    message = email.message_from_bytes(made.message, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_bytes_are_these_and_no_others() -> None:
    made = answer(calendar(event("DESCRIPTION:secret", "LOCATION:here", "X-A:b")))
    assert made.message.decode().replace("\r\n", "\n") == GOLDEN
    assert (made.mail_from, made.rcpt_to) == (ME, ANN)
    assert b"\n" not in made.message.replace(b"\r\n", b"")


def test_we_read_our_own_answer_as_one() -> None:
    (found,) = read_message(answer(calendar(event()), "DECLINED").message).invitations
    assert (found.method, found.method_param, found.uid, found.sequence) == ("REPLY", "REPLY", UID, 2)
    assert [(guest.address, guest.partstat) for guest in found.attendees] == [(ME, "DECLINED")]


def test_sent_by_and_email_do_not_lead_the_answer_away() -> None:
    lines = (f'ORGANIZER;SENT-BY="mailto:x@evil.example";EMAIL=y@evil.example:mailto:{ANN}',)
    made = answer(calendar(event(*lines)))
    assert made.rcpt_to == ANN
    assert b"evil" not in made.message


def test_the_invited_address_answers() -> None:
    made = answer(calendar(event(guest="MAILTO:N@home.example")), addresses=(ME, "n@home.example"))
    assert made.mail_from == "N@home.example"


def test_times_need_no_zone_of_the_person() -> None:
    lines = (
        "RECURRENCE-ID;TZID=Europe/Berlin:20261124T140000",
        "DTSTART;TZID=Nowhere/Land:20261124T150000",
    )
    text = answer(calendar(event(*lines))).message.decode()
    assert "RECURRENCE-ID:20261124T130000Z" in text
    assert "DTSTART" not in text
    assert "TZID" not in text
    day = answer(calendar(event("DTSTART;VALUE=DATE:20261124", "RECURRENCE-ID;VALUE=DATE:20261124"))).message.decode()
    assert "RECURRENCE-ID;VALUE=DATE:20261124" in day


HOSTILE = [
    "mailto:a@b.example?cc=all@victim.example&body=x",
    "mailto:a@b.example%0d%0aBcc:x@victim.example",
    "mailto:a@b.example%0ARCPT TO:<x@victim.example>",
    "mailto:a@b.example,x@victim.example",
    "mailto:<a@b.example>",
    "mailto:a@b.example x@victim.example",
    'mailto:"a\\r\\nBcc: x"@b.example',
    "mailto:a@b.example\x00",
    "mailto:a\u202e@b.example",
    "http://a@b.example",
    "mailto:",
    "mailto:ä@b.example",
    f"mailto:{ME}",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_an_organizer_that_is_no_plain_address_is_never_answered(value: str) -> None:
    with pytest.raises(ReplyRefused) as caught:
        answer(calendar(event(organizer=value)))
    assert "@" not in caught.value.public


def test_two_organizers_and_no_invitation_are_refused() -> None:
    with pytest.raises(ReplyRefused, match="several organizers"):
        answer(calendar(event("ORGANIZER:mailto:a@b.example", "ORGANIZER:mailto:c@b.example")))
    with pytest.raises(ReplyRefused, match="guest list"):
        answer(calendar(event(guest="mailto:other@home.example")))
    with pytest.raises(ReplyRefused, match="nobody"):
        answer(calendar(event("ORGANIZER:")))


@given(st.text(max_size=300))
def test_no_summary_writes_a_header(summary: str) -> None:
    line = "SUMMARY:" + summary.replace("\r", "\\n").replace("\n", "\\n")
    made = answer(calendar(event(line, "SUMMARY:x" if not summary else line)))
    message = parsed(made)
    assert message.keys() == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    assert message["To"] == ANN
    assert message["Subject"].startswith("Accepted:")


INJECTED = "hi\r\nFrom: boss@home.example\r\nBcc: x@victim.example\r\n\r\nPay him"
ENCODED_WORDS = [
    "=?utf-8?q?" + quopri.encodestring(INJECTED.encode(), header=True).decode().replace("\r\n", "=0D=0A") + "?=",
    "=?utf-8?q?hi=0D=0AFrom:_boss@home.example=0D=0A=0D=0APay?=",
    f"=?utf-8?b?{base64.b64encode(INJECTED.encode()).decode()}?=",
    f"=?US-ASCII*en?B?{base64.b64encode(INJECTED.encode()).decode()}?= and more",
    "=\u200b?utf-8?q?hi=0D=0ABcc:_x@victim.example?=",
]


@pytest.mark.parametrize("title", ENCODED_WORDS)
def test_an_encoded_title_is_not_decoded_into_our_header(title: str) -> None:
    made = answer(calendar(event(f"SUMMARY:{title}")))
    message = parsed(made)
    assert message.keys() == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    assert (message["From"], message["To"]) == (ME, ANN)
    assert message["Subject"].startswith("Accepted: = ?")
    assert message.is_multipart()


@pytest.mark.parametrize("title", ENCODED_WORDS[:4])
def test_an_answer_with_a_field_too_many_is_never_sent(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check of the finished bytes stands on its own, should a title ever come through."""
    monkeypatch.setattr("salver.act.reply.for_header", lambda text: text)
    with pytest.raises(ReplyRefused, match="safe to send"):
        answer(calendar(event(f"SUMMARY:{title}")))


def test_a_summary_of_line_ends_writes_no_header() -> None:
    made = answer(calendar(event("SUMMARY:Lunch\\r\\nBcc: x@victim.example\\n\\nBody")))
    assert parsed(made)["Bcc"] is None
    assert parsed(made)["Subject"] == "Accepted: Lunch\\r Bcc: x@victim.example Body"
