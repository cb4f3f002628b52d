"""Passwords that stand in files of their own, read when they are needed so that a change counts at the next attempt."""

from __future__ import annotations

from pathlib import Path

from salver.core.errors import RemoteError


def read_password(file: str | None, whose: str, error: type[RemoteError]) -> str | None:
    """The password in ``file``, without its line end; None where no file is named.

    Raises ``error`` with one sentence, permanent, where it cannot be read. ``whose`` is a word of ours for it.
    """
    try:
        return Path(file).read_text().strip("\r\n") if file else None
    except (OSError, UnicodeDecodeError) as failure:
        sentence = f"The file with the {whose}'s password cannot be read."
        raise error(sentence, private=repr(failure), temporary=False) from failure
