"""TLS towards servers we hold an account at: always verified, with the machine's certificates and one more file."""

from __future__ import annotations

import ssl


def verified_context(ca_file: str | None) -> ssl.SSLContext:
    """A context that checks certificate and host name (RFC 9525 6). ``ca_file`` (PEM) adds to the machine's own.

    Raises OSError (ssl.SSLError is one) when the file cannot be read or holds no certificate.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file is not None:
        context.load_verify_locations(cafile=ca_file)
    return context
