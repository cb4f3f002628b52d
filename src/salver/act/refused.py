"""What we will not do, and the sentence that says why. Nothing failed: a person reads it and chooses anew."""

from __future__ import annotations

from salver.core.errors import SalverError


class Refused(SalverError):
    """``public`` is one sentence a person may read; it never holds a sender's text."""

    def __init__(self, public: str) -> None:
        self.public = public
        super().__init__(public)


class CopyRefused(Refused):
    """No copy for a calendar can be made of this invitation. It can still be handed on as it came."""


class ReplyRefused(Refused):
    """No answer can be sent to this invitation."""


class DecisionRefused(Refused):
    """This decision cannot be taken about this invitation (any more)."""
