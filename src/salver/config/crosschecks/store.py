"""Where things are kept."""

from __future__ import annotations

from collections.abc import Iterator

from salver.config.crosschecks.clash import Clash
from salver.config.schema import Settings

_URL = ("store", "url")
_ALLOWED = "sqlite:///FILE, or sqlite:////FILE for a path from the root"
_LATER = ("postgresql", "postgres", "mysql", "mariadb")


def store(settings: Settings) -> Iterator[Clash]:
    """SQLite in a file; nothing else in this version."""
    url = settings.store.url
    scheme = url.partition(":")[0].partition("+")[0].lower()
    if scheme in _LATER:
        yield Clash(_URL, f'a "{scheme}:" address', f"{_ALLOWED}; {scheme} is not in this version")
    elif scheme != "sqlite" or not url.startswith("sqlite:"):
        yield Clash(_URL, f'"{scheme}:"' if ":" in url else "an address without sqlite:", _ALLOWED)
    elif not url.startswith("sqlite:///") or url.removeprefix("sqlite:///").strip("/") in ("", ":memory:"):
        yield Clash(_URL, f'"{url}"', f"{_ALLOWED}; what is only in memory would be lost")
