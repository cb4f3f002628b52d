"""The inbox on a real socket: it answers, it stops, and a port in use is one sentence."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import httpx
import msgspec
import pytest

from salver.config.schema import Http
from salver.core.outcome import Exit
from salver.doors.http.serve import run, serve_on
from salver.doors.listen import CannotListen, bind
from tests.doors.http.house import House


def test_it_serves_and_stops(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "uvicorn")

    async def scene() -> httpx.Response:
        with bind("127.0.0.1:0", key="http.listen", door="The inbox") as listening:
            port = listening.getsockname()[1]
            house.app.state.desk.hosts._listen = msgspec.structs.replace(house.app.state.desk.hosts._listen, port=port)
            task = asyncio.create_task(serve_on(house.app, listening))
            async with httpx.AsyncClient() as client:
                await client.get(f"http://127.0.0.1:{port}/login/secret-token")
                answer = await client.get(f"http://127.0.0.1:{port}/healthz")
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            assert task.cancelled()
        return answer

    answer = asyncio.run(scene())
    assert answer.text == "ok\n"
    assert "server" not in answer.headers
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "secret-token" not in caplog.text


def test_a_port_in_use_is_one_sentence(house: House) -> None:
    with bind("127.0.0.1:0", key="http.listen", door="The inbox") as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        settings = msgspec.structs.replace(house.settings, http=Http(listen=where))
        with pytest.raises(CannotListen) as caught:
            asyncio.run(run(house.app, settings))
    assert caught.value.public == f"The inbox cannot listen at {where} (http.listen): another program uses that port."
    assert caught.value.exit is Exit.UNAVAILABLE
