"""Submission: verified TLS or nothing, and every failure in one sentence."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from salver.act.submission import submit
from salver.config.schema import Submission
from salver.core.errors import SubmissionError
from salver.core.limits import Limits
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.mail_sink import MailSink, mail_sink

MAIL = b"From: nora@home.example\r\nTo: ann@acme.example\r\n\r\n.hello\r\n"
PASSWORD = "a long password"


def settings(
    sink: MailSink, tmp_path: Path, ca_file: Path | None, *, password: str = PASSWORD, starttls: bool = False
) -> Submission:
    file = tmp_path / "password"
    file.write_text(f"{password}\n")
    return Submission(
        host="localhost",
        port=sink.port,
        starttls=starttls,
        user="salver",
        password_file=str(file),
        ca_file=str(ca_file) if ca_file else None,
    )


def send(given: Submission, rcpt_to: str = "ann@acme.example") -> None:
    asyncio.run(submit(given, "nora@home.example", rcpt_to, MAIL, Limits(remote_seconds=5)))


def test_over_tls_with_a_password(submission: MailSink, certificates: Certificates, tmp_path: Path) -> None:
    send(settings(submission, tmp_path, certificates.authority))
    (mail,) = submission.mails
    assert (mail.mail_from, mail.rcpt_to, mail.raw) == ("nora@home.example", ["ann@acme.example"], MAIL)
    assert submission.users == ["salver"]


def test_over_starttls(certificates: Certificates, tmp_path: Path) -> None:
    with mail_sink(starttls=certificates.server_context(), password=PASSWORD) as sink:
        send(settings(sink, tmp_path, certificates.authority, starttls=True))
        assert len(sink.mails) == 1


def test_a_server_without_tls_gets_nothing(certificates: Certificates, tmp_path: Path) -> None:
    with mail_sink() as sink:
        for starttls in (False, True):
            with pytest.raises(SubmissionError):
                send(settings(sink, tmp_path, certificates.authority, starttls=starttls))
        assert sink.mails == []


def test_a_certificate_nobody_vouches_for_is_refused(
    submission: MailSink, certificates: Certificates, tmp_path: Path
) -> None:
    with pytest.raises(SubmissionError, match="does not prove") as caught:
        send(settings(submission, tmp_path, None))
    assert not caught.value.temporary
    (tmp_path / "other").mkdir()
    other = make_certificates(tmp_path / "other", "mail.example")
    with mail_sink(tls=other.server_context()) as sink, pytest.raises(SubmissionError, match="does not prove"):
        send(settings(sink, tmp_path, other.authority))
    with mail_sink(starttls=other.server_context()) as sink, pytest.raises(SubmissionError, match="does not prove"):
        send(settings(sink, tmp_path, other.authority, starttls=True))
    assert submission.mails == []


def test_a_wrong_password_is_explained_and_not_told(
    submission: MailSink, certificates: Certificates, tmp_path: Path
) -> None:
    with pytest.raises(SubmissionError, match="user name and password") as caught:
        send(settings(submission, tmp_path, certificates.authority, password="wrong secret"))
    assert not caught.value.temporary
    assert "wrong secret" not in caught.value.private


@pytest.mark.parametrize(
    ("answer", "words", "temporary"),
    [("550 5.7.1 spam", "refused", False), ("451 4.3.0 later", "right now", True)],
)
def test_refusals_are_explained(
    submission: MailSink, certificates: Certificates, tmp_path: Path, answer: str, words: str, temporary: bool
) -> None:
    given = settings(submission, tmp_path, certificates.authority)
    submission.answer = answer
    with pytest.raises(SubmissionError, match=words) as caught:
        send(given)
    assert caught.value.temporary is temporary
    submission.refused["ann@acme.example"] = answer
    with pytest.raises(SubmissionError, match=words) as caught:
        send(given)
    assert caught.value.temporary is temporary


def test_nobody_there_is_temporary(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="does not answer") as caught:
        send(Submission(host="localhost", port=9))
    assert caught.value.temporary


def test_missing_settings_are_explained(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="No submission server"):
        send(Submission())
    for broken in (Submission(host="localhost", ca_file="/no/such"), Submission(host="localhost", password_file="/no")):
        with pytest.raises(SubmissionError, match="cannot be read"):
            send(broken)


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(
    submission: MailSink, certificates: Certificates, tmp_path: Path
) -> None:
    async def hang_up(server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return "221 2.0.0 bye"

    submission.handle_QUIT = hang_up  # type: ignore[attr-defined]
    send(settings(submission, tmp_path, certificates.authority))
    assert len(submission.mails) == 1
