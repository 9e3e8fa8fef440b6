"""The demonstration: who can be tried, and that outside it there is nobody."""

import pytest
from django.urls import reverse

from xieli.accounts import demo
from xieli.accounts.models import Account


@pytest.fixture
def _demo(settings):
    settings.DEMO = True


def test_outside_the_demonstration_nobody_is_offered_and_no_password_is_shared(cast):
    assert demo.people() == []
    with pytest.raises(RuntimeError):
        demo.open_accounts()


@pytest.mark.usefixtures("_demo")
def test_one_of_every_kind_of_work_is_offered(cast):
    offered = {one.name for one in demo.people()}
    assert {"林晚", "孙立新", "冯涛", "顾长川", "周敏", "苏婉清", "陆承远", "邵宁", "程可"} <= offered
    assert {one.username for one in demo.people()} >= {"system-admin", "security-admin", "audit-admin"}


@pytest.mark.usefixtures("_demo")
def test_everybody_gets_an_account_and_one_click_opens_it(cast, client):
    Account.objects.all().delete()
    assert demo.open_accounts() == len(cast.people) + 3
    assert demo.open_accounts() == 0
    page = client.get(reverse("accounts:login"))
    one = page.context["people"][0]
    assert one.password in page.content.decode()
    response = client.post(reverse("accounts:login"), {"name": one.username, "password": one.password})
    assert response.status_code == 303


@pytest.mark.usefixtures("_demo")
def test_people_of_the_same_sound_get_different_login_names(cast):
    from xieli.organisation import commands, queries

    commands.join("QY0900", "林婉", cast.posts["CS", "坐席"], queries.today())
    demo.open_accounts()
    assert Account.objects.filter(username__startswith="linwan").count() == 2
