"""Play the story: hand the messages over, answer as the person, and look at what came of it."""

from __future__ import annotations

import smtplib
import time
from datetime import UTC, datetime

import httpx
import msgspec
from sqlalchemy import select

from salver.read.reading import read_message
from salver.store import outcomes
from salver.store.database import Store, open_store
from salver.store.outcomes import Outcome
from salver.store.schema import outbox
from scripts.demonstration.house import PASSWORD, House, Received
from scripts.demonstration.mail import ME
from scripts.demonstration.person import PersonAtBrowser
from scripts.demonstration.story import ANNA, JONAS, Item, Story, story

_PATIENCE = 60.0


class Row(msgspec.Struct, frozen=True):
    """One line of the result: a message or a check, what must be, what was seen."""

    about: str
    expected: str
    seen: str

    @property
    def good(self) -> bool:
        return self.expected == self.seen


class Result(msgspec.Struct, frozen=True):
    """Everything the demonstration found."""

    messages: tuple[Row, ...]
    checks: tuple[Row, ...]

    @property
    def good(self) -> bool:
        return all(row.good for row in (*self.messages, *self.checks))


def send(house: House, items: tuple[Item, ...]) -> None:
    """Hand messages to the mail door, one connection each, as a mail server would."""
    for item in items:
        with smtplib.SMTP("127.0.0.1", house.smtp, timeout=30) as client:
            client.sendmail(item.mail_from, [ME], item.raw, mail_options=["BODY=8BITMIME"])


def play(house: House) -> Result:
    """Both acts with the person's answers in between; takes the two pauses in which answers could be undone."""
    acts = story(datetime.now(UTC))
    store = open_store(f"sqlite:///{house.store}")
    send(house, acts.first)
    nora = PersonAtBrowser(house)
    _answer_first_act(nora, store, acts)
    wait_until_sent(store)
    planned = calendar_entries(house)
    send(house, acts.second)
    nora.answer(recorded(store, acts.second[2]).id, "accept")
    wait_until_sent(store)
    nora.close()
    messages = tuple(_row(house, store, item) for item in (*acts.first, *acts.second))
    checks = (
        *_calendar_checks(acts, planned, calendar_entries(house)),
        *_mail_checks(house, acts),
        *_state_checks(store, acts),
    )
    store.close()
    return Result(messages, checks)


def _answer_first_act(nora: PersonAtBrowser, store: Store, acts: Story) -> None:
    """Accept one, decline one silently, decline one with a reply, block one sender."""
    known, choir, garden, scam = acts.first[0], acts.first[2], acts.first[3], acts.first[5]
    nora.answer(recorded(store, known).id, "accept")
    nora.answer(recorded(store, choir).id, "decline-silently")
    nora.answer(recorded(store, garden).id, "decline-and-tell")
    nora.answer(recorded(store, scam).id, "block")


def recorded(store: Store, item: Item) -> Outcome:
    found = _maybe(store, item)
    if found is None:
        raise LookupError(f"nothing is recorded about “{item.name}”")
    return found


def _maybe(store: Store, item: Item) -> Outcome | None:
    with store.read() as connection:
        return outcomes.find(connection, ME, read_message(_as_relayed(item)).fingerprint)


def _as_relayed(item: Item) -> bytes:
    """The message without what the door takes off."""
    return item.raw.replace(b"X-Salver-Verdict: deliver\r\n", b"")


def wait_until_sent(store: Store) -> None:
    """The outbox waits ten seconds for an undo; then everything goes out."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with store.read() as connection:
            waiting = connection.execute(select(outbox.c.id).where(outbox.c.state.in_(("pending", "sending")))).all()
        if not waiting:
            return
        time.sleep(0.25)
    raise SystemExit("The outbox did not become empty.")


def _row(house: House, store: Store, item: Item) -> Row:
    """What became of one message: verdict, level, headline, and what reached the mailbox."""
    arrived = [mail for mail in house.mailbox.mail if _message_id(mail.content) == _message_id(item.raw)]
    mailbox = "not there" if len(arrived) != 1 else _in_mailbox(arrived[0])
    outcome = _maybe(store, item)
    if outcome is None:
        seen = f"deliver, none, -, {mailbox}"
    else:
        seen = f"{outcome.verdict}, {outcome.level}, {outcome.headline.code}, {mailbox}"
    arrives = "with calendar" if item.calendar_arrives else "without calendar"
    return Row(item.name, f"{item.verdict}, {item.level}, {item.headline or '-'}, {arrives}", seen)


def _in_mailbox(mail: Received) -> str:
    message = read_message(mail.content)
    headers = [field for field in message.headers if field.name.startswith("x-salver-")]
    if len(headers) != 1 or mail.rcpt_to != (ME,):
        return f"{len(headers)} headers of ours"
    return "without calendar" if message.kind == "mail" else "with calendar"


def _message_id(raw: bytes) -> bytes:
    return next((f.value.strip() for f in read_message(raw).headers if f.name == "message-id"), b"")


def calendar_entries(house: House) -> list[str]:
    """Title, start and place of everything in the calendar, by a REPORT as any client would ask."""
    query = (
        '<?xml version="1.0"?><C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:">'
        "<D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name='VCALENDAR'/></C:filter></C:calendar-query>"
    )
    headers = {"Depth": "1", "Content-Type": "application/xml"}
    answer = httpx.request(
        "REPORT", house.calendar, content=query, headers=headers, auth=("nora", PASSWORD), timeout=10, trust_env=False
    )
    answer.raise_for_status()
    entries = answer.text.split("BEGIN:VCALENDAR")[1:]
    return sorted(" | ".join(_value(entry, name) for name in ("SUMMARY", "DTSTART", "LOCATION")) for entry in entries)


def _value(entry: str, name: str) -> str:
    for line in entry.splitlines():
        if line.startswith((f"{name}:", f"{name};")):
            return line.partition(":")[2].strip()
    return "-"


def _calendar_checks(acts: Story, planned: list[str], now: list[str]) -> list[Row]:
    def entry(title: str, start: datetime, place: str) -> str:
        return f"{title} | {start.strftime('%Y%m%dT%H%M%SZ')} | {place}"

    plan, moved = acts.plan, acts.moved
    return [
        Row("calendar after accepting", entry(plan.title, plan.start, plan.location), "; ".join(planned)),
        Row("calendar after the update", entry(moved.title, moved.start, moved.location), "; ".join(now)),
    ]


def _mail_checks(house: House, acts: Story) -> list[Row]:
    """Exactly the answers the person chose, over TLS, and nothing else; the mailbox has every mail once."""
    sent = sorted(f"{mail.rcpt_to[0]} {answer_word(mail.content)}" for mail in house.submission.mail)
    chosen = sorted([f"{ANNA.address} ACCEPTED", f"{ANNA.address} ACCEPTED", f"{JONAS.address} DECLINED"])
    everything = len(acts.first) + len(acts.second)
    return [
        Row("answers sent", "; ".join(chosen), "; ".join(sent)),
        Row("mails that arrived", str(everything), str(len(house.mailbox.mail))),
    ]


def answer_word(raw: bytes) -> str:
    invitations = read_message(raw).invitations
    if len(invitations) != 1 or len(invitations[0].attendees) != 1:
        return "is no answer"
    return invitations[0].attendees[0].partstat or "none"


def _state_checks(store: Store, acts: Story) -> list[Row]:
    first = acts.first
    wanted = {0: "accepted", 1: "waiting", 2: "declined", 3: "declined", 4: "waiting", 5: "blocked"}
    states = {index: recorded(store, first[index]).state for index in wanted}
    names = [f"{first[index].name}: {state}" for index, state in wanted.items()]
    seen = [f"{first[index].name}: {state}" for index, state in states.items()]
    return [Row("after the answers", "; ".join(names), "; ".join(seen))]
