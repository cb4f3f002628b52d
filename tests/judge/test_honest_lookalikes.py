"""Genuine mail that looks like an attack (threat catalogue, section 11, grade S): nobody in it is called a forger.

The letters are written after the layouts of real ones, with names that belong to nobody. Services stand under their own
domains, since that is what proves them; the keys are made here. FP-02 (an organizer that is nobody) has never been seen
in a mail, only in calendars, and is not here; FP-20 to FP-24 are about reading.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from salver.decide.policy import Policy
from tests.judge.letters import (
    ACME_IP,
    GOOGLE_IP,
    HOME_IP,
    LIST_IP,
    MEETING,
    OWN,
    WITH_ANNA,
    Letter,
    World,
    organizer,
    signed,
)
from tests.judge.rules.who_facts import ANNA, ME, bound, mail

GOOGLE = ("to", "from", "subject", "date", "message-id", "sender", "reply-to", "mime-version")
NOTIFIER = "Sender: Google Calendar <calendar-notification@google.com>"
GROUP = "c_0123456789abcdef@group.calendar.google.com"
TOKEN = "2_gezdgnbvgy3tqojqgezdgnbvgy3tqojq@imip.me.com"
WORKER = "ada@firm.example"
LIST = "dev@lists.example"
LIST_FIELDS = ("Sender: dev-bounces@lists.example", "Errors-To: dev-bounces@lists.example")
LIST_IDS = ("List-Id: <dev.lists.example>", f"List-Post: <mailto:{LIST}>")
FOR_LIST = (f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{LIST}",)


class Honest(NamedTuple):
    """``level`` is the worst it may come to, ``codes`` what explains it, ``never`` what would be an accusation."""

    id: str
    letter: Letter
    level: str
    codes: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def _parts(raw: bytes) -> bytes:
    """The same event inside multipart/mixed, with a boundary that is its first delimiter, as services write it."""
    head, _, calendar = raw.partition(b"\r\n\r\n")
    fields = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Type")]
    kind = head[head.index(b"Content-Type") :]
    lines = [*fields, b"MIME-Version: 1.0", b'Content-Type: multipart/mixed; boundary="0000abcd"', b""]
    lines += [b"--0000abcd", kind, b"", calendar, b"--0000abcd--", b""]
    return b"\r\n".join(lines)


def _google(person: str, *seconds: str, named: str | None = None, **changes: object) -> bytes:
    """A letter of Google Calendar: Content-Type unsigned, Reply-To signed, Sender the notifier."""
    fields = (NOTIFIER, f"Reply-To: {person}", "Auto-Submitted: auto-generated")
    raw = mail(author=f"Ada <{person}>", organizer=organizer(named or person, "CN=Ada"), fields=fields, **changes)  # type: ignore[arg-type]
    return signed(_parts(raw), *seconds, "google.com", names=list(GOOGLE), darn="home.example")


def _through_list(*fields: str, author: str = f"Anna Keller <{ANNA}>", footer: bool = True) -> bytes:
    """Anna's letter as a list sends it on: her signature broken by a footer, the list's own name in the hands."""
    raw = signed(_parts(mail(to=LIST, guests=FOR_LIST, author=author)), "acme.example")
    if footer:
        raw = raw.rstrip() + b"\r\n\r\n_______________\r\ndev mailing list\r\n"
    return "\r\n".join([*LIST_FIELDS, *fields, ""]).encode() + raw


def _rewritten(*fields: str) -> bytes:
    """From in the list's own name, signed by the list; Anna only in Reply-To and in the calendar."""
    raw = mail(
        to=LIST,
        guests=FOR_LIST,
        author=f'"Anna Keller via dev" <{LIST}>',
        fields=(*LIST_FIELDS, f"Reply-To: {ANNA}", *fields),
    )
    return signed(_parts(raw), "lists.example")


def _listed(raw: bytes) -> Letter:
    return Letter(raw=raw, mail_from="dev-bounces@lists.example", ip=LIST_IP, world=WITH_ANNA)


def _service(raw: bytes, domain: str, **world: object) -> Letter:
    return Letter(raw=signed(raw, domain), mail_from=f"bounce@{domain}", ip=GOOGLE_IP, world=World(**world))  # type: ignore[arg-type]


def _from_anna(raw: bytes, world: World = WITH_ANNA) -> Letter:
    return Letter(raw=signed(raw, "acme.example"), mail_from=ANNA, ip=ACME_IP, world=world)


REPORTED = (
    b"Authentication-Results: mx.home.example; dkim=pass header.d=google.com header.s=20230601;"
    b" spf=pass smtp.mailfrom=3@calendar-server.bounces.google.com; dmarc=pass header.from=google.com\r\n"
)
EXCHANGE = (
    "X-MS-Exchange-Calendar-Series-Instance-Id: BAAAAIIA4AB0xbc=",
    "Content-Class: urn:content-classes:calendarmessage",
)
TICKETS = mail(
    author="Rail <tickets@shop.example>",
    method="PUBLISH",
    organizer=None,
    guests=(),
    to=ME,
)

HONEST = [
    Honest(
        "FP-01 workspace, token as envelope sender, list of guests accepted",
        Letter(
            raw=_google("ada@gmail.com", "gmail.com"),
            mail_from="3abc@calendar-server.bounces.google.com",
            ip=GOOGLE_IP,
            world=World(contacts={"ada@gmail.com": "Ada"}),
        ),
        "known",
        ("sent-by-carrier",),
        ("mail-replayed", "reply-to-elsewhere"),
    ),
    Honest(
        "FP-01 workspace without a signature of its own",
        Letter(
            raw=_google(WORKER, "firm-example.20230601.gappssmtp.com"),
            mail_from=WORKER,
            ip=GOOGLE_IP,
            world=World(contacts={WORKER: "Ada"}),
        ),
        "known",
        ("sent-by-carrier",),
        ("authentication-failed",),
    ),
    Honest(
        "FP-01 group calendar as organizer",
        Letter(
            raw=_google("ada@gmail.com", "gmail.com", named=GROUP),
            mail_from="ada@gmail.com",
            ip=GOOGLE_IP,
            world=World(contacts={"ada@gmail.com": "Ada"}),
        ),
        "known",
        ("sent-by-carrier",),
        ("organizer-changed",),
    ),
    Honest(
        "FP-01 the same event a person's and then the group calendar's",
        Letter(
            raw=_google("ada@gmail.com", "gmail.com", named=GROUP),
            mail_from="ada@gmail.com",
            ip=GOOGLE_IP,
            world=World(contacts={"ada@gmail.com": "Ada"}, history=(bound("ada@gmail.com"),)),
        ),
        "known",
        ("organizer-changed",),
        ("update-from-stranger",),
    ),
    Honest(
        "FP-03 forwarded by Outlook",
        _from_anna(
            mail(
                author="Tom <tom@acme.example>",
                organizer=organizer("boss@bank.example"),
                guests=("ATTENDEE:mailto:else@acme.example",),
                fields=("Sender: tom@acme.example",),
            ).replace(b"Subject: Plan", b"Subject: FW: Plan")
        ),
        "check",
        ("invitation-forwarded",),
    ),
    Honest(
        "FP-03 forwarded with the organizer kept in From",
        Letter(
            raw=mail(
                organizer=organizer(ANNA, 'SENT-BY="mailto:tom@helpdesk.example"'),
                guests=("ATTENDEE:mailto:else@acme.example",),
                fields=("Sender: tom@helpdesk.example",),
            ),
            mail_from="tom@helpdesk.example",
            ip=ACME_IP,
            world=WITH_ANNA,
        ),
        "check",
        ("invitation-forwarded",),
    ),
    Honest(
        "FP-04 forward notification",
        _from_anna(mail().replace(b"Subject: Plan", b"Subject: Meeting Forward Notification: Plan")),
        "known",
        ("invitation-forwarded",),
    ),
    Honest(
        "FP-05 an answer of Exchange without an organizer",
        _from_anna(mail(method="REPLY", organizer=None, guests=(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{ANNA}",))),
        "known",
    ),
    Honest("FP-06 the marks of Exchange", _from_anna(mail(fields=EXCHANGE)), "known"),
    Honest(
        "FP-07 an assistant of another domain, first time",
        Letter(
            raw=signed(
                mail(
                    author="Tom <tom@helpdesk.example>",
                    organizer=organizer(ANNA, 'SENT-BY="mailto:tom@helpdesk.example"'),
                ),
                "helpdesk.example",
            ),
            mail_from="tom@helpdesk.example",
            ip=ACME_IP,
            world=WITH_ANNA,
        ),
        "check",
        ("sent-by-not-approved",),
    ),
    Honest(
        "FP-07 the same, approved, also with an update",
        Letter(
            raw=signed(
                mail(
                    "SEQUENCE:1",
                    author="Tom <tom@helpdesk.example>",
                    organizer=organizer(ANNA, 'SENT-BY="mailto:tom@helpdesk.example"'),
                ),
                "helpdesk.example",
            ),
            mail_from="tom@helpdesk.example",
            ip=ACME_IP,
            world=World(
                contacts={ANNA: "Anna Keller"}, delegates=(("tom@helpdesk.example", ANNA),), history=(bound(),)
            ),
        ),
        "known",
        (),
        ("sent-by-not-approved", "update-from-stranger"),
    ),
    Honest(
        "FP-07 an assistant of our own house",
        Letter(
            raw=signed(
                mail(
                    author="Office <office@home.example>",
                    organizer=organizer("boss@home.example", 'SENT-BY="mailto:office@home.example"'),
                ),
                "home.example",
            ),
            mail_from="office@home.example",
            ip=HOME_IP,
        ),
        "known",
        ("sent-by-same-organisation",),
        ("organizer-in-own-domain",),
    ),
    Honest("FP-08 a list", _listed(_through_list(*LIST_IDS)), "check", ("sent-by-list",), ("mail-replayed",)),
    Honest("FP-08 a list without its fields", _listed(_through_list()), "check", ("sent-by-list",), ("mail-replayed",)),
    Honest(
        "FP-08 a list that changes nothing", _listed(_through_list(*LIST_IDS, footer=False)), "known", ("sent-by-list",)
    ),
    Honest("FP-08 a list that rewrites From", _listed(_rewritten(*LIST_IDS)), "check", ("sent-by-list",)),
    Honest("FP-08 the same without its fields", _listed(_rewritten()), "check", ("sent-by-list",)),
    Honest(
        "FP-09 iCloud",
        _service(
            mail(
                author="Jan <noreply@email.apple.com>",
                organizer=organizer(TOKEN, "CN=Jan", "EMAIL=jan@post.example"),
                fields=(f"Reply-To: {TOKEN}",),
            ),
            "email.apple.com",
            contacts={"jan@post.example": "Jan"},
        ),
        "new",
        ("sent-by-carrier",),
        ("organizer-email-differs", "reply-to-elsewhere", "name-of-known-person"),
    ),
    Honest(
        "FP-10 Zoom, with a bare address as organizer",
        _service(
            mail(
                author="Zoom <no-reply@zoom.us>",
                organizer="ORGANIZER;CN=Zoom:no-reply@zoom.us",
                fields=("Reply-To: host@firm.example",),
            ),
            "zoom.us",
        ),
        "new",
        ("sent-by-carrier",),
        ("organizer-unusable", "reply-to-elsewhere"),
    ),
    Honest(
        "FP-11 the host in the name, the service behind it",
        _service(
            mail(author="Flora Host <messenger@shop.example>", organizer=organizer("messenger@shop.example")),
            "shop.example",
        ),
        "new",
    ),
    *(
        Honest(
            f"{number} {author}, and answers go to the organizer",
            _service(
                mail(
                    author=author,
                    organizer=organizer("host@firm.example", "CN=Flora Host"),
                    fields=("Reply-To: host@firm.example",),
                ),
                domain,
            ),
            "check",
            ("organizer-not-vouched",),
            ("organizer-contradicted",),
        )
        for number, author, domain in (
            ("FP-11", "Flora Host <messenger@shop.example>", "shop.example"),
            ("FP-13", "Flora Host <notifications@calendly.com>", "calendly.com"),
            ("FP-13", "Booking <hello@shop.example>", "shop.example"),
            ("FP-15", "Flora via Cloud <invitations-noreply@helpdesk.example>", "helpdesk.example"),
            ("FP-15", "Flora Host <calendar@helpdesk.example>", "helpdesk.example"),
            ("FP-18", "Flora Host <noreply@shop.example>", "shop.example"),
        )
    ),
    *(
        Honest(
            f"FP-01 Google in its own name, {method}, as our own server reports it",
            Letter(
                raw=REPORTED
                + mail(
                    author='"cust@post.example (Google Calendar)" <calendar-notification@google.com>',
                    method=method,
                    organizer=organizer("cust@post.example" if method == "REQUEST" else ME),
                    guests=(f"ATTENDEE:mailto:{ME if method == 'REQUEST' else 'cust@post.example'}",),
                    fields=("Reply-To: cust@post.example",),
                ),
                policy=Policy(trusted_authserv_ids=("mx.home.example",), own_domains=OWN),
            ),
            "check",
            ("sent-by-carrier", "organizer-not-vouched"),
            ("name-shows-other-address", "reply-to-elsewhere"),
        )
        for method in ("REQUEST", "REPLY")
    ),
    Honest("FP-12 tickets", Letter(raw=signed(TICKETS, "shop.example"), mail_from="t@shop.example", ip=ACME_IP), "new"),
    Honest(
        "FP-13 a booking page",
        _service(
            mail(
                author="Calendly <no-reply@calendly.com>",
                organizer="ORGANIZER;CN=Bank Team:no-reply@calendly.com",
                fields=("Reply-To: no-reply@calendly.com",),
            ),
            "calendly.com",
        ),
        "new",
        ("sent-by-carrier",),
    ),
    Honest(
        "FP-15 a cloud of one's own that writes for its users",
        Letter(
            raw=signed(
                mail(
                    author="Anna via Cloud <invitations-noreply@shop.example>",
                    organizer=organizer("anna@shop.example"),
                    fields=("Reply-To: anna@shop.example",),
                ),
                "shop.example",
            ),
            mail_from="invitations-noreply@shop.example",
            ip=ACME_IP,
        ),
        "check",
    ),
    Honest(
        "FP-15 a server that sends in the name of an organizer elsewhere",
        Letter(raw=mail(), mail_from=ANNA, ip=GOOGLE_IP, world=WITH_ANNA),
        "check",
        ("authentication-failed",),
    ),
    Honest(
        "FP-16 Yahoo in the name of a guest's organizer",
        Letter(
            raw=signed(
                mail("STATUS:CANCELLED", "SEQUENCE:1", method="CANCEL"), "yahoo.com", names=["from", "to", "subject"]
            ),
            mail_from=ANNA,
            ip=GOOGLE_IP,
            world=MEETING,
        ),
        "check",
        ("organizer-not-vouched",),
    ),
    Honest(
        "FP-17 one's own echo",
        Letter(
            raw=signed(mail(author=f"Nora <{ME}>", organizer=organizer(ME)), "home.example"), mail_from=ME, ip=HOME_IP
        ),
        "known",
        (),
        ("organizer-is-recipient", "answer-preset"),
    ),
    Honest(
        "FP-19 by hand: no guests, large SEQUENCE, capitals",
        _from_anna(mail("SEQUENCE:1760000000", organizer=f"ORGANIZER:MAILTO:{ANNA.upper()}")),
        "known",
    ),
    Honest(
        "FP-25 an update about the past",
        _from_anna(
            mail("SEQUENCE:2", "RRULE:FREQ=WEEKLY;UNTIL=20250908T000000Z").replace(b":20261201T", b":20250804T"),
            MEETING,
        ),
        "known",
    ),
]
LEVELS = ("none", "known", "new", "check")


@pytest.mark.parametrize("case", HONEST, ids=lambda case: case.id)
def test_nobody_honest_is_called_a_forger(case: Honest) -> None:
    report = case.letter.report()
    found = {finding.code for finding in report.findings}
    assert not [finding.code for finding in report.findings if finding.severity == "danger"]
    assert set(case.codes) <= found
    assert not set(case.never) & found
    assert report.level == case.level, sorted(found)
    if case.level == "known":
        assert report.verdict == "deliver"
