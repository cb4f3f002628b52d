"""Templates to answers. Autoescape is on for everything; foreign text renders itself through ``Untrusted.__html__``."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Response
from markupsafe import Markup

from salver.core.outcome import HTTP_STATUS
from salver.core.untrusted import Untrusted, for_html
from salver.doors.http.desk import Desk

_INBOX = "salver.doors.http.inbox"
_SHORT = 32


def isolated(sentence: str, names: Collection[str] = ()) -> Markup:
    """One of our sentences as HTML, with every domain or address in ``names`` in an isolating element of its own.

    The sentence is escaped and hidden marks are shown, even though only checked values stand in it.
    """
    wanted = sorted({name for name in names if name}, key=len, reverse=True)
    if not wanted:
        return Markup(for_html(sentence))  # noqa: S704  (for_html escapes)
    pattern = re.compile("(" + "|".join(re.escape(name) for name in wanted) + ")")
    pieces = [_name(piece) if index % 2 else for_html(piece) for index, piece in enumerate(pattern.split(sentence))]
    return Markup("".join(pieces))  # noqa: S704


def _name(name: str) -> str:
    """A short name stays in one piece; a long one may break, so that it cannot push the page apart."""
    kind = "dom" if len(name) <= _SHORT else "dom dom--long"
    return f'<bdi class="{kind}">{for_html(name)}</bdi>'


def address(value: Untrusted) -> Markup:
    """An address or domain that may break before its ``@`` and nowhere else it would mislead."""
    local, at, domain = value.raw.rpartition("@")
    return Markup(f"{for_html(local)}<wbr>@{for_html(domain)}" if at else for_html(value))  # noqa: S704


class Pages:
    """The template environment and the style sheet of the inbox."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.style = resources.files(_INBOX).joinpath("static/style.css").read_bytes()
        self.style_name = f"style.{hashlib.sha256(self.style).hexdigest()[:16]}.css"
        self._templates = Environment(
            loader=PackageLoader(_INBOX),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["isolated"] = isolated
        self._templates.filters["address"] = address

    def response(self, template: str, *, status: int = HTTP_STATUS["ok"], **values: Any) -> Response[str]:
        """A rendered page. ``visitor`` is None on pages that need no session."""
        values.setdefault("visitor", None)
        values.setdefault("toast", None)
        html = self._templates.get_template(template).render(
            style=f"/static/{self.style_name}", observes=self._desk.observes, **values
        )
        return Response(html, status_code=status, media_type="text/html")
