"""On which line of a TOML file a key stands. tomllib tells values, not places; mistakes need places.

Reads the same grammar as tomllib, but only as far as names and brackets go. The text has been read by tomllib before,
so it is well formed; on anything unexpected the rest of the line is skipped.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_left

Path = tuple[str, ...]

_BLANK = " \t"
_GAP = " \t\r\n"


def locate(text: str) -> dict[Path, int]:
    """The line (from 1) of every table and key, for instance ``{("gate",): 1, ("gate", "mode"): 2}``.

    A table that is only spoken of inside a longer name (``[people.nora]``) stands where that first happens. Tables of
    an array share one path; the first one counts.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.ends = [index for index, character in enumerate(text) if character == "\n"]

    def read(self) -> dict[Path, int]:
        table: Path = ()
        while self._gap():
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._assignment(table)
            self._rest_of_line()
        return self.found

    def _header(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``."""
        while self.at < len(self.text) and self.text[self.at] == "[":
            self.at += 1
        return self._name(())

    def _assignment(self, table: Path) -> None:
        """``name = value``."""
        path = self._name(table)
        self._skip(_BLANK)
        if self._take("="):
            self._skip(_BLANK)
            self._value(path)

    def _name(self, table: Path) -> Path:
        """A bare, quoted or dotted name; every step of it is noted."""
        path, more = table, True
        while more:
            self._skip(_BLANK)
            line = bisect_left(self.ends, self.at) + 1
            step = self._step()
            if step is None:
                break
            path = (*path, step)
            self.found.setdefault(path, line)
            self._skip(_BLANK)
            more = self._take(".")
        return path

    def _step(self) -> str | None:
        """One step of a name; None where there is none."""
        start = self.at
        if self._here() in ("'", '"'):
            self._string()
            quoted = self.text[start : self.at]
            try:
                return str(tomllib.loads(f"name = {quoted}")["name"])
            except tomllib.TOMLDecodeError:
                return quoted
        while self._here().isalnum() or self._here() in ("-", "_"):
            self.at += 1
        return self.text[start : self.at] or None

    def _value(self, path: Path) -> None:
        """Passes over one value; names inside an inline table are noted."""
        here = self._here()
        if here in ("'", '"'):
            self._string()
        elif here == "[":
            self._list(path)
        elif here == "{":
            self._inline(path)
        else:
            while self._here() and self._here() not in ",]}#\n":
                self.at += 1

    def _list(self, path: Path) -> None:
        self.at += 1
        while self._gap() and not self._take("]"):
            before = self.at
            self._value(path)
            self._gap()
            self._take(",")
            self.at += self.at == before

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._gap() and not self._take("}"):
            before = self.at
            self._assignment(path)
            self._gap()
            self._take(",")
            self.at += self.at == before

    def _string(self) -> None:
        """Passes over a string in any of its four quotings."""
        quote = self.text[self.at]
        long = self.text.startswith(quote * 3, self.at)
        mark = quote * 3 if long else quote
        self.at += len(mark)
        while self.at < len(self.text) and not self.text.startswith(mark, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(mark)
        while long and self._here() == quote:  # a long string may end in up to two more quotes
            self.at += 1

    def _here(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, character: str) -> bool:
        if self._here() == character:
            self.at += 1
            return True
        return False

    def _skip(self, characters: str) -> None:
        while self._here() and self._here() in characters:
            self.at += 1

    def _gap(self) -> bool:
        """Passes over blanks, line ends and comments; false at the end of the file."""
        self._skip(_GAP)
        while self._here() == "#":
            self._rest_of_line()
            self._skip(_GAP)
        return self.at < len(self.text)

    def _rest_of_line(self) -> None:
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end
