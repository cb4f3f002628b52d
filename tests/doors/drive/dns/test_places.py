"""Places for DNS questions: shared out evenly, and never lost."""

from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from salver.core.limits import Limits
from salver.doors.drive.dns.places import Places, Share


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=40), st.integers(1, 5), st.integers(1, 3))
def test_never_more_than_there_are_and_none_is_lost(wanted: list[tuple[int, bool]], places: int, most: int) -> None:
    async def run() -> None:
        limits = Limits(dns_at_once=places, dns_at_once_for_one=most)
        here, shares = Places(limits), [Share() for _ in range(4)]
        holding = [0, 0, 0, 0]

        async def hold(number: int) -> None:
            async with here.one(shares[number]):
                holding[number] += 1
                assert sum(holding) <= places
                assert holding[number] <= most
                try:
                    await asyncio.sleep(0)
                finally:
                    holding[number] -= 1

        tasks = [asyncio.create_task(hold(number)) for number, _ in wanted]
        await asyncio.sleep(0)
        for task, (_, given_up) in zip(tasks, wanted, strict=True):
            if given_up:
                task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert not [one for one in results if isinstance(one, Exception)]
        # All of them are there again.
        again = Share()
        for _ in range(places):
            async with asyncio.timeout(1.0), here.one(again):
                pass
        assert again.taken == 0

    asyncio.run(run())


def test_what_becomes_free_goes_to_who_has_the_fewest() -> None:
    async def run() -> list[str]:
        here, order = Places(Limits(dns_at_once=2, dns_at_once_for_one=2)), list[str]()

        async def hold(name: str, share: Share, seconds: float) -> None:
            async with here.one(share):
                order.append(name)
                await asyncio.sleep(seconds)

        greedy, modest = Share(), Share()
        await asyncio.gather(
            *(hold("greedy", greedy, 0.01 * (number + 1)) for number in range(4)), hold("modest", modest, 0.01)
        )
        return order

    assert asyncio.run(run()) == ["greedy", "greedy", "modest", "greedy", "greedy"]
