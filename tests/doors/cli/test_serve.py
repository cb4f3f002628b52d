"""``salver serve`` as a process: it starts, says what is wrong in one sentence, changes its mode, and ends cleanly."""

from __future__ import annotations

import contextlib
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

SALVER = [sys.executable, "-m", "salver"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _configure(folder: Path, *, smtp: int, web: int, more: str = "") -> Path:
    path = folder / "salver.toml"
    path.write_text(
        f'[smtp]\nlisten = "127.0.0.1:{smtp}"\nnext_hop = "127.0.0.1:9"\n'
        f'[people.nora]\naddresses = ["nora@home.example"]\n'
        f'[store]\nurl = "sqlite:///{folder / "salver.sqlite3"}"\n[http]\nlisten = "127.0.0.1:{web}"\n{more}'
    )
    return path


def _run(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SALVER, "serve", "--config", str(path)], capture_output=True, text=True, timeout=30, check=False
    )


@contextlib.contextmanager
def _running(path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    with (path.parent / "log").open("wb") as log:
        process = subprocess.Popen([*SALVER, "serve", "--config", str(path)], stderr=log, stdout=log)
        try:
            _wait_for(port, process)
            yield process
        finally:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
            return
        assert process.poll() is None, "the service ended"
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on {port}")


def test_an_unusable_configuration_is_told_whole_with_status_78(tmp_path: Path) -> None:
    path = tmp_path / "salver.toml"
    path.write_text('[gate]\nmode = "protekt"\n[smtp]\nlisten = "127.0.0.1:99999"\n[holt]\nmail = "header"\n')
    done = _run(path)
    assert done.returncode == 78
    assert f"{path}:2: gate.mode" in done.stderr
    assert "Did you mean" in done.stderr
    assert f"{path}:4: smtp.listen" in done.stderr
    assert "holt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_configuration_that_cannot_be_read(tmp_path: Path) -> None:
    done = _run(tmp_path / "nowhere.toml")
    assert done.returncode == 78
    assert "no such file" in done.stderr.lower()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("key", ["smtp", "web"])
def test_a_port_in_use(tmp_path: Path, key: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ports = {"smtp": _free_port(), "web": _free_port(), key: taken.getsockname()[1]}
        done = _run(_configure(tmp_path, **ports))
    assert done.returncode == 69
    assert f"127.0.0.1:{ports[key]}" in done.stderr
    assert "another program" in done.stderr.lower()
    assert "Traceback" not in done.stderr


def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    path = _configure(tmp_path, smtp=_free_port(), web=_free_port())
    (tmp_path / "salver.sqlite3").write_text("this is no database, but it is long enough to be looked at" * 40)
    done = _run(path)
    assert done.returncode == 69
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_serves_and_ends_cleanly(tmp_path: Path) -> None:
    smtp, web = _free_port(), _free_port()
    path = _configure(tmp_path, smtp=smtp, web=web)
    with _running(path, web) as process:
        assert httpx.get(f"http://127.0.0.1:{web}/healthz", trust_env=False).status_code == 200
        with smtplib.SMTP("127.0.0.1", smtp, timeout=10) as client:
            assert client.ehlo()[0] == 250
            assert client.docmd("MAIL FROM:<a@x.example>")[0] == 451  # nobody is behind the gate
        link = subprocess.run(
            [*SALVER, "open", "--config", str(path)], capture_output=True, text=True, check=True, timeout=30
        ).stdout.strip()
        assert link.startswith(f"http://127.0.0.1:{web}/login/")
        assert httpx.get(link, trust_env=False).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log
    assert link.rpartition("/")[2] not in log


def test_the_door_for_outbound_mail_is_opened_where_it_is_wanted(tmp_path: Path) -> None:
    web, outbound = _free_port(), _free_port()
    more = "[gate]\ncolleagues = true\n"
    path = _configure(tmp_path, smtp=_free_port(), web=web, more=more)
    path.write_text(
        path.read_text().replace("[people.nora]", f'outbound_listen = "127.0.0.1:{outbound}"\n[people.nora]')
    )
    with _running(path, web), smtplib.SMTP("127.0.0.1", outbound, timeout=10) as client:
        assert client.ehlo()[0] == 250
        assert client.docmd("MAIL FROM:<nora@home.example>")[0] == 451  # nobody is behind the door
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_open_asks_whose_inbox(tmp_path: Path) -> None:
    path = _configure(tmp_path, smtp=_free_port(), web=_free_port())
    wrong = subprocess.run(
        [*SALVER, "open", "norah", "--config", str(path)], capture_output=True, text=True, check=False, timeout=30
    )
    assert wrong.returncode == 2
    assert "norah is not under [people]" in wrong.stderr
    assert not (tmp_path / "salver.sqlite3").exists()
