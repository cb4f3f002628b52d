"""Which part of the list is looked at: state, level, search and place, as the address of the page holds them."""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from salver.doors.http.inbox.levels import LEVELS
from salver.doors.http.inbox.search import Query, read_query

TABS = {"waiting": "Waiting", "accepted": "Accepted", "declined": "Declined", "blocked": "Blocked", "all": "All"}


class View(msgspec.Struct, frozen=True, kw_only=True):
    """One look at the list. ``after`` is how many rows are left out at the front."""

    state: str = "waiting"
    level: str = ""
    query: Query = Query("", ())
    after: int = 0

    def href(self, **other: str | int) -> str:
        """The address of this view with some of its parts changed. What is usual is left out."""
        usual = {"state": "waiting", "level": "", "q": "", "after": 0}
        now: dict[str, str | int] = {"state": self.state, "level": self.level, "q": self.query.text, **other}
        told = {name: value for name, value in now.items() if value != usual[name]}
        return f"/?{urlencode(told)}" if told else "/"


def read_view(state: str, level: str, q: str, after: int) -> View:
    """The view a request asks for; what is unknown is as usual."""
    return View(
        state=state if state in TABS else "waiting",
        level=level if level in LEVELS else "",
        query=read_query(q),
        after=max(after, 0),
    )
