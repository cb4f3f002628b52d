"""The messages of the demonstration, in the order they arrive, and what must become of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from scripts.demonstration.mail import Event, Sender, exchange_like, fake_calendar, google_like, newsletter, passed

ANNA = Sender("Anna Keller", "anna.keller@acme.example")
TOM = Sender("Tom Reyes", "tom.reyes@northwind.example")
HELENA = Sender("Helena Brandt", "helena.brandt@brightwater.example")
PRIYA = Sender("Priya Raman", "priya@harbourchoir.example")
JONAS = Sender("Jonas Weiss", "jonas.weiss@greenstreet.example")
RECEIPTS = Sender("Order Desk", "orders-48812@cloudcal.example")
DESK = Sender("Helena Brandt", "desk@fastpay-desk.test")
SHOUT = Sender("Week of Deals", "deals@promo-week.test")
FOREVER = Sender("Daily Tips", "tips@every-day.example")

CONTACTS = (ANNA, TOM, HELENA)
BURST = 30
FLOOD_AFTER = 5
"""Invitations one organizer may bring within an hour before it is a flood (the default of ``rates.organizer``)."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One message: who hands it over, and how it must end.

    ``state`` is the recorded outcome's, None where nothing is recorded; ``calendar_arrives`` says whether the mail
    still holds its calendar when it reaches the mailbox.
    """

    name: str
    raw: bytes
    mail_from: str
    verdict: str
    level: str
    state: str | None
    headline: str | None
    calendar_arrives: bool


class Story(msgspec.Struct, frozen=True):
    """Two acts; between them the person answers."""

    first: tuple[Item, ...]
    second: tuple[Item, ...]
    plan: Event
    moved: Event


def story(now: datetime) -> Story:
    """The messages, with events in the days after ``now``."""
    day = (now + timedelta(days=2)).astimezone(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
    at = _Agenda(day, now)
    plan = at.event("plan-january@acme.example", "Plan for January", ANNA, 0, location="Room 4", alarms=1)
    review = at.event("040000008200E00074C5B7101A82E0080001", "Autumn review", TOM, 1)
    moved = msgspec.structs.replace(plan, sequence=1, start=plan.start + timedelta(hours=2), location="Room 9")
    cancelled = msgspec.structs.replace(review, sequence=1, method="CANCEL")
    first = (
        _item("known, Google-like", google_like(plan, ANNA, 1), ANNA, "deliver", "known", "waiting", "known"),
        _item("known, Exchange-like", exchange_like(review, TOM, 2), TOM, "deliver", "known", "waiting", "known"),
        *_strangers(at),
        *_tricks(at),
        *_burst(at),
        _item("fake calendar part", fake_calendar(DESK, 60), DESK, "deliver", "none", "none", "calendar-part-fake"),
        _item("newsletter", newsletter(PRIYA, 61), PRIYA, "deliver", "none", None, None),
    )
    second = (
        _item(
            "update by a stranger",
            google_like(_with(moved, 5, "https://fastpay-desk.test/join"), DESK, 70),
            DESK,
            "hold",
            "contradiction",
            "waiting",
            "update-from-stranger",
        ),
        _item(
            "cancel by a stranger",
            exchange_like(msgspec.structs.replace(cancelled, sequence=5), DESK, 71),
            DESK,
            "hold",
            "contradiction",
            "waiting",
            "cancel-from-stranger",
        ),
        _item("update by the organizer", google_like(moved, ANNA, 72), ANNA, "deliver", "known", "waiting", "known"),
        _item(
            "cancel by the organizer", exchange_like(cancelled, TOM, 73), TOM, "deliver", "known", "waiting", "known"
        ),
    )
    return Story(first, second, plan, moved)


class _Agenda:
    """Makes events that do not lie on top of each other."""

    def __init__(self, day: datetime, now: datetime) -> None:
        self._day = day
        self._now = now

    def event(self, uid: str, title: str, organizer: Sender, hours: int, **more: object) -> Event:
        start = self._day + timedelta(hours=hours)
        return Event(uid=uid, title=title, organizer=organizer, start=start, stamp=self._now, **more)  # type: ignore[arg-type]


def _strangers(at: _Agenda) -> list[Item]:
    choir = at.event("rehearsal-7@harbourchoir.example", "Christmas concert: rehearsals", PRIYA, 9)
    garden = at.event("garden-1@greenstreet.example", "Interview: garden project", JONAS, 3)
    return [
        _new("unknown, Google-like", google_like(choir, PRIYA, 3), PRIYA),
        _new("unknown, Exchange-like", exchange_like(garden, JONAS, 4), JONAS),
    ]


def _tricks(at: _Agenda) -> list[Item]:
    payment = at.event("urgent-1@fastpay-desk.test", "Urgent: supplier payment call", HELENA, 4)
    scam = at.event(
        "order-48812@cloudcal.example",
        "PAID 599.00 USD, order 48812",
        RECEIPTS,
        5,
        description="Your card was charged. Not you? Call +1 202 555 0143 within 24 hours.",
    )
    tips = at.event("tips@every-day.example", "Tip of the day", FOREVER, 6, rule="FREQ=DAILY")
    forged = google_like(payment, DESK, 5, results=passed(DESK.domain))
    return [
        _item("forged organizer", forged, DESK, "hold", "contradiction", "waiting", "organizer-contradicted"),
        _new("callback scam", google_like(scam, RECEIPTS, 6), RECEIPTS),
        _new("endless recurrence", google_like(tips, FOREVER, 7), FOREVER),
    ]


def _burst(at: _Agenda) -> list[Item]:
    items = []
    for number in range(BURST):
        event = at.event(f"deal-{number}@promo-week.test", f"Deal number {number + 1}", SHOUT, 7 + number)
        raw = google_like(event, SHOUT, 20 + number)
        if number < FLOOD_AFTER:
            items.append(_new(f"burst {number + 1} of {BURST}", raw, SHOUT))
        else:
            name = f"burst {number + 1} of {BURST}"
            items.append(_item(name, raw, SHOUT, "hold", "check", "waiting", "sender-flood"))
    return items


def _new(name: str, raw: bytes, sender: Sender) -> Item:
    return _item(name, raw, sender, "hold", "new", "waiting", "first-contact")


def _item(
    name: str, raw: bytes, sender: Sender, verdict: str, level: str, state: str | None, headline: str | None
) -> Item:
    return Item(
        name=name,
        raw=raw,
        mail_from=sender.address,
        verdict=verdict,
        level=level,
        state=state,
        headline=headline,
        calendar_arrives=verdict == "deliver" and level == "known",
    )


def _with(event: Event, sequence: int, location: str) -> Event:
    return msgspec.structs.replace(event, sequence=sequence, location=location)
