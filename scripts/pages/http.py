"""docs/reference/http.md: every page and action of the inbox, from the routes of the app."""

from __future__ import annotations

import inspect
import re
from typing import NamedTuple

from litestar.handlers import HTTPRouteHandler

from salver.doors.http.app import ROUTES
from scripts.pages import markdown

INTRODUCTION = """
The inbox in the browser. It works without script. Nothing is changed by opening a page: every action is a form that is
sent by POST, carries a token of the session, and comes from a page of ours. There is no API for programs in this
version.
"""


class Route(NamedTuple):
    """One path with one method, and what it does."""

    method: str
    path: str
    about: str


def page() -> str:
    """The whole page."""
    rows = [(route.method, f"`{route.path}`", route.about) for route in routes()]
    return markdown.page("The inbox over HTTP", INTRODUCTION, markdown.table(("method", "path", "what it does"), rows))


def routes() -> list[Route]:
    """Every route, in the order of the app."""
    found = []
    for handler in ROUTES:
        assert isinstance(handler, HTTPRouteHandler)
        about = _about(inspect.getdoc(handler.fn) or "")
        methods = sorted(str(getattr(method, "value", method)) for method in handler.http_methods)
        for path in sorted(handler.paths):
            found += [Route(method, path, about) for method in methods]
    return found


def _about(documentation: str) -> str:
    """The first paragraph, without the method and path a docstring may repeat."""
    text = " ".join(documentation.split("\n\n")[0].split())
    text = re.sub(r"^[A-Z]+ /[^ ]*: ", "", text)
    return text[:1].upper() + text[1:]
