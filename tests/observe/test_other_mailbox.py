"""Whose mailbox a mail left from (AUTH-38)."""

from __future__ import annotations

import pytest

from salver.observe.other_mailbox import other_mailbox

ANN = "ann@post.example"


@pytest.mark.parametrize(
    "mail_from",
    [
        "mallory@post.example",
        "Mallory@POST.example",
        "ann2@post.example",
        "ann-x@post.example",
        "mallory+bounces@post.example",
        "mallory+nora=home.example@post.example",
    ],
)
def test_another_mailbox_of_the_same_domain(mail_from: str) -> None:
    assert other_mailbox(mail_from, ANN)


@pytest.mark.parametrize(
    "mail_from",
    [
        None,
        "",
        "ann",
        "ann@post.example",
        "ANN@Post.Example",
        "ann+lists@post.example",
        "mallory@mail.post.example",
        "mallory@other.example",
        "bounce@post.example",
        "bounces+123-ab12@post.example",
        "bounce-77_html@post.example",
        "staff-bounces@post.example",
        "staff-owner@post.example",
        "owner-staff@post.example",
        "staff-return-12-nora=home.example@post.example",
        "prvs=1234abcdef=ann@post.example",
        "srs0=abcd=xy=other.example=bob@post.example",
        "srs1+abcd@post.example",
        "no-reply@post.example",
        "calendar.noreply@post.example",
        "donotreply@post.example",
        "mailer-daemon@post.example",
        "postmaster@post.example",
        "www-data@post.example",
        "root@post.example",
        "notifications@post.example",
    ],
)
def test_the_authors_own_another_domain_or_a_machine(mail_from: str | None) -> None:
    assert not other_mailbox(mail_from, ANN)


@pytest.mark.parametrize("mail_from", ["bouncer@post.example", "rooter@post.example", "system32@post.example"])
def test_a_name_that_only_begins_like_a_machines_is_a_persons(mail_from: str) -> None:
    assert other_mailbox(mail_from, ANN) == (mail_from != "system32@post.example")


def test_dots_where_they_mean_nothing() -> None:
    assert not other_mailbox("annkeller@gmail.com", "ann.keller@gmail.com")
    assert other_mailbox("annkeller@post.example", "ann.keller@post.example")


def test_one_domain_in_two_spellings() -> None:
    assert other_mailbox("mallory@xn--bcher-kva.example", "ann@b\u00fccher.example")
    assert not other_mailbox("ann@xn--bcher-kva.example", "ann@b\u00fccher.example")


def test_without_an_author_there_is_nobody_to_compare() -> None:
    assert not other_mailbox("mallory@post.example", None)
