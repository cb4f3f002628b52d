"""DNS master files (RFC 1035 5.1), read by dnspython: records of any number of domains, in any order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.tokenizer
import dns.zonefile

from salver.doors.drive.dns.records import in_order, text_of, text_of_name
from salver.doors.drive.dns.zone import as_type

_Key = tuple[dns.name.Name, dns.rdatatype.RdataType]


class _Collected(dns.zonefile.RRsetsReaderTransaction):
    """Takes records as they come: a zone's own rules (one SOA, nothing beside a CNAME) are not ours to watch over."""

    def __init__(self, manager: dns.zonefile.RRSetsReaderManager) -> None:
        super().__init__(manager, True, False)  # type: ignore[no-untyped-call]
        self.found: dict[_Key, dict[dns.rdata.Rdata, None]] = {}

    def add(self, *args: object) -> None:
        """One record: its name, its TTL, its data."""
        name, _, data = cast("tuple[dns.name.Name, int, dns.rdata.Rdata]", args)
        self.found.setdefault((name, data.rdtype), {})[data] = None


def read_master_file(raw: bytes) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Name, type, and values as ``DnsRecords`` wants them; no values for types we never ask for.

    Of the directives those that read other files or make records by the million are refused ($INCLUDE, $GENERATE).

    Raises ValueError with one sentence for anything else.
    """
    manager = dns.zonefile.RRSetsReaderManager(dns.name.root, relativize=False)
    collected = _Collected(manager)
    try:
        tokens = dns.tokenizer.Tokenizer(raw.decode("utf-8"), "line")
        reader = dns.zonefile.Reader(
            tokens, dns.rdataclass.IN, collected, default_ttl=0, allow_directives=("$ORIGIN", "$TTL")
        )
        reader.read()
    except (dns.exception.DNSException, UnicodeDecodeError) as error:
        raise ValueError(f"neither JSON nor a DNS master file: {error or type(error).__name__}") from None
    for (name, rdtype), data in collected.found.items():
        kind = as_type(rdtype.name)
        values = tuple(text_of(record, kind) for record in in_order(list(data), kind)) if kind else ()
        yield text_of_name(name), rdtype.name, values
