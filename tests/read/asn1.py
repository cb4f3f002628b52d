"""CMS structures the tests are built from (X.690 8.1, RFC 5652 5.1)."""

from __future__ import annotations

SIGNED = bytes.fromhex("2a864886f70d010702")
ENVELOPED = bytes.fromhex("2a864886f70d010703")
COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
DATA = bytes.fromhex("2a864886f70d010701")
OPEN_END = b"\0\0"


def value(identifier: int, *contents: bytes) -> bytes:
    """One value with its length in DER."""
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes((identifier, len(content))) + content
    size = (len(content).bit_length() + 7) // 8
    return bytes((identifier, 0x80 | size)) + len(content).to_bytes(size, "big") + content


def open_value(identifier: int, *contents: bytes) -> bytes:
    """One value that ends with an end mark."""
    return bytes((identifier, 0x80)) + b"".join(contents) + OPEN_END


def signed_data(content: bytes | None = None, string: bytes | None = None) -> bytes:
    """A ContentInfo with SignedData around ``content``, or around an OCTET STRING as given, or around nothing."""
    if content is not None:
        string = value(0x04, content)
    wrapped = value(0x30, value(0x06, DATA), value(0xA0, string) if string is not None else b"")
    algorithms = value(0x31, value(0x30, value(0x06, b"\x60\x86\x48\x01\x65\x03\x04\x02\x01")))
    body = value(0x30, value(0x02, b"\1"), algorithms, wrapped, value(0x31))
    return value(0x30, value(0x06, SIGNED), value(0xA0, body))
