"""Whether a form was sent from one of our own pages (Fetch Metadata; RFC 6454 7)."""

from __future__ import annotations

from collections.abc import Mapping

from salver.doors.http.security.hosts import Hosts


def from_our_page(headers: Mapping[str, str], hosts: Hosts) -> bool:
    """Refuse what a browser says came from elsewhere.

    ``Sec-Fetch-Site`` decides where a browser sends it (every current one does, over HTTPS and to loopback). Otherwise
    ``Origin`` must name a host of ours; our own forms send ``null`` because of ``Referrer-Policy: no-referrer``, and a
    command-line client sends none: there the token in the form is what protects.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    if origin in (None, "null"):  # RFC 6454 7.3
        return True
    scheme, separator, host = origin.partition("://")
    return bool(separator) and scheme in ("http", "https") and hosts.allow(host)
