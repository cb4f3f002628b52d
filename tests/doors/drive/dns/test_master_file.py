"""DNS master files as other programs write them."""

from __future__ import annotations

import pytest

from salver.doors.drive.dns.master_file import read_master_file


def test_records_in_any_order_of_any_domain() -> None:
    text = b"""
b.example. 300 IN MX 10 mx.b.example. ; mail
a.example. 300 IN TXT ( "one "
   "two" )
b.example. 300 IN MX 5 mx.b.example.
a.example. IN CAA 0 issue "ca.example"
A.Example. 300 IN TXT "v=spf1 -all"
"""
    assert list(read_master_file(text)) == [
        ("b.example", "MX", ("5 mx.b.example", "10 mx.b.example")),
        ("a.example", "TXT", ("one two", "v=spf1 -all")),
        ("a.example", "CAA", ()),
    ]


def test_a_record_that_stands_there_twice_is_one() -> None:
    text = b"a.example. 300 IN A 192.0.2.1\na.example. 300 IN A 192.0.2.1\n"
    assert list(read_master_file(text)) == [("a.example", "A", ("192.0.2.1",))]


@pytest.mark.parametrize("text", [b"a.example. 300 IN A x", b"a.example. 300 IN", b"\xff", b"$INCLUDE /etc/passwd\n"])
def test_anything_else_says_so_in_a_sentence(text: bytes) -> None:
    with pytest.raises(ValueError, match="neither JSON nor a DNS master file"):
        list(read_master_file(text))
