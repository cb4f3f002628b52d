"""What a sealer reported, as any server's results."""

from __future__ import annotations

from salver.observe.authentication.arc.reported import reported


def test_results_are_read() -> None:
    found = reported(
        b" list.example 1; spf=pass smtp.mailfrom=ann@sender.example; dmarc=pass header.from=sender.example"
    )
    assert found is not None
    assert (found.source, found.dmarc.result, found.dmarc.domain) == ("upstream", "pass", "sender.example")
    assert found.spf.mailbox == "ann@sender.example"


def test_what_cannot_be_read_is_nothing() -> None:
    assert reported(b"") is None
    assert reported(b" (unclosed; dmarc=pass") is None
