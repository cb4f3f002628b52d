"""The exception tree. Bad input is never an exception (it is a ``Defect``), unknown is a value (``Unavailable``).

::

    SalverError
    ├── ConfigError          the operator wrote something we cannot run with; carries every problem at once
    ├── Refused              a person asks for what cannot be done; one sentence says why (act/refused.py)
    ├── HistoryMoved         an event moved on while its message was judged: judge again (store/events.py)
    ├── CannotListen         an address or port cannot be had (doors/listen.py)
    └── RemoteError          another machine failed; ``temporary`` says whether trying again can help
        ├── NextHopError     the mail server behind the gate; carries its SMTP reply, which passes through
        ├── SubmissionError  the server that sends our own answers
        ├── CalendarError    the CalDAV server
        ├── AddressBookError the CardDAV server
        └── StoreError       our own database
"""

from __future__ import annotations

from dataclasses import dataclass


class SalverError(Exception):
    """Root of everything Salver raises on purpose."""


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """One thing wrong in the configuration.

    ``line`` counts from 1 and is None where the value came from the environment; ``nearest`` is the right key or
    value that is closest to what was written, if any is close.
    """

    file: str
    line: int | None
    key: str
    found: str
    allowed: str
    nearest: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        hint = f" Did you mean {self.nearest}?" if self.nearest else ""
        return f"{place}: {self.key}: found {self.found}; allowed: {self.allowed}.{hint}"


class ConfigError(SalverError):
    """The configuration cannot be used. ``problems`` holds all of them, in the order of the file."""

    def __init__(self, problems: list[ConfigProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class RemoteError(SalverError):
    """Another machine failed us.

    ``public`` is one sentence a person may read; ``private`` is the detail for the log (never message text, never a
    secret); ``temporary`` is true when the same attempt may succeed later.
    """

    def __init__(self, public: str, *, private: str = "", temporary: bool = True) -> None:
        self.public = public
        self.private = private
        self.temporary = temporary
        super().__init__(public)


class NextHopError(RemoteError):
    """The next hop refused or did not answer. ``code`` and ``text`` are its own SMTP reply, passed through."""

    def __init__(self, code: int, text: str, *, private: str = "") -> None:
        self.code = code
        self.text = text
        super().__init__(text, private=private, temporary=400 <= code < 500)


class SubmissionError(RemoteError):
    """Our answer could not be handed to the submission server."""


class CalendarError(RemoteError):
    """The CalDAV server did not do what was asked."""


class AddressBookError(RemoteError):
    """The CardDAV server did not do what was asked."""


class StoreError(RemoteError):
    """Our database cannot be read or written right now."""
