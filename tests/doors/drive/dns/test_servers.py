"""Which servers are asked."""

from __future__ import annotations

import os
from pathlib import Path

from salver.doors.drive.dns.servers import Server, SystemServers, only, servers_in


def test_the_first_three_of_the_file() -> None:
    text = "# x\nsearch a.example\nnameserver 192.0.2.1\nnameserver\n nameserver 2001:db8::1 # y\n"
    assert servers_in(text) == (Server("192.0.2.1"), Server("2001:db8::1"))
    assert len(servers_in("nameserver 192.0.2.1\n" * 5)) == 3
    assert servers_in("") == (Server("127.0.0.1", 53),)


def test_the_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "resolv.conf"
    servers = SystemServers(file)
    assert servers() == (Server("127.0.0.1"),)
    file.write_text("nameserver 192.0.2.1\n")
    assert servers() == (Server("192.0.2.1"),)
    file.write_text("nameserver 192.0.2.22\n")
    os.utime(file, ns=(1, 1))
    assert servers() == (Server("192.0.2.22"),)
    file.unlink()
    assert servers() == (Server("192.0.2.22"),)


def test_one_of_your_own() -> None:
    assert only("192.0.2.1", 5353)() == (Server("192.0.2.1", 5353),)
