"""Address books: plain lists and vCards."""

from __future__ import annotations

from pathlib import Path

import pytest

from salver.config.contacts import addresses_in, read_contacts


def test_one_address_a_line() -> None:
    text = "# people I know\nAnna@Friend.example\n\nBen <ben@friend.example>  # from school\nnot an address\n"
    assert addresses_in(text) == {"anna@friend.example", "ben@friend.example"}


def test_vcards() -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\nEMAIL;TYPE=work:anna@friend.exa\r\n mple\r\n"
        "item1.EMAIL:mailto:anna@home.example\r\nNOTE:write to nobody@note.example\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nemail:BEN@friend.example\r\nEND:VCARD\r\n"
    )
    assert addresses_in(text) == {"anna@friend.example", "anna@home.example", "ben@friend.example"}


def test_a_file_with_a_mark_at_its_start_and_odd_bytes(tmp_path: Path) -> None:
    path = tmp_path / "contacts"
    path.write_bytes(b"\xef\xbb\xbfanna@friend.example\n\xff\xfe\n")
    assert read_contacts(path) == {"anna@friend.example"}


def test_a_missing_file_is_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        read_contacts(tmp_path / "absent")
