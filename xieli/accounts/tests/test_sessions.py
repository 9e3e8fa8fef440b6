"""Visits: how long they last, whose they are, and how they end."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xieli.accounts import commands
from xieli.accounts.audit import By
from xieli.accounts.models import Session
from xieli.accounts.tests.conftest import NOW, PASSWORD
from xieli.core import clock
from xieli.organisation import commands as organisation
from xieli.organisation import queries

PROFILE = "accounts:profile"


def visit(client, at=NOW):
    with clock.turned_to(at):
        return client.get(reverse(PROFILE)).status_code


def test_a_session_knows_its_account_address_and_browser(cast, client_of):
    client = client_of(cast.linwan)
    client.get(reverse(PROFILE), headers={"user-agent": "Lynx"})
    session = Session.objects.get(account=cast.linwan.account)
    assert (session.address, session.agent, session.seen_at) == ("127.0.0.1", "Lynx", NOW)


def test_half_an_hour_idle_ends_an_office_visit(cast, client_of):
    client = client_of(cast.zhengheyun)
    assert visit(client) == 200
    assert visit(client, NOW + timedelta(minutes=30)) == 200
    assert visit(client, NOW + timedelta(minutes=60, seconds=1)) == 302


@pytest.mark.parametrize("name", ["linwan", "sunlixin", "fengtao", "guchangchuan"])
def test_the_hotline_and_the_field_stay_for_a_shift(cast, client_of, name):
    client = client_of(getattr(cast, name))
    assert visit(client) == 200
    assert visit(client, NOW + timedelta(hours=12)) == 200
    assert visit(client, NOW + timedelta(hours=24, seconds=1)) == 302


def test_administrators_have_half_an_hour(cast, client_of):
    client = client_of(cast.audit)
    assert visit(client) == 200
    assert visit(client, NOW + timedelta(minutes=31)) == 302


def test_an_ended_visit_does_not_come_back(cast, client_of):
    client = client_of(cast.zhengheyun)
    visit(client)
    assert visit(client, NOW + timedelta(hours=1)) == 302
    assert visit(client, NOW + timedelta(minutes=1)) == 302


def test_being_there_is_written_once_a_minute(cast, client_of, django_assert_num_queries):
    client = client_of(cast.linwan)
    visit(client)
    visit(client, NOW + timedelta(seconds=59))
    assert Session.objects.get(account=cast.linwan.account).seen_at == NOW
    visit(client, NOW + timedelta(seconds=60))
    assert Session.objects.get(account=cast.linwan.account).seen_at == NOW + timedelta(seconds=60)


def test_expired_sessions_are_cleared_away_by_the_next_login(cast, client, password_of):
    long_ago = NOW - timedelta(days=9)
    Session.objects.create(
        session_key="x" * 32, session_data="", expire_date=long_ago, account=cast.linwan.account
    )
    password_of(cast.linwan)
    client.post(reverse("accounts:login"), {"name": "linwan", "password": PASSWORD})
    assert not Session.objects.filter(session_key="x" * 32).exists()


def test_a_disabled_account_is_out_at_the_next_request(cast, client_of):
    client = client_of(cast.linwan)
    assert visit(client) == 200
    commands.set_enabled(cast.linwan.account, False, By(cast.system))
    assert visit(client) == 302


def test_who_leaves_is_out_at_the_next_request(cast, client_of):
    client = client_of(cast.linwan)
    assert visit(client) == 200
    organisation.leave(cast.linwan, queries.today())
    assert visit(client) == 302


def test_a_duty_taken_away_is_gone_at_the_next_request(cast, client_of):
    client = client_of(cast.wujia)
    assert client.get(reverse("organisation:import_people")).status_code == 200
    organisation.transfer(cast.wujia, cast.posts["FI", "会计"], queries.today())
    assert client.get(reverse("organisation:import_people")).status_code == 404


def test_one_ends_ones_own_other_visits(cast, client_of):
    here, there = client_of(cast.linwan), client_of(cast.linwan)
    assert visit(here) == visit(there) == 200
    here.post(reverse("accounts:end_session"))
    assert visit(here) == 200
    assert visit(there) == 302


def test_nobody_ends_anothers_visit(cast, client_of):
    client, other = client_of(cast.linwan), client_of(cast.guchangchuan)
    visit(other)
    session = Session.objects.get(account=cast.guchangchuan.account)
    for named in (session.handle, session.session_key):
        client.post(reverse("accounts:end_session"), {"session": named})
    assert visit(other) == 200


def test_changing_the_password_ends_all_other_visits(cast, client_of, password_of):
    account = password_of(cast.linwan)
    here, there = client_of(account), client_of(account)
    data = {"old": PASSWORD, "password": "seven quiet rivers run", "again": "seven quiet rivers run"}
    assert here.post(reverse("accounts:password"), data).status_code == 303
    assert visit(here) == 200
    assert visit(there) == 302


def test_changing_the_password_needs_the_old_one(cast, client_of, password_of):
    client = client_of(password_of(cast.linwan))
    data = {"old": "wrong", "password": "seven quiet rivers run", "again": "seven quiet rivers run"}
    assert "密码不对。" in client.post(reverse("accounts:password"), data).content.decode()


def test_language_and_look_are_the_accounts_on_every_device(cast, client_of):
    client = client_of(cast.linwan)
    response = client.post(reverse(PROFILE), {"language": "en", "theme": "dark"})
    assert response.cookies["theme"].value == "dark"
    assert "My account" in client_of(cast.linwan).get(reverse(PROFILE)).content.decode()


def test_one_acts_in_the_primary_post_until_another_is_chosen(cast, client_of):
    beside = organisation.appoint(cast.linwan, cast.posts["AU", "审计员"], queries.today())
    client = client_of(cast.linwan)
    url = reverse("accounts:posts")
    assert client.get(url).wsgi_request.appointment.post.name == "坐席"
    assert client.post(url, {"appointment": beside.id}).status_code == 303
    assert client.get(url).wsgi_request.appointment.post.name == "审计员"
    assert client_of(cast.linwan).get(url).wsgi_request.appointment.post.name == "坐席"


def test_a_post_given_up_is_not_acted_in_any_more(cast, client_of):
    beside = organisation.appoint(cast.linwan, cast.posts["AU", "审计员"], queries.today())
    client = client_of(cast.linwan)
    client.post(reverse("accounts:posts"), {"appointment": beside.id})
    organisation.relieve(beside, queries.today())
    assert client.get(reverse("accounts:posts")).wsgi_request.appointment.post.name == "坐席"


def test_nobody_acts_in_a_post_of_others(cast, client_of):
    other = queries.appointments_of(cast.zhoumin)[0]
    assert (
        client_of(cast.linwan).post(reverse("accounts:posts"), {"appointment": other.id}).status_code == 404
    )


def test_an_answer_costs_three_queries_before_the_page_asks_anything(
    cast, client_of, django_assert_max_num_queries
):
    client = client_of(cast.linwan)
    visit(client)
    with django_assert_max_num_queries(5):  # session, account, version; the list of sessions, appointment
        visit(client)


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 MicroMessenger/8.0", "微信 · Android"),
        ("curl/8.5", ""),
    ],
)  # fmt: skip
def test_a_visit_says_with_what_in_words(agent, said):
    assert Session(agent=agent).device == said
