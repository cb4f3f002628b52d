"""The messages that are measured: a folder made by ``perf_workload.py``, 1,000 invitations and 1,000 ordinary mails.

Such a folder holds ``imip/*.eml``, ``mail/*.eml``, ``envelope.json`` (one object a message: file, set, mail_from, rcpt,
ip, helo, signed), ``zone.txt`` (a DNS master file) and ``manifest.json``. Everything in it is synthetic and under
reserved names.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from salver.core.envelope import Envelope

SETS = ("imip", "mail", "mail-small")
SMALL_BYTES = 100_000
"""``mail-small`` holds ordinary mails below this size: most of the traffic, without the attachments."""

HOW_TO_MAKE_ONE = (
    "There is no workload in {folder}. Make one (synthetic text only, the same for the same seed):\n"
    "    python3 perf_workload.py --out {folder} --seed 1 --imip 300 --mail 300\n"
    "The tool needs dkimpy and cryptography. Or name a folder with --workload."
)


class Record(msgspec.Struct):
    """One entry of ``envelope.json``, as far as it is used."""

    file: str
    set: str
    mail_from: str
    rcpt: tuple[str, ...]
    ip: str
    helo: str
    signed: bool = False


class Manifest(msgspec.Struct):
    """``manifest.json``, as far as it is used."""

    seed: int
    sha256: str


class Mail(NamedTuple):
    """One message with its envelope; ``signed`` by DKIM."""

    raw: bytes
    envelope: Envelope
    signed: bool = False


class Workload(NamedTuple):
    """``sets`` holds the messages by the names of ``SETS``; ``sha256`` is over all of them."""

    folder: Path
    seed: int
    sha256: str
    sets: dict[str, tuple[Mail, ...]]


def records(folder: Path) -> list[Record]:
    """The entries of ``envelope.json``. Raises OSError or msgspec.MsgspecError where this is no workload."""
    return msgspec.json.decode((folder / "envelope.json").read_bytes(), type=list[Record])


def envelope(record: Record) -> Envelope:
    """What SMTP would have said about this message."""
    return Envelope(
        mail_from=record.mail_from, rcpt_to=record.rcpt, client_ip=record.ip, helo=record.helo, direction="inbound"
    )


def load(folder: Path, most: int | None = None) -> Workload:
    """Read a workload, at most ``most`` messages of each set. Raises as ``records``."""
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    found: dict[str, list[Mail]] = {"imip": [], "mail": []}
    for record in records(folder):
        mails = found[record.set]
        if most is None or len(mails) < most:
            mails.append(Mail((folder / record.file).read_bytes(), envelope(record), record.signed))
    small = [mail for mail in found["mail"] if len(mail.raw) < SMALL_BYTES]
    sets = {"imip": tuple(found["imip"]), "mail": tuple(found["mail"]), "mail-small": tuple(small)}
    return Workload(folder, manifest.seed, manifest.sha256, sets)
