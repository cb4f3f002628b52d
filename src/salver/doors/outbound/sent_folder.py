"""A Sent folder on this machine, a Maildir, read bit by bit: whom its person wrote to.

What has changed since the last look is found by the moment the file system changed it (ctime): a mail program may date
a mail back, the file system does not. Reading a mail twice does no harm.
"""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from salver.config.people import People
from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.outbound.letter import Letter, kept_letter
from salver.read.reading import read_message

_SECOND = 1_000_000_000
# How far back a look goes behind the newest change: a mail that came while we looked may carry the same moment.
_SLACK = 2 * _SECOND


class Look(msgspec.Struct, frozen=True):
    """One look. ``letters`` with the moments they were sent; ``seen_to`` is where the next look begins (nanoseconds
    since 1970); ``more`` says that some are left."""

    letters: tuple[tuple[datetime, Letter], ...]
    seen_to: int
    more: bool


class _Mail(NamedTuple):
    changed: int
    path: Path


def look(
    folder: Path, person: str, people: People, *, seen_to: int, after: datetime, limits: Limits = DEFAULT_LIMITS
) -> Look:
    """Read what has changed in a Maildir since ``seen_to``, oldest first, no more than ``limits.sent_mails_at_once``.

    Mails from before ``after`` are passed over. Raises OSError where the folder is no Maildir or cannot be read.
    """
    now = datetime.now(UTC)
    found = sorted(_changed(folder, seen_to))
    batch = found[: limits.sent_mails_at_once]
    # Those that changed in the same moment stay together, so that none of them is left behind.
    batch += [mail for mail in found[len(batch) :] if mail.changed == batch[-1].changed]
    letters = []
    for mail in batch:
        read = _read(mail.path, limits.sent_mail_bytes)
        if read is None or read[0] <= after:
            continue
        letter = kept_letter(read_message(read[1], limits), person, people)
        if letter is not None:
            letters.append((min(read[0], now), letter))
    more = len(batch) < len(found)
    newest = batch[-1].changed if batch else seen_to
    settled = newest if more else min(newest, int(now.timestamp()) * _SECOND - _SLACK)
    return Look(tuple(letters), max(settled, seen_to), more)


def stamp(folder: Path) -> tuple[int, ...]:
    """What changes whenever a mail comes, goes or is renamed. Raises OSError where the folder is no Maildir."""
    return tuple((folder / name).stat().st_mtime_ns for name in ("cur", "new"))


def horizon(now: datetime, days: int) -> datetime:
    """Mails before this moment say nothing any more."""
    return now - timedelta(days=days)


def _changed(folder: Path, seen_to: int) -> list[_Mail]:
    found = []
    for name in ("cur", "new"):
        with os.scandir(folder / name) as entries:
            for entry in entries:
                if entry.name.startswith(".") or _is_draft(entry.name):
                    continue
                try:
                    status = entry.stat(follow_symlinks=False)
                except FileNotFoundError:  # renamed while we look: the next look finds it
                    continue
                if stat.S_ISREG(status.st_mode) and status.st_ctime_ns > seen_to:
                    found.append(_Mail(status.st_ctime_ns, Path(entry.path)))
    return found


def _is_draft(name: str) -> bool:
    """Flags stand behind ``:2,`` in the name; D is a draft."""
    return "D" in name.rpartition(":2,")[2] if ":2," in name else False


def _read(path: Path, most: int) -> tuple[datetime, bytes] | None:
    """When a mail was put there, and its beginning. None where it has gone, or is no plain file."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(opened, "rb") as file:
        status = os.fstat(opened)
        if not stat.S_ISREG(status.st_mode):
            return None
        return datetime.fromtimestamp(status.st_mtime, UTC), file.read(most)
