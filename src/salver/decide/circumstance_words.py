"""How a message came, in words: by a list, passed on, sent for somebody, through a calendar service.

Each explains and none accuses. What only the message itself says is told as that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from salver.core.untrusted import Untrusted
from salver.decide.report import Report, ReportCircumstance
from salver.observe.carriers import carriers

Sign = Literal["yes", "no", "odd", "unknown"]
SIGN_WORDS: dict[Sign, str] = {
    "yes": "Confirmed",
    "no": "Not confirmed",
    "odd": "Odd",
    "unknown": "Not known",
}
"""What a screen reader hears before the result."""

_ITS_OWN_WORD = "It says so itself."


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line. ``name`` is what the sender calls itself; ``plain`` stands where there is no address."""

    sign: Sign
    question: str
    result: str
    name: Untrusted | None = None
    addresses: tuple[Untrusted, ...] = ()
    plain: str = ""

    @property
    def prefix(self) -> str:
        return SIGN_WORDS[self.sign]


def circumstance_lines(report: Report) -> list[Line]:
    """One line for each circumstance, in the order of the report, and one for the service that carried it."""
    in_house = report.identity.vouched_by == "delegate"
    return [*_carried(report), *(line for one in report.circumstances for line in _line(one, in_house=in_house))]


def service_name(report: Report) -> str:
    """The carrier's name for a sentence: a word of ours."""
    row = carriers().get(report.identity.carrier or "")
    return row.name if row is not None else "the service"


def knows_account(report: Report) -> bool:
    """Whether a service whose customers write what they like signs them in all the same."""
    row = carriers().get(report.identity.carrier or "")
    return row is not None and row.kind == "claimed" and row.person_checked in ("account", "domain")


def _carried(report: Report) -> list[Line]:
    identity = report.identity
    row = carriers().get(identity.carrier or "")
    if row is None or row.kind == "relay":
        return []
    result = _CARRIED[row.kind]
    return [Line(sign="yes", question="Carried by", plain=row.name, result=f"Confirmed. {result}")]


_CARRIED = {
    "account": "It carries the invitations of those who have an account there.",
    "claimed": "Its customers write what they like into the invitation.",
    "service": "It names no person who could be confirmed.",
    "speaks-for-others": "It sends in the names of people elsewhere.",
    "relay": "",
}
"""Class -> what it means that the service is confirmed."""


def _line(one: ReportCircumstance, *, in_house: bool) -> Iterator[Line]:
    if one.word not in _WORDS:
        return
    question, plain, proved, claimed = _WORDS[one.word]
    if one.word == "delegate" and in_house:
        proved = "Confirmed. It is the same house, and that is normal."
    addresses = (Untrusted(one.by),) if one.by else ()
    sign: Sign = "yes" if one.proved else "unknown"
    yield Line(
        sign=sign,
        question=question,
        addresses=addresses,
        plain="" if addresses else plain,
        result=proved if one.proved else claimed,
    )


_WORDS: dict[str, tuple[str, str, str, str]] = {
    "mailing-list": (
        "Came through the mailing list",
        "A mailing list",
        "Confirmed: the list's own server sent it.",
        _ITS_OWN_WORD,
    ),
    "forwarded": (
        "Passed on by",
        "Somebody who is not named",
        "Confirmed: it was sent from there.",
        _ITS_OWN_WORD,
    ),
    "forward-notification": (
        "What it is",
        "A note that a guest passed a meeting on",
        "Nothing to answer.",
        "Nothing to answer. It says so itself.",
    ),
    "delegate": (
        "Sent for them by",
        "Somebody else",
        "Confirmed that this address sent it. Whether it may, you know best.",
        "It says so itself. Nothing shows that this address sent it.",
    ),
    "own-echo": (
        "What it is",
        "An invitation of your own",
        "Confirmed: it came from your own address.",
        _ITS_OWN_WORD,
    ),
    "booking": (
        "What it is",
        "A copy for your calendar, such as a ticket or a booking",
        "Nobody waits for an answer.",
        "Nobody waits for an answer.",
    ),
    "bounce": (
        "What it is",
        "Mail that came back because it could not be delivered",
        "What lies inside is your own.",
        "It says so itself.",
    ),
}
"""Word -> the question; what stands there without a name; the result where it is proved, and where it is claimed."""
