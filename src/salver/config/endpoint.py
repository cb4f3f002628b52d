"""``HOST:PORT``: where a door listens and where the next hop is."""

from __future__ import annotations

from ipaddress import ip_address

import msgspec


class Endpoint(msgspec.Struct, frozen=True):
    """A host (a name or an address without brackets) and a TCP port."""

    host: str
    port: int

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def everywhere(self) -> bool:
        """Whether it stands for every address of this machine."""
        try:
            return ip_address(self.host).is_unspecified
        except ValueError:
            return False

    def meets(self, other: Endpoint) -> bool:
        """Whether a connection to ``other`` would arrive here, as far as the words themselves tell."""
        if self.port != other.port or self.port == 0:
            return False
        same = self.host.lower() == other.host.lower() or (self.loopback and other.loopback)
        return same or (self.everywhere and (other.loopback or other.everywhere))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def parse_endpoint(text: str) -> Endpoint | None:
    """``127.0.0.1:10025``, ``[::1]:10025`` or ``name.example:25``; None for anything else.

    Port 0 lets the system choose one.
    """
    host, colon, port = text.strip().rpartition(":")
    if not colon or not (port.isascii() and port.isdigit()) or len(port) > 5 or int(port) > 65535:
        return None
    if host.startswith("[") and host.endswith("]"):
        try:
            return Endpoint(str(ip_address(host[1:-1])), int(port))
        except ValueError:
            return None
    return Endpoint(host, int(port)) if is_host(host) else None


def is_host(text: str) -> bool:
    """Whether this is an IPv4 address or a host name (RFC 1123 2.1: letters, digits, hyphens, dots)."""
    if not text or len(text) > 253:
        return False
    labels = text.removesuffix(".").split(".")
    if all(label.isdigit() for label in labels):
        try:
            return ip_address(text).version == 4
        except ValueError:
            return False
    return all(_is_label(label) for label in labels)


def is_loopback(host: str) -> bool:
    """Whether this host is the machine itself: ``localhost``, a name below it, or a loopback address."""
    bare = host.strip("[]").removesuffix(".").lower()
    if bare == "localhost" or bare.endswith(".localhost"):  # RFC 6761 6.3
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False


def _is_label(label: str) -> bool:
    plain = label.replace("-", "").replace("_", "")
    return 0 < len(label) <= 63 and plain.isascii() and plain.isalnum() and label[0] != "-" and label[-1] != "-"
