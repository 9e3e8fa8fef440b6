"""What people write in discussions, as safe HTML: bold, italics, lists, quotes, code and links, nothing else.

Markdown is read by markdown-it with only these rules switched on; nh3 lets through only these tags, whatever came out.
"""

import html
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

RULES = (
    "emphasis", "strikethrough", "backticks", "escape", "newline", "autolink", "link", "linkify", "list",
    "blockquote", "fence",
)  # fmt: skip
TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "ul", "ol", "li", "blockquote", "a", "b"}
PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
MENTION = re.compile(r"@[^\s@（(，。：、；！？&<]{1,20}(?:[（(][A-Za-z0-9-]{1,20}[)）])?")


def _text(self: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """Plain text; who is named with @ stands out."""
    return MENTION.sub(lambda found: f"<b>{found[0]}</b>", html.escape(tokens[at].content))


_reader = MarkdownIt("zero", {"breaks": True, "linkify": True}).enable(list(RULES))
_reader.add_render_rule("text", _text)


@lru_cache(maxsize=2_000)
def rich(text: str) -> SafeString:
    """The HTML of a text as written; every line break is kept."""
    drawn = _reader.render(text)
    clean = nh3.clean(
        drawn,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(clean)  # noqa: S308 – cleaned just now


def plain(text: str) -> str:
    """The words without their formatting, for where there can be none."""
    return html.unescape(nh3.clean(rich(text), tags=set())).strip()


def masked(text: str) -> str:
    """A text with telephone numbers hidden: 199****0001."""
    return PHONE.sub(r"\1****\2", text)
