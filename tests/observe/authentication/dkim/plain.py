"""Canonicalization as RFC 6376 3.4 words it, step by step and slowly: what the quick one is compared with."""

from __future__ import annotations

import re


def simple_body(body: bytes) -> bytes:
    while body.endswith(b"\r\n"):
        body = body[:-2]
    return body + b"\r\n"


def relaxed_body(body: bytes) -> bytes:
    lines = [re.sub(rb"[ \t]+", b" ", re.sub(rb"[ \t]+\Z", b"", line)) for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"".join(line + b"\r\n" for line in lines)


def relaxed_field(field: bytes) -> bytes:
    name, _, value = field.partition(b":")
    value = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b""))
    return name.rstrip(b" \t").lower() + b":" + value.strip(b" ")


def header(form: str, fields: list[bytes]) -> bytes:
    """What is signed: the chosen fields and the signature's own, no line end behind the last."""
    return b"\r\n".join(relaxed_field(field) if form == "relaxed" else field for field in fields)


def body(form: str, text: bytes) -> bytes:
    return relaxed_body(text) if form == "relaxed" else simple_body(text)


def split(raw: bytes) -> tuple[list[bytes], bytes]:
    """The fields of a well-formed message, each without its line end, and its body."""
    head, _, text = raw.partition(b"\r\n\r\n")
    return re.split(rb"\r\n(?![ \t])", head), text


def chosen(fields: list[bytes], names: list[str]) -> list[bytes]:
    """The fields that h= names, from the bottom up."""
    left = list(fields)
    picked = []
    for name in names:
        for at in reversed(range(len(left))):
            if left[at].partition(b":")[0].strip().lower() == name.lower().encode():
                picked.append(left.pop(at))
                break
    return picked
