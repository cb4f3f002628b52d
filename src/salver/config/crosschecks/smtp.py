"""Mode and mail: can mail come in, go on without a circle, and be kept out of calendars?"""

from __future__ import annotations

from collections.abc import Iterator

from salver.config.crosschecks.clash import NOTHING, Clash
from salver.config.endpoint import parse_endpoint
from salver.config.schema import Settings

_PLACE = "HOST:PORT, such as 127.0.0.1:10025"
_LISTEN, _NEXT_HOP = ("smtp", "listen"), ("smtp", "next_hop")
_OUTBOUND, _OUTBOUND_NEXT_HOP = ("smtp", "outbound_listen"), ("smtp", "outbound_next_hop")


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


def outbound(settings: Settings) -> Iterator[Clash]:
    """The door for outbound mail is another one, and its mail goes on somewhere else."""
    smtp = settings.smtp
    listen, door = parse_endpoint(smtp.outbound_listen or ""), parse_endpoint(smtp.listen or "")
    next_hop = parse_endpoint(smtp.outbound_next_hop or smtp.next_hop or "")
    if smtp.outbound_listen and listen is None:
        yield Clash(_OUTBOUND, f'"{smtp.outbound_listen}"', _PLACE.replace("10025", "10027"))
    if smtp.outbound_next_hop and (next_hop is None or next_hop.port == 0):
        yield Clash(_OUTBOUND_NEXT_HOP, f'"{smtp.outbound_next_hop}"', _PLACE.replace("10025", "10028"))
    if smtp.outbound_listen and not (smtp.outbound_next_hop or smtp.next_hop):
        allowed = f"{_PLACE.replace('10025', '10028')}, because smtp.outbound_listen is set"
        yield Clash(_OUTBOUND_NEXT_HOP, NOTHING, allowed, (_OUTBOUND, _NEXT_HOP))
    if listen and door and listen.meets(door):
        yield Clash(_OUTBOUND, f'"{listen}"', "another address than smtp.listen", (_LISTEN,))
    for here, path in ((listen, _OUTBOUND), (door, _LISTEN)):
        if here and next_hop and smtp.outbound_listen and here.meets(next_hop):
            allowed = f"another address than {'.'.join(path)}, or mail goes in a circle"
            yield Clash(_OUTBOUND_NEXT_HOP, f'"{next_hop}"', allowed, (path, _NEXT_HOP))
