"""The answers a person can give: what each is called, what it does, and which need a page of their own first."""

from __future__ import annotations

from typing import Literal

import msgspec

from salver.act.decisions import SilentAction
from salver.config.people import People
from salver.config.schema import Settings
from salver.doors.http.errors import Refused
from salver.doors.http.inbox.accepting import accepting, answer_address
from salver.doors.http.inbox.blocking import Reach, reach_before
from salver.doors.http.inbox.kinds import Kind, kind_of
from salver.doors.http.inbox.levels import ASKS_BEFORE_ACCEPT
from salver.store.outcomes import Outcome

Action = Literal["accept", "tentative", "decline-silently", "decline-and-tell", "release", "block"]
ACTIONS: dict[str, Action] = {
    "accept": "accept",
    "tentative": "tentative",
    "decline-silently": "decline-silently",
    "decline-and-tell": "decline-and-tell",
    "release": "release",
    "block": "block",
}
BULK: dict[str, SilentAction] = {"decline-silently": "decline-silently", "block": "block"}
"""Several at once: only answers that nobody outside notices."""

_NOT_OFFERED = {
    "accept": ("This cannot go into a calendar.", "Hand the mail on instead."),
    "tentative": ("This cannot be answered with “maybe”.", "Go back and use the buttons on the page."),
    "decline-and-tell": ("Nobody can be told about this.", "Decline it silently instead."),
}
_CHANGES = frozenset({"update-from-stranger", "cancel-from-stranger"})


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

    def offers(self, action: Action) -> bool:
        """Whether this answer has a button."""
        return any(choice.action == action for choice in (self.go, *self.beside, *self.more))


_SILENT = Choice(action="decline-silently", label="Decline silently")
_TELL = Choice(
    action="decline-and-tell", label="Decline and tell them…", hint="They learn that you read this.", asks=True
)
_RELEASE = Choice(
    action="release",
    label="Hand on the mail…",
    hint="Your mail program gets the original, with its own buttons.",
    asks=True,
)

_BLOCKS: dict[Reach, str] = {
    "sender": "What comes confirmed from them is kept out from now on.",
    "unconfirmed": "Nobody was confirmed: what comes unconfirmed from that mail domain is kept out from now on.",
    "only": "Only this one: nobody was confirmed.",
}


def asks_first(action: Action, level: str) -> bool:
    """Whether this answer is asked for on a page of its own before it is carried out."""
    if action in ("accept", "tentative"):
        return level in ASKS_BEFORE_ACCEPT
    return action in ("decline-and-tell", "block", "release")


def bar(outcome: Outcome, person: str, settings: Settings, people: People) -> Bar:
    """The buttons for one invitation, in the order of the design's table: the safe choice is the big one.

    An answer that tells somebody is offered only where one can be sent.
    """
    report, level = outcome.report, outcome.level
    kind = kind_of(report)
    yes = _yes(kind, level, settings)
    tell = (_TELL,) if answer_address(report, person, settings, people) else ()
    more = tuple(choice for choice in (*tell, _RELEASE, _block(outcome)) if choice not in yes)
    if level == "known" and kind != "other":
        told = accepting(report, person, settings, people).learns_address is not None
        say = accept_sentence(kind, settings, told=told)
        return Bar(say=say, go=yes[0], beside=(*yes[1:], _SILENT), more=more)
    return Bar(say=_silence(outcome.headline.code, level), go=_SILENT, beside=yes, more=more)


def need_offered(outcome: Outcome, action: Action, person: str, settings: Settings, people: People) -> None:
    """Raises Refused, in a sentence, for an answer that has no button on the page of this invitation."""
    if not bar(outcome, person, settings, people).offers(action):
        title, text = _NOT_OFFERED.get(action, ("This answer does not fit this invitation.", ""))
        raise Refused("bad-request", title, f"Nothing was done. {text}".rstrip())


def accept_sentence(kind: Kind, settings: Settings, *, told: bool) -> str:
    """One line: what a plain yes does. ``told``: an answer goes out with it."""
    if settings.calendar.writer == "client":
        return "the original mail is handed on, and your mail program does the rest."
    if kind == "cancellation":
        return "takes the event out of your calendar. Nobody is told."
    return f"goes into your calendar. {'The organizer is told.' if told else 'Nobody is told.'}"


def accept_label(kind: Kind) -> str:
    """What a yes is called."""
    return "Apply" if kind == "cancellation" else "Accept"


def _yes(kind: Kind, level: str, settings: Settings) -> tuple[Choice, ...]:
    """The ways to say yes. "Maybe" needs a calendar that we write; what cannot go into one can be handed on."""
    if kind == "other" and settings.calendar.writer != "client":
        return (_RELEASE,)
    asks = level in ASKS_BEFORE_ACCEPT
    accept = Choice(action="accept", label=accept_label(kind) + ("…" if asks else ""), asks=asks)
    if asks or kind != "event" or settings.calendar.writer == "client":
        return (accept,)
    return (accept, Choice(action="tentative", label="Maybe"))


def _block(outcome: Outcome) -> Choice:
    return Choice(action="block", label="Block…", hint=_BLOCKS[reach_before(outcome)], asks=True)


def _silence(headline_code: str, level: str) -> str:
    if headline_code in _CHANGES:
        return "nothing is sent. Your meeting stays as it is."
    return "nothing is sent, nothing is added." if level == "new" else "nothing is sent. They learn nothing."
