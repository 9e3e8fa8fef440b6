"""What the content policy would block in the browser is found before."""

import pytest

from tools.templates import complaints


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("<script>alert(1)</script>", "inline script"),
        ('<p style="color:red">', "inline style"),
        ("<p style = 'color:red'>", "inline style"),
        ("<style>p{}</style>", "inline style"),
        ('<a onclick="x()">', "inline handler"),
        ('<a href="javascript:x()">', "javascript: link"),
        ('<img src="//elsewhere.example/x.png">', "address outside"),
        ('<script src="https://elsewhere.example/x.js"></script>', "address outside"),
        ("{{ text|safe }}", "marked safe"),
        ("{{ text | safe }}", "marked safe"),
        ("{% autoescape off %}", "marked safe"),
        ("""<a hx-vals="js:{a: 1}">""", "evaluated attribute"),
        ('<form method="post"><input></form>', "csrf_token"),
        ("<p>{{ one }}、{{ two }}</p>", "Chinese on English pages"),
        ("<p>没有</p>", "Chinese on English pages"),
        ('<form hx-post="/x">\n<input></form>', "csrf_token"),
    ],
)
def test_what_the_policy_blocks_is_named(source: str, what: str):
    (found,) = complaints("page.html", source)
    assert what in found


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{{ app }}" defer></script>',
        '<script type="application/json">{}</script>',
        '<a href="https://elsewhere.example">leads out, loads nothing</a>',
        '<form method="get"><input></form>',
        """<p title="{% translate '没有' %}">{{ names|join:'、' }}{% mark "、" %}</p>""",
        "<p>{% blocktranslate %}共 {{ n }} 件{% endblocktranslate %}</p>",
        '<form method="post">{% csrf_token %}<input></form>',
        '{# <p style="x"> only a remark #}',
        "{% comment %}<script>x</script>{% endcomment %}",
        '<p data-style="x" class="online-now">',
        "{{ text|safeseq_is_another_word }}",
    ],
)
def test_what_is_allowed_is_left_alone(source: str):
    assert list(complaints("page.html", source)) == []


def test_the_line_is_told_even_behind_a_remark_of_several_lines():
    source = "{% comment %}\n\n{% endcomment %}\n<p>\n<style>"
    assert list(complaints("page.html", source)) == ["page.html:5: an inline style"]
