"""What TNEF is known by, and what it says about a meeting: the type that travels on ``OpaquePart``."""

from __future__ import annotations

import msgspec

from salver.core.untrusted import Untrusted

TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
"""The first bytes of TNEF under any name ([MS-OXTNEF] 2.1.3.1)."""
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
"""The types it travels under."""
TNEF_NAMES = frozenset({"winmail.dat", "win.dat"})
"""The names it has."""


class TnefMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """What a TNEF part ([MS-OXTNEF]) says about a meeting. All of it is foreign text and nothing of it is vouched for.

    ``start`` and ``end`` are ISO; with ``Z`` where the value is in UTC, else local to somewhere. ``sender`` and
    ``represents`` are addresses as written, often in a form of Exchange. ``reminder_file`` is a file the reader's
    program would open to play a sound, also over the network. ``calendar_inside`` says that an attachment is a calendar
    or a meeting; ``broken`` that the structure is not as it should be, ``truncated`` that a limit cut it short.
    """

    message_class: Untrusted
    sender: Untrusted | None = None
    represents: Untrusted | None = None
    subject: Untrusted | None = None
    location: Untrusted | None = None
    start: str | None = None
    end: str | None = None
    reminder_file: Untrusted | None = None
    attachments: tuple[Untrusted, ...] = ()
    calendar_inside: bool = False
    broken: bool = False
    truncated: bool = False
