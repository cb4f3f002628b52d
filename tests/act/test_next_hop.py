"""The next hop: exact bytes, its own replies, and one kind of error."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from salver.act.next_hop import NextHop
from salver.core.errors import NextHopError
from salver.core.limits import Limits
from tests.servers.mail_sink import MailSink

RAW = b"From: a@b.example\r\nSubject: \xc3\xa4\r\n\r\n.dot\r\n..two\r\n\r\n.\r\nlast \xff\r\n"


async def sent(target: str, raw: bytes, *recipients: str, **options: bool) -> list[tuple[int, str]]:
    hop = NextHop(target, Limits(remote_seconds=5, next_hop_seconds=5))
    await hop.connect()
    answers: list[tuple[int, str]] = [await hop.mail("a@b.example", **options)]
    answers += [await hop.rcpt(one) for one in recipients]
    answers.append(await hop.data(raw))
    await hop.quit()
    return answers


def test_bytes_arrive_as_they_are(next_hop: MailSink) -> None:
    answers = asyncio.run(sent(f"127.0.0.1:{next_hop.port}", RAW, "me@home.example", eight_bit=True))
    assert [code for code, _ in answers] == [250, 250, 250]
    (mail,) = next_hop.mails
    assert mail.raw == RAW
    assert mail.options == ["BODY=8BITMIME"]


@pytest.mark.parametrize("raw", [b"", b".", b"no end", b".\r\n.\r\n", b"\r\n\r\n"])
def test_odd_messages_arrive_with_a_line_end(next_hop: MailSink, raw: bytes) -> None:
    asyncio.run(sent(f"127.0.0.1:{next_hop.port}", raw, "me@home.example"))
    assert next_hop.mails[0].raw == raw + (b"" if not raw or raw.endswith(b"\r\n") else b"\r\n")


@pytest.mark.parametrize("raw", [b"a\n.\nMAIL FROM:<x@evil.example>\r\n", b"a\r.\r\n", b"a\n"])
def test_bare_line_ends_are_not_sent(next_hop: MailSink, raw: bytes) -> None:
    answers = asyncio.run(sent(f"127.0.0.1:{next_hop.port}", raw, "me@home.example"))
    assert answers[-1][0] == 550
    assert next_hop.mails == []


def test_refusals_come_back_word_for_word(next_hop: MailSink) -> None:
    next_hop.refused["no@home.example"] = "550 5.1.1 no such person"
    next_hop.answer = "452 4.3.1 mailbox full"
    answers = asyncio.run(sent(f"127.0.0.1:{next_hop.port}", RAW, "no@home.example", "me@home.example"))
    assert answers[1:] == [(550, "5.1.1 no such person"), (250, "2.1.5 ok"), (452, "4.3.1 mailbox full")]


def test_data_without_recipients_is_the_servers_own_refusal(next_hop: MailSink) -> None:
    answers = asyncio.run(sent(f"127.0.0.1:{next_hop.port}", RAW))
    assert answers[-1][0] == 503


def test_one_connection_carries_several_messages(next_hop: MailSink) -> None:
    async def work() -> None:
        hop = NextHop(f"127.0.0.1:{next_hop.port}")
        await hop.connect()
        assert "8BITMIME" in hop.extensions
        for _ in range(2):
            await hop.mail("")
            await hop.rcpt("me@home.example")
            assert (await hop.data(RAW)).code == 250
        await hop.mail("a@b.example")
        assert (await hop.rset()).code == 250
        await hop.quit()
        await hop.quit()
        assert (await hop.mail("again@b.example")).code == 250  # a new connection
        await hop.quit()

    asyncio.run(work())
    assert [mail.mail_from for mail in next_hop.mails] == ["", ""]


def test_an_address_with_a_line_end_never_leaves(next_hop: MailSink) -> None:
    answers = asyncio.run(sent(f"127.0.0.1:{next_hop.port}", RAW, "me@home.example>\r\nRCPT TO:<x@evil.example"))
    assert answers[1][0] == 501


@pytest.mark.parametrize("target", ["127.0.0.1:9", "unix:/no/such/socket", "nonsense", "[::1]:9"])
def test_nobody_there_is_451(target: str) -> None:
    with pytest.raises(NextHopError) as caught:
        asyncio.run(sent(target, RAW))
    assert (caught.value.code, caught.value.temporary) == (451, True)
    assert caught.value.text.startswith("4.4.1 ")


async def _scripted(path: Path, *lines: bytes) -> NextHopError | None:
    """A server on a Unix socket that says these lines and hangs up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for number, line in enumerate(lines):
            if number:
                await reader.readline()
            writer.write(line)
            await writer.drain()
        writer.close()

    server = await asyncio.start_unix_server(talk, path)
    async with server:
        try:
            await sent(f"unix:{path}", RAW, "me@home.example")
        except NextHopError as error:
            return error
    return None


def test_a_server_that_turns_us_away_is_quoted(tmp_path: Path) -> None:
    error = asyncio.run(_scripted(tmp_path / "s", b"554 5.7.1 go away\r\n"))
    assert error is not None
    assert (error.code, error.text, error.temporary) == (554, "5.7.1 go away", False)


def test_a_server_that_hangs_up_in_the_middle_is_451(tmp_path: Path) -> None:
    lines = [b"220 hello\r\n", b"250 hello\r\n", b"250 ok\r\n"]
    for count in range(1, 4):
        error = asyncio.run(_scripted(tmp_path / f"s{count}", *lines[:count]))
        assert error is not None
        assert error.code == 451


def test_a_silent_server_is_given_up(tmp_path: Path) -> None:
    async def work() -> None:
        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        server = await asyncio.start_unix_server(silent, tmp_path / "s")
        async with server:
            hop = NextHop(f"unix:{tmp_path / 's'}", Limits(remote_seconds=0.1, next_hop_seconds=0.1))
            with pytest.raises(NextHopError) as caught:
                await hop.connect()
            assert caught.value.code == 451

    asyncio.run(work())
