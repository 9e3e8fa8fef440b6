"""Three hundred open pages at once: how soon a hint arrives, and that all end with their logins.

./dev test xieli/notifications/tests/test_many_streams.py -s
"""

import asyncio
import time
from contextlib import AsyncExitStack

import pytest

from xieli.accounts.sessions import SessionStore
from xieli.notifications import hub, live
from xieli.notifications.tests.test_stream import (
    _quick_hub,
    in_database,
    log_in,
    opened,
    run,
)

__all__ = ["_quick_hub"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PAGES, PEOPLE, ROUNDS = 300, 30, 10


def percentile(values, share):
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def test_a_hint_reaches_three_hundred_pages_within_half_a_second_and_one_person_at_once():
    logins = [log_in(f"{n:04}") for n in range(PEOPLE)]
    everybody = [f"person:{login.person_id}" for login, _cookie in logins]
    to_all, to_one = [], []

    async def hint(topics, pages, delays):
        for page in pages:
            page.text = ""
        begun = time.perf_counter()
        await in_database(live.changed, topics)
        for page in pages:
            await page.until(lambda page=page: "data: person" in page.text)
            delays.append(time.perf_counter() - begun)

    async def scene():
        async with AsyncExitStack() as stack:
            pages = []
            for n in range(PAGES):
                pages.append(await stack.enter_async_context(opened(logins[n % PEOPLE][1])))
            await pages[0].until(lambda: "data: person" in pages[0].text)
            await asyncio.sleep(0.3)
            assert len(hub.hub.streams()) == PAGES
            for n in range(ROUNDS):
                await hint(everybody, pages, to_all)
                await hint(everybody[n : n + 1], pages[n::PEOPLE], to_one)
            await in_database(lambda: [SessionStore(cookie).delete() for _login, cookie in logins])
            begun = time.perf_counter()
            for page in pages:
                await page.until(lambda page=page: page.ended)
            print(f"\n{PAGES} pages ended {time.perf_counter() - begun:.2f} s after their logins")

    run(scene)
    for name, delays in (("all", to_all), ("one person", to_one)):
        print(f"hint to {name}: p50 {percentile(delays, 0.5):.3f} s, p99 {percentile(delays, 0.99):.3f} s")
    assert percentile(to_one, 0.99) < 0.5
    assert percentile(to_all, 0.99) < 2
