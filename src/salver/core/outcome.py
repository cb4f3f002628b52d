"""The only table of numeric codes: what a condition is called in SMTP, as an exit status, in HTTP and in metrics.

SMTP replies and enhanced codes: RFC 5321 4.2, RFC 3463. Exit statuses: ``sysexits.h`` for services, and 0/1/2 for
``check`` (report.md).
"""

from __future__ import annotations

import enum
from typing import NamedTuple


class Reply(NamedTuple):
    """An SMTP reply: three digits, the enhanced code or an empty string, and the text after it."""

    code: int
    enhanced: str
    text: str

    def line(self) -> bytes:
        middle = f"{self.enhanced} " if self.enhanced else ""
        return f"{self.code} {middle}{self.text}\r\n".encode("ascii", "replace")


class Condition(enum.Enum):
    """Everything a door can have to say of its own. Refusals of the next hop are not here: they pass unchanged."""

    READY = Reply(220, "", "ESMTP Salver")
    BYE = Reply(221, "2.0.0", "Bye")
    OK = Reply(250, "2.0.0", "Ok")
    GO_AHEAD = Reply(354, "", "End data with <CR><LF>.<CR><LF>")
    UNWILLING_TO_VERIFY = Reply(252, "2.5.2", "Cannot verify, send some mail")
    TOO_BUSY = Reply(421, "4.3.2", "Too many connections, try again later")
    IDLE = Reply(421, "4.4.2", "Idle for too long")
    NEXT_HOP_DOWN = Reply(451, "4.4.1", "The next server does not answer, try again later")
    STORE_DOWN = Reply(451, "4.3.0", "Cannot record this message now, try again later")
    OUR_FAULT = Reply(451, "4.3.0", "Local error, try again later")
    TOO_MANY_RECIPIENTS = Reply(452, "4.5.3", "Too many recipients")
    COMMAND_UNKNOWN = Reply(500, "5.5.2", "Command not recognised")
    LINE_TOO_LONG = Reply(500, "5.5.2", "Line too long")
    BAD_SYNTAX = Reply(501, "5.5.4", "Syntax error in parameters")
    BARE_NEWLINE = Reply(550, "5.5.2", "Bare CR or LF in message")
    NOT_OUR_PEER = Reply(554, "5.7.1", "This door is not for you")
    NOT_AUTHORISED = Reply(550, "5.7.0", "Not for this client")
    NOT_IMPLEMENTED = Reply(502, "5.5.1", "Command not implemented")
    BAD_SEQUENCE = Reply(503, "5.5.1", "Bad sequence of commands")
    PARAMETER_UNKNOWN = Reply(555, "5.5.4", "Parameter not recognised")
    TOO_LARGE = Reply(552, "5.3.4", "Message too large")
    TOO_MANY_ERRORS = Reply(421, "4.7.0", "Too many errors")

    @property
    def reply(self) -> Reply:
        return self.value


class Exit(enum.IntEnum):
    """Exit statuses of the command line."""

    CLEAN = 0
    """Nothing at or above the threshold."""
    FOUND = 1
    """Something at or above the threshold."""
    TROUBLE = 2
    """A file could not be read or an option is wrong."""
    UNAVAILABLE = 69
    """EX_UNAVAILABLE: a port is in use, a service that is needed does not answer."""
    CONFIG = 78
    """EX_CONFIG: the configuration cannot be used."""


HTTP_STATUS = {
    "ok": 200,
    "see-other": 303,
    "bad-request": 400,
    "unauthorised": 401,
    "forbidden": 403,
    "not-found": 404,
    "too-late": 409,
    "too-large": 413,
    "unavailable": 503,
}
"""Conditions of the HTTP door and their status (RFC 9110 15)."""
