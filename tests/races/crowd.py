"""Fifty clients who want the same at the same moment, and what they are told."""

import os
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import cycle, islice

from tests.live import Product
from tests.wire import Answer, at_once, post_form

CLIENTS = 50
ROUNDS = int(os.environ.get("XIELI_RACES", "2"))  # 200 in the long lane


def rush(product: Product, sessions: Sequence[str], paths: Sequence[str], **fields: object) -> list[Answer]:
    """Fifty forms sent at once: sessions and addresses in turn."""
    pairs = zip(islice(cycle(sessions), CLIENTS), islice(cycle(paths), CLIENTS), strict=True)
    return at_once([partial(post_form, product, session, path, **fields) for session, path in pairs])


def won(answers: Sequence[Answer], winners: int = 1) -> None:
    """So many did it; every other was told, in a sentence, that it is done. Nothing else was answered."""
    codes = Counter(answer.status for answer in answers)
    assert codes == {303: winners, 409: len(answers) - winners}, codes
    assert all("已" in answer.text for answer in answers if answer.status == 409)


def events(product: Product, address: str, *actions: str) -> int:
    """How many lines of these acts stand in the matter's ledger."""
    from xieli.matters.models import Event

    with product.database():
        return Event.objects.filter(matter__uid=address.split("/")[2], action__in=actions).count()
