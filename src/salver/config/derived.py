"""What follows from the configuration where nothing is written: our own id, and how browsers reach the inbox."""

from __future__ import annotations

import socket

from salver.config.endpoint import Endpoint, parse_endpoint
from salver.config.schema import Http, IdentitySection


def authserv_id(identity: IdentitySection) -> str:
    """Our own id in Authentication-Results (RFC 8601 2.5): as configured, else ``salver.`` and the host's name."""
    return identity.authserv_id or f"salver.{socket.gethostname()}"


def inbox_address(http: Http) -> str | None:
    """Where the inbox is reached, without a closing slash; None when it is switched off."""
    if http.public_url is not None:
        return http.public_url.rstrip("/")
    found = parse_endpoint(http.listen or "")
    if found is None:
        return None
    return f"http://{Endpoint('localhost', found.port) if found.everywhere else found}"
