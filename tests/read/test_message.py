from __future__ import annotations

from salver.core.untrusted import Untrusted
from salver.read.message import AddressField, Mailbox
from salver.read.reading import read_message
from tests.read.samples import INVITATION, TEXT, calendar, message, part


def test_only_needs_one_mailbox_of_a_usable_field() -> None:
    ada = Mailbox("ada@example.com", Untrusted("Ada"))
    assert AddressField((ada,)).only == "ada@example.com"
    assert AddressField((ada, ada)).only is None
    assert AddressField((ada,), usable=False).only is None


def test_kinds() -> None:
    assert read_message(INVITATION).kind == "imip"
    assert read_message(message(part("text/calendar", calendar(method=None)))).kind == "calendar"
    assert read_message(message(part("text/calendar; method=REQUEST", calendar(method=None)))).kind == "imip"
    assert read_message(message(TEXT)).kind == "mail"


def test_values_of_a_field() -> None:
    found = read_message(message(TEXT, "X-Note: one", "x-note: two"))
    assert found.values("x-note") == [b" one", b" two"]
