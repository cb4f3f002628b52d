"""A real CalDAV and CardDAV server, Radicale, on a loopback port, with one user, one calendar, one address book."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

USER, PASSWORD = "nora", "a long password"

_CALENDAR = """<?xml version="1.0" encoding="utf-8"?>
<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<resourcetype><collection/><C:calendar/></resourcetype></prop></set></mkcol>"""

_BOOK = """<?xml version="1.0" encoding="utf-8"?>
<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop>
<resourcetype><collection/><C:addressbook/></resourcetype></prop></set></mkcol>"""


@dataclass(frozen=True)
class Radicale:
    """``url`` is the calendar collection, ``book`` the address book, both with a slash at the end."""

    base: str
    url: str

    @property
    def book(self) -> str:
        return f"{self.base}{USER}/contacts/"

    def new_book(self) -> None:
        """Throw the address book away and make it anew."""
        with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
            client.delete(self.book)
            client.request("MKCOL", self.book, content=_BOOK.encode()).raise_for_status()

    def put_card(self, name: str, content: str) -> None:
        """Write as the person's own program would."""
        headers = {"Content-Type": "text/vcard; charset=utf-8"}
        with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
            client.put(self.book + name, content=content.encode(), headers=headers).raise_for_status()

    def delete_card(self, name: str) -> None:
        with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
            client.delete(self.book + name).raise_for_status()

    def objects(self) -> dict[str, str]:
        """File name to content, for everything in the calendar."""
        with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
            listed = client.request("PROPFIND", self.url, headers={"Depth": "1"}).text
            names = [piece.partition("<")[0] for piece in listed.split(f"/{USER}/calendar/")[1:]]
            return {name: client.get(self.url + name).text for name in names if name.endswith(".ics")}

    def empty(self) -> None:
        """Throw the calendar away and make it anew."""
        with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
            client.delete(self.url)
            client.request("MKCOL", self.url, content=_CALENDAR.encode()).raise_for_status()

    def put(self, name: str, content: str) -> None:
        """Write as the person's own program would."""
        with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
            client.put(self.url + name, content=content.encode()).raise_for_status()


@contextmanager
def radicale(folder: Path) -> Iterator[Radicale]:
    """Run Radicale with its data below ``folder``."""
    port = _free_port()
    users = folder / "users"
    users.write_text(f"{USER}:{PASSWORD}\n")
    settings = {
        "--server-hosts": f"127.0.0.1:{port}",
        "--auth-type": "htpasswd",
        "--auth-htpasswd-filename": str(users),
        "--auth-htpasswd-encryption": "plain",
        "--auth-delay": "0",
        "--storage-filesystem-folder": str(folder / "collections"),
        "--logging-level": "error",
    }
    arguments = [part for pair in settings.items() for part in pair]
    process = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--config", "", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    base = f"http://127.0.0.1:{port}/"
    server = Radicale(base, f"{base}{USER}/calendar/")
    try:
        _make_calendar(server)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


def _make_calendar(server: Radicale) -> None:
    """Wait until the server answers, then make the calendar (RFC 5689 3)."""
    deadline = time.monotonic() + 20
    with httpx.Client(auth=(USER, PASSWORD), trust_env=False) as client:
        while True:
            try:
                client.request("MKCOL", server.url, content=_CALENDAR.encode()).raise_for_status()
            except httpx.ConnectError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
