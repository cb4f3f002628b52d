"""Taking an address, or one sentence why not."""

from __future__ import annotations

import pytest

from salver.doors.listen import CannotListen, bind


def test_a_free_port_is_taken() -> None:
    with bind("127.0.0.1:0", key="smtp.listen", door="The mail door") as listening:
        assert listening.getsockname()[1] > 0
        assert listening.gettimeout() == 0


@pytest.mark.parametrize("listen", [None, "", "nonsense", "127.0.0.1", "127.0.0.1:99999"])
def test_no_address_is_one_sentence(listen: str | None) -> None:
    with pytest.raises(CannotListen, match=r"smtp\.listen .* HOST:PORT"):
        bind(listen, key="smtp.listen", door="The mail door")


def test_a_port_in_use_is_one_sentence() -> None:
    with bind("127.0.0.1:0", key="smtp.listen", door="The mail door") as taken:
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(CannotListen) as caught:
            bind(where, key="smtp.listen", door="The mail door")
    assert (
        caught.value.public == f"The mail door cannot listen at {where} (smtp.listen): another program uses that port."
    )


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(CannotListen, match=r"cannot listen at 192\.0\.2\.1:8025"):
        bind("192.0.2.1:8025", key="http.listen", door="The inbox")
