"""The style sheet, under a name that holds its hash, and the sign that we are alive."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from salver.doors.http.errors import Refused
from salver.doors.http.pages import Pages


@get("/static/{name:str}", sync_to_thread=False)
def style_sheet(pages: NamedDependency[Pages], name: FromPath[str]) -> Response[Any]:
    """GET /static/style.HASH.css: may be kept for good, since another sheet has another name."""
    if name != pages.style_name:
        raise Refused("not-found", "There is no such page.")
    return Response(
        pages.style,
        media_type="text/css",
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )


@get("/healthz", sync_to_thread=False)
def alive() -> Response[str]:
    """GET /healthz: the process answers. No sign-in, no detail."""
    return Response("ok\n", media_type="text/plain")
