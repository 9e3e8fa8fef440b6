"""Authenticator apps (RFC 6238) and the one-time codes with which passwords are set."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import ValidationError
from django.urls import reverse

from xieli.accounts import commands, totp
from xieli.accounts.audit import By
from xieli.accounts.models import Account
from xieli.accounts.tests.conftest import NOW, PASSWORD
from xieli.core import clock
from xieli.core.errors import Refused

NEW = "seven quiet rivers run"
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
# Appendix B of RFC 6238, SHA-1, last six of the eight digits.
RFC_VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


@pytest.mark.parametrize(("seconds", "expected"), RFC_VECTORS)
def test_codes_are_those_of_the_standard(seconds, expected):
    assert totp.code(RFC_SECRET, seconds // 30) == expected


def test_a_neighbours_clock_may_be_one_step_off_not_two():
    now = totp.current_step()
    assert [
        totp.matching_step(RFC_SECRET, totp.code(RFC_SECRET, now + off)) for off in (-2, -1, 0, 1, 2)
    ] == [
        None,
        now - 1,
        now,
        now + 1,
        None,
    ]


def test_spaces_are_ignored_and_nonsense_is_refused():
    code = totp.code(RFC_SECRET, totp.current_step())
    assert totp.matching_step(RFC_SECRET, f"{code[:3]} {code[3:]}") is not None
    assert totp.matching_step(RFC_SECRET, "абвгде") is None
    assert totp.matching_step(RFC_SECRET, "") is None


def test_the_secret_is_not_stored_readably():
    hidden = totp.hidden(RFC_SECRET)
    assert RFC_SECRET not in hidden
    assert totp.revealed(hidden) == RFC_SECRET


def test_after_the_installations_key_changed_the_old_one_still_opens(settings):
    hidden = totp.hidden(RFC_SECRET)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert totp.revealed(hidden) == RFC_SECRET


@pytest.fixture
def bound(cast, password_of):
    account = password_of(cast.linwan)
    code = totp.code(RFC_SECRET, totp.current_step() - 1)
    commands.set_totp(account, RFC_SECRET, code, By(account))
    return Account.objects.get(pk=account.pk)


def test_a_code_works_once(bound):
    code = totp.code(RFC_SECRET, totp.current_step())
    assert totp.spend(bound, code)
    assert not totp.spend(bound, code)


def test_an_older_code_is_refused_after_a_newer(bound):
    now = totp.current_step()
    assert totp.spend(bound, totp.code(RFC_SECRET, now + 1))
    assert not totp.spend(bound, totp.code(RFC_SECRET, now))


def test_with_an_app_bound_the_password_alone_does_not_open(client, enter, bound):
    response = enter("linwan", next="/organisation/")
    assert response.url == reverse("accounts:code")
    assert SESSION_KEY not in client.session
    answer = client.post(response.url, {"code": totp.code(RFC_SECRET, totp.current_step())})
    assert answer.url == "/organisation/"
    assert SESSION_KEY in client.session


def test_wrong_codes_lock_like_wrong_passwords(client, enter, bound):
    enter("linwan")
    url = reverse("accounts:code")
    assert [client.post(url, {"code": "000000"}).status_code for _n in range(5)] == [422, 422, 422, 422, 429]
    assert client.post(url, {"code": totp.code(RFC_SECRET, totp.current_step())}).status_code == 429


def test_the_second_step_waits_five_minutes(client, enter, bound):
    enter("linwan")
    with clock.turned_to(NOW + timedelta(seconds=301)):
        response = client.post(reverse("accounts:code"), {"code": totp.code(RFC_SECRET, totp.current_step())})
    assert response.url == reverse("accounts:login")
    assert SESSION_KEY not in client.session


def test_the_second_step_without_the_first_leads_back(client, bound):
    assert client.get(reverse("accounts:code")).url == reverse("accounts:login")


def test_who_must_have_an_app_binds_it_before_coming_in(client, enter, cast, password_of):
    password_of(cast.security)
    response = enter("security-admin")
    assert response.url == reverse("accounts:bind")
    page = client.get(response.url)
    secret = page.context["secret"]
    assert client.post(response.url, {"code": "000000"}).status_code == 422
    assert SESSION_KEY not in client.session
    answer = client.post(response.url, {"code": totp.code(secret, totp.current_step())})
    assert answer.url == reverse("accounts:administration")
    assert Account.objects.get(pk=cast.security.pk).totp_secret


def test_executives_can_be_required_to_have_one(enter, cast, password_of):
    account = password_of(cast.suwanqing)
    assert enter("suwanqing").url == "/"
    commands.set_privileged(account, True, By(cast.security))
    assert enter("suwanqing").url == reverse("accounts:bind")


def test_the_demonstration_asks_nobody_for_a_code(enter, cast, password_of, settings):
    settings.DEMO = True
    password_of(cast.security)
    assert enter("security-admin").url == reverse("accounts:administration")


def use(client, code, password=NEW, again=None):
    data = {"name": "linwan", "code": code, "password": password, "again": again or password}
    return client.post(reverse("accounts:one_time_code"), data)


def test_a_one_time_code_sets_a_password_once(client, cast, enter):
    code = commands.give_code(cast.linwan.account, By(cast.security))
    assert use(client, code).status_code == 303
    assert enter("linwan", NEW).status_code == 303
    assert use(client, code, "another quiet river").status_code == 422


def test_a_one_time_code_may_be_typed_in_small_letters(client, cast):
    code = commands.give_code(cast.linwan.account, By(cast.security))
    assert use(client, code.lower()).status_code == 303


def test_a_one_time_code_lasts_a_day(client, cast):
    code = commands.give_code(cast.linwan.account, By(cast.security))
    with clock.turned_to(NOW + timedelta(hours=24)):
        assert use(client, code).status_code == 422


def test_guessing_one_time_codes_locks(client, cast):
    commands.give_code(cast.linwan.account, By(cast.security))
    assert [use(client, "AAAA-BBBB-CCCC").status_code for _n in range(5)] == [422] * 5
    code = commands.give_code(cast.guchangchuan.account, By(cast.security))
    assert "锁定" in use(client, code).content.decode()


def test_only_the_digest_of_a_one_time_code_is_kept(cast):
    code = commands.give_code(cast.linwan.account, By(cast.security))
    assert code not in str(Account.objects.filter(pk=cast.linwan.account.pk).values().get())


def test_nobody_gives_themselves_a_code(cast):
    with pytest.raises(Refused, match="不能给自己"):
        commands.give_code(cast.security, By(cast.security))


@pytest.mark.parametrize(
    ("password", "reason"),
    [("short", "12"), ("1qaz2wsx3edc", "常"), ("linwan-is-great", "登录名"), ("xxQY0007xxxxx", "工号")],
)
def test_weak_passwords_are_refused(cast, password, reason):
    account = cast.linwan.account
    code = commands.give_code(account, By(cast.security))
    with pytest.raises(ValidationError, match=reason):
        commands.use_code("linwan", code, password, None)


def test_the_two_passwords_must_be_the_same(client, cast):
    code = commands.give_code(cast.linwan.account, By(cast.security))
    response = use(client, code, NEW, again=PASSWORD)
    assert "两次输入的密码不一样" in response.content.decode()


def test_passwords_are_kept_by_argon2(cast, client):
    use(client, commands.give_code(cast.linwan.account, By(cast.security)))
    assert Account.objects.get(username="linwan").password.startswith("argon2$argon2id$")


def test_steps_follow_the_turned_clock():
    with clock.turned_to(datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)):
        assert totp.current_step() == 1


def test_a_new_code_ends_the_one_before_and_opens_the_lock(cast):
    account = Account.objects.get(person=cast.linwan)
    old = commands.give_code(account, By(None, None))
    for _n in range(5):
        commands.use_code("linwan", "AAAA-AAAA-AAAA", NEW, None)
    assert commands.use_code("linwan", old, NEW, None).locked
    new = commands.give_code(account, By(None, None))
    assert commands.use_code("linwan", old, NEW, None).account is None
    assert commands.use_code("linwan", new, NEW, None).account == account


def test_a_closed_account_sets_no_password_and_learns_no_more_than_a_stranger(cast):
    account = Account.objects.get(person=cast.linwan)
    code = commands.give_code(account, By(None, None))
    commands.set_enabled(account, False, By(None, None))
    refused, unknown = (commands.use_code(name, code, NEW, None) for name in ("linwan", "nobody"))
    assert refused.account is None and refused.sentence == unknown.sentence


@pytest.mark.parametrize("password", ["linwan-forever-1", "x19900000007yz", "my-QY0007-secret"])
def test_a_password_says_nothing_everybody_knows_of_its_owner(cast, password):
    account = Account.objects.get(person=cast.linwan)
    code = commands.give_code(account, By(None, None))
    with pytest.raises(ValidationError, match="不要包含"):
        commands.use_code("linwan", code, password, None)
