"""The answers a person can give: what each is called, what it does, and which need a page of their own first."""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.config.schema import Settings
from salver.doors.http.inbox.levels import ASKS_BEFORE_ACCEPT

Action = Literal["accept", "tentative", "decline-silently", "decline-and-tell", "release", "block"]
ACTIONS: dict[str, Action] = {
    "accept": "accept",
    "tentative": "tentative",
    "decline-silently": "decline-silently",
    "decline-and-tell": "decline-and-tell",
    "release": "release",
    "block": "block",
}
BULK: dict[str, Action] = {"decline-silently": "decline-silently", "block": "block"}
"""Several at once: only answers that nobody outside notices."""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One button. ``asks`` means that it opens the page that asks before it acts; ``hint`` says what it does."""

    action: Action
    label: str
    hint: str = ""
    asks: bool = False


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """The action bar: one filled button and its sentence, the ones beside it, the rest under More."""

    say: str
    go: Choice
    beside: tuple[Choice, ...]
    more: tuple[Choice, ...]


def asks_first(action: Action, level: str) -> bool:
    """Whether this answer is asked for on a page of its own before it is carried out."""
    if action in ("accept", "tentative"):
        return level in ASKS_BEFORE_ACCEPT
    return action in ("decline-and-tell", "block", "release")


def bar(level: str, settings: Settings) -> Bar:
    """The buttons for one level, in the order of the design's table."""
    silent = Choice(action="decline-silently", label="Decline silently")
    more = (
        Choice(
            action="decline-and-tell",
            label="Decline and tell them…",
            hint="They learn that you read this.",
            asks=True,
        ),
        Choice(
            action="release",
            label="Hand on the mail…",
            hint="Your mail program gets the original, with its own buttons.",
            asks=True,
        ),
        Choice(action="block", label="Block…", hint="What they send is kept out from now on.", asks=True),
    )
    if level == "known":
        accept = Choice(action="accept", label="Accept")
        maybe = Choice(action="tentative", label="Maybe")
        return Bar(say=accept_sentence(settings), go=accept, beside=(maybe, silent), more=more)
    nothing = "nothing is sent, nothing is added."
    if level == "new":
        beside = (Choice(action="accept", label="Accept"), Choice(action="tentative", label="Maybe"))
        return Bar(say=nothing, go=silent, beside=beside, more=more)
    accept = Choice(action="accept", label="Accept…", asks=True)
    return Bar(say="nothing is sent. They learn nothing.", go=silent, beside=(accept,), more=more)


def accept_sentence(settings: Settings) -> str:
    """One line: what a plain yes does."""
    if settings.calendar.writer == "client":
        return "the original mail is handed on, and your mail program does the rest."
    if settings.submission.host is None:
        return "goes into your calendar. Nobody is told."
    return "goes into your calendar. The organizer is told."
