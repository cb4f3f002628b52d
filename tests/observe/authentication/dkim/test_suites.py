"""The suites of others, where they are at hand: what must fail never passes, what must pass passes.

Two obsolete forms do not pass here though their suites say so: signatures with SHA-1 (RFC 8301 3.1), and those of
drafts before ``v=1`` (RFC 6376 3.5). DomainKeys is another protocol, and so is DKIM2.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from salver.core.limits import DEFAULT_LIMITS
from salver.observe.authentication.authenticated import DkimResult
from salver.observe.authentication.dkim.verify import verify
from salver.read.reading import read_file
from tests.collection import FOLDER
from tests.observe.authentication.zone import Zone

AUTH = FOLDER / "auth"
OBSOLETE = {"sha1", "version"}

pytestmark = pytest.mark.skipif(
    not (AUTH / "mail-dkim").is_dir(), reason="the shared test collection is not here; set SALVER_CORPUS"
)


def _zone(records: dict[str, str]) -> Zone:
    """Those keys. The mails are years old, so nobody tells the time."""
    return Zone({name: {"TXT": [text]} for name, text in records.items()}, clock=False)


def _results(raw: bytes, where: Zone) -> tuple[DkimResult, ...]:
    return where.run(verify(read_file(raw), None, DEFAULT_LIMITS))


def _passes(raw: bytes, where: Zone) -> bool:
    return any(result.result == "pass" for result in _results(raw, where))


def _said(raw: bytes, where: Zone) -> list[tuple[str, str | None]]:
    return [(result.result, result.why) for result in _results(raw, where)]


def _manifest(suite: str) -> list[dict[str, object]]:
    path = AUTH / suite / "MANIFEST.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.is_file() else []


def _fake_dns() -> Zone:
    records = {}
    for line in (AUTH / "mail-dkim" / "FAKE_DNS.dat").read_text("latin-1").splitlines():
        name, _, text = line.partition(" ")
        if name and not name.startswith("#"):
            records[name] = text.strip()
    return _zone(records)


@pytest.mark.parametrize(
    "entry", [one for one in _manifest("mail-dkim") if one["role"] == "case"], ids=lambda entry: str(entry["path"])
)
def test_mail_dkim(entry: dict[str, object]) -> None:
    expected = entry["expected"]
    assert isinstance(expected, dict)
    raw = (AUTH / "mail-dkim" / str(entry["path"])).read_bytes()
    said = _said(raw, _fake_dns())
    must = expected["dkim"] == "pass" and not expected["note"]
    if any(result == "pass" for result, _ in said):
        assert must, said
    elif must:
        assert {why for _, why in said} <= OBSOLETE, said


@pytest.mark.parametrize(
    "path", sorted((AUTH / "stalwart-mail-auth" / "dkim").glob("*.txt")), ids=lambda path: path.stem
)
def test_stalwart(path: Path) -> None:
    head, _, raw = path.read_bytes().partition(b"\n\n")
    records = dict(line.split(None, 1) for line in head.decode().splitlines())
    said = _said(raw.lstrip(b"\n"), _zone(records))
    assert said
    assert all(result == "pass" or why in OBSOLETE for result, why in said), said


def _rspamd_zone() -> Zone:
    records = {}
    for path in sorted((AUTH / "rspamd" / "dns").glob("*.conf")):
        for block in re.findall(r"\{([^{}]*)\}", path.read_text("utf-8")):
            name = re.search(r'name\s*=\s*"([^"]+)"', block)
            text = re.search(r'replies\s*=\s*\[\s*"([^"]*)"', block)
            if name and text and re.search(r'type\s*=\s*"?txt', block, re.IGNORECASE):
                records[name[1]] = text[1]
    return _zone(records)


def test_rspamd() -> None:
    where, wrong = _rspamd_zone(), []
    for entry in _manifest("rspamd"):
        expected = entry.get("expected")
        if entry["role"] != "case" or not isinstance(expected, dict):
            continue
        words = {str(one["value"]).split()[0] for one in expected["upstream"] if one["check"] == "Expect Symbol"}
        passes = _passes((AUTH / "rspamd" / str(entry["path"])).read_bytes(), where)
        must, must_not = "R_DKIM_ALLOW" in words, words & {"R_DKIM_REJECT", "R_DKIM_PERMFAIL", "R_DKIM_TEMPFAIL"}
        if (passes and must_not) or (must and not passes):
            wrong.append((entry["path"], words, passes))
    assert not wrong


def _record(path: Path) -> str:
    return path.read_text("utf-8").strip()


EXAMPLES = {
    "brisbane._domainkey.football.example.com": "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "test._domainkey.football.example.com": (
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOK"
        "b2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBf"
        "O2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
    ),
}
"""The keys of RFC 8463 A.2."""


@pytest.mark.parametrize(
    "name",
    [
        "dkimpy/rfc6376.signed.msg",
        "dkimpy/rfc6376.signed.rsa.msg",
        "mimekit-dkim/rfc8463-example.msg",
        "postalsys-mailauth/signed.eml",
        "rspamd/ed25519.eml",
    ],
)
def test_the_examples_of_the_standards(name: str) -> None:
    path = AUTH / name
    if not path.is_file():
        pytest.skip(f"{name} is not in this half of the collection")
    said = _said(path.read_bytes(), _zone(EXAMPLES))
    assert said
    assert all(result == "pass" for result, _ in said), said


@pytest.mark.parametrize("name", ["gmail.msg", "multipart-no-end-boundary.msg", "related.msg"])
def test_mimekit(name: str) -> None:
    folder = AUTH / "mimekit-dkim"
    key = "".join(line for line in _record(folder / "gmail.pub").splitlines() if "-----" not in line)
    where = _zone({"20120113._domainkey.gmail.com": f"v=DKIM1; p={key}"})
    assert _passes((folder / name).read_bytes(), where)
    changed = (folder / name).read_bytes().replace(b"\nSubject: ", b"\nSubject: Re: ", 1)
    assert not _passes(changed, where)


def test_dkimpy_keys_that_are_none() -> None:
    folder = AUTH / "dkimpy"
    raw = (folder / "rfc6376.signed.rsa.msg").read_bytes()
    for name in ("badk.txt", "badversion.txt", "test_bad.txt", "test_tlsrpt.txt"):
        if (folder / name).is_file():
            said = _said(raw, _zone({"test._domainkey.football.example.com": _record(folder / name)}))
            assert all(result != "pass" for result, _ in said), (name, said)
    assert _passes(raw, _zone({"test._domainkey.football.example.com": _record(folder / "test.txt")}))


def test_a_domain_that_is_none_is_never_shown() -> None:
    path = AUTH / "dkimpy" / "test.message.baddomain"
    if path.is_file():
        assert [result.domain for result in _results(path.read_bytes(), _zone({}))] == [None]


def test_mailauth_mails_do_not_pass_without_their_keys() -> None:
    for path in sorted((AUTH / "postalsys-mailauth").glob("*.eml")):
        if path.name != "signed.eml":
            assert not _passes(path.read_bytes(), _zone(EXAMPLES)), path.name
