"""How strongly From is confirmed: whose signature belongs to its domain, and whose does not."""

from __future__ import annotations

import pytest

from salver.observe.authentication.authenticated import Authentication, DkimResult, DmarcResult, SpfResult
from salver.observe.identity import author_strength

ANNA = "anna@acme.example"
ELSEWHERE = SpfResult("fail", "x.test")


def _said(*signers: str, dmarc: DmarcResult, spf: SpfResult = ELSEWHERE) -> Authentication:
    dkim = tuple(DkimResult("pass", signer, covers_calendar=True) for signer in signers)
    return Authentication(source="upstream", spf=spf, dkim=dkim, dmarc=dmarc)


@pytest.mark.parametrize(
    ("signer", "strength"),
    [
        ("acme.onmicrosoft.com", "moderate"),
        ("onmicrosoft.com", "moderate"),
        ("evil.onmicrosoft.com", "none"),
        ("mail.acme.onmicrosoft.com", "none"),
    ],
)
@pytest.mark.parametrize("dmarc", ["none", "not-asked"])
def test_a_neighbour_signs_for_nobody(signer: str, strength: str, dmarc: str) -> None:
    """AUTH-21: where the organisation is not known, a signature counts for its own name and what lies below it."""
    found = _said(signer, dmarc=DmarcResult(dmarc, "acme.onmicrosoft.com" if dmarc == "none" else None))
    assert author_strength("anna@acme.onmicrosoft.com", found) == strength


def test_a_tenant_signs_for_nobody_where_spf_alone_may_have_passed() -> None:
    """A server that shares the domain's SPF sends it, and a name below the domain belongs to somebody else."""
    shared = SpfResult("pass", "acme.example", "bounce@acme.example", "mailfrom")
    assert (
        author_strength(ANNA, _said("t.acme.example", dmarc=DmarcResult("pass", "acme.example"), spf=shared)) == "weak"
    )
    assert (
        author_strength(ANNA, _said("acme.example", dmarc=DmarcResult("pass", "acme.example"), spf=shared)) == "strong"
    )
    sibling = SpfResult("pass", "bounce.acme.example", "x@bounce.acme.example", "mailfrom")
    assert (
        author_strength("a@m.acme.example", _said(dmarc=DmarcResult("pass", "m.acme.example"), spf=sibling)) == "weak"
    )


def test_what_we_worked_out_ourselves_says_whose_signature_counts() -> None:
    """adkim=s, or an organisation of its own below the domain: it verifies, and is not aligned."""
    shared = SpfResult("pass", "acme.example", "bounce@acme.example", "mailfrom")
    by_spf = DmarcResult("pass", "acme.example", organizational="acme.example", aligned_by=("spf",))
    assert author_strength(ANNA, _said("t.acme.example", dmarc=by_spf, spf=shared)) == "weak"
    by_both = DmarcResult(
        "pass", "acme.example", organizational="acme.example", aligned_by=("spf", "dkim"), signers=("acme.example",)
    )
    found = _said("t.acme.example", dmarc=by_both, spf=shared)
    assert author_strength(ANNA, found) == "weak"
    assert author_strength(ANNA, _said("acme.example", dmarc=by_both, spf=shared)) == "strong"


def test_a_pass_for_nobody_in_particular_is_weak() -> None:
    nobody = DmarcResult("pass")
    assert author_strength(ANNA, _said(dmarc=nobody)) == "weak"
    assert author_strength(ANNA, _said("acme.example", dmarc=nobody)) == "moderate"
    unread = DmarcResult("permerror", why="author-unusable")
    assert author_strength(ANNA, _said("acme.example", dmarc=unread)) == "none"


def test_an_author_who_may_be_somebody_else_has_no_strength() -> None:
    found = _said("acme.example", dmarc=DmarcResult("none", why="author-ambiguous"))
    assert author_strength(ANNA, found) == "none"


def test_a_signature_of_the_domain_for_a_mail_from_another_mailbox_is_moderate() -> None:
    """AUTH-38: the provider signs for whoever is signed in."""
    passed = DmarcResult("pass", "acme.example")
    for mailbox, strength in (
        (ANNA, "strong"),
        ("anna+x@acme.example", "strong"),
        ("bounces-7@acme.example", "strong"),
        ("mallory@acme.example", "moderate"),
    ):
        sent = SpfResult("pass", "acme.example", mailbox, "mailfrom")
        assert author_strength(ANNA, _said("acme.example", dmarc=passed, spf=sent)) == strength
