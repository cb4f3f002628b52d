"""Salver: a gate for calendar invitations that arrive by mail.

The library in a few names; each is loaded when it is first used::

    from salver import inspect
    report = inspect(open("invite.eml", "rb").read())
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salver.core.envelope import Envelope
    from salver.core.limits import Limits
    from salver.decide.policy import Policy
    from salver.decide.report import Report
    from salver.doors.drive.inspection import inspect
    from salver.read.message import Message

__all__ = ["Envelope", "Limits", "Message", "Policy", "Report", "inspect"]

_HOMES = {
    "Envelope": "salver.core.envelope",
    "Limits": "salver.core.limits",
    "Message": "salver.read.message",
    "Policy": "salver.decide.policy",
    "Report": "salver.decide.report",
    "inspect": "salver.doors.drive.inspection",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'salver' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
