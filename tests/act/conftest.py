"""A store, a calendar server, a next hop and a submission server, all real, all on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from salver.config.schema import Submission
from salver.store.database import Store, open_store
from tests.act import setting
from tests.act.house import House
from tests.servers.certificates import Certificates, make_certificates
from tests.servers.mail_sink import MailSink, mail_sink
from tests.servers.radicale import Radicale, radicale

NOWHERE = Radicale("http://127.0.0.1:9/", "http://127.0.0.1:9/nora/calendar/")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'salver.sqlite3'}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="session")
def running_calendar_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def calendar_server(running_calendar_server: Radicale) -> Radicale:
    running_calendar_server.empty()
    return running_calendar_server


@pytest.fixture
def next_hop() -> Iterator[MailSink]:
    with mail_sink() as sink:
        yield sink


@pytest.fixture
def submission(certificates: Certificates) -> Iterator[MailSink]:
    with mail_sink(tls=certificates.server_context(), password="a long password") as sink:
        yield sink


@pytest.fixture
def house(store: Store, tmp_path: Path) -> House:
    """A writer that is Salver, a submission server that is never reached."""
    settings, people = setting.made(tmp_path, calendar=NOWHERE)
    sections = {name: getattr(settings, name) for name in settings.__struct_fields__}
    return House(store, type(settings)(**sections | {"submission": Submission(host="localhost", port=9)}), people)


@pytest.fixture
def client_house(store: Store, tmp_path: Path) -> House:
    """A writer that is the mail program."""
    settings, people = setting.made(tmp_path, next_hop=MailSink(port=9))
    return House(store, settings, people)
