"""Which host names a request may name: a page elsewhere, made to point at us, is refused (DNS rebinding)."""

from __future__ import annotations

from urllib.parse import urlsplit

from salver.config.endpoint import Endpoint, is_loopback, parse_endpoint
from salver.config.schema import Http

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Hosts:
    """The names this inbox answers to.

    Loopback names and the listening address with our own port, the host of ``public_url`` with its port, and the
    names of ``allowed_hosts`` with any port (they stand behind a proxy whose port we do not know).
    """

    def __init__(self, http: Http) -> None:
        self._listen = parse_endpoint(http.listen) if http.listen else None
        self._any_port = {name.strip("[]").removesuffix(".").lower() for name in http.allowed_hosts}
        public = urlsplit(http.public_url or "")
        self._default_port = _DEFAULT_PORTS.get(public.scheme, _DEFAULT_PORTS["http"])
        self._public = (public.hostname, public.port or self._default_port) if public.hostname else None

    def allow(self, host_header: str | None) -> bool:
        """Whether a Host field names us. A missing or unreadable one does not."""
        named = read_host(host_header or "", self._default_port)  # RFC 9110 7.2
        if named is None:
            return False
        return named.host in self._any_port or (named.host, named.port) == self._public or self._is_here(named)

    def _is_here(self, named: Endpoint) -> bool:
        if self._listen is None:
            return False
        same = is_loopback(named.host) or named.host == self._listen.host.lower()
        return same and self._listen.port in (0, named.port)


def read_host(value: str, default_port: int) -> Endpoint | None:
    """``name``, ``name:port`` or ``[address]:port`` in lower case; None for anything else."""
    text = value.strip().lower()
    bare = text.rpartition("]")[2] if text.startswith("[") else text
    if ":" not in bare:
        text = f"{text}:{default_port}"
    found = parse_endpoint(text)
    return None if found is None else Endpoint(found.host.removesuffix("."), found.port)
