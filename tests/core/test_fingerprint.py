"""The same message is the same message on another route."""

from __future__ import annotations

from salver.core.fingerprint import canonical, fingerprint


def test_folding_and_line_ends_do_not_matter_where_they_may_change() -> None:
    one = fingerprint(b" <1@x.test>", b"today", b"a@x.test", [b"BEGIN:VCALENDAR\r\nX:a\r\n b\r\n"], b"body")
    two = fingerprint(b"<1@x.test>\r\n", b" today ", b"a@x.test", [b"BEGIN:VCALENDAR\nX:ab\n"], b"body")
    assert one == two


def test_any_part_of_it_makes_another_message() -> None:
    base = fingerprint(b"<1>", b"d", b"f", [b"c"], b"b")
    others = [
        fingerprint(b"<2>", b"d", b"f", [b"c"], b"b"),
        fingerprint(b"<1>", b"e", b"f", [b"c"], b"b"),
        fingerprint(b"<1>", b"d", b"g", [b"c"], b"b"),
        fingerprint(b"<1>", b"d", b"f", [b"x"], b"b"),
        fingerprint(b"<1>", b"d", b"f", [b"c"], b"y"),
        fingerprint(b"<1>d", b"", b"f", [b"c"], b"b"),
    ]
    assert base not in others
    assert len(set(others)) == len(others)


def test_canonical_unfolds() -> None:
    assert canonical(b"\r\nSUMMARY:a\r\n\tb\r\n\r\n") == b"SUMMARY:ab"
