"""Placeholders `{{发起部门}}` in a company's own wording and Word templates: names from an allow-list, no code at all.

A name stands for a value of the paper, or (`{{分工·任务}}`) for a column of one of its lists. Nothing is evaluated:
what is not a known name is refused when it is entered, and stays as it is written if it is ever met.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .paper import Facts, Items, Opinions, Paper, Table, Text

FOUND = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.S)
# What template languages begin and end their statements and comments with.
CODE = re.compile(r"\{[%#]|[%#]\}|\$\{|<%|%>")
OPINION = ("意见·单位", "意见·内容", "意见·签字", "意见·日期")


@dataclass(frozen=True)
class Words:
    """What the placeholders of one paper stand for: `values` by name; `lists`: list → its lines, each name → value.

    `names`: list → the names of its columns, known also while the list is empty.
    """

    values: Mapping[str, str]
    lists: Mapping[str, list[dict[str, str]]]
    names: Mapping[str, tuple[str, ...]]

    @property
    def allowed(self) -> list[str]:
        """Every name there is."""
        return [*self.values, *(name for columns in self.names.values() for name in columns)]

    def list_of(self, name: str) -> str | None:
        """The list a name is a column of."""
        return next((key for key, columns in self.names.items() if name in columns), None)


def words_of(paper: Paper) -> Words:
    """The placeholders a paper offers; a later block never takes the name of an earlier one."""
    values = {
        "文号": paper.number, "标题": paper.title, "发文机关": paper.office, "主送": paper.to, "抄送": paper.copy,
        "签发人": paper.signer, "日期": paper.day, "密级": paper.secrecy, "紧急程度": paper.urgency, "正文": "",
    }  # fmt: skip
    lists: dict[str, list[dict[str, str]]] = {}
    names: dict[str, tuple[str, ...]] = {}
    for block in paper.blocks:
        match block:
            case Text(text=text):
                values["正文"] = "\n".join(filter(None, (values["正文"], text)))
            case Facts(facts=facts):
                for one in facts:
                    values.setdefault(one.label, one.value) or values.update({one.label: one.value})
            case Table(title=title, heads=heads, rows=rows):
                names[title] = tuple(f"{title}·{head}" if title else head for head in heads)
                lists[title] = [dict(zip(names[title], row, strict=True)) for row in rows]
            case Items(title=title, lines=lines):
                names[title] = (title,)
                lists[title] = [{title: line} for line in lines]
            case Opinions(opinions=opinions):
                names["意见"] = OPINION
                lists["意见"] = [
                    dict(zip(OPINION, (one.who, one.text, one.name, one.day), strict=True))
                    for one in opinions
                ]
    return Words(values, lists, names)


def problems(text: str, allowed: Iterable[str]) -> list[str]:
    """What is wrong with the placeholders of a text, as sentences."""
    known, found = set(allowed), []
    if CODE.search(text):
        found.append(_("不能写程序：只能用“{{名称}}”这样的占位符。"))
    unknown = [name for name in dict.fromkeys(FOUND.findall(text)) if name not in known]
    found += [_("没有“%(name)s”这个占位符，请从列表中选用。") % {"name": name[:60]} for name in unknown]
    rest = FOUND.sub("", text)
    if "{{" in rest or "}}" in rest:
        found.append(_("占位符的括号不成对。"))
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with known names replaced, in one pass: what a value says is never looked at again."""
    put: Callable[[re.Match[str]], str] = lambda match: values.get(match[1], match[0])  # noqa: E731
    return FOUND.sub(put, text)
