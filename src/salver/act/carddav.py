"""An address book at a CardDAV server, read with the three requests that are needed (RFC 6352).

The configured address is the only one that is ever asked: paths named in an answer go back to that same address, inside
a request. How the server is spoken to stands in ``dav``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import msgspec

from salver.act.dav import DavAccount, DavConnection
from salver.config.contacts import cards_in
from salver.core.errors import AddressBookError
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.store.address_books import Card, Cards

_DAV, _CARD, _SERVER = "{DAV:}", "{urn:ietf:params:xml:ns:carddav}", "{http://calendarserver.org/ns/}"
_NAMES = 'xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav" xmlns:s="http://calendarserver.org/ns/"'
_STATE = f"<propfind {_NAMES}><prop><resourcetype/><sync-token/><s:getctag/></prop></propfind>"
_ETAGS = f"<propfind {_NAMES}><prop><resourcetype/><getetag/></prop></propfind>"
# Only what is kept is asked for: photographs stay where they are.
# RFC 6352 10.4
_WANTED = "".join(f'<c:prop name="{name}"/>' for name in ("VERSION", "UID", "FN", "N", "EMAIL"))
_MULTIGET = (
    f"<c:addressbook-multiget {_NAMES}><prop><getetag/><c:address-data>{_WANTED}</c:address-data></prop>"
    "{hrefs}</c:addressbook-multiget>"
)


_SENTENCES = {
    403: "The CardDAV server does not let us read this address book.",
    404: "There is no address book at the configured address.",
    405: "There is no address book at the configured address.",
}


class Found(msgspec.Struct, frozen=True):
    """The address book as it stands. ``token`` is the server's name for this state, None where it has none."""

    token: str | None
    cards: Cards


class CardDav(DavConnection):
    """One account, for the length of an ``async with`` block. Every method raises AddressBookError with a sentence."""

    server = "The CardDAV server"
    collection = "The address book"
    error = AddressBookError

    def __init__(self, account: DavAccount, limits: Limits = DEFAULT_LIMITS) -> None:
        super().__init__(account, limits)
        self._url = account.url

    async def read(self, known: Mapping[str, Card], token: str | None) -> Found | None:
        """The address book, or None when it is still as ``token`` names it. ``known`` cards are not sent again while
        their etags are the same."""
        now = await self._token()
        if now is not None and now == token:
            return None
        etags = await self._etags()
        cards = {
            href: known[href] for href, etag in etags.items() if etag and href in known and known[href].etag == etag
        }
        missing = [href for href in etags if href not in cards]
        for start in range(0, len(missing), self._limits.address_book_batch):
            cards |= await self._cards(missing[start : start + self._limits.address_book_batch])
        # What did not come is asked for again at the next look, whatever the server calls its state.
        return Found(now if all(href in cards for href in etags) else None, cards)

    async def _token(self) -> str | None:
        """What the server calls the present state: a sync-token (RFC 6578 4) or the older ctag."""
        for _, properties in await self._ask("PROPFIND", _STATE, depth="0"):
            if properties.find(f"{_DAV}resourcetype/{_CARD}addressbook") is None:  # RFC 6352 5.2
                raise AddressBookError("There is no address book at the configured address.", temporary=False)
            token = properties.findtext(f"{_DAV}sync-token") or properties.findtext(f"{_SERVER}getctag")
            return (token or "").strip() or None
        raise AddressBookError("There is no address book at the configured address.", temporary=False)

    async def _etags(self) -> dict[str, str]:
        """Every card's path and etag, in the order of the server; the first so many count."""
        found = {}
        for href, properties in await self._ask("PROPFIND", _ETAGS, depth="1"):
            if properties.find(f"{_DAV}resourcetype/{_DAV}collection") is None:
                found[href] = properties.findtext(f"{_DAV}getetag") or ""
            if len(found) >= self._limits.address_book_cards:
                break
        return found

    async def _cards(self, hrefs: Iterable[str]) -> Cards:
        # RFC 6352 8.7
        body = _MULTIGET.format(hrefs="".join(f"<href>{escape(href)}</href>" for href in hrefs))
        found: Cards = {}
        for href, properties in await self._ask("REPORT", body, depth="0"):
            data = properties.findtext(f"{_CARD}address-data")
            if data is None:
                continue
            cards = cards_in(data, self._limits)
            addresses = tuple(dict.fromkeys(address for card in cards for address in card.addresses))
            name = next((card.name for card in cards if card.name), None)
            found[href] = Card(properties.findtext(f"{_DAV}getetag") or "", name, addresses)
        return found

    async def _ask(self, method: str, body: str, *, depth: str) -> Iterator[tuple[str, ET.Element]]:
        """Path and found properties of every response in a multistatus (RFC 4918 13)."""
        content = f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()
        headers = {"Content-Type": "application/xml; charset=utf-8", "Depth": depth}
        answer = await self.ask(method, self._url, content, headers, most=self._limits.address_book_bytes)
        if not answer.whole:
            raise AddressBookError("The CardDAV server sent more than an address book can hold.")
        self.raise_for(answer.status, _SENTENCES)
        if answer.status != 207:
            raise AddressBookError("What answers there is no CardDAV server.", private=f"status {answer.status}")
        return _responses(answer.body)


def _responses(answer: bytes) -> Iterator[tuple[str, ET.Element]]:
    unreadable = "The CardDAV server sent what cannot be read."
    try:
        text = answer.decode("utf-8-sig")
        if "<!DOCTYPE" in text.upper():  # no answer needs one, and entities in one can grow without end
            raise AddressBookError(unreadable, private="a document type declaration")
        root = ET.fromstring(text)  # noqa: S314  (no declaration, bounded, from the configured server)
    except (UnicodeDecodeError, ET.ParseError) as error:
        raise AddressBookError(unreadable, private=repr(error)) from error
    for response in root.iterfind(f"{_DAV}response"):
        href = (response.findtext(f"{_DAV}href") or "").strip()
        for found in response.iterfind(f"{_DAV}propstat"):
            properties = found.find(f"{_DAV}prop")
            # A status line: HTTP/1.1 200 OK
            # RFC 4918 14.28
            words = (found.findtext(f"{_DAV}status") or "").split()
            if href and properties is not None and words[1:2] == ["200"]:
                yield href, properties
