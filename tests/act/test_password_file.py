"""A password file is read when it is needed, and its trouble is one sentence without the password."""

from __future__ import annotations

from pathlib import Path

import pytest

from salver.act.password_file import read_password
from salver.core.errors import CalendarError


def test_only_the_line_end_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(" with blanks \r\n")
    assert read_password(str(file), "calendar", CalendarError) == " with blanks "
    assert read_password(None, "calendar", CalendarError) is None


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_what_cannot_be_read_is_told_in_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CalendarError, match="The file with the calendar's password cannot be read") as caught:
        read_password(str(file), "calendar", CalendarError)
    assert not caught.value.temporary
