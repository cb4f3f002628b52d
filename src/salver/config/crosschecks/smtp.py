"""Mode and mail: can mail come in, go on without a circle, and be kept out of calendars?"""

from __future__ import annotations

from collections.abc import Iterator

from salver.config.crosschecks.clash import NOTHING, Clash
from salver.config.endpoint import parse_endpoint
from salver.config.schema import Settings

_PLACE = "HOST:PORT, such as 127.0.0.1:10025"
_LISTEN, _NEXT_HOP = ("smtp", "listen"), ("smtp", "next_hop")


def mode(settings: Settings) -> Iterator[Clash]:
    """Mode protect has to know how a held mail is changed."""
    if settings.gate.mode == "protect" and settings.hold.mail is None:
        yield Clash(("hold", "mail"), NOTHING, '"neutralise" or "header" in mode protect', (("gate", "mode"),))


def smtp(settings: Settings) -> Iterator[Clash]:
    """The SMTP door needs a next hop, and the next hop must not be the door."""
    listen = parse_endpoint(settings.smtp.listen or "")
    next_hop = parse_endpoint(settings.smtp.next_hop or "")
    if settings.smtp.listen and listen is None:
        yield Clash(_LISTEN, f'"{settings.smtp.listen}"', _PLACE)
    if settings.smtp.next_hop and (next_hop is None or next_hop.port == 0):
        yield Clash(_NEXT_HOP, f'"{settings.smtp.next_hop}"', _PLACE.replace("10025", "10026"))
    if settings.smtp.listen and not settings.smtp.next_hop:
        yield Clash(_NEXT_HOP, NOTHING, f"{_PLACE.replace('10025', '10026')}, because smtp.listen is set", (_LISTEN,))
    if listen and next_hop and listen.meets(next_hop):
        yield Clash(
            _NEXT_HOP, f'"{next_hop}"', "another address than smtp.listen, or mail goes in a circle", (_LISTEN,)
        )
