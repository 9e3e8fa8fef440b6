"""Pages read while acts are carried out on what they show: they tell of before or after, and never fail.

XIELI_RACES=200 is the long lane: so many times the acts of one round.
"""

import threading
from collections import Counter
from typing import Any
from urllib.parse import quote

import pytest

from tests.live import Product
from tests.races.crowd import ROUNDS
from tests.wire import send

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("races")]
ACTS = 20  # in each round
ELSEWHERE = ("/", "/matters/", "/team/", f"/search/?q={quote('拔不')}", "/alerts/", "/service/dispatcher/")


def case_of_a_customer(product: Product) -> tuple[Any, str]:
    """A case just recorded, and the address under which its customer follows it."""
    from xieli.customers.models import Customer
    from xieli.matters.actors import Actor
    from xieli.matters.commands import open_matter
    from xieli.portal.commands import link

    customer = Customer.objects.create(name="何女士", phone="13800001212")
    data = {"kind": "fault", "demand": "connector_stuck", "text": "枪拔不出来"}
    case = open_matter("service", Actor.of(product.cast.linwan), "record", data, customer_id=customer.pk)
    return case, f"/p/t/{link(customer, case)}"


def test_pages_read_while_a_case_goes_from_department_to_department_never_fail(product: Product) -> None:
    from xieli.matters.actors import Actor
    from xieli.matters.commands import perform

    done, told = threading.Event(), Counter[tuple[str, int]]()

    def read(path: str, session: str) -> None:
        while not done.is_set():
            told[path, send(product, "GET", path, headers={"Cookie": f"sessionid={session}"}).status] += 1

    cast = product.cast
    with product.database():
        case, followed = case_of_a_customer(product)
    page = case.get_absolute_url()
    session = product.session(cast.linwan)
    paths = [page, f"{page}actions/", f"{page}act/cancel/", followed, *ELSEWHERE]
    readers = [threading.Thread(target=read, args=(path, session)) for path in paths]
    for reader in readers:
        reader.start()
    try:
        with product.database():
            for n in range(ACTS * ROUNDS):  # each time another round, item and clock
                unit = cast.rd if n % 2 else cast.om
                data = {"department": str(unit.uid), "urgency": "fault"}
                perform(case.pk, "redispatch" if n else "dispatch", Actor.of(cast.linwan), data)
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert {status for _, status in told} <= {200, 409}, told
    assert {path for path, _ in told} == set(paths)
