"""Who sits at an open screen still has to prove to be its owner, and the owner hears of every change of a way in."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xieli.accounts import commands, login, totp
from xieli.accounts.audit import By
from xieli.accounts.models import Account, Session
from xieli.accounts.tests.conftest import NOW, PASSWORD
from xieli.core import clock
from xieli.notifications.models import Notification

NEW = "seven quiet rivers run"
BIND, PROFILE, PASSWORD_PAGE = "accounts:authenticator", "accounts:profile", "accounts:password"


@pytest.fixture
def linwan(cast, password_of):
    return password_of(cast.linwan)


def code_of(secret, off=0):
    return totp.code(secret, totp.current_step() + off)


def bind(client, **data):
    secret = client.get(reverse(BIND)).context["secret"]
    return secret, client.post(reverse(BIND), {"password": PASSWORD, "code": code_of(secret), **data})


def told(account):
    return [
        row.words()
        for row in Notification.objects.filter(recipient=account.person, kind="security").order_by("id")
    ]


def test_an_app_is_bound_with_the_password_only(client_of, linwan):
    client = client_of(linwan)
    assert bind(client, password="a guess of a thief")[1].status_code == 422
    assert not Account.objects.get(pk=linwan.pk).totp_secret
    assert bind(client)[1].status_code == 303
    assert Account.objects.get(pk=linwan.pk).totp_secret


def test_another_app_takes_the_place_of_the_first_with_a_code_of_the_first(client_of, linwan):
    client = client_of(linwan)
    first, _answer = bind(client)
    before = Account.objects.get(pk=linwan.pk).totp_secret
    assert bind(client)[1].status_code == 422
    assert bind(client, current="000000")[1].status_code == 422
    assert Account.objects.get(pk=linwan.pk).totp_secret == before
    with clock.turned_to(NOW + timedelta(minutes=1)):
        second, answer = bind(client, current=code_of(first))
    assert answer.status_code == 303
    assert totp.revealed(Account.objects.get(pk=linwan.pk).totp_secret) == second


def test_guessing_the_old_password_at_an_open_screen_locks_as_at_the_door(client_of, linwan):
    client = client_of(linwan)
    data = {"old": "a guess", "password": NEW, "again": NEW}
    answers = [client.post(reverse(PASSWORD_PAGE), data) for _n in range(5)]
    assert "锁定" in answers[-1].content.decode()
    assert client.post(reverse(PASSWORD_PAGE), data | {"old": PASSWORD}).status_code == 422
    assert Account.objects.get(pk=linwan.pk).check_password(PASSWORD)


def test_the_owner_hears_of_every_change_of_a_way_in(cast, client_of, linwan):
    commands.give_code(linwan, By(cast.security))
    commands.reset_totp(linwan, By(cast.security))
    client = client_of(linwan)
    client.post(reverse(PASSWORD_PAGE), {"old": PASSWORD, "password": NEW, "again": NEW})
    bind(client, password=NEW)
    for _n in range(5):
        login.check_name_and_password("linwan", "a guess", "10.0.0.7")
    words = told(linwan)
    for said, expected in zip(
        words, ["发放了一次性口令", "解绑", "密码已修改", "绑定了动态口令", "10.0.0.7"], strict=True
    ):
        assert expected in said


def test_nobody_is_told_of_the_code_of_a_new_account_or_of_an_administrators(cast):
    commands.give_code(cast.audit, By(cast.security))
    Account.objects.filter(pk=cast.linwan.account.pk).update(password="!")
    commands.give_code(Account.objects.get(pk=cast.linwan.account.pk), By(cast.security))
    assert not Notification.objects.filter(kind="security").exists()


def test_a_page_that_nobody_touches_does_not_keep_its_visit_alive(client_of, linwan, cast, password_of):
    client = client_of(password_of(cast.zhengheyun))
    assert client.get(reverse(PROFILE)).status_code == 200
    for minutes in range(5, 31, 5):
        with clock.turned_to(NOW + timedelta(minutes=minutes)):
            assert client.get(reverse("desk:counts"), headers={"Xieli-Unattended": "1"}).status_code == 200
    with clock.turned_to(NOW + timedelta(minutes=31)):
        assert client.get(reverse("desk:counts"), headers={"Xieli-Unattended": "1"}).status_code == 302


def test_visits_that_ended_are_not_listed(client_of, linwan):
    here, there = client_of(linwan), client_of(linwan)
    there.get(reverse(PROFILE))
    assert len(here.get(reverse(PROFILE)).context["sessions"]) == 2
    here.post(reverse(PASSWORD_PAGE), {"old": PASSWORD, "password": NEW, "again": NEW})
    assert len(here.get(reverse(PROFILE)).context["sessions"]) == 1


def test_visits_idle_too_long_are_not_listed(cast, client_of, password_of):
    account = password_of(cast.zhengheyun)
    client_of(account).get(reverse(PROFILE))
    with clock.turned_to(NOW + timedelta(minutes=40)):
        here = client_of(account)
        here.get(reverse(PROFILE))
        assert len(here.get(reverse(PROFILE)).context["sessions"]) == 1


def test_a_page_names_visits_without_their_keys(client_of, linwan):
    here, there = client_of(linwan), client_of(linwan)
    for client in (here, there):
        client.get(reverse(PROFILE))
    page = here.get(reverse(PROFILE)).content.decode()
    rows = Session.objects.filter(account=linwan)
    assert not any(row.session_key in page for row in rows)
    other = rows.get(session_key=there.session.session_key)
    here.post(reverse("accounts:end_session"), {"session": other.handle})
    assert there.get(reverse(PROFILE)).status_code == 302
    assert here.get(reverse(PROFILE)).status_code == 200
