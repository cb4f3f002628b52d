"""Whose name is checked, and what is asked for it."""

from __future__ import annotations

import pytest

from salver.core.limits import DEFAULT_LIMITS, Limits
from salver.observe.authentication.authenticated import SpfResult
from salver.observe.authentication.spf.evaluate import evaluate
from salver.observe.question import Answer, DnsQuestion, Question, Unavailable
from tests.observe.authentication.zone import Zone

CLIENT = "203.0.113.9"


def check(
    zone: Zone,
    mail_from: str | None = "ada@a.example",
    helo: str | None = "mx.a.example",
    client: str | None = CLIENT,
    limits: Limits = DEFAULT_LIMITS,
) -> SpfResult:
    return zone.run(evaluate(client, mail_from, helo, limits))


def record(text: str, **more: dict[str, list[str]]) -> Zone:
    """``text`` at a.example, and other names: ``b_example`` is b.example."""
    records = {name.replace("_", "."): kinds for name, kinds in more.items()}
    return Zone({"a.example": {"TXT": [text]}, **records})


def test_a_pass_names_the_mailbox() -> None:
    found = check(record("v=spf1 ip4:203.0.113.9 -all"), "Ada@A.example")
    assert found == SpfResult("pass", "a.example", "ada@a.example", "mailfrom")


@pytest.mark.parametrize(
    ("text", "result", "why"),
    [
        ("v=spf1 -all", "fail", "not-permitted"),
        ("v=spf1 ~all", "softfail", "not-permitted"),
        ("v=spf1 ?all", "neutral", "not-permitted"),
        ("v=spf1", "neutral", "nothing-said"),
        ("v=spf1 foo", "permerror", "record-syntax"),
        ("v=spf2 -all", "none", "no-record"),
        ("v=spf1 include:none.example -all", "permerror", "include-without-record"),
        ("v=spf1 redirect=none.example", "permerror", "redirect-without-record"),
        ("v=spf1 include:a.example", "permerror", "too-many-lookups"),
        ("v=spf1 a:v.example a:w.example a:x.example -all", "permerror", "too-many-void-lookups"),
        ("v=spf1 " + "a " * 5_000, "permerror", "record-too-long"),
    ],
)
def test_every_result_that_is_no_pass_says_why(text: str, result: str, why: str) -> None:
    found = check(record(text))
    assert (found.result, found.why) == (result, why)


def test_the_null_reverse_path_is_postmaster_at_helo() -> None:
    zone = Zone(
        {"mx.a.example": {"TXT": ["v=spf1 exists:%{l}.ok.example -all"]}, "postmaster.ok.example": {"A": [CLIENT]}}
    )
    assert check(zone, "", "mx.A.example.") == SpfResult("pass", "mx.a.example", None, "mailfrom")


@pytest.mark.parametrize("helo", [None, "", "[203.0.113.9]", "localhost", "a b.example", "a..example"])
def test_a_helo_that_is_no_domain_proves_nothing(helo: str | None) -> None:
    zone = record("v=spf1 +all")
    assert check(zone, "", helo) == SpfResult("none", why="helo-unusable")
    assert zone.asked == []


@pytest.mark.parametrize(
    "mail_from",
    [
        "ada",
        "ada@",
        "ada@example",
        "ada@[203.0.113.9]",
        '"ada"@a.example',
        "<ada@a.example>",
        "(ada@a.example",
        "ada@a.example(x",
        "@b.example:ada@a.example",
        "@b.example,@c.example:'ada@a.example",
        "ada@b.example@a.example",
        "ada@a.example\0",
        "ada\0@a.example",
        "ada@a.example,b@b.example",
        "ada @a.example",
        "ada@a..example",
        "ada@-a.example",
        "a" * 311 + "@a.example",
    ],
)
def test_a_mail_from_that_is_no_plain_address_is_nobodys(mail_from: str) -> None:
    """AUTH-02, AUTH-05..07: and HELO is not looked at in its place."""
    zone = Zone({"a.example": {"TXT": ["v=spf1 +all"]}, "mx.a.example": {"TXT": ["v=spf1 +all"]}})
    assert check(zone, mail_from) == SpfResult("none", why="mail-from-unusable")
    assert zone.asked == []


def test_without_a_sender_or_a_client_nothing_is_asked() -> None:
    zone = record("v=spf1 +all")
    assert check(zone, None) == SpfResult("unavailable", why="no-mail-from")
    missing = SpfResult("unavailable", "a.example", "ada@a.example", "mailfrom", "no-client-address")
    assert check(zone, client=None) == missing
    assert check(zone, client="unix") == missing
    assert zone.asked == []


def test_a_domain_in_another_script_is_asked_for_in_a_labels() -> None:
    zone = Zone({"xn--bcher-kva.example": {"TXT": ["v=spf1 +all"]}})
    assert check(zone, "ada@b\u00fccher.example").domain == "xn--bcher-kva.example"


def test_a_local_part_in_another_script_is_never_looked_up() -> None:
    zone = record("v=spf1 exists:%{l}.b.example -all")
    assert check(zone, "\u00e4da@a.example").result == "fail"
    assert [question.domain for question in zone.asked] == ["a.example"]


def test_what_could_be_needed_next_is_asked_in_one_round() -> None:
    zone = record(
        "v=spf1 mx a:h.example include:b.example include:c.example ~all",
        b_example={"TXT": ["v=spf1 a:x.example -all"]},
        c_example={"TXT": ["v=spf1 ip4:203.0.113.9 -all"]},
        h_example={"A": ["192.0.2.1"]},
        x_example={"A": ["192.0.2.1"]},
    )
    zone.records["a.example"]["MX"] = ["10 m.example", "20 n.example"]
    zone.records["m.example"] = {"A": ["192.0.2.1"]}
    zone.records["n.example"] = {"A": ["192.0.2.1"]}
    assert check(zone).result == "pass"
    assert zone.rounds == 3


def test_nothing_is_asked_behind_a_term_that_matches_anyway() -> None:
    zone = record("v=spf1 a ip4:203.0.113.9 include:b.example mx exists:c.example -all")
    assert check(zone).result == "pass"
    assert {question.domain for question in zone.asked} == {"a.example"}
    zone = record("v=spf1 a -all include:b.example")
    assert check(zone).result == "fail"
    assert {question.domain for question in zone.asked} == {"a.example"}


def test_the_limits_count_in_the_order_of_the_record() -> None:
    """Whatever was asked for beforehand: the sixth term matches before the eleventh would be one too many."""
    names = [f"h{number}.example" for number in range(12)]
    zone = record("v=spf1 " + " ".join(f"a:{name}" for name in names) + " -all")
    for name in names:
        zone.records[name] = {"A": [CLIENT if name == "h5.example" else "192.0.2.1"]}
    assert check(zone).result == "pass"
    assert len(zone.asked) == 1 + DEFAULT_LIMITS.spf_lookups
    zone.records["h5.example"] = {"A": ["192.0.2.1"]}
    assert check(zone).why == "too-many-lookups"
    assert check(zone, limits=Limits(spf_lookups=20)).result == "fail"


def test_mail_exchangers_have_a_limit_of_their_own() -> None:
    zone = record("v=spf1 mx -all")
    zone.records["a.example"]["MX"] = [f"10 m{number}.example" for number in range(11)]
    assert check(zone).why == "too-many-mx-names"


def test_a_null_mx_names_no_host() -> None:
    zone = record("v=spf1 mx -all")
    zone.records["a.example"]["MX"] = ["0 "]
    assert check(zone).result == "fail"


def test_names_of_the_client_have_a_limit_of_their_own() -> None:
    back = "9.113.0.203.in-addr.arpa"
    zone = record("v=spf1 ptr -all")
    zone.records[back] = {"PTR": [f"h{number}.b.example" for number in range(10)] + ["h.a.example"]}
    zone.records["h.a.example"] = {"A": [CLIENT]}
    assert check(zone).result == "fail"
    zone.records[back]["PTR"].insert(0, "h.a.example")
    assert check(zone).result == "pass"
    zone.records["h.a.example"] = {"A": ["192.0.2.1"]}
    assert check(zone).result == "fail"


def test_the_name_of_the_client_as_a_macro() -> None:
    zone = record("v=spf1 exists:%{p}.ok.example -all")
    zone.records["9.113.0.203.in-addr.arpa"] = {"PTR": ["h.b.example", "forged.a.example", "h.a.example"]}
    zone.records |= {"h.b.example": {"A": [CLIENT]}, "h.a.example": {"A": [CLIENT]}}
    zone.records["h.a.example.ok.example"] = {"A": ["127.0.0.2"]}
    assert check(zone).result == "pass"
    zone.failing.add("9.113.0.203.in-addr.arpa")
    zone.records["unknown.ok.example"] = {"A": ["127.0.0.2"]}
    assert check(zone).result == "pass"


def test_an_ipv6_client_is_looked_for_among_ipv6_addresses() -> None:
    zone = record("v=spf1 a//64 -all")
    zone.records["a.example"] |= {"A": [CLIENT], "AAAA": ["2001:db8::1"]}
    assert check(zone, client="2001:db8::9").result == "pass"
    assert check(zone, client="2001:db8:0:1::9").result == "fail"
    assert {question.type for question in zone.asked} == {"TXT", "AAAA"}


@pytest.mark.parametrize("name", ["a.example", "b.example", "c.example"])
def test_no_answer_is_a_temporary_error(name: str) -> None:
    zone = Zone(
        {"a.example": {"TXT": ["v=spf1 include:b.example a:c.example -all"]}, "b.example": {"TXT": ["v=spf1 -all"]}},
        [name],
    )
    found = check(zone)
    assert (found.result, found.why) == ("temperror", "dns")


def test_an_error_behind_a_match_does_not_matter() -> None:
    zone = Zone({"a.example": {"TXT": ["v=spf1 a a:c.example -all"], "A": [CLIENT]}}, ["c.example"])
    assert check(zone).result == "pass"


def test_nobody_to_ask_is_neither_pass_nor_fail() -> None:
    class Nobody(Zone):
        def answer(self, question: Question) -> Answer:
            return Unavailable("not-asked") if question == DnsQuestion(self.silent, "TXT") else super().answer(question)

        silent = "b.example"

    zone = Nobody({"a.example": {"TXT": ["v=spf1 include:b.example -all"]}})
    assert check(zone) == SpfResult("not-asked", "a.example", "ada@a.example", "mailfrom", "not-asked")


def test_answers_that_do_not_come_are_temporary_errors() -> None:
    asker = evaluate(CLIENT, "ada@a.example", None, DEFAULT_LIMITS)
    next(asker)
    with pytest.raises(StopIteration) as stop:
        asker.send({})
    assert stop.value.value.result == "temperror"


def test_a_greeting_that_is_no_name_is_not_put_into_names() -> None:
    zone = record("v=spf1 exists:%{h}.b.example -all", unknown_b_example={"A": ["192.0.2.1"]})
    assert check(zone, helo="h." * 128).result == "pass"
    assert check(zone, helo="h." * 20 + "h").result == "fail"
