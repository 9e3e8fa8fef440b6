"""Keys of programs: scopes, expiry, revocation; the secret is shown once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from xieli.accounts import commands, tokens
from xieli.accounts.audit import By
from xieli.accounts.models import ApiToken, AuditEntry
from xieli.accounts.tests.conftest import NOW
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.organisation import commands as organisation
from xieli.organisation import queries

SOON = NOW + timedelta(days=30)


@pytest.fixture
def made(cast):
    return tokens.create(["matters:read"], SOON, By(cast.linwan.account), person=cast.linwan)


def test_a_token_opens_with_its_secret_only(made):
    token, secret = made
    assert tokens.authenticate(secret) == token
    assert tokens.authenticate(secret + "x") is None
    assert tokens.authenticate("") is None


def test_only_the_digest_is_kept(made):
    token, secret = made
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values().get())


def test_a_token_ends_at_its_date_or_when_revoked(cast, made):
    token, secret = made
    with clock.turned_to(SOON):
        assert tokens.authenticate(secret) is None
    tokens.revoke(token, By(cast.linwan.account))
    assert tokens.authenticate(secret) is None


def test_a_token_ends_with_its_persons_employment(cast, made):
    organisation.leave(cast.linwan, queries.today())
    assert tokens.authenticate(made[1]) is None


def test_a_token_ends_with_its_persons_account(cast, made):
    commands.set_enabled(cast.linwan.account, False, By(cast.system))
    assert tokens.authenticate(made[1]) is None


def test_a_program_has_a_token_of_its_own(cast):
    token, secret = tokens.create(["service:intake"], SOON, By(cast.system), client="充电应用")
    assert tokens.authenticate(secret) == token
    assert str(token) == "充电应用"


@pytest.mark.parametrize("until", [NOW, NOW + timedelta(days=367)])
def test_a_token_lasts_a_year_at_most(cast, until):
    with pytest.raises(Refused, match="一年"):
        tokens.create(["matters:read"], until, By(cast.system), client="充电应用")


def test_a_token_is_for_a_person_or_a_program_and_has_a_known_scope(cast):
    for values in (
        {"person": cast.linwan, "client": "充电应用", "scopes": ["matters:read"]},
        {"scopes": ["matters:read"]},
        {"client": "充电应用", "scopes": []},
        {"client": "充电应用", "scopes": ["everything"]},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.create(digest="d", expires_at=SOON, **values)


def test_use_is_noted_once_a_minute(made, django_assert_num_queries):
    token, secret = made
    tokens.authenticate(secret)
    with django_assert_num_queries(1):
        tokens.authenticate(secret)
    token.refresh_from_db()
    assert token.used_at == NOW


def test_an_employee_makes_and_revokes_their_own(cast, client_of):
    client = client_of(cast.linwan)
    page = client.post(reverse("accounts:tokens"), {"scopes": ["matters:read"], "expires_on": "2026-12-31"})
    secret = page.context["secret"]
    assert tokens.authenticate(secret).person == cast.linwan
    assert secret not in client.get(reverse("accounts:tokens")).content.decode()
    token = ApiToken.objects.get()
    client.post(reverse("accounts:revoke_token", args=[token.uid]))
    assert tokens.authenticate(secret) is None
    actions = AuditEntry.objects.filter(account=cast.linwan.account).values_list("action", flat=True)
    assert set(actions) == {"token_created", "token_revoked"}


def test_nobody_sees_or_revokes_anothers(cast, client_of, made):
    client = client_of(cast.guchangchuan)
    assert list(client.get(reverse("accounts:tokens")).context["tokens"]) == []
    assert client.post(reverse("accounts:revoke_token", args=[made[0].uid])).status_code == 404


def test_the_system_administrator_keeps_those_of_programs(cast, client_of, made):
    client = client_of(cast.system)
    data = {"client": "充电应用", "scopes": ["service:intake"], "expires_on": "2026-12-31"}
    assert client.post(reverse("accounts:tokens"), data).status_code == 200
    assert [str(token) for token in client.get(reverse("accounts:tokens")).context["tokens"]] == ["充电应用"]


def test_the_other_administrators_keep_none(cast, client_of):
    assert client_of(cast.security).get(reverse("accounts:tokens")).status_code == 404
