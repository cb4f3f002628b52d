"""Our own mail handed to the submission server: TLS from the start or by STARTTLS, verified always (RFC 8314 3).

What is sent is made by us: ASCII or 8-bit text with CRLF line ends.
"""

from __future__ import annotations

import contextlib
import socket
import ssl

import aiosmtplib

from salver.act.password_file import read_password
from salver.act.tls import verified_context
from salver.config.schema import Submission
from salver.core.errors import SubmissionError
from salver.core.limits import DEFAULT_LIMITS, Limits


async def submit(
    settings: Submission, mail_from: str, rcpt_to: str, message: bytes, limits: Limits = DEFAULT_LIMITS
) -> None:
    """Send one message to one recipient. Returns once the server has taken it.

    Raises SubmissionError: temporary when trying again may help, permanent for a refusal, a wrong password, or a server
    whose certificate cannot be trusted.
    """
    if settings.host is None:
        raise SubmissionError("No submission server is configured.", temporary=False)
    try:
        context = verified_context(settings.ca_file)
    except OSError as error:
        raise SubmissionError("submission.ca_file cannot be read.", private=repr(error), temporary=False) from error
    password = read_password(settings.password_file, "submission server", SubmissionError) or ""
    client = aiosmtplib.SMTP(
        hostname=settings.host,
        port=settings.port,
        local_hostname=socket.gethostname(),
        timeout=limits.remote_seconds,
        use_tls=not settings.starttls,
        start_tls=settings.starttls,
        tls_context=context,
    )
    try:
        await client.connect()
        if settings.user is not None:
            await _sign_in(client, settings.user, password)
        await client.sendmail(mail_from, [rcpt_to], message)
    except (aiosmtplib.SMTPException, OSError) as error:
        raise _explained(error) from error
    else:
        await _leave(client)
    finally:
        client.close()


async def _leave(client: aiosmtplib.SMTP) -> None:
    """Say goodbye. The server has the mail: an error now is none, and trying again would send it twice."""
    with contextlib.suppress(aiosmtplib.SMTPException, OSError):
        await client.quit()


async def _sign_in(client: aiosmtplib.SMTP, user: str, password: str) -> None:
    """AUTH PLAIN, or LOGIN where that is all there is. Once: a wrong password said twice may lock the account."""
    await client.ehlo()
    offered = client.server_auth_methods
    if "plain" in offered:
        await client.auth_plain(user, password)
    elif "login" in offered:
        await client.auth_login(user, password)
    else:
        raise aiosmtplib.SMTPNotSupported("neither AUTH PLAIN nor AUTH LOGIN")


def _explained(error: Exception) -> SubmissionError:
    """The failure as one sentence. The server's own words stay in the private part: they may quote addresses."""
    private = repr(error)
    if _certificate_failed(error):
        return SubmissionError(
            "The submission server does not prove that it is the one that was configured.",
            private=private,
            temporary=False,
        )
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        temporary = 400 <= error.code < 500
        return SubmissionError(
            "The submission server does not accept our user name and password.", private=private, temporary=temporary
        )
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return SubmissionError(
            "The submission server does not offer what is needed to sign in safely.", private=private, temporary=False
        )
    code = _code(error)
    if code is not None and code >= 500:
        return SubmissionError("The submission server refused the answer.", private=private, temporary=False)
    if code is not None:
        return SubmissionError("The submission server cannot take the answer right now.", private=private)
    return SubmissionError("The submission server does not answer.", private=private)


def _code(error: Exception) -> int | None:
    """The server's own code where it gave one; of several refused recipients the first one's."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused) and error.recipients:
        return error.recipients[0].code
    return error.code if isinstance(error, aiosmtplib.SMTPResponseException) else None


def _certificate_failed(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
