"""Fifty at once want the same few resources: no two have one at the same time, and no pool is ever overdrawn.

Applications, moves and calling off together, each round on a day of its own. XIELI_RACES=200 is the long lane.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.live import Product
from tests.races.crowd import CLIENTS, ROUNDS
from tests.wire import Answer, at_once, post_form

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("races")]

POOL = 5
HALVES = range(16, 34)  # half hours of the day in which bookings begin: 8:00 to 16:30
NAMES = ("linwan", "fangqiming", "bailu", "qinling", "fengtao", "dingjian", "wujia", "zhoumin")

# Holders of one thing at the same time; and the most that is taken of a pool at any moment at which a holding begins.
OVERLAPS = """
SELECT count(*) FROM sharing_bookingdetails a JOIN sharing_bookingdetails b
    ON a.resource_id = b.resource_id AND a.matter_id < b.matter_id AND a.holding AND b.holding AND a.held && b.held
  JOIN sharing_resource r ON r.id = a.resource_id WHERE r.quantity = 1"""
OVERDRAWN = """
SELECT coalesce(max(taken), 0) FROM (
    SELECT (SELECT sum(b.quantity) FROM sharing_bookingdetails b WHERE b.resource_id = a.resource_id AND b.holding
            AND b.held @> lower(a.held)) AS taken
    FROM sharing_bookingdetails a JOIN sharing_resource r ON r.id = a.resource_id
    WHERE a.holding AND r.quantity = %s) moments"""


@pytest.fixture(scope="module")
def wanted(product: Product) -> list[tuple[str, int]]:
    """(resource, how many of it): two single things, one of them with time around it, and a pool."""
    from xieli.procedures.sharing.tests.play import resource

    cast = product.cast
    with product.database():
        made = [
            resource(cast, "RC-01"),
            resource(cast, "RC-02", buffer_before=15, buffer_after=30),
            resource(cast, "RC-03", name="10kV绝缘手套", quantity=POOL, auto_agree=True),
        ]
        return [(str(one.uid), one.quantity) for one in made]


def times(rng: random.Random, day: datetime) -> dict[str, str]:
    begins = day + timedelta(minutes=30 * rng.choice(HALVES))
    ends = begins + timedelta(minutes=30 * rng.randint(1, 5))
    return {"begins_at": f"{begins:%Y-%m-%dT%H:%M}", "ends_at": f"{ends:%Y-%m-%dT%H:%M}"}


def counted(product: Product) -> tuple[int, int]:
    """(pairs that overlap, most taken of the pool at once), asked of the database itself."""
    from django.db import connection

    with product.database(), connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        overlaps = cursor.fetchone()[0]
        cursor.execute(OVERDRAWN, [POOL])
        return overlaps, int(cursor.fetchone()[0])


def test_fifty_at_once_never_have_the_same_thing_and_never_overdraw_a_pool(
    product: Product, wanted: list[tuple[str, int]]
) -> None:
    from xieli.core import clock

    rng = random.Random(4)
    people = [product.cast.people[name] for name in NAMES]
    sessions = [product.session(one) for one in people]
    first = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    answered: Counter[int] = Counter()
    mine: list[tuple[int, str]] = []  # (whose, the address of a booking) of the round before
    for number in range(ROUNDS):
        day = first + timedelta(days=number + 1)
        calls: list[Callable[[], Answer]] = []
        asked: list[int | None] = []
        for client in range(CLIENTS):
            who = client % len(sessions)
            if mine and client % 5 == 4:
                who, booking = mine.pop()
                move = rng.random() < 0.7
                data = times(rng, day) if move else {"reason": "不用了"}
                path = f"{booking}act/{'move' if move else 'cancel'}/"
            else:
                uid, most = rng.choice(wanted)
                data = {
                    "resource": uid, "quantity": str(rng.randint(1, min(3, most))), **times(rng, day),
                    "purpose": "并发", "place": "现场", "responsible": str(people[who].uid), "accepted": "on",
                    "act": "apply",
                }  # fmt: skip
                path = "/new/sharing/"
            asked.append(None if path.endswith("cancel/") else who)
            calls.append(partial(post_form, product, sessions[who], path, **data))
        answers = at_once(calls)
        answered.update(answer.status for answer in answers)
        mine = [
            (who, answer.location)
            for who, answer in zip(asked, answers, strict=True)
            if who is not None and answer.status == 303 and answer.location.startswith("/m/")
        ]
        overlaps, most = counted(product)
        assert overlaps == 0
        assert most <= POOL
    assert set(answered) <= {303, 409, 422}, answered
    assert answered[303] >= ROUNDS * 5 and answered[422] + answered[409] >= ROUNDS
    assert counted(product)[1] >= POOL - 1  # the crowd came up to the limit
    print(f"\n{sum(answered.values())} requests: {dict(answered)}")
