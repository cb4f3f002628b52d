"""The resolver: a word, or a place where one is."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from salver.config.crosschecks.clash import Clash
from salver.config.endpoint import parse_endpoint
from salver.config.schema import Settings

_WORDS = ("system", "off")


def dns(settings: Settings) -> Iterator[Clash]:
    """``system``, ``off`` or ``HOST:PORT``."""
    word = settings.dns.resolver
    if word in _WORDS:
        return
    here = parse_endpoint(word)
    if here is None or here.port == 0:
        close = difflib.get_close_matches(word.lower(), _WORDS, n=1)
        nearest = f'"{close[0]}"' if close else None
        allowed = '"system", "off", or HOST:PORT such as 127.0.0.1:53'
        yield Clash(("dns", "resolver"), f'"{word}"', allowed, nearest=nearest)
