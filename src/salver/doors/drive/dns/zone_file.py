"""Reading ``zone:FILE``: a DNS master file (RFC 1035 5.1), or JSON::

    {"TXT": {"name": ["..."]}, "A": {...}, "AAAA": {...}, "MX": {"name": ["10 host"]}, "PTR": {...}, "CNAME": {...},
     "TIMEOUT": ["name"], "SERVFAIL": ["name"]}

Names know no case. An MX may also be ``[10, "host"]``, a single record may stand without its list, and a TXT record may
be a list of its character-strings. Other keys say nothing.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import msgspec

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.doors.drive.dns.zone import TYPES, Zone, as_type, plain_name
from salver.observe.question import DnsType

_SILENT, _FAILING = "TIMEOUT", "SERVFAIL"

Found = dict[tuple[str, DnsType], tuple[str, ...]]


def read_zone(path: Path, limits: Limits = DEFAULT_LIMITS) -> Zone:
    """Raises OSError where the file cannot be read, and ValueError with one sentence where it is no zone."""
    raw = path.read_bytes()
    try:
        if raw.lstrip().startswith(b"{"):
            return _from_json(raw, limits)
        return _from_master_file(raw, limits)
    except RecursionError:
        raise ValueError(f"{path}: nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def _from_json(raw: bytes, limits: Limits) -> Zone:
    try:
        document = msgspec.json.decode(raw, type=dict[str, object])
    except msgspec.MsgspecError as error:
        raise ValueError(f"no JSON: {error}") from None
    records: Found = {}
    for kind in TYPES:
        owners = document.get(kind, {})
        if not isinstance(owners, dict):
            raise ValueError(f"{kind} must hold an object: names, and a list of records for each")
        for name, values in owners.items():
            key = (plain_name(name), kind)
            records[key] = records.get(key, ()) + _values(name, kind, values)
    return Zone(records, silent=_names(document, _SILENT), failing=_names(document, _FAILING), limits=limits)


def _names(document: dict[str, object], key: str) -> list[str]:
    listed = document.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError(f"{key} must hold a list of names")
    return [plain_name(name) for name in listed]


def _values(name: str, kind: DnsType, values: object) -> tuple[str, ...]:
    """All records of one name and type; preferences in order."""
    single = not isinstance(values, list) or (kind == "MX" and len(values) == 2 and isinstance(values[0], int))
    listed = [values] if single else values
    assert isinstance(listed, list)
    try:
        found = [_value(kind, value) for value in listed]
    except (ValueError, TypeError, IndexError):
        raise ValueError(f"{kind} of {name!r} is no {kind} record: {str(values)[:100]}") from None
    return tuple(sorted(found, key=preference) if kind == "MX" else found)


def _value(kind: DnsType, value: object) -> str:
    """One record. Raises ValueError, TypeError or IndexError for anything else."""
    if kind == "MX":
        # A null MX (a domain without mail) may leave its dot out, as exports of other programs do.
        number, host = value if isinstance(value, list) else (*str(value).split(), "")[:2]
        return f"{int(number)} {plain_name(host) or '.'}"
    if kind == "TXT":
        return octets("".join(value) if isinstance(value, list) else _text(value))
    if kind in ("A", "AAAA"):
        return str((IPv4Address if kind == "A" else IPv6Address)(_text(value).strip()))
    return plain_name(_text(value))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def octets(text: str) -> str:
    """One character an octet: Latin-1 as it stands, anything wider as the octets of its UTF-8."""
    return text if all(ord(letter) < 256 for letter in text) else text.encode("utf-8").decode("latin-1")


def preference(value: str) -> int:
    """The number of an MX record written ``10 host``."""
    return int(value.partition(" ")[0])


def _from_master_file(raw: bytes, limits: Limits) -> Zone:
    from salver.doors.drive.dns.master_file import read_master_file

    records: Found = {}
    for name, kind, values in read_master_file(raw):
        wanted = as_type(kind)
        if wanted is not None:
            records[(name, wanted)] = values
        else:
            records.setdefault((name, "TXT"), ())
    return Zone(records, limits=limits)
