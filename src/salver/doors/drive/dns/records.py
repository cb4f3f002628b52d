"""A DNS message as ``DnsRecords``, exactly as their docstring says."""

from __future__ import annotations

from ipaddress import ip_address
from typing import NamedTuple, cast

import dns.exception
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
import dns.rdtypes.ANY.CNAME
import dns.rdtypes.ANY.MX
import dns.rdtypes.ANY.PTR
import dns.rdtypes.ANY.TXT

from salver.observe.question import DnsRecords, DnsType, Unavailable


class Found(NamedTuple):
    """What one response says. ``ttl`` is in seconds.

    ``goes_on`` is the end of a chain of aliases whose records the response does not hold: the name to ask next.
    """

    answer: DnsRecords | Unavailable
    ttl: float
    aliases: int = 0
    goes_on: dns.name.Name | None = None


def name_of(domain: str) -> dns.name.Name:
    """The name on the wire: labels as octets, so that no letter is taken for an escape. Raises dns.exception's."""
    return dns.name.Name([*(label.encode("ascii") for label in domain.split(".")), b""])


def read_response(response: dns.message.QueryMessage, kind: DnsType) -> Found:
    """The records of a response with rcode NOERROR or NXDOMAIN; anything malformed is unavailable, temporarily."""
    try:
        chain = response.resolve_chaining()
    except dns.exception.DNSException as error:  # too long, a loop, an answer that says the name is not there
        return Found(Unavailable("temporary", _why(error)), 0.0)
    aliases = len(chain.cnames)
    if chain.answer is None:
        no_such_name = response.rcode() == dns.rcode.NXDOMAIN
        unfinished = bool(aliases) and not no_such_name and not response.authority
        # The name itself is there where an alias led on from it: only the end of the chain is missing.  RFC 6604 3
        answer = DnsRecords(exists=not no_such_name or bool(aliases))
        return Found(answer, chain.minimum_ttl, aliases, chain.canonical_name if unfinished else None)
    values = [text_of(record, kind) for record in in_order(list(chain.answer), kind)]
    return Found(DnsRecords(tuple(values)), chain.minimum_ttl, aliases)


def in_order(records: list[dns.rdata.Rdata], kind: DnsType) -> list[dns.rdata.Rdata]:
    """MX by preference; everything else as it came."""
    if kind != "MX":
        return records
    return sorted(records, key=lambda record: cast("dns.rdtypes.ANY.MX.MX", record).preference)


def text_of(record: dns.rdata.Rdata, kind: DnsType) -> str:
    """One record as the text ``DnsRecords`` wants."""
    match kind:
        case "TXT":
            strings = cast("dns.rdtypes.ANY.TXT.TXT", record).strings
            return b"".join(strings).decode("latin-1")  # RFC 7208 3.3
        case "A" | "AAAA":
            return str(ip_address(record.to_text()))
        case "MX":
            exchange = cast("dns.rdtypes.ANY.MX.MX", record)
            return f"{exchange.preference} {text_of_name(exchange.exchange)}"
        case _:
            return text_of_name(cast("dns.rdtypes.ANY.PTR.PTR", record).target)


def text_of_name(name: dns.name.Name) -> str:
    """Lower-case, without the final dot; the root is ``.``. Octets that are no ASCII stand as Latin-1."""
    labels = [label.decode("latin-1") for label in name.labels if label]
    return ".".join(labels).lower() or "."


def _why(error: dns.exception.DNSException) -> str:
    return f"dns: {type(error).__name__}"
