"""The mail that carries a one-time link to the inbox. It is queued like everything that leaves."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from salver.config.people import People
from salver.config.schema import Settings
from salver.core.envelope import domain_of
from salver.doors.http.desk import SendLogin
from salver.store import outbox
from salver.store.database import Store


def login_mailer(store: Store, settings: Settings, people: People) -> SendLogin | None:
    """What sends links; None where no submission server is configured, so that nobody waits for a mail."""
    if settings.submission.host is None:
        return None

    def send(person: str, link: str) -> None:
        address = next(iter(people.addresses(person)), None)
        if address is None:
            return
        payload = {
            "mail_from": address,
            "rcpt_to": address,
            "message": _message(address, link).as_bytes().decode("utf-8").replace("\n", "\r\n"),
        }
        with store.begin() as connection:
            outbox.put(connection, "mail", payload, datetime.now(UTC), person=person)

    return send


def _message(address: str, link: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Salver <{address}>"
    message["To"] = address
    message["Subject"] = "Your link to sign in"
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = make_msgid(domain=domain_of(address))
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 5
    message.set_content(
        "This link signs you in to your invitations. It works once, for ten minutes.\n\n"
        f"{link}\n\n"
        "Somebody asked for it on the sign-in page. If that was not you, there is nothing to do.\n"
    )
    return message
