"""Stored values as people read them."""

import pytest
from django.utils import translation

from xieli.matters.web.facts import said


@pytest.mark.parametrize(("language", "told"), [("zh-hans", "甲、乙"), ("en", "甲, 乙")])
def test_several_values_are_listed_in_the_readers_way(language: str, told: str) -> None:
    with translation.override(language):
        assert said(["甲", "乙"]) == told
