"""Does a TNEF attachment (winmail.dat) hold a meeting? Only its message class is looked at (MIME-17).

Layout ([MS-OXTNEF] 2.1.3, 2.1.3.3): signature, key, then attributes of level (1 byte), id (4), length (4), data and
checksum (2), all little-endian. Every length is checked against what is there.
"""

from __future__ import annotations

SIGNATURE = b"\x78\x9f\x3e\x22"
TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_MESSAGE_CLASS = b"\x08\x80\x07\x00"
_MEETING_CLASSES = (
    b"ipm.microsoft schedule.mtg",
    b"ipm.schedule.meeting",
    b"ipm.appointment",
)
_MOST_ATTRIBUTES = 2_000


def holds_meeting(data: bytes) -> bool:
    """Whether these bytes are TNEF whose message class is one of scheduling. False for anything that is no TNEF."""
    if not data.startswith(SIGNATURE):
        return False
    position = 6
    for _ in range(_MOST_ATTRIBUTES):
        if position + 9 > len(data):
            break
        length = int.from_bytes(data[position + 5 : position + 9], "little")
        content = data[position + 9 : position + 9 + length]
        if data[position + 1 : position + 5] == _MESSAGE_CLASS:
            return content.lower().startswith(_MEETING_CLASSES)
        position += 9 + length + 2
    # No class where it belongs: broken, or kept among the MAPI properties, perhaps in UTF-16.
    lower = data.lower()
    return any(name in lower or name.decode().encode("utf-16-le") in lower for name in _MEETING_CLASSES)
