"""Whole messages with a world around them: a zone, keys, what Nora knows. What lies in between is the real thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from salver.core.envelope import Envelope
from salver.decide.policy import Policy
from salver.decide.report import Report
from salver.doors.drive.inspection import inspect_message
from salver.observe.likeness import likeness
from salver.observe.question import (
    Answer,
    Block,
    BlockQuestion,
    Contact,
    ContactQuestion,
    DelegateQuestion,
    Delegation,
    DnsQuestion,
    EventMemory,
    History,
    HistoryQuestion,
    Instant,
    LikenessQuestion,
    NowQuestion,
    Person,
    PersonQuestion,
    Pin,
    PinQuestion,
    Question,
    Rate,
    RateQuestion,
)
from salver.read.reading import read_message
from tests.judge.rules.who_facts import ANNA, ME, UID, bound, mail
from tests.observe.authentication.dkim.signer import record, rsa_key, sign
from tests.observe.authentication.zone import Zone

EVIL_IP, ACME_IP, HOME_IP, FREE_IP, LIST_IP, GOOGLE_IP = (f"192.0.2.{number}" for number in (66, 10, 20, 30, 40, 50))
SIGNED: tuple[str, ...] = (
    *("from", "to", "subject", "date", "message-id", "reply-to"),
    *("mime-version", "content-type", "content-transfer-encoding"),
)


def _domain(name: str, ip: str, policy: str | None) -> dict[str, dict[str, list[str]]]:
    """A domain with SPF, a key, and where there is one its policy."""
    records = {
        name: {"TXT": [f"v=spf1 ip4:{ip} -all"], "MX": [f"10 mx.{name}"]},
        f"sel._domainkey.{name}": {"TXT": [record(rsa_key())]},
    }
    if policy is not None:
        records[f"_dmarc.{name}"] = {"TXT": [f"v=DMARC1; p={policy}"]}
    return records


RECORDS = {
    **_domain("acme.example", ACME_IP, "reject"),
    **_domain("bank.example", "192.0.2.99", "reject"),
    **_domain("home.example", HOME_IP, "reject"),
    **_domain("evil.test", EVIL_IP, "none"),
    **_domain("acrne.example", EVIL_IP, "reject"),
    **_domain("esp.example", EVIL_IP, None),
    **_domain("none.example", "192.0.2.98", "none"),
    **_domain("quarantine.example", "192.0.2.98", "quarantine"),
    **_domain("unprotected.example", "192.0.2.98", None),
    **_domain("freemail.example", FREE_IP, "none"),
    **_domain("helpdesk.example", ACME_IP, "reject"),
    **_domain("lists.example", LIST_IP, "none"),
    **_domain("shop.example", ACME_IP, None),
    **_domain("google.com", GOOGLE_IP, "reject"),
    **_domain("gmail.com", GOOGLE_IP, "none"),
    **_domain("firm-example.20230601.gappssmtp.com", GOOGLE_IP, None),
    **_domain("firm.example", "192.0.2.97", None),
    **_domain("email.apple.com", GOOGLE_IP, "reject"),
    **_domain("yahoo.com", GOOGLE_IP, "reject"),
    **_domain("zoom.us", GOOGLE_IP, "reject"),
    **_domain("calendly.com", GOOGLE_IP, "quarantine"),
}
"""Every domain the letters name, and the machine it sends from."""

OWN = ("home.example",)


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What is known to Nora and her house. ``contacts`` are addresses with their names."""

    contacts: Mapping[str, str | None] = {}
    history: tuple[EventMemory, ...] = ()
    delegates: tuple[tuple[str, str], ...] = ()
    pins: Mapping[str, str] = {}
    blocked: tuple[str, ...] = ()
    signatures: int = 1
    dead: tuple[str, ...] = ()

    def answer(self, question: Question) -> Answer:
        match question:
            case DnsQuestion():
                return Zone(RECORDS, self.dead).answer(question)
            case NowQuestion():
                return Instant("2026-11-24T12:00:00+00:00")
            case PersonQuestion():
                return Person("nora", (ME,))
            case RateQuestion(scope):
                return Rate(self.signatures if scope == "signature" else 1, 10, 3600)
        return self._of_people(question)

    def _of_people(self, question: Question) -> Answer:
        match question:
            case ContactQuestion(_, address):
                return Contact("contacts" if address in self.contacts else None)
            case HistoryQuestion(_, uid):
                return History(self.history if uid == UID else ())
            case LikenessQuestion(_, address, called):
                return likeness(address, called, self.contacts, frozenset(OWN))
            case DelegateQuestion(_, sent_by, organizer):
                return Delegation((sent_by, organizer) in self.delegates)
            case PinQuestion(_, calendar):
                return Pin(self.pins.get(calendar))
            case BlockQuestion(_, domain):
                return Block(domain in self.blocked)
        raise AssertionError(question)


ALONE = World()
WITH_ANNA = World(contacts={ANNA: "Anna Keller"})
MEETING = World(contacts={ANNA: "Anna Keller"}, history=(bound(),))


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """One message as it was handed in: by whom, from where, with whose signatures."""

    raw: bytes
    mail_from: str | None = "desk@evil.test"
    ip: str | None = EVIL_IP
    world: World = ALONE
    rcpt: tuple[str, ...] = (ME,)
    policy: Policy = Policy(dns=True, own_domains=OWN)

    def report(self) -> Report:
        envelope = Envelope(mail_from=self.mail_from, rcpt_to=self.rcpt, client_ip=self.ip, helo="mail.example")

        def answers(questions: frozenset[Question]) -> dict[Question, Answer]:
            return {question: self.world.answer(question) for question in questions}

        return inspect_message(read_message(self.raw), envelope, self.policy, answers).report


def signed(raw: bytes, *domains: str, **tags: Any) -> bytes:
    """The same with a signature of each domain. Dates are written in where the message has none."""
    for domain in domains:
        raw = sign(raw, names=list(tags.pop("names", SIGNED)), d=domain, **tags)
    return raw


def organizer(address: str, *parameters: str) -> str:
    """An ORGANIZER line."""
    return ";".join(["ORGANIZER", *parameters]) + f":mailto:{address}"


def evil(*lines: str, named: str = "desk@evil.test", **changes: Any) -> bytes:
    """A letter of Mallory's own, well signed by evil.test; ``named`` is the organizer he writes."""
    changes = {"author": "Desk <desk@evil.test>", "organizer": organizer(named), **changes}
    return signed(mail(*lines, **changes), "evil.test")


def honest(*lines: str, **changes: Any) -> bytes:
    """Anna's own letter, signed by acme.example."""
    return signed(mail(*lines, **changes), "acme.example")
