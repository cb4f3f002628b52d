"""A Maildir read bit by bit."""

from __future__ import annotations

import mailbox
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from salver.config.people import People
from salver.config.schema import PersonSection, Settings
from salver.core.limits import Limits
from salver.doors.outbound.sent_folder import Look, look, stamp

PEOPLE = People(Settings(people={"nora": PersonSection(addresses=("nora@home.example",))}))
LONG_AGO = datetime.now(UTC) - timedelta(days=400)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    mailbox.Maildir(tmp_path / "Sent", create=True)
    return tmp_path / "Sent"


def put(folder: Path, name: str, *to: str, author: str = "nora@home.example", place: str = "cur") -> Path:
    path = folder / place / name
    path.write_bytes(f"From: {author}\r\nTo: {', '.join(to)}\r\nSubject: x\r\n\r\nhello\r\n".encode())
    return path


def read(folder: Path, seen_to: int = 0, limits: Limits | None = None) -> Look:
    return look(folder, "nora", PEOPLE, seen_to=seen_to, after=LONG_AGO, limits=limits or Limits())


def readers(seen: Look) -> list[str]:
    return sorted(address for _, letter in seen.letters for address in letter.names)


def test_whom_they_wrote_to(folder: Path) -> None:
    put(folder, "1.home:2,S", "ann@friend.example", "ben@friend.example")
    put(folder, "2.home", "cleo@friend.example", place="new")
    put(folder, "3.home:2,DS", "draft@friend.example")
    put(folder, "4.home:2,S", "x@friend.example", author="eve@evil.test")
    seen = read(folder)
    assert readers(seen) == ["ann@friend.example", "ben@friend.example", "cleo@friend.example"]
    assert not seen.more
    assert all(abs((datetime.now(UTC) - at).total_seconds()) < 60 for at, _ in seen.letters)


def test_only_what_changed_is_read_again(folder: Path) -> None:
    old = put(folder, "1.home:2,S", "ann@friend.example")
    later = time.time_ns() + 10_000_000_000
    assert readers(read(folder, seen_to=later)) == []
    first = read(folder)
    assert 0 < first.seen_to <= old.stat().st_ctime_ns
    put(folder, "2.home:2,S", "ben@friend.example")
    assert "ben@friend.example" in readers(read(folder, seen_to=first.seen_to))


def test_a_backdated_mail_is_not_overlooked(folder: Path) -> None:
    """A mail program may file a mail with the date it was written."""
    first = read(folder)
    path = put(folder, "2.home:2,S", "ben@friend.example")
    week_ago = time.time() - 7 * 86_400
    os.utime(path, (week_ago, week_ago))
    seen = read(folder, seen_to=first.seen_to)
    assert readers(seen) == ["ben@friend.example"]
    assert abs(seen.letters[0][0].timestamp() - week_ago) < 2


def test_what_is_too_old_says_nothing(folder: Path) -> None:
    path = put(folder, "1.home:2,S", "ann@friend.example")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    assert readers(read(folder)) == []


def test_a_mail_from_the_future_counts_from_now(folder: Path) -> None:
    path = put(folder, "1.home:2,S", "ann@friend.example")
    os.utime(path, (time.time() + 10**8, time.time() + 10**8))
    assert read(folder).letters[0][0] <= datetime.now(UTC)


def test_a_large_folder_is_read_in_parts_and_none_is_left_out(folder: Path) -> None:
    for number in range(25):
        put(folder, f"{number}.home:2,S", f"a{number:02}@friend.example")
    found: list[str] = []
    seen_to, rounds, more = 0, 0, True
    while more:
        seen = read(folder, seen_to, Limits(sent_mails_at_once=7))
        found += readers(seen)
        seen_to, more = seen.seen_to, seen.more
        rounds += 1
        assert rounds < 30
    assert sorted(set(found)) == [f"a{number:02}@friend.example" for number in range(25)]


def test_links_pipes_and_folders_are_no_mail(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"From: nora@home.example\r\nTo: leak@evil.test\r\n\r\n")
    (folder / "cur" / "1.home").symlink_to(secret)
    os.mkfifo(folder / "cur" / "2.home")
    (folder / "cur" / "3.home").mkdir()
    assert readers(read(folder)) == []


def test_only_the_beginning_of_a_mail_is_read(folder: Path) -> None:
    path = put(folder, "1.home:2,S", "ann@friend.example")
    with path.open("ab") as file:
        file.truncate(5_000_000)
    assert readers(read(folder, limits=Limits(sent_mail_bytes=1_000))) == ["ann@friend.example"]


def test_what_is_no_maildir_is_an_error_and_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path)
    with pytest.raises(FileNotFoundError):
        stamp(tmp_path)


def test_the_stamp_changes_with_every_mail(folder: Path) -> None:
    before = stamp(folder)
    time.sleep(0.01)
    put(folder, "1.home", "ann@friend.example", place="new")
    assert stamp(folder) != before
