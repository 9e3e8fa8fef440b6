"""Programs that call the API, by what their token stands for."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from xieli.accounts.models import ApiToken
from xieli.accounts.models.token import Scope
from xieli.core import clock
from xieli.core.ids import new_token

Caller = Callable[..., Client]


@pytest.fixture
def caller(db: None) -> Caller:
    """`caller(person)` or `caller(client="充电应用")`, with scopes (all without)."""

    def make(person: Any = None, client: str = "", scopes: tuple[str, ...] = tuple(Scope.values)) -> Client:
        secret, digest = new_token()
        ApiToken.objects.create(
            digest=digest,
            person=person,
            client=client,
            scopes=list(scopes),
            expires_at=clock.now() + timedelta(days=1),
        )
        return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "zh-hans"})

    return make
