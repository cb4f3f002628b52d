"""Sending the browser on to another page of ours after something was done (RFC 9110 15.4.4)."""

from __future__ import annotations

from collections.abc import Sequence

from litestar import Response
from litestar.datastructures import Cookie

from salver.core.outcome import HTTP_STATUS


def see_other(path: str, cookies: Sequence[Cookie] = ()) -> Response[bytes]:
    """A 303 to a path of ours. ``path`` is made by us, never taken from a request."""
    # RFC 9110 15.4.4
    return Response(
        b"",
        status_code=HTTP_STATUS["see-other"],
        media_type="text/plain",
        headers={"location": path},
        cookies=list(cookies),
    )
