"""The raw message: as plain text to look at, or byte for byte to keep."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from salver.core.untrusted import visible
from salver.doors.http.desk import Desk
from salver.doors.http.errors import Refused
from salver.doors.http.inbox.detail_page import load
from salver.doors.http.inbox.visit import Visitor
from salver.doors.http.security.headers import CONTENT_SECURITY_POLICY
from salver.store import outcomes


@get("/invitations/{outcome_id:str}/raw", sync_to_thread=True)
def show_raw(
    desk: NamedDependency[Desk],
    visitor: NamedDependency[Visitor],
    outcome_id: FromPath[str],
    download: FromQuery[bool] = False,
) -> Response[Any]:
    """GET /invitations/{id}/raw: text with hidden marks spelled out; with ``download=1`` the exact bytes as a file.

    Of a long message only the beginning is shown; the first line says so and where the whole is.
    """
    with desk.store.read() as connection:
        outcome = load(connection, visitor.person, outcome_id)
        original = outcomes.original(connection, outcome)
    if original is None:
        raise Refused("not-found", "The original is not kept here any more.", "The mail is in your mailbox.")
    headers = {"content-security-policy": f"{CONTENT_SECURITY_POLICY}; sandbox"}
    if download:
        name = f'attachment; filename="invitation-{outcome.id}.eml"'
        return Response(
            original, media_type="application/octet-stream", headers=headers | {"content-disposition": name}
        )
    return Response(
        _shown(original, outcome.id, desk.limits.raw_shown_bytes),
        media_type="text/plain",
        headers=headers | {"content-disposition": "inline"},
    )


def _shown(original: bytes, outcome_id: str, most: int) -> str:
    """The first ``most`` bytes as text. Our own line stands on top, where the message cannot imitate it."""
    text = original[:most].decode("utf-8", "replace").replace("\r\n", "\n")
    if len(original) <= most:
        return visible(text, keep_newlines=True)
    said = f"Only the first {most} of {len(original)} bytes are shown. The whole message is a download:"
    return f"{said} /invitations/{outcome_id}/raw?download=1\n\n{visible(text, keep_newlines=True)}"
