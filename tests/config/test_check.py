"""Every mistake is found, all of them at once, each with its line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salver.config.check import check
from salver.config.keys import keys
from salver.config.locate import locate
from salver.config.places import Places
from salver.config.schema import Settings
from salver.config.syntax import parse
from salver.core.errors import ConfigProblem

VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["http://[", "sqlite:///", "\0", "127.0.0.1:1", "a@b.example", "protect", "salver", "Europe/Berlin"]
    ),
    st.integers(),
    st.booleans(),
    st.floats(),
    st.datetimes(),
    st.lists(st.one_of(st.text(max_size=6), st.integers()), max_size=3),
)
NAMES = st.one_of(st.sampled_from(sorted({key.path[-1] for key in keys()})), st.text(max_size=5))
SECTIONS = st.sampled_from([*Settings.__struct_fields__, "other"])
TREES = st.dictionaries(
    SECTIONS, st.one_of(VALUES, st.dictionaries(NAMES, st.one_of(VALUES, st.dictionaries(NAMES, VALUES))))
)

PERSON = '[people.nora]\naddresses = ["nora@home.example"]\n'


def _check(text: str) -> list[ConfigProblem]:
    tree, problems = parse(text, "salver.toml")
    assert not problems
    return check(tree, Places(file="salver.toml", lines=locate(text)))[1]


def test_all_at_once_in_the_order_of_the_file() -> None:
    problems = _check(
        'mode = "protect"\n'
        '[gate]\nmode = "protekt"\n'
        '[hold]\nmial = "neutralise"\n'
        '[smtp]\nlisten = "127.0.0.1:10025"\nnext_hop = "localhost:10025"\n'
        "[stroe]\n"
        "[submission]\nport = 70000\nstarttls = 'yes'\n"
    )
    assert [(p.line, p.key, p.nearest) for p in problems] == [
        (1, "mode", "gate.mode"),
        (3, "gate.mode", '"protect"'),
        (5, "hold.mial", "mail"),
        (8, "smtp.next_hop", None),
        (9, "stroe", "store"),
        (11, "submission.port", None),
        (12, "submission.starttls", None),
    ]
    assert problems[1].found == '"protekt"'
    assert '"observe"' in problems[1].allowed
    assert problems[5].allowed == "a whole number from 1 to 65535"
    assert str(problems[4]).startswith("salver.toml:9: stroe: found a section that does not exist; allowed: gate, ")


def test_a_key_of_another_section_is_told_where_it_belongs() -> None:
    (problem,) = _check('[gate]\nown_domains = ["home.example"]\n')
    assert problem.nearest == "identity.own_domains"


def test_the_value_of_an_unknown_key_is_not_repeated() -> None:
    (problem,) = _check('[submission]\npassword = "hunter two"\n')
    assert problem.nearest == "password_file"
    assert "hunter" not in str(problem)


def test_a_wrong_key_is_not_blamed_twice() -> None:
    """`mail` is there, though wrong: nobody says that it is missing."""
    problems = _check('[gate]\nmode = "protect"\n[hold]\nmail = "neutralize"\n')
    assert [(problem.line, problem.nearest) for problem in problems] == [(4, '"neutralise"')]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("gate = 1\n", 1, "gate"),
        ("people = []\n", 1, "people"),
        ("[people]\nnora = 3\n", 2, "people.nora"),
        ("[people.nora]\nname = 'Nora'\n", 1, "people.nora.addresses"),
        ("[people.nora]\naddresses = 'nora@home.example'\n", 2, "people.nora.addresses"),
        ("[people.nora]\naddresses = []\n", 2, "people.nora.addresses"),
        ("[people.nora]\naddresses = [1]\n", 2, "people.nora.addresses"),
        ("[people.nora]\naddresses = ['Nora <nora@home.example>']\n", 2, "people.nora.addresses"),
        ("[people.'no/ra']\naddresses = ['nora@home.example']\n", 1, "people.no/ra"),
        (PERSON + "[people.ole]\naddresses = ['NORA@home.example']\n", 4, "people.ole.addresses"),
        (PERSON + "time_zone = 'Europe/Berlim'\n", 3, "people.nora.time_zone"),
        (PERSON + "time_zone = '/etc/passwd'\n", 3, "people.nora.time_zone"),
        (PERSON + "contacts_file = '/nowhere/at.all'\n", 3, "people.nora.contacts_file"),
        (PERSON + "calendar_url = 'ftp://dav.example/'\n", 3, "people.nora.calendar_url"),
        ("[gate]\nmode = 'protect'\n", None, "hold.mail"),
        ("[gate]\npreset = 'strict'\n", 2, "gate.preset"),
        ("[smtp]\nlisten = '127.0.0.1:10025'\n", 1, "smtp.next_hop"),
        ("[smtp]\nlisten = 'here'\nnext_hop = '127.0.0.1:26'\n", 2, "smtp.listen"),
        ("[smtp]\nnext_hop = '127.0.0.1:0'\n", 2, "smtp.next_hop"),
        ("[smtp]\nlisten = '0.0.0.0:25'\nnext_hop = '127.0.0.1:25'\n", 3, "smtp.next_hop"),
        ("[identity]\nown_domains = ['nora@home.example']\n", 2, "identity.own_domains"),
        ("[identity]\norganisations = ['127.0.0.1']\n", 2, "identity.organisations"),
        ("[identity]\nauthserv_id = 'two words'\n", 2, "identity.authserv_id"),
        ("[identity]\ntrusted_authserv_ids = ['mx.example;']\n", 2, "identity.trusted_authserv_ids"),
        ("[identity]\ntrusted_sealers = ['@lists.example']\n", 2, "identity.trusted_sealers"),
        ("[identity]\ntrusted_networks = ['192.0.2.0/33']\n", 2, "identity.trusted_networks"),
        ("[identity]\ntrusted_networks = ['0.0.0.0/0']\n", 2, "identity.trusted_networks"),
        ("[smtp]\ntrusted_peers = ['mx.home.example']\n", 2, "smtp.trusted_peers"),
        ("[smtp]\ntrusted_peers = ['::/0']\n", 2, "smtp.trusted_peers"),
        ("[smtp]\noutbound_listen = '10027'\nnext_hop = '127.0.0.1:1'\n", 2, "smtp.outbound_listen"),
        ("[smtp]\noutbound_next_hop = '127.0.0.1'\n", 2, "smtp.outbound_next_hop"),
        ("[smtp]\noutbound_listen = '127.0.0.1:10027'\n", 1, "smtp.outbound_next_hop"),
        ("[rates]\nsignature = 0\n", 2, "rates.signature"),
        ("[retention]\nwrote_to_days = 0\n", 2, "retention.wrote_to_days"),
        (f"{PERSON}carddav_url = 'http://dav.example/nora/'\n", 3, "people.nora.carddav_url"),
        (f"{PERSON}sent_folder = 'Maildir/.Sent'\n", 3, "people.nora.sent_folder"),
        ("[dns]\nresolver = '127.0.0.1'\n", 2, "dns.resolver"),
        ("[dns]\nresolver = '127.0.0.1:0'\n", 2, "dns.resolver"),
        ("[calendar]\nwriter = 'server'\n", 2, "calendar.writer"),
        ("[calendar]\nurl = 'http://dav.example/{person}/'\n", 2, "calendar.url"),
        ("[calendar]\nurl = 'https://nora:hunter2@dav.example/'\n", 2, "calendar.url"),
        ("[calendar]\nurl = 'https://'\n", 2, "calendar.url"),
        ("[submission]\nhost = 'mail.example:465'\n", 2, "submission.host"),
        ("[submission]\nstarttls = true\n", 1, "submission.port"),
        ("[store]\nurl = 'postgresql://salver@db.example/salver'\n", 2, "store.url"),
        ("[store]\nurl = 'salver.sqlite3'\n", 2, "store.url"),
        ("[store]\nurl = 'sqlite://'\n", 2, "store.url"),
        ("[store]\nurl = 'sqlite:///:memory:'\n", 2, "store.url"),
        ("[http]\nlisten = '8025'\n", 2, "http.listen"),
        ("[http]\nlisten = '0.0.0.0:8025'\n", 2, "http.listen"),
        ("[http]\nlisten = '0.0.0.0:8025'\npublic_url = 'http://localhost/'\n", 2, "http.listen"),
        ("[http]\npublic_url = 'http://salver.example/'\n", 2, "http.public_url"),
        ("[http]\nallowed_hosts = ['https://salver.example/']\n", 2, "http.allowed_hosts"),
        ("[smtp]\nlisten = '127.0.0.1:8025'\nnext_hop = '127.0.0.1:26'\n", None, "http.listen"),
        ("[rates]\norganizer = 0\n", 2, "rates.organizer"),
        ("[rates]\norganizer = true\n", 2, "rates.organizer"),
        ("[log]\nlevel = 3\n", 2, "log.level"),
    ],
)
def test_one_mistake_one_problem(text: str, line: int | None, key: str) -> None:
    (problem,) = _check(text)
    assert (problem.line, problem.key) == (line, key)
    assert problem.found
    assert problem.allowed
    assert "hunter2" not in str(problem)


def test_another_version_is_named_where_it_will_be() -> None:
    (problem,) = _check("[store]\nurl = 'postgresql+asyncpg://salver:hunter2@db.example/salver'\n")
    assert "postgresql is not in this version" in problem.allowed
    assert "hunter2" not in str(problem)


def test_a_zone_that_is_nearly_right() -> None:
    (problem,) = _check(PERSON + "time_zone = 'Europe/Berlim'\n")
    assert problem.nearest == '"Europe/Berlin"'


def test_writer_salver_needs_a_calendar_for_everybody_and_a_way_to_answer() -> None:
    writer = "[calendar]\nwriter = 'salver'\n"
    assert [p.key for p in _check(writer)] == ["calendar.url", "submission.host"]
    ole = "[people.ole]\naddresses = ['ole@home.example']\ncalendar_url = 'https://dav.example/ole/'\n"
    keys = [p.key for p in _check(PERSON + ole + writer)]
    assert keys == ["people.nora.calendar_url", "submission.host"]
    whole = writer + "url = 'https://dav.example/{person}/'\n[submission]\nhost = 'mail.example'\n"
    assert _check(PERSON + whole) == []


def test_good_configurations_have_no_problem() -> None:
    assert _check("") == []
    assert _check(
        '[gate]\nmode = "protect"\n[hold]\nmail = "header"\n'
        '[smtp]\nlisten = "[::1]:10025"\nnext_hop = "mail.home.example:25"\n'
        '[http]\nlisten = "0.0.0.0:80"\npublic_url = "https://salver.home.example"\n'
        '[calendar]\nurl = "http://127.0.0.1:5232/nora/"\n[submission]\nport = 587\nstarttls = true\n' + PERSON
    ) == []  # fmt: skip


def test_passwords_are_for_salver_alone(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("x")
    secret.chmod(0o644)
    text = f"[submission]\npassword_file = '{secret}'\n"
    (problem,) = _check(text)
    assert "everybody can read (mode 0644)" in problem.found
    assert problem.allowed.endswith(f"chmod 600 {secret}")
    secret.chmod(0o600)
    assert _check(text) == []


def test_a_certificate_may_be_read_by_everybody(tmp_path: Path) -> None:
    certificate = tmp_path / "ca.pem"
    certificate.write_text("x")
    certificate.chmod(0o644)
    assert _check(f"[calendar]\nca_file = '{certificate}'\n") == []
    (problem,) = _check(f"[calendar]\nca_file = '{tmp_path}'\n")
    assert "not a file" in problem.found


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.touch(mode=0o000)
    (problem,) = _check(f"[submission]\npassword_file = '{secret}'\n")
    assert "permission denied" in problem.found


@settings(deadline=None)
@given(TREES)
def test_whatever_stands_there_is_told_and_never_an_exception(tree: dict[str, object]) -> None:
    meant, problems = check(tree, Places(file="x"))
    assert isinstance(meant, Settings)
    assert all(problem.key and problem.found and problem.allowed for problem in problems if problem.key.strip("."))


def test_a_resolver_is_a_word_or_a_place() -> None:
    for word in ("system", "off", "127.0.0.1:53", "[::1]:5353", "unbound:53"):
        assert _check(f'[dns]\nresolver = "{word}"\n') == []
    (problem,) = _check('[dns]\nresolver = "systm"\n')
    assert problem.nearest == '"system"'


def test_servers_of_ours_are_addresses_networks_and_the_local_socket() -> None:
    assert _check('[smtp]\ntrusted_peers = ["unix", "192.0.2.7/28", "2001:db8::/48", " 192.0.2.1 "]\n') == []
    assert _check("[smtp]\ntrusted_peers = []\n") == []


def test_outbound_mail_never_goes_in_a_circle() -> None:
    door = '[smtp]\nlisten = "127.0.0.1:10025"\nnext_hop = "127.0.0.1:10026"\n'
    for lines, key in (
        ('outbound_listen = "127.0.0.1:10025"\n', "smtp.outbound_listen"),
        ('outbound_listen = "127.0.0.1:10026"\n', "smtp.outbound_next_hop"),
        ('outbound_listen = "127.0.0.1:10027"\noutbound_next_hop = "localhost:10025"\n', "smtp.outbound_next_hop"),
        ('outbound_listen = "127.0.0.1:10027"\noutbound_next_hop = "localhost:10027"\n', "smtp.outbound_next_hop"),
    ):
        assert [problem.key for problem in _check(door + lines)] == [key]
    assert _check(f'{door}outbound_listen = "127.0.0.1:10027"\n') == []
