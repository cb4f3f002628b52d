"""Every configuration key: its type, default, why it is there and an example. The reference page is made from this.

Sections and names are those of ``report.md``. An environment variable ``SALVER_SECTION__KEY`` overrides the file.
Secrets are read from the files their ``*_file`` keys name, never written into the configuration.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

OUR_MACHINE = ("127.0.0.0/8", "::1", "unix")
"""This machine: loopback addresses and local sockets."""


def _key(why: str, example: str) -> Meta:
    return Meta(description=why, examples=[example])


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Root of all sections."""


class Gate(Section, frozen=True, kw_only=True):
    """Whether verdicts are carried out, and by which preset they are made."""

    mode: Annotated[
        Literal["observe", "protect"],
        _key("observe only looks and says what it would do; protect carries verdicts out.", '"protect"'),
    ] = "observe"
    preset: Annotated[
        Literal["personal"], _key("Who judges. organisation and strict come in a later version.", '"personal"')
    ] = "personal"
    colleagues: Annotated[
        bool,
        _key(
            "Whom at least five people of this house know (by contacts, by their own word or by their own mail) counts "
            "as known to everybody here. Nobody is named.",
            "true",
        ),
    ] = False


class Hold(Section, frozen=True, kw_only=True):
    """How a held event is kept out of the calendar."""

    mail: Annotated[
        Literal["neutralise", "header"] | None,
        _key(
            "neutralise takes the calendar parts out of a held mail and says in a sentence what waits; header leaves "
            "the mail as it is but for our header, for a Sieve script. Needed in mode protect; there is no default.",
            '"neutralise"',
        ),
    ] = None


class Smtp(Section, frozen=True, kw_only=True):
    """The SMTP door: mail comes in at ``listen`` and goes on to ``next_hop``."""

    listen: Annotated[
        str | None, _key("Address and port of the door. Loopback unless you say so.", '"127.0.0.1:10025"')
    ] = None
    next_hop: Annotated[str | None, _key("The mail server that gets every message after us.", '"127.0.0.1:10026"')] = (
        None
    )
    outbound_listen: Annotated[
        str | None,
        _key(
            "Address and port of a door for mail that your people send. It goes on unchanged and is never judged; whom "
            "they write to counts as known to them. Only smtp.trusted_peers are let in.",
            '"127.0.0.1:10027"',
        ),
    ] = None
    outbound_next_hop: Annotated[
        str | None,
        _key("The mail server that gets outbound mail after us. Default: smtp.next_hop.", '"127.0.0.1:10028"'),
    ] = None
    trusted_peers: Annotated[
        tuple[str, ...],
        _key(
            "Mail servers of yours that hand mail to these doors: what they say by XFORWARD about the machine a mail "
            "came from is believed. Addresses, networks, or unix for a local socket.",
            '["127.0.0.1", "192.0.2.10"]',
        ),
    ] = OUR_MACHINE


class IdentitySection(Section, frozen=True, kw_only=True):
    """Whose word counts about who sent a message."""

    own_domains: Annotated[tuple[str, ...], _key("Domains whose mail is handled here.", '["home.example"]')] = ()
    authserv_id: Annotated[
        str | None,
        _key(
            "Our own id in Authentication-Results; upstream fields that claim it are removed. Default: "
            "salver.<host name>.",
            '"salver.mx.example"',
        ),
    ] = None
    trusted_authserv_ids: Annotated[
        tuple[str, ...],
        _key(
            "Servers whose Authentication-Results we believe. Empty: none. List only servers of yours that remove "
            "forged ones at the border.",
            '["mx.home.example"]',
        ),
    ] = ()
    trusted_networks: Annotated[
        tuple[str, ...],
        _key(
            "Where your own mail servers are: their Received lines say where a mail came from. Addresses, networks, or "
            "unix for a local socket.",
            '["127.0.0.1", "192.0.2.0/28"]',
        ),
    ] = OUR_MACHINE
    trusted_sealers: Annotated[
        tuple[str, ...],
        _key(
            "Domains of lists and forwarders whose ARC seal you believe when it says that a mail was genuine before "
            "they changed it. Empty: none.",
            '["lists.example"]',
        ),
    ] = ()
    organisations: Annotated[tuple[str, ...], _key("Further domains of your organisation.", '["school.example"]')] = ()


class PersonSection(Section, frozen=True, kw_only=True):
    """One person, under ``[people.NAME]``."""

    addresses: Annotated[tuple[str, ...], _key("All mail addresses of this person.", '["nora@home.example"]')]
    name: Annotated[str | None, _key("The name the inbox greets them with.", '"Nora Lind"')] = None
    contacts_file: Annotated[
        str | None, _key("A file with addresses this person knows, one a line.", '"/etc/salver/nora.contacts"')
    ] = None
    carddav_url: Annotated[
        str | None,
        _key(
            "This person's address book at a CardDAV server. It is read in the background; its last good copy counts "
            "while the server is down.",
            '"https://dav.example/nora/contacts/"',
        ),
    ] = None
    carddav_user: Annotated[str | None, _key("User name at the CardDAV server.", '"nora"')] = None
    carddav_password_file: Annotated[
        str | None, _key("A file that holds the password, readable by Salver alone.", '"/etc/salver/nora.password"')
    ] = None
    sent_folder: Annotated[
        str | None,
        _key(
            "The Maildir of this person's Sent folder, on this machine. Whom they wrote to counts as known to them.",
            '"/var/mail/nora/Maildir/.Sent"',
        ),
    ] = None
    time_zone: Annotated[str, _key("The zone times are shown in (IANA name).", '"Europe/Berlin"')] = "UTC"
    calendar_url: Annotated[
        str | None,
        _key("This person's own calendar collection; otherwise calendar.url.", '"https://dav.example/nora/cal/"'),
    ] = None
    calendar_user: Annotated[str | None, _key("User name at the CalDAV server.", '"nora"')] = None
    calendar_password_file: Annotated[
        str | None, _key("A file that holds the password, readable by Salver alone.", '"/etc/salver/nora.password"')
    ] = None


class Calendar(Section, frozen=True, kw_only=True):
    """Who writes accepted events into a calendar: exactly one writer a calendar."""

    writer: Annotated[
        Literal["client", "salver"],
        _key(
            "client: accepting hands the original mail on and your mail program does the rest. salver: we write a safe "
            "copy by CalDAV and answer. (server, for calendars that answer by themselves, comes in a later version.)",
            '"salver"',
        ),
    ] = "client"
    url: Annotated[
        str | None,
        _key("The calendar collection to write to; {person} is replaced.", '"https://dav.example/{person}/calendar/"'),
    ] = None
    user: Annotated[str | None, _key("User name at the CalDAV server.", '"salver"')] = None
    password_file: Annotated[str | None, _key("A file that holds the password.", '"/etc/salver/caldav.password"')] = (
        None
    )
    ca_file: Annotated[
        str | None,
        _key("Certificates to trust for CalDAV and CardDAV servers beside the system's.", '"/etc/salver/ca.pem"'),
    ] = None


class Submission(Section, frozen=True, kw_only=True):
    """The server that sends our answers. Always over TLS."""

    host: Annotated[str | None, _key("Name of the submission server.", '"mail.home.example"')] = None
    port: Annotated[int, _key("465 speaks TLS from the start, 587 by STARTTLS.", "465"), Meta(ge=1, le=65535)] = 465
    starttls: Annotated[
        bool, _key("Use STARTTLS instead of TLS from the start. TLS is required either way.", "false")
    ] = False
    user: Annotated[str | None, _key("User name, if the server asks for one.", '"salver"')] = None
    password_file: Annotated[
        str | None, _key("A file that holds the password.", '"/etc/salver/submission.password"')
    ] = None
    ca_file: Annotated[
        str | None, _key("Certificates to trust for this server beside the system's.", '"/etc/salver/ca.pem"')
    ] = None


class Dns(Section, frozen=True, kw_only=True):
    """Who is asked about the DNS, to find out who really sent a mail."""

    resolver: Annotated[
        str,
        _key(
            "system: the servers of this machine. HOST:PORT: one of your own, best on this machine. off: nobody is "
            "asked, and only trusted_authserv_ids say who sent a mail.",
            '"127.0.0.1:53"',
        ),
    ] = "system"


class StoreSection(Section, frozen=True, kw_only=True):
    """Where outcomes, decisions and originals are kept."""

    url: Annotated[
        str, _key("A SQLite database on a local file system.", '"sqlite:////var/lib/salver/salver.sqlite3"')
    ] = "sqlite:///salver.sqlite3"


class Http(Section, frozen=True, kw_only=True):
    """The consent inbox in the browser."""

    listen: Annotated[str | None, _key("Address and port. Loopback unless you say so.", '"127.0.0.1:8025"')] = (
        "127.0.0.1:8025"
    )
    public_url: Annotated[
        str | None, _key("How browsers reach it, when a proxy stands in front.", '"https://salver.home.example"')
    ] = None
    allowed_hosts: Annotated[
        tuple[str, ...],
        _key("Host names requests may name; others are refused. Loopback names always may.", '["salver.home.example"]'),
    ] = ()


class Rates(Section, frozen=True, kw_only=True):
    """When many invitations are too many. Distinct UIDs are counted, and for a signature distinct recipients."""

    organizer: Annotated[int, _key("Most invitations of one organizer within the window.", "5"), Meta(ge=1)] = 5
    envelope_domain: Annotated[
        int, _key("Most invitations of one envelope domain within the window.", "20"), Meta(ge=1)
    ] = 20
    signature: Annotated[
        int,
        _key("Most recipients of one and the same DKIM signature within the window.", "10"),
        Meta(ge=1),
    ] = 10
    window_seconds: Annotated[int, _key("The window.", "3600"), Meta(ge=1)] = 3600


class Retention(Section, frozen=True, kw_only=True):
    """How long it counts that somebody is known."""

    wrote_to_days: Annotated[
        int, _key("Whom a person wrote to counts as known for so many days after the last mail.", "400"), Meta(ge=1)
    ] = 400
    allowed_days: Annotated[
        int,
        _key(
            "Whom a person allowed from now on counts as known for so many days after that, or after the last "
            "invitation of theirs that was accepted.",
            "400",
        ),
        Meta(ge=1),
    ] = 400


class OpaqueSection(Section, frozen=True, kw_only=True):
    """Content that cannot be read."""

    hold: Annotated[bool, _key("Hold every mail whose content is encrypted or unreadable.", "false")] = False


class Log(Section, frozen=True, kw_only=True):
    """What the service says. Never message text, never a secret."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], _key("The least level that is written.", '"info"')
    ] = "info"
    format: Annotated[Literal["auto", "text", "json"], _key("auto: text on a terminal, JSON elsewhere.", '"json"')] = (
        "auto"
    )


class Settings(Section, frozen=True, kw_only=True):
    """The whole configuration. Without a file everything has its safe default (mode observe)."""

    gate: Gate = Gate()
    hold: Hold = Hold()
    smtp: Smtp = Smtp()
    identity: IdentitySection = IdentitySection()
    people: dict[str, PersonSection] = {}
    calendar: Calendar = Calendar()
    submission: Submission = Submission()
    dns: Dns = Dns()
    store: StoreSection = StoreSection()
    http: Http = Http()
    rates: Rates = Rates()
    retention: Retention = Retention()
    opaque: OpaqueSection = OpaqueSection()
    log: Log = Log()
