"""The CalDAV server, spoken to with the four requests that are needed: GET, PUT, PUT over, DELETE (RFC 4791 5.3).

The address comes from the configuration alone, the file name is a hash of ours (OPS-06), redirects are not followed,
and nothing named in an answer is ever asked for. So no server and no sender can point us elsewhere.
"""

from __future__ import annotations

import hashlib
from types import TracebackType
from urllib.parse import urlsplit

import httpx
import msgspec

from salver.act.tls import verified_context
from salver.config.endpoint import is_loopback
from salver.core.errors import CalendarError
from salver.core.limits import DEFAULT_LIMITS, Limits

_CALENDAR = "text/calendar; charset=utf-8"
# A refusal by its precondition (RFC 4791 5.3.2.1, RFC 6638 3.2.4): what it means for the person.
_PRECONDITIONS = {
    b"no-uid-conflict": "Your calendar already holds this event, written by another program. Change it there.",
    b"unique-scheduling-object-resource": "Another calendar of yours already holds this event. Change it there.",
    b"supported-calendar-component": "This calendar does not take events.",
    b"max-resource-size": "The event is larger than your calendar allows.",
    b"max-instances": "The event repeats more often than your calendar allows.",
    b"max-attendees-per-instance": "The event has more guests than your calendar allows.",
    b"min-date-time": "The event lies before the time your calendar covers.",
    b"max-date-time": "The event lies after the time your calendar covers.",
    b"valid-calendar-": "Your calendar server did not accept the event as valid.",
}


class CalendarAccount(msgspec.Struct, frozen=True, kw_only=True):
    """One calendar collection and how to sign in there. ``url`` ends in a slash."""

    url: str
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None

    def __repr__(self) -> str:
        return f"CalendarAccount({self.url!r})"


class Stored(msgspec.Struct, frozen=True):
    """An object as it lies at the server. ``etag`` is None where the server gave none."""

    data: bytes
    etag: str | None


class PreconditionFailed(CalendarError):
    """The object is there already, or is not what we last saw (RFC 9110 15.5.13)."""


def file_name(person: str, uid: str, organizer: str | None) -> str:
    """Our own name for an event: a hash, since a UID is a stranger's text."""
    whole = hashlib.sha256()
    for text in (person, uid, (organizer or "").lower()):
        data = text.encode("utf-8", "surrogatepass")
        whole.update(len(data).to_bytes(8, "big") + data)
    return f"salver-{whole.hexdigest()[:40]}.ics"


class CalDav:
    """One account, for the length of an ``async with`` block. Every method raises CalendarError with a sentence."""

    def __init__(self, account: CalendarAccount, limits: Limits = DEFAULT_LIMITS) -> None:
        _check(account.url)
        try:
            context = verified_context(account.ca_file)
        except OSError as error:
            raise CalendarError("calendar.ca_file cannot be read.", private=repr(error), temporary=False) from error
        self._limits = limits
        self._base = account.url if account.url.endswith("/") else f"{account.url}/"
        self._client = httpx.AsyncClient(
            auth=(account.user, account.password or "") if account.user else None,
            verify=context,
            timeout=limits.remote_seconds,
            follow_redirects=False,
            trust_env=False,  # no proxy and no password from the environment
            headers={"User-Agent": "Salver"},
        )

    async def __aenter__(self) -> CalDav:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def get(self, name: str) -> Stored | None:
        """The object under this name, or None when there is none."""
        status, headers, body = await self._request("GET", name)
        if status in (404, 410):
            return None
        _raise_for(status, body)
        return Stored(body, headers.get("etag"))

    async def put(self, name: str, data: bytes, *, etag: str | None = None) -> str | None:
        """Create the object, or write over the one with this ``etag``; returns the new etag where the server says it.

        Raises PreconditionFailed when there is one already, or when it has changed (RFC 9110 13.1.1, 13.1.2).
        """
        condition = {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
        status, headers, body = await self._request("PUT", name, data, {"Content-Type": _CALENDAR, **condition})
        _raise_for(status, body)
        made: str | None = headers.get("etag")
        return made

    async def delete(self, name: str, *, etag: str | None = None) -> bool:
        """Remove the object without a word to anybody; False when it was gone (RFC 6638 8.1: Schedule-Reply)."""
        condition = {} if etag is None else {"If-Match": etag}
        status, _, body = await self._request("DELETE", name, None, {"Schedule-Reply": "F", **condition})
        if status in (404, 410):
            return False
        _raise_for(status, body)
        return True

    async def _request(
        self, method: str, name: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, httpx.Headers, bytes]:
        """One request; of the body no more is read than a calendar may be long."""
        try:
            async with self._client.stream(method, self._base + name, content=content, headers=headers) as response:
                body = b""
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > self._limits.calendar_bytes:
                        break
                return response.status_code, response.headers, body
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise CalendarError(
                    "The calendar server does not prove that it is the one that was configured.",
                    private=str(error),
                    temporary=False,
                ) from error
            raise CalendarError("The calendar server does not answer.", private=str(error)) from error
        except httpx.HTTPError as error:
            raise CalendarError("The calendar server broke off in the middle.", private=repr(error)) from error


def _check(url: str) -> None:
    """HTTPS, or plain HTTP to this very machine; no user name in the address."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise CalendarError("The calendar's address must begin with https://.", temporary=False)
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise CalendarError("The calendar's address must be plain: no user name, no query.", temporary=False)


def _raise_for(status: int, body: bytes) -> None:
    """A status as one sentence (RFC 9110 15, RFC 4918 11)."""
    if 200 <= status < 300:
        return
    private = f"status {status}"
    if status == 412:
        raise PreconditionFailed("The event was changed in your calendar meanwhile.", private=private, temporary=False)
    for name, sentence in _PRECONDITIONS.items():
        if status in (403, 409) and name in body:
            raise CalendarError(sentence, private=f"{private} {name.decode()}", temporary=False)
    sentences = {
        401: "The calendar server does not accept our user name and password.",
        403: "The calendar server does not let us write into this calendar.",
        404: "There is no calendar at the configured address.",
        409: "There is no calendar at the configured address.",
        413: "The event is larger than your calendar allows.",
        507: "The calendar server has no room left.",
    }
    temporary = status >= 500 or status in (408, 423, 425, 429)
    if 300 <= status < 400:
        sentences[status] = "The calendar server sends us to another address. Configure that address instead."
    default = "The calendar server has a problem." if temporary else "The calendar server refused the request."
    raise CalendarError(sentences.get(status, default), private=private, temporary=temporary)
