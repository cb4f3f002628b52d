from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import DEFAULT_LIMITS as LIMITS
from salver.read.containers import Inner, unwrapped
from salver.read.entities import Entity
from salver.read.mime import Walk
from tests.read.asn1 import SIGNED, signed_data, value
from tests.read.samples import EVENT, base64_part, message, part
from tests.read.test_yenc import encoded

INNER = b"Content-Type: text/calendar\r\n\r\n" + EVENT


def only(entity: bytes) -> Entity:
    """The outermost entity of a message made of this."""
    raw = message(entity)
    walk = Walk(LIMITS)
    walk.message(raw, len(raw))
    return walk.entities[0]


@pytest.mark.parametrize(
    "content_type",
    [
        "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
        "application/x-pkcs7-mime",
        "application/pkcs7-mime; smime-type=enveloped-data",
        "application/pkcs7-mime; smime-type=certs-only",
        "application/octet-stream; name=smime.p7m",
        "application/octet-stream",
        "application/vnd.example; name=SMIME.P7M",
    ],
)
def test_opaque_signed_content_is_unwrapped(content_type: str) -> None:
    entity = only(base64_part(content_type, signed_data(INNER)))
    assert list(unwrapped(entity, LIMITS)) == [Inner(INNER, "message", "signed")]


def test_a_broken_structure_is_said_to_be_one() -> None:
    data = signed_data(INNER)
    entity = only(base64_part("application/pkcs7-mime", data[: data.index(EVENT) + 20]))
    assert list(unwrapped(entity, LIMITS)) == [
        Inner(INNER[: INNER.index(EVENT) + 20], "message", "signed", defect="cms-malformed")
    ]


@pytest.mark.parametrize(
    "entity",
    [
        base64_part("application/pkcs7-signature", signed_data(None)),
        base64_part("image/png", signed_data(INNER)),
        base64_part("application/octet-stream", b"hello"),
        base64_part("application/pkcs7-mime", value(0x30, value(0x06, SIGNED))),
        part("text/plain", b"=ybegin is a word\r\n"),
        part("text/plain", encoded(b"a picture", b"a.png")),
    ],
)
def test_what_holds_nothing(entity: bytes) -> None:
    assert list(unwrapped(only(entity), LIMITS)) == []


@pytest.mark.parametrize("name", [b"invite.ics", b"notes.txt"])
def test_a_file_in_yenc_with_a_calendar(name: bytes) -> None:
    text = b"Hello\r\n" + encoded(EVENT, name) + b"Bye\r\n"
    expected = [Inner(EVENT, "calendar", "yenc", name.decode())]
    assert list(unwrapped(only(part("text/plain", text)), LIMITS)) == expected
    assert list(unwrapped(only(base64_part("text/plain", text)), LIMITS)) == expected


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    for kind in ("application/pkcs7-mime", "text/plain", "application/octet-stream"):
        list(unwrapped(only(part(kind, data)), LIMITS)) if data.strip() else None
