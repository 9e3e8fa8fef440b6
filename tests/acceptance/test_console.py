"""来电受理 by keyboard: the telephone opens the file, and a case takes few keystrokes (4.3.a: under twenty seconds)."""

from collections.abc import Callable
from time import monotonic

from tests.acceptance.people import Visitor
from tests.live import Product

STORY = "枪拔不出，屏幕黑"
A_KEY = 0.25  # seconds; forty-eight words a minute, a slow hand
BOUND = 20.0


def test_a_case_is_taken_in_under_twenty_seconds_of_typing(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    agent = visit("linwan")
    agent.go("/service/console/?phone=19987650021")
    keys, page = 0, agent.page
    begun = monotonic()

    def press(key: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(key)

    def write(text: str) -> None:
        nonlocal keys
        keys += 2 * len(text)  # a Chinese letter takes two keys and more of pinyin, most words fewer
        page.keyboard.type(text)

    page.locator("[name=text]").focus()  # where the cursor stands when the telephone opened the page
    write(STORY)
    press("Alt+1")
    press("Control+Enter")
    agent.sees("已受理")
    waited = monotonic() - begun
    assert keys * A_KEY < BOUND, keys
    assert waited < BOUND
    with product.database():
        from xieli.matters.models import Matter

        assert Matter.objects.get(case__text=STORY).case.phone == "19987650021"
