"""From where a request comes: by the server's word, or by that of the proxy in front of it."""

from typing import Any

import pytest
from django.test import RequestFactory

from xieli.core.requests import address_of, number

PROXY = "10.0.0.1"


def asked(told: str | None, **meta: str) -> Any:
    if told is not None:
        meta["HTTP_X_FORWARDED_FOR"] = told
    return RequestFactory().get("/", REMOTE_ADDR=PROXY, **meta)


def test_without_a_proxy_nobody_is_believed_about_the_own_address(settings: Any) -> None:
    settings.BEHIND_PROXY = False
    assert address_of(asked("203.0.113.9")) == PROXY


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the first was written by the caller
        ("2001:db8::7", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("nobody knows", PROXY),
        ("", PROXY),
        (None, PROXY),
    ],
)
def test_behind_a_proxy_its_last_word_counts(settings: Any, told: str | None, address: str) -> None:
    settings.BEHIND_PROXY = True
    assert address_of(asked(told)) == address


def test_what_is_no_address_is_none(settings: Any) -> None:
    settings.BEHIND_PROXY = False
    assert address_of(RequestFactory().get("/", REMOTE_ADDR="unix:/run/x")) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7", 7),
        ("٧", 7),
        ("0", 0),
        ("", None),
        (None, None),
        ("²", None),
        ("-1", None),
        ("9" * 18, None),
        ("9" * 5000, None),
    ],
)
def test_a_number_in_an_address_is_one_that_a_column_holds(text: str | None, found: int | None) -> None:
    assert number(text) == found
