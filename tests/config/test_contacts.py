"""Address books: plain lists and vCards."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salver.config.contacts import cards_in, people_in, read_contacts
from salver.core.limits import DEFAULT_LIMITS


def test_one_address_a_line() -> None:
    text = "# people I know\nAnna@Friend.example\n\nBen <ben@friend.example>  # from school\nnot an address\n"
    assert people_in(text) == {"anna@friend.example": None, "ben@friend.example": "Ben"}


def test_vcards() -> None:
    text = (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna\r\nEMAIL;TYPE=work:anna@friend.exa\r\n mple\r\n"
        "item1.EMAIL:mailto:anna@home.example\r\nNOTE:write to nobody@note.example\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nemail:BEN@friend.example\r\nEND:VCARD\r\n"
    )
    assert people_in(text) == {"anna@friend.example": "Anna", "anna@home.example": "Anna", "ben@friend.example": None}


def test_a_file_with_a_mark_at_its_start_and_odd_bytes(tmp_path: Path) -> None:
    path = tmp_path / "contacts"
    path.write_bytes(b"\xef\xbb\xbfanna@friend.example\n\xff\xfe\n")
    assert read_contacts(path) == {"anna@friend.example": None}


def test_a_missing_file_is_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        read_contacts(tmp_path / "absent")


def test_a_name_is_fn_and_where_that_is_missing_n() -> None:
    text = (
        "BEGIN:VCARD\nN:Lind;Nora;;;\nEMAIL:nora@friend.example\nEND:VCARD\n"
        "BEGIN:VCARD\nN:Lind\\;Berg;Ole;;;\nEMAIL:ole@friend.example\nEND:VCARD\n"
        'BEGIN:VCARD\nN:Q;Q\nFN;X-A="b:c":Tariq\\, Haddad\nEMAIL:t@friend.example\nEND:VCARD\n'
    )
    assert [card.name for card in cards_in(text)] == ["Nora Lind", "Ole Lind;Berg", "Tariq, Haddad"]


def test_what_stands_outside_of_cards_counts_for_nothing() -> None:
    text = "EMAIL:x@evil.test\nBEGIN:VCARD\nFN:Empty\nEND:VCARD\nBEGIN:VCARD\nEMAIL:never@ended.test\n"
    assert cards_in(text) == []


def test_a_card_has_only_so_many_addresses() -> None:
    lines = "".join(f"EMAIL:a{number}@friend.example\n" for number in range(1_000))
    (card,) = cards_in(f"BEGIN:VCARD\n{lines}END:VCARD\n")
    assert len(card.addresses) == DEFAULT_LIMITS.card_addresses


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for address in people_in(f"BEGIN:VCARD\n{text}\nEND:VCARD"):
        assert address == address.lower()
    people_in(text)
