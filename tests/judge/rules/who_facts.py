"""Facts about who sent an invitation, made by hand: what the rules about people are tested with."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from salver.core.envelope import Envelope
from salver.core.untrusted import Untrusted
from salver.decide.decide import decide
from salver.decide.policy import Policy
from salver.decide.verdict import RecipientVerdict
from salver.judge.finding import Finding
from salver.judge.judge import judge
from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.facts import (
    Circumstance,
    Confirmed,
    EventFacts,
    Facts,
    Identity,
    MessageFacts,
    RecipientEvent,
    RecipientFacts,
)
from salver.observe.question import EventMemory
from salver.read.reading import read_message

ME = "nora@home.example"
ANNA = "anna.keller@acme.example"
UID = "a1b2c3@acme.example"


def mail(
    *lines: str,
    author: str = f"Anna Keller <{ANNA}>",
    to: str = ME,
    method: str | None = "REQUEST",
    organizer: str | None = f"ORGANIZER;CN=Anna Keller:mailto:{ANNA}",
    guests: tuple[str, ...] = (f"ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:{ME}",),
    fields: tuple[str, ...] = (),
) -> bytes:
    """A mail that is nothing but an invitation. ``lines`` are further lines of the event, ``fields`` of the header."""
    event = [f"UID:{UID}", "DTSTAMP:20261120T160000Z", "DTSTART:20261201T090000Z", "SUMMARY:Plan"]
    event += [*([organizer] if organizer else []), *guests, *lines]
    calendar = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *([f"METHOD:{method}"] if method else [])]
    calendar += ["BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR", ""]
    parameter = f"; method={method}" if method else ""
    head = [f"From: {author}", f"To: {to}", "Subject: Plan", *fields]
    head += ["Message-ID: <1@acme.example>", f"Content-Type: text/calendar; charset=UTF-8{parameter}", ""]
    return "\r\n".join([*head, *calendar]).encode()


def passing(domain: str = "acme.example", *, by: str = "dkim", **changes: Any) -> Authentication:
    """DMARC passes for this domain, by its signature or by SPF alone; ``changes`` replace whole results."""
    dkim = (DkimResult("pass", domain, "s1", True),) if by == "dkim" else ()
    spf = SpfResult("pass", domain, f"someone@{domain}", "mailfrom") if by == "spf" else SpfResult("none")
    found = Authentication(source="own", spf=spf, dkim=dkim, dmarc=DmarcResult("pass", domain, "reject", domain))
    return replace(found, **changes)


def failing(domain: str = "acme.example", policy: str | None = "reject", **changes: Any) -> Authentication:
    """DMARC fails for this domain; another one's MAIL FROM passes SPF."""
    found = Authentication(
        source="own",
        spf=SpfResult("pass", "evil.test", "desk@evil.test", "mailfrom"),
        dmarc=DmarcResult("fail", domain, policy, domain),
    )
    return replace(found, **changes)


def vouched(claimed: str | None = ANNA, **changes: Any) -> Identity:
    """Somebody whose own domain confirms him."""
    domain = (claimed or "").rpartition("@")[2]
    found = Identity(
        claimed=claimed,
        vouched_by="self",
        strength="strong",
        confirmed=(Confirmed(domain, "dkim"), Confirmed(domain, "dmarc")),
    )
    return replace(found, **changes)


def unvouched(claimed: str | None = ANNA, **changes: Any) -> Identity:
    """Somebody whom nobody confirms, though they were asked."""
    return replace(Identity(claimed=claimed, strength="none"), **changes)


def facts(
    raw: bytes | None = None,
    identity: Identity | None = None,
    *,
    seen: RecipientEvent | None = None,
    recipient: dict[str, Any] | None = None,
    event_circumstances: tuple[Circumstance, ...] = (),
    **changes: Any,
) -> Facts:
    """One message with one mailbox, Nora's. ``changes`` are those of ``MessageFacts``, ``recipient`` of hers."""
    message = read_message(raw or mail())
    who = identity or vouched()
    boxes = message.from_field.mailboxes
    about = MessageFacts(
        message=message,
        envelope=Envelope(mail_from="someone@acme.example", rcpt_to=(ME,)),
        now="2026-11-24T08:00:00+00:00",
        author=message.from_field.only,
        author_name=boxes[0].name if boxes else None,
        sender=message.sender_field.only,
        reply_to=tuple(box.address for box in message.reply_to_field.mailboxes),
        authentication=changes.pop("authentication", passing()),
        events=tuple(EventFacts(one, who, event_circumstances) for one in message.invitations if not one.nested),
        own=frozenset({"home.example"}),
    )
    mailbox = RecipientFacts(
        address=ME,
        person="nora",
        addresses=(ME, "n.lind@home.example"),
        events=tuple(seen or stranger() for one in message.invitations if not one.nested),
    )
    return Facts(replace(about, **changes), (replace(mailbox, **(recipient or {})),))


def stranger(**changes: Any) -> RecipientEvent:
    """An event nobody here has met, from nobody Nora knows."""
    return replace(RecipientEvent(familiarity="stranger", invited=True, history=()), **changes)


def contact(**changes: Any) -> RecipientEvent:
    """The same, from one of Nora's contacts."""
    return stranger(familiarity="contact", **changes)


def bound(organizer: str = ANNA, state: Any = "accepted", strength: str = "strong") -> EventMemory:
    """The event as Nora has it."""
    return EventMemory(organizer, state, strength, 0, "2026-11-10T16:00:00+00:00")


def found(about: Facts, code: str) -> Finding | None:
    """The finding of this code, if the rules have one for Nora."""
    findings = judge(about)
    return next((one for one in findings.message + findings.recipients[0] if one.code == code), None)


def codes(about: Facts) -> dict[str, str]:
    """Every code found for Nora with its severity."""
    findings = judge(about)
    return {one.code: one.severity for one in findings.message + findings.recipients[0]}


def decided(about: Facts, **policy: Any) -> RecipientVerdict:
    """What the table says for Nora."""
    return decide(about, judge(about), Policy(**policy)).recipients[0]


def text(name: str) -> Untrusted:
    """Foreign text, as it stands in names."""
    return Untrusted(name)
