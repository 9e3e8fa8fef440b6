"""Hints to open browsers that something changed. A hint carries the topic and nothing else: the page fetches
again through the reader's own rights. Losing a hint loses nothing, since pages also look by themselves now
and then.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction

from xieli.core.database import prepared

CHANNEL = "xieli_live"
_LIMIT = 7000  # bytes; PostgreSQL refuses payloads of 8000 and more

# (person ids, key) -> those of them who may watch the key at this moment
Watchers = Callable[[set[int], str], set[int]]
_topics: dict[str, Watchers] = {}


def topic(prefix: str, watchers: Watchers) -> None:
    """Declare a topic `<prefix>:<key>` and who may watch it; called by the app that owns the subject, at
    start-up.
    """
    _topics[prefix] = watchers


def watchers_of(name: str, people: set[int]) -> set[int]:
    """Those of the people who may hear of the topic now. Nobody may hear of one that isn't declared."""
    prefix, _, key = name.partition(":")
    check = _topics.get(prefix)
    return check(people, key) if check and key else set()


def _only_oneself(people: set[int], key: str) -> set[int]:
    return people & {int(key)} if key.isdecimal() else set()


topic("person", _only_oneself)


def changed(topics: Iterable[str]) -> None:
    """Hint, once the present transaction is committed, that these topics changed; hints of one transaction go
    as one.

    The hint is sent after the commit and not with it: NOTIFY inside a transaction makes all commits of the
    cluster wait for one another, and a hint needs no such promise (decision 0060).
    """
    for entry in connection.run_on_commit:
        if isinstance(entry[1], _Hint) and entry[0] == set(connection.savepoint_ids):
            entry[1].topics.update(topics)
            return
    transaction.on_commit(_Hint(set(topics)), robust=True)


class _Hint:
    """What is sent after the commit.

    Django drops it where the transaction, or its savepoint, is rolled back.
    """

    def __init__(self, topics: set[str]) -> None:
        self.topics = topics

    def __call__(self) -> None:
        with prepared() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, one) FROM jsonb_array_elements_text(%s::jsonb) one",
                [CHANNEL, json.dumps(payloads(self.topics))],
            )


def payloads(topics: Iterable[str]) -> list[str]:
    """The topics as JSON lists, each short enough for one NOTIFY."""
    result: list[str] = []
    batch: list[str] = []
    size = 2
    for name in sorted(topics):
        cost = len(name.encode()) + 4
        if batch and size + cost > _LIMIT:
            result.append(json.dumps(batch))
            batch, size = [], 2
        batch.append(name)
        size += cost
    return [*result, json.dumps(batch)] if batch else result


def topics_in(payload: str) -> list[str]:
    """The topics of a hint; what isn't one of ours is ignored."""
    try:
        value: Any = json.loads(payload)
    except ValueError:
        return []
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
