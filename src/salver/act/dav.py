"""A connection to a DAV server of ours, and what its refusals mean: shared by the calendar's hand and the address book.

The address comes from the configuration alone, redirects are not followed, nothing is taken from the environment, and
of an answer no more is read than its reader allows. So no server and no sender can point us elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

import httpx
import msgspec

from salver.act.tls import verified_context
from salver.config.crosschecks.http import url_fault
from salver.core.errors import RemoteError
from salver.core.limits import Limits


class DavAccount(msgspec.Struct, frozen=True, kw_only=True):
    """One collection and how to sign in there."""

    url: str
    user: str | None = None
    password: str | None = None
    ca_file: str | None = None

    def __repr__(self) -> str:
        return f"DavAccount({self.url!r})"


class DavAnswer(NamedTuple):
    """``whole`` is false where the body was longer than its reader allows; then ``body`` is its beginning."""

    status: int
    headers: httpx.Headers
    body: bytes
    whole: bool


class DavConnection:
    """One account, for the length of an ``async with`` block.

    ``server`` and ``collection`` are what our sentences call the two; ``error`` is what is raised, with one of them.
    """

    server = "The server"
    collection = "The collection"
    error: type[RemoteError] = RemoteError

    def __init__(self, account: DavAccount, limits: Limits) -> None:
        self._refuse_address(account.url)
        try:
            context = verified_context(account.ca_file)
        except OSError as error:
            raise self.error("calendar.ca_file cannot be read.", private=repr(error), temporary=False) from error
        self._limits = limits
        self._client = httpx.AsyncClient(
            auth=(account.user, account.password or "") if account.user else None,
            verify=context,
            timeout=limits.remote_seconds,
            follow_redirects=False,
            trust_env=False,  # no proxy and no password from the environment
            headers={"User-Agent": "Salver"},
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.aclose()

    async def ask(
        self, method: str, url: str, content: bytes | None, headers: Mapping[str, str], *, most: int
    ) -> DavAnswer:
        """One request. Raises ``error`` where no answer comes; what an answer says is the caller's to judge."""
        try:
            async with self._client.stream(method, url, content=content, headers=dict(headers)) as response:
                body = bytearray()
                async for chunk in response.aiter_bytes():
                    body += chunk
                    if len(body) > most:
                        return DavAnswer(response.status_code, response.headers, bytes(body), whole=False)
                return DavAnswer(response.status_code, response.headers, bytes(body), whole=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                sentence = f"{self.server} does not prove that it is the one that was configured."
                raise self.error(sentence, private=str(error), temporary=False) from error
            raise self.error(f"{self.server} does not answer.", private=str(error)) from error
        except httpx.HTTPError as error:
            raise self.error(f"{self.server} broke off in the middle.", private=repr(error)) from error

    def raise_for(self, status: int, sentences: Mapping[int, str]) -> None:
        """A status as one sentence (RFC 9110 15, RFC 4918 11): one of ``sentences``, or what holds for any server."""
        if 200 <= status < 300:
            return
        temporary = status >= 500 or status in (408, 423, 425, 429)
        sentence = f"{self.server} {'has a problem' if temporary else 'refused the request'}."
        if status == 401:
            sentence = f"{self.server} does not accept our user name and password."
        elif 300 <= status < 400:
            sentence = f"{self.server} sends us to another address. Configure that address instead."
        raise self.error(sentences.get(status, sentence), private=f"status {status}", temporary=temporary)

    def _refuse_address(self, url: str) -> None:
        """https, or http to this very machine; no user name, no query."""
        wrong = url_fault(url)
        if wrong is None and (urlsplit(url).query or urlsplit(url).fragment):
            wrong = "an address with a query"
        if wrong is not None:
            raise self.error(f"{self.collection}'s address cannot be used: {wrong}.", temporary=False)
