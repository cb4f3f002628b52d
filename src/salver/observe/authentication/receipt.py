"""When a message came: what t= and x= of a signature are compared with (RFC 6376 3.5).

Our own servers may have written it down. Where they did not, it is the present, which is asked for in the same round as
whatever else has to be known.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from salver.observe.question import Answer, Instant, NowQuestion, Question

_NOW = NowQuestion()
_PRESENT: frozenset[Question] = frozenset({_NOW})


def to_ask(received_at: int | None) -> frozenset[Question]:
    """The question for the time; none where it is known."""
    return _PRESENT if received_at is None else frozenset()


def told(received_at: int | None, answers: Mapping[Question, Answer]) -> int | None:
    """Seconds since 1970: as known, else as answered; None where nobody could say."""
    answer = answers.get(_NOW) if received_at is None else None
    return _seconds(answer.time) if isinstance(answer, Instant) else received_at


def _seconds(time: str) -> int | None:
    try:
        return int(datetime.fromisoformat(time).timestamp())
    except ValueError:
        return None
