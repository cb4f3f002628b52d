"""A real store, real messages through the real judges, and a browser-like client on the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

from litestar import Litestar
from litestar.testing import TestClient

from salver.config.compile import policy
from salver.config.people import People
from salver.config.schema import Calendar, Gate, Hold, Http, IdentitySection, PersonSection, Settings, Smtp, Submission
from salver.core.envelope import Envelope, domain_of
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.decide.verdict import Headline
from salver.decide.write_report import report_for
from salver.doors.acquaintances import terms_of
from salver.doors.drive.inspection import inspect_message
from salver.doors.drive.rates import RateCounter
from salver.doors.drive.service import ServiceAnswers
from salver.doors.http.app import create_app
from salver.observe.question import Answer, Question, Rate, RateQuestion
from salver.read.reading import read_message
from salver.store import outcomes, sessions
from salver.store.database import Store

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NORA = "nora@home.example"
OTTO = "otto@home.example"
BASE = "http://127.0.0.1:8025"


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def settings(contacts: Path, *, writer: str = "salver", mode: str = "protect", answers: bool = True) -> Settings:
    """Two people; by default we write their calendars and answer for them."""
    people = {
        "nora": PersonSection(
            addresses=(NORA,), name="Nora Lind", contacts_file=str(contacts), time_zone="Europe/Berlin"
        ),
        "otto": PersonSection(addresses=(OTTO,)),
    }
    return Settings(
        gate=Gate(mode=mode),  # type: ignore[arg-type]
        hold=Hold(mail="neutralise"),
        identity=IdentitySection(trusted_authserv_ids=("mx.home.example",)),
        people=people,
        calendar=Calendar(writer=writer, url="https://dav.home.example/{person}/calendar/"),  # type: ignore[arg-type]
        submission=Submission(host="mail.home.example") if answers else Submission(),
        smtp=Smtp(next_hop="127.0.0.1:10026"),
        http=Http(listen="127.0.0.1:8025"),
    )


def invitation(
    *,
    uid: str = "choir-1@harbourchoir.example",
    organizer: str = "priya@harbourchoir.example",
    name: str = "Priya Raman",
    author: str | None = None,
    to: str = NORA,
    summary: str = "Christmas concert: rehearsals",
    location: str = "St Mary's Hall",
    description: str = "Dear singers,\\nplease bring the blue folder.\\nPriya",
    start: str = "20261203T190000",
    end: str = "20261203T210000",
    zone: str = "Europe/Berlin",
    method: str = "REQUEST",
    extra: str = "",
    headers: str = "",
    results: str = "pass",
    sent_from: str = "",
) -> bytes:
    """A mail with one invitation, as it stands at our door: our own border server has already checked it.

    ``sent_from`` is the address in MAIL FROM where SPF passed for that one, whatever the other results.
    """
    sender = author or organizer
    domain = sender.rpartition("@")[2]
    checks = (
        f"Authentication-Results: mx.home.example; dkim={results} header.d={domain}; "
        f"spf={'pass' if sent_from else results} smtp.mailfrom={sent_from or sender}; "
        f"dmarc={results} header.from={domain}\r\n"
        if results
        else ""
    )
    lines = f"""{checks}{headers}From: {name} <{sender}>
To: {to}
Subject: {summary}
Date: Sun, 22 Nov 2026 08:12:00 +0000
Message-ID: <{uid}.{method}.{start}@mail.test>
MIME-Version: 1.0
Content-Type: text/calendar; method={method}; charset=utf-8
Content-Transfer-Encoding: 8bit

BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Test//EN
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20261122T081200Z
ORGANIZER;CN="{name}":mailto:{organizer}
ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{to}
SUMMARY:{summary}
LOCATION:{location}
DESCRIPTION:{description}
DTSTART;TZID={zone}:{start}
DTEND;TZID={zone}:{end}
{extra}END:VEVENT
END:VCALENDAR
"""
    return lines.replace("\r\n", "\n").replace("\n", "\r\n").encode()


class House:
    """One store with its people, a door that messages come in by, and the inbox over it."""

    def __init__(self, store: Store, settings: Settings, limits: Limits = DEFAULT_LIMITS) -> None:
        self.store = store
        self.settings = settings
        self.people = People(settings)
        self.clock = Clock()
        self.links: list[tuple[str, str]] = []
        self._csrf: dict[str, str] = {}
        self.app = create_app(
            store,
            settings,
            self.people,
            clock=self.clock,
            send_login=lambda person, link: self.links.append((person, link)),
            limits=limits,
        )

    def deliver(
        self, raw: bytes, mailbox: str = NORA, *, flood: bool = False, mail_from: str = "bounce@mail.test"
    ) -> str:
        """Judge and record a message for one mailbox, as the gate does; returns the outcome's id."""
        rules = policy(self.settings)
        envelope = Envelope(mail_from=mail_from, rcpt_to=(mailbox,))
        done = inspect_message(read_message(raw), envelope, rules, self._answers(flood))
        (recipient,) = done.verdict.recipients
        reports = {mailbox: report_for(done.report, recipient)}
        headlines: Mapping[str, Headline] = {mailbox: recipient.headline}
        with self.store.begin() as connection:
            (made,) = outcomes.commit(
                connection,
                list(done.verdict.records),
                reports,
                headlines=headlines,
                received_at=self.clock.now,
                raw=raw,
                enforced=rules.enforced,
                envelope_domain=domain_of(mail_from),
            )
        return made

    def _answers(self, flood: bool) -> Callable[[frozenset[Question]], Mapping[Question, Answer]]:
        """As the service answers, but for the clock and the counters. Mail without a resolver: nobody asks the DNS."""
        service = ServiceAnswers(
            self.store, self.people, RateCounter(self.settings.rates), terms=terms_of(self.settings), clock=self.clock
        )

        def answer_all(questions: frozenset[Question]) -> dict[Question, Answer]:
            with ThreadPoolExecutor(1) as aside:  # a browser's loop may be running in this thread
                answers = dict(aside.submit(asyncio.run, service(questions)).result())
            rates: dict[Question, Answer] = {
                one: Rate(50 if flood else 1, 5, 3600) for one in questions if isinstance(one, RateQuestion)
            }
            return answers | rates

        return answer_all

    def state(self, outcome_id: str, person: str = "nora") -> str:
        with self.store.read() as connection:
            found = outcomes.get(connection, person, outcome_id)
        assert found is not None
        return found.state

    def browser(self, person: str | None = "nora") -> TestClient[Litestar]:
        """A client; signed in unless ``person`` is None."""
        client: TestClient[Litestar] = TestClient(self.app, base_url=BASE)
        client.follow_redirects = False
        if person is not None:
            with self.store.begin() as connection:
                token = sessions.new_login(connection, person, self.clock.now)
            assert client.post(f"/login/{token}").status_code == 303
            with self.store.read() as connection:
                opened = sessions.session(connection, next(iter(client.cookies.values())), self.clock.now)
            assert opened is not None
            self._csrf[person] = opened.csrf
        return client

    def csrf(self, person: str = "nora") -> str:
        """The form token of the session that ``browser`` opened last for this person."""
        return self._csrf[person]
