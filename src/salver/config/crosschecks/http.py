"""The inbox: reachable over loopback, or from elsewhere only behind TLS."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from salver.config.crosschecks.clash import Clash
from salver.config.endpoint import is_host, is_loopback, parse_endpoint
from salver.config.schema import Settings

_LISTEN, _PUBLIC, _HOSTS = ("http", "listen"), ("http", "public_url"), ("http", "allowed_hosts")
_SCHEMES = "an https address, or http on this machine only"


def http(settings: Settings) -> Iterator[Clash]:
    """Listening, the public address, the hosts that may be named."""
    listen = parse_endpoint(settings.http.listen or "")
    public = settings.http.public_url
    if settings.http.listen and listen is None:
        yield Clash(_LISTEN, f'"{settings.http.listen}"', "HOST:PORT, such as 127.0.0.1:8025")
    if public and (wrong := url_fault(public)):
        yield Clash(_PUBLIC, wrong, _SCHEMES)
    if listen and not listen.loopback and not (public or "").lower().startswith("https://"):
        allowed = (
            "a loopback address, or any address with http.public_url set to the https address of a proxy before it"
        )
        yield Clash(_LISTEN, f'"{listen}"', allowed, (_PUBLIC,))
    door = parse_endpoint(settings.smtp.listen or "")
    if listen and door and listen.meets(door):
        yield Clash(_LISTEN, f'"{listen}"', "another address than smtp.listen", (("smtp", "listen"),))
    for host in settings.http.allowed_hosts:
        if not is_host(host):
            after = host.partition("://")[2].partition("/")[0].partition(":")[0]
            nearest = f'"{after}"' if is_host(after) else None
            yield Clash(_HOSTS, f'"{host}"', "host names without scheme and port", nearest=nearest)


def url_fault(url: str) -> str | None:
    """What is wrong with a URL we would talk to, in words that hold no secret; None when it may be used.

    https, or http where the host is this machine; no user or password inside; with a host.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "a malformed address"
    if "@" in parts.netloc:
        return "an address with a user or password inside"
    if parts.scheme not in ("https", "http"):
        return f'"{parts.scheme}:" before the address' if parts.scheme else "an address without https:// before it"
    if not host or any(character.isspace() for character in url):
        return "a malformed address"
    if parts.scheme == "http" and not is_loopback(host):
        return f'"http:" for {host}, which is another machine'
    return None
