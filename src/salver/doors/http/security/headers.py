"""The headers every answer carries: nothing may be loaded, framed, guessed, kept or told to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.enums import ScopeType

if TYPE_CHECKING:
    from litestar.types import Message, Scope

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""No script, no picture, no font, no frame (CSP Level 3). A page that needs more is wrong."""

_ALWAYS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
)


async def add_headers(message: Message, scope: Scope) -> None:
    """Litestar's ``before_send`` hook. A header the page set itself stays (the style sheet may be kept by the browser,
    the raw message is sandboxed on top)."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    present = {name.lower() for name, _ in message["headers"]}
    message["headers"] = [*message["headers"], *(pair for pair in _ALWAYS if pair[0] not in present)]
