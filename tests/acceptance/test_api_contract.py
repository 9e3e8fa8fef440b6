"""The API keeps to its own description: whatever is sent, no 5xx, and every answer has the form that was promised."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.live import Product

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]


@pytest.fixture(scope="module")
def token(product: Product) -> Callable[[], str]:
    """Tokens with every right that a program can have, for an agent: calls are counted for each."""
    from xieli.accounts import tokens
    from xieli.accounts.audit import By
    from xieli.accounts.models import Account
    from xieli.accounts.models.token import Scope
    from xieli.core import clock

    def made() -> str:
        with product.database():
            linwan = product.cast.linwan
            who = By(Account.objects.get(person=linwan))
            return tokens.create(Scope.values, clock.now() + timedelta(days=1), who, person=linwan)[1]

    return made


@pytest.fixture(scope="module")
def described(product: Product) -> Any:
    """The API's description, from the running product."""
    return schemathesis.openapi.from_url(f"{product.url}/api/openapi.json", timeout=60)


def faults_of(operation: Any, token: str) -> list[str]:
    """What a few generated calls of one operation bring to light."""
    found: list[str] = []

    @given(case=operation.as_strategy())
    @settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def call(case: Any) -> None:
        try:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)
        except FailureGroup as group:
            found.extend(f"{operation.label}: {fault.title}: {fault.message}" for fault in group.exceptions)

    call()
    return found


def test_every_answer_is_as_described(described: Any, token: Callable[[], str]) -> None:
    """A hundred operations share a token: together they stay below the calls it may make in a minute."""
    operations = [result.ok() for result in described.get_all_operations()]
    secrets = [token() for _ in range(len(operations) // 100 + 1)]
    faults = [fault for at, one in enumerate(operations) for fault in faults_of(one, secrets[at // 100])]
    assert list(dict.fromkeys(faults)) == []
