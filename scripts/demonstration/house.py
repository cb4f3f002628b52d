"""Everything the demonstration needs, on loopback: a CalDAV server, two mail servers, and the gate itself."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scripts.demonstration.certificate import certificate
from scripts.demonstration.mail import BORDER, ME
from scripts.demonstration.story import CONTACTS

PASSWORD = "demonstration-only"
_PATIENCE = 30.0


class Received(msgspec.Struct, frozen=True):
    """One mail a sink got."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    content: bytes


class Sink:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mail: list[Received] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802
        content = envelope.original_content or b""
        self.mail.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        return "250 Kept"


class House(msgspec.Struct):
    """What runs, and where."""

    folder: Path
    config: Path
    store: Path
    smtp: int
    inbox: str
    calendar: str
    mailbox: Sink
    submission: Sink


@contextlib.contextmanager
def house() -> Iterator[House]:
    """Start everything; stop everything and remove the folder at the end, also on Ctrl-C."""
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="salver-demo-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        ports = _free_ports(5)
        smtp, next_hop, submission, dav, web = ports
        certificate(folder)
        mailbox, sent = Sink(), Sink()
        _start_sink(stack, mailbox, next_hop, None)
        _start_sink(stack, sent, submission, _server_tls(folder))
        calendar = _start_radicale(stack, folder, dav)
        config = _configure(folder, smtp, next_hop, submission, calendar, web)
        _start(stack, [sys.executable, "-m", "salver", "serve", "--config", str(config)], folder / "salver.log")
        _wait_for(smtp, folder / "salver.log")
        _wait_for(web, folder / "salver.log")
        yield House(
            folder=folder,
            config=config,
            store=folder / "salver.sqlite3",
            smtp=smtp,
            inbox=f"http://127.0.0.1:{web}",
            calendar=calendar,
            mailbox=mailbox,
            submission=sent,
        )


def _free_ports(count: int) -> list[int]:
    """Ports nobody uses right now; all are held open together so that they differ."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _server_tls(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context


def _start_sink(stack: contextlib.ExitStack, sink: Sink, port: int, tls: ssl.SSLContext | None) -> None:
    controller = Controller(sink, hostname="127.0.0.1", port=port, ssl_context=tls, decode_data=False)
    controller.start()
    stack.callback(controller.stop)


def _start(stack: contextlib.ExitStack, command: list[str], log: Path) -> None:
    """A process of our own, asked to end at the end and made to when it does not."""
    output = stack.enter_context(log.open("wb"))
    process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=environment())

    def stop() -> None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(stop)


def _start_radicale(stack: contextlib.ExitStack, folder: Path, port: int) -> str:
    """A real CalDAV server with one calendar; returns the calendar's URL."""
    (folder / "users").write_text(f"nora:{PASSWORD}\n")
    settings = folder / "radicale.ini"
    settings.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\n"
        f"[storage]\nfilesystem_folder = {folder / 'calendars'}\n[logging]\nlevel = warning\n"
    )
    log = folder / "radicale.log"
    _start(stack, [sys.executable, "-m", "radicale", "--config", str(settings)], log)
    _wait_for(port, log)
    url = f"http://127.0.0.1:{port}/nora/calendar/"
    made = httpx.request("MKCALENDAR", url, auth=("nora", PASSWORD), timeout=10, trust_env=False)
    made.raise_for_status()
    return url


def _configure(folder: Path, smtp: int, next_hop: int, submission: int, calendar: str, web: int) -> Path:
    """The configuration a self-hoster would have, with every path inside the temporary folder."""
    password = folder / "calendar.password"
    password.touch(0o600)
    password.write_text(PASSWORD)
    contacts = folder / "nora.contacts"
    contacts.write_text("".join(f"{sender.address}\n" for sender in CONTACTS))
    config = folder / "salver.toml"
    config.write_text(
        f"""\
[gate]
mode = "protect"

[hold]
mail = "neutralise"

[smtp]
listen = "127.0.0.1:{smtp}"
next_hop = "127.0.0.1:{next_hop}"

[identity]
own_domains = ["home.example"]
trusted_authserv_ids = ["{BORDER}"]

[dns]
resolver = "off"

[people.nora]
name = "Nora Lind"
addresses = ["{ME}"]
contacts_file = "{contacts}"
time_zone = "Europe/Berlin"

[calendar]
writer = "salver"
url = "{calendar}"
user = "nora"
password_file = "{password}"

[submission]
host = "127.0.0.1"
port = {submission}
ca_file = "{folder / "ca.pem"}"

[store]
url = "sqlite:///{folder / "salver.sqlite3"}"

[http]
listen = "127.0.0.1:{web}"
"""
    )
    return config


def _wait_for(port: int, log: Path) -> None:
    """Until somebody listens; after a while say what the log says instead."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
            return
        time.sleep(0.05)
    raise SystemExit(f"Nothing answers on port {port}. Its log says:\n{log.read_text(errors='replace')[-4000:]}")


def environment() -> dict[str, str]:
    """Our environment without settings that would leak into the demonstration's own Salver."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SALVER_")}
