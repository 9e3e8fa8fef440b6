"""Coming in: by which names, how often wrong, and what nobody learns from an answer."""

from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from xieli.accounts import commands, login
from xieli.accounts.audit import By
from xieli.accounts.models import Account, AuditEntry
from xieli.accounts.tests.conftest import NOW, PASSWORD
from xieli.core import clock
from xieli.organisation import commands as organisation
from xieli.organisation import queries
from xieli.organisation.models import Person


@pytest.fixture(autouse=True)
def linwan(cast, password_of):
    return password_of(cast.linwan)


def logged_in(client):
    return SESSION_KEY in client.session


@pytest.mark.parametrize("name", ["linwan", "LinWan", "QY0007", "qy0007", "19900000007", "林晚", " linwan "])
def test_login_name_number_telephone_and_name_all_open(client, enter, name):
    response = enter(name)
    assert response.status_code == 303
    assert logged_in(client)


def test_a_name_shared_by_two_opens_nothing(client, cast, enter):
    Person.objects.filter(id=cast.zhaoxiaotang.id).update(name="林晚")
    assert enter("林晚").status_code == 422
    assert not logged_in(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(enter):
    known, unknown = enter("linwan", "wrong"), enter("nobody", "wrong")
    assert known.status_code == unknown.status_code == 422
    for response in (known, unknown):
        assert "登录名或密码不对。" in response.content.decode()


def test_a_disabled_account_gets_that_answer_too(client, linwan, enter):
    Account.objects.filter(pk=linwan.pk).update(enabled=False)
    assert "登录名或密码不对。" in enter("linwan").content.decode()
    assert not logged_in(client)


def test_who_has_left_can_not_log_in(client, cast, enter):
    organisation.leave(cast.linwan, queries.today())
    assert enter("QY0007").status_code == 422
    assert not logged_in(client)


def test_five_failures_lock_even_the_right_password_for_fifteen_minutes(client, enter):
    for _n in range(4):
        assert enter("linwan", "wrong").status_code == 422
    assert enter("linwan", "wrong").status_code == 429
    assert enter("linwan").status_code == 429
    assert not logged_in(client)


def test_the_lock_opens_when_the_first_failure_is_fifteen_minutes_old(client, enter, turn_clock):
    for minute in range(5):
        turn_clock(NOW + timedelta(minutes=minute))
        enter("linwan", "wrong")
    turn_clock(NOW + timedelta(minutes=14, seconds=59))
    assert enter("linwan").status_code == 429
    turn_clock(NOW + timedelta(minutes=15))
    assert enter("linwan").status_code == 303
    assert logged_in(client)


def test_trying_while_locked_does_not_prolong_the_lock(enter, turn_clock):
    for _n in range(5):
        enter("linwan", "wrong")
    turn_clock(NOW + timedelta(minutes=10))
    for _n in range(9):
        enter("linwan", "wrong")
    turn_clock(NOW + timedelta(minutes=15))
    assert enter("linwan").status_code == 303


def test_a_login_clears_the_count(enter):
    for _n in range(4):
        enter("linwan", "wrong")
    enter("linwan")
    for _n in range(4):
        assert enter("linwan", "wrong").status_code == 422


def test_four_names_of_one_account_share_one_count(enter):
    for name in ("linwan", "QY0007", "19900000007", "林晚"):
        enter(name, "wrong")
    assert enter("linwan", "wrong").status_code == 429


def test_names_nobody_has_are_locked_too(enter):
    for _n in range(4):
        enter("nobody", "wrong")
    assert enter("nobody", "wrong").status_code == 429


def test_an_address_that_tries_many_names_is_stopped(enter):
    for n in range(50):
        assert enter(f"nobody{n}", "wrong").status_code == 422
    assert enter("linwan").status_code == 429


def test_behind_a_proxy_one_caller_stops_nobody_else(client, settings):
    settings.BEHIND_PROXY = True

    def entering(name, password, caller):
        form = {"name": name, "password": password}
        return client.post(reverse("accounts:login"), form, headers={"X-Forwarded-For": caller}).status_code

    for n in range(50):
        assert entering(f"nobody{n}", "wrong", f"198.51.100.{n}, 203.0.113.9") == 422
    assert entering("linwan", PASSWORD, "203.0.113.9") == 429
    assert entering("linwan", PASSWORD, "203.0.113.10") == 303
    assert AuditEntry.objects.latest("id").address == "203.0.113.10"


def test_the_security_administrator_can_unlock(cast, linwan, enter):
    for _n in range(5):
        enter("linwan", "wrong")
    assert login.locked_until(linwan) == NOW + timedelta(minutes=15)
    commands.unlock(linwan, By(cast.security))
    assert login.locked_until(linwan) is None
    assert enter("linwan").status_code == 303


def test_logins_failures_and_locks_are_in_the_audit_log(enter):
    for _n in range(5):
        enter("linwan", "wrong")
    enter("linwan")
    actions = list(AuditEntry.objects.filter(subject="linwan").values_list("action", flat=True))
    assert actions == ["denied", "locked", *["login_failed"] * 5]


def test_after_login_one_comes_where_one_wanted_to_go(enter):
    assert enter("linwan", next="/organisation/").url == "/organisation/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_foreign_address(enter, elsewhere):
    assert enter("linwan", next=elsewhere).url == "/"


def test_the_login_page_never_shows_the_password_again(enter):
    assert PASSWORD not in enter("nobody", PASSWORD).content.decode()


def test_the_session_key_changes_at_login(client, enter):
    client.get(reverse("accounts:login"))
    client.session["x"] = 1
    before = client.session.session_key
    enter("linwan")
    assert client.session.session_key != before


def test_logging_out_ends_the_visit(client, enter):
    enter("linwan")
    assert client.post(reverse("accounts:logout")).status_code == 303
    assert not logged_in(client)


def test_logging_out_needs_a_post(client, enter):
    enter("linwan")
    refused = client.get(reverse("accounts:logout"))
    assert (refused.status_code, refused["Allow"]) == (405, "POST")
    assert "不能这样打开这个地址" in refused.content.decode()  # a page, not the browser's own blank one
    assert logged_in(client)


def test_outside_the_demonstration_the_page_names_nobody(client):
    assert "林晚" not in client.get(reverse("accounts:login")).content.decode()


def test_a_session_survives_the_clock_by_its_own_store(client, enter):
    enter("linwan")
    with clock.turned_to(NOW + timedelta(minutes=5)):
        assert client.get(reverse("accounts:profile")).status_code == 200
