"""Reading a posted form: one encoding, bounded, every value a plain string."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from salver.core.limits import DEFAULT_LIMITS
from salver.doors.http.errors import Refused

BODY_BYTES = DEFAULT_LIMITS.form_bytes
FIELDS = DEFAULT_LIMITS.form_fields


class Form:
    """The fields of a form, in order; a name may stand several times."""

    def __init__(self, fields: list[tuple[str, str]]) -> None:
        self._fields = fields

    def one(self, name: str) -> str:
        """The first value of a field, ``""`` where it is missing."""
        return next((value for key, value in self._fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """Every value of a field, in order."""
        return [value for key, value in self._fields if key == name]


async def read_form(request: Request[Any, Any, Any]) -> Form:
    """The form in the body of a POST. Raises Refused for another encoding or for too many fields."""
    kind = (request.headers.get("content-type") or "").partition(";")[0].strip().lower()
    body = await request.body()
    if body and kind != "application/x-www-form-urlencoded":
        raise Refused("bad-request", "This is not a form of ours.", "Go back and use the buttons on the page.")
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS, errors="replace")
    except ValueError:
        raise Refused("bad-request", "This form cannot be read.", "Go back and use the buttons on the page.") from None
    return Form(fields)
