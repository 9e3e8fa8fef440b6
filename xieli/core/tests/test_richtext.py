"""Formatting of discussions: a short list of what is allowed, and nothing gets past it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xieli.core.richtext import plain, rich


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("**急**", "<strong>急</strong>"),
        ("一\n二", "<p>一<br>\n二</p>"),
        ("- 甲\n- 乙", "<li>甲</li>"),
        ("`rm`", "<code>rm</code>"),
        ("见 https://example.com/a 。", 'href="https://example.com/a"'),
        ("@林晚 请看", "<b>@林晚</b>"),
        ("@林晚(C0123)，请看", "<b>@林晚(C0123)</b>"),
    ],
)
def test_what_is_allowed_is_drawn(typed: str, drawn: str) -> None:
    assert drawn in rich(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "![x](http://a/b.png)",
    ],
)
def test_nothing_else_is(typed: str) -> None:
    drawn = rich(typed)
    for sign in ("<script", "<img", 'href="javascript'):
        assert sign not in drawn


@given(st.text(max_size=200))
def test_no_text_makes_it_fall_over_or_brings_a_tag_of_its_own(typed: str) -> None:
    assert "<script" not in rich(typed + "<script>")


def test_plain_leaves_the_words_and_nothing_that_formats_them():
    assert plain("**急** <b>&amp;</b> `x`\n- 一\n- [二](http://example.com)") == "急 <b>&amp;</b> x\n\n一\n二"
