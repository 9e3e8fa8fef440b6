"""Marks between words follow the reader's language."""

import pytest
from django.utils import translation

from xieli.core import marks
from xieli.core.templatetags.xieli import month


@pytest.mark.parametrize(
    ("language", "list_", "label", "name"),
    [("zh-hans", "运维、客服", "原因：缺件", "1 月"), ("en", "运维, 客服", "原因: 缺件", "January")],
)
def test_each_language_has_its_own(language, list_, label, name):
    with translation.override(language):
        assert marks.listed(["运维", "", "客服"]) == list_
        assert marks.labelled("原因", "缺件") == label
        assert month(1) == name
