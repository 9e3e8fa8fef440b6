"""What stands around every page: navigation that leads somewhere, for whom one stands in, the first steps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.desk.navigation import ENTRIES, Entry, address
from xieli.matters import registry
from xieli.matters.models import Matter
from xieli.organisation.models import Delegation

from .conftest import MONDAY

pytestmark = pytest.mark.django_db
LoggedIn = Callable[[Any], Client]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda one: f"{one.url_name}{''.join(one.args)}")
def test_every_entry_of_the_navigation_has_a_page(entry: Entry) -> None:
    assert address(entry.url_name, entry.args)
    if entry.url_name == "desk:list":
        assert entry.args[0] in {one.key for one in registry.all_procedures()}


def test_every_page_says_for_whom_one_stands_in(cast: Cast, client_of: LoggedIn) -> None:
    Delegation.objects.create(
        person=cast.linwan,
        deputy=cast.fangqiming,
        from_at=MONDAY - timedelta(hours=1),
        to_at=MONDAY + timedelta(days=1),
        reason="休假",
    )
    sentence = f"您正在代理 {cast.linwan.name}"
    for path in ("/", "/matters/", "/new/"):
        assert sentence in client_of(cast.fangqiming).get(path).content.decode()
    assert sentence not in client_of(cast.bailu).get("/").content.decode()
    with clock.turned_to(MONDAY + timedelta(days=2)):
        assert sentence not in client_of(cast.fangqiming).get("/").content.decode()


@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_an_administrator_has_a_bottom_bar_and_a_menu_to_log_out_on_the_phone(
    cast: Cast, client_of: LoggedIn, who: str
) -> None:
    page = client_of(getattr(cast, who)).get("/administration/", follow=True).content.decode()
    dock = page.partition('<nav class="dock"')[2].partition("</nav>")[0]
    assert "<a href=" in dock
    assert ('href="/administration/audit/"' in dock) is (who == "audit")
    menu = page.partition('<details class="menu"')[2].partition("</details>")[0]
    assert 'action="/logout/"' in menu


def test_a_new_account_is_shown_the_first_steps_until_they_are_put_away(
    cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.bailu)
    account = cast.bailu.account
    account.created_at = MONDAY - timedelta(days=1)
    account.save(update_fields=["created_at"])
    assert "第一次用协力" in client.get("/").content.decode()
    assert client.post("/desk/guide/").status_code == 303
    assert "第一次用协力" not in client.get("/").content.decode()


def test_first_steps_are_put_away_for_one_account_not_for_the_browser(
    cast: Cast, client_of: LoggedIn
) -> None:
    first, second = client_of(cast.bailu), client_of(cast.linwan)
    first.post("/desk/guide/")
    for account in (cast.bailu.account, cast.linwan.account):
        account.created_at = MONDAY
        account.save(update_fields=["created_at"])
    session = second.cookies["sessionid"].value
    second.cookies.update(first.cookies)
    second.cookies["sessionid"] = session
    assert "第一次用协力" in second.get("/").content.decode()


def test_who_has_long_been_there_needs_no_first_steps(cast: Cast, client_of: LoggedIn) -> None:
    account = cast.bailu.account
    account.created_at = MONDAY - timedelta(days=31)
    account.save(update_fields=["created_at"])
    assert "第一次用协力" not in client_of(cast.bailu).get("/").content.decode()


def test_what_other_departments_wait_for_is_one_click_away_and_counted_on_every_tab(
    submit: Callable[..., Matter], cast: Cast, client_of: LoggedIn
) -> None:
    submit("客服在等", cast.rd)
    client = client_of(cast.fangqiming)
    for tab in ("todo", "drafts"):
        assert "客户服务中心 1" in client.get(f"/?tab={tab}").content.decode()
    assert "客服在等" in client.get("/?tab=todo&sender=others").content.decode()
    own = client_of(cast.linwan).get("/?tab=todo&sender=others").content.decode()
    assert "没有符合筛选的事项" in own


@pytest.mark.parametrize("who", ["system", "security", "audit"])
def test_an_administrator_who_strays_is_led_back_to_what_is_theirs(
    cast: Cast, client_of: LoggedIn, who: str
) -> None:
    client = client_of(getattr(cast, who))
    lost = client.get("/matters/")
    assert lost.status_code == 404
    page = lost.content.decode()
    assert '<a class="btn primary" href="/administration/">' in page
    assert '<a class="logo" href="/administration/">' in page
    assert client.get("/administration/", follow=True).status_code == 200


def test_conditions_of_limits_are_said_in_words(cast: Cast, client_of: LoggedIn) -> None:
    page = client_of(cast.fangqiming).get("/service-levels/").content.decode()
    assert "紧急故障、人身安全" in page
    assert "重新办理" in page
    assert "城区" in page
    for raw in ("urgency=", "zone=", "priority>"):
        assert raw not in page.replace("%3D", "")
