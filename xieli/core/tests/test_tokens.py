"""Masked tokens are such as Django unmasks."""

import pytest
from django.middleware import csrf
from django.test import RequestFactory

from xieli.core import tokens


def test_django_finds_the_secret_in_a_masked_token():
    for _ in range(200):
        secret = csrf._get_new_csrf_string()
        token = tokens.masked(secret)
        assert csrf._check_token_format(token) is None
        assert csrf._does_token_match(token, secret)
        assert csrf._unmask_cipher_token(token) == secret


def test_no_two_pages_hold_the_same_token_and_every_letter_may_stand_anywhere():
    secret = csrf._get_new_csrf_string()
    found = [tokens.masked(secret) for _ in range(3000)]
    assert len(set(found)) == len(found)
    for place in (0, 31, 32, 63):
        assert {token[place] for token in found} == set(tokens.CHARS)


def test_a_letter_that_no_secret_holds_is_refused():
    with pytest.raises(KeyError):
        tokens.masked("!" * 32)


def test_it_is_used(monkeypatch):
    request = RequestFactory().get("/")
    monkeypatch.setattr(tokens.secrets, "randbelow", lambda bound: 0)
    assert csrf.get_token(request) == tokens.CHARS[0] * 32 + request.META["CSRF_COOKIE"]
