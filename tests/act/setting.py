"""Settings and people for tests of decisions: nora, with a calendar, a next hop and a submission server."""

from __future__ import annotations

from pathlib import Path

from salver.config.people import People
from salver.config.schema import Calendar, IdentitySection, PersonSection, Settings, Smtp, Submission
from tests.servers.certificates import Certificates
from tests.servers.mail_sink import MailSink
from tests.servers.radicale import PASSWORD, USER, Radicale


def made(
    folder: Path,
    *,
    calendar: Radicale | None = None,
    next_hop: MailSink | None = None,
    submission: MailSink | None = None,
    certificates: Certificates | None = None,
) -> tuple[Settings, People]:
    """``calendar.writer`` is salver where there is a calendar server, client otherwise."""
    password = folder / "password"
    password.write_text(PASSWORD)
    settings = Settings(
        identity=IdentitySection(authserv_id="salver.mx.example"),
        people={"nora": PersonSection(addresses=("nora@home.example", "n@home.example"))},
        smtp=Smtp(next_hop=f"127.0.0.1:{next_hop.port}" if next_hop else None),
    )
    if calendar is not None:
        url = calendar.base + "{person}/calendar/"
        section = Calendar(writer="salver", url=url, user=USER, password_file=str(password))
        settings = _with(settings, calendar=section)
    if submission is not None and certificates is not None:
        sending = Submission(
            host="localhost",
            port=submission.port,
            user="salver",
            password_file=str(password),
            ca_file=str(certificates.authority),
        )
        settings = _with(settings, submission=sending)
    return settings, People(settings)


def _with(settings: Settings, **sections: object) -> Settings:
    names = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return Settings(**names | sections)
