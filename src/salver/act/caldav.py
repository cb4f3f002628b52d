"""The CalDAV server, spoken to with the four requests that are needed: GET, PUT, PUT over, DELETE (RFC 4791 5.3).

The file name is a hash of ours (OPS-06), and nothing named in an answer is ever asked for; how the server is spoken to
stands in ``dav``.
"""

from __future__ import annotations

import hashlib

import msgspec

from salver.act.dav import DavAccount, DavAnswer, DavConnection
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
_SENTENCES = {
    403: "The calendar server does not let us write into this calendar.",
    404: "There is no calendar at the configured address.",
    409: "There is no calendar at the configured address.",
    413: "The event is larger than your calendar allows.",
    507: "The calendar server has no room left.",
}


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


class CalDav(DavConnection):
    """One account, for the length of an ``async with`` block. Every method raises CalendarError with a sentence."""

    server = "The calendar server"
    collection = "The calendar"
    error = CalendarError

    def __init__(self, account: DavAccount, limits: Limits = DEFAULT_LIMITS) -> None:
        super().__init__(account, limits)
        self._base = account.url if account.url.endswith("/") else f"{account.url}/"

    async def get(self, name: str) -> Stored | None:
        """The object under this name, or None when there is none."""
        answer = await self._request("GET", name)
        if answer.status in (404, 410):
            return None
        self._raise_for(answer)
        return Stored(answer.body, answer.headers.get("etag"))

    async def put(self, name: str, data: bytes, *, etag: str | None = None) -> str | None:
        """Create the object, or write over the one with this ``etag``; returns the new etag where the server says it.

        Raises PreconditionFailed when there is one already, or when it has changed (RFC 9110 13.1.1, 13.1.2).
        """
        condition = {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
        answer = await self._request("PUT", name, data, {"Content-Type": _CALENDAR, **condition})
        self._raise_for(answer)
        made: str | None = answer.headers.get("etag")
        return made

    async def delete(self, name: str, *, etag: str | None = None) -> bool:
        """Remove the object without a word to anybody; False when it was gone (RFC 6638 8.1: Schedule-Reply)."""
        condition = {} if etag is None else {"If-Match": etag}
        answer = await self._request("DELETE", name, None, {"Schedule-Reply": "F", **condition})
        if answer.status in (404, 410):
            return False
        self._raise_for(answer)
        return True

    async def _request(
        self, method: str, name: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> DavAnswer:
        return await self.ask(method, self._base + name, content, headers or {}, most=self._limits.calendar_bytes)

    def _raise_for(self, answer: DavAnswer) -> None:
        status = answer.status
        if status == 412:
            sentence = "The event was changed in your calendar meanwhile."
            raise PreconditionFailed(sentence, private="status 412", temporary=False)
        for name, sentence in _PRECONDITIONS.items():
            if status in (403, 409) and name in answer.body:
                raise CalendarError(sentence, private=f"status {status} {name.decode()}", temporary=False)
        self.raise_for(status, _SENTENCES)
