"""A table of rows inside a form: what was typed is kept, checked cell by cell, and drawn again."""

from django import forms
from django.http import QueryDict

from xieli.core.forms import Form
from xieli.core.rows import RowsField, typed


class Line(Form):
    name = forms.CharField(label="名称", max_length=5)
    days = forms.IntegerField(label="天数", min_value=1, required=False)
    tags = forms.MultipleChoiceField(label="标签", choices=[("a", "甲"), ("b", "乙")], required=False)


class Plan(Form):
    lines = RowsField(Line, label="任务", least=1, most=3)


def plan(text: str) -> Plan:
    return Plan(QueryDict(text))


def test_rows_come_in_the_order_of_the_screen_whatever_their_numbers() -> None:
    form = plan("lines-7-name=乙&lines-7-days=2&lines-2-name=甲")
    assert form.is_valid()
    assert [row["name"] for row in form.cleaned_data["lines"]] == ["乙", "甲"]
    assert [row["days"] for row in form.cleaned_data["lines"]] == [2, None]


def test_a_column_of_several_choices_keeps_them_all() -> None:
    form = plan("lines-0-name=甲&lines-0-tags=a&lines-0-tags=b")
    assert form.is_valid()
    assert form.cleaned_data["lines"][0]["tags"] == ["a", "b"]


def test_empty_rows_are_left_out() -> None:
    form = plan("lines-0-name=&lines-0-days=&lines-1-name=甲")
    assert form.is_valid()
    assert len(form.cleaned_data["lines"]) == 1


def test_too_few_and_too_many_rows_are_said() -> None:
    assert plan("lines-0-name=").errors["lines"] == ["请填写这一项。"]
    many = "&".join(f"lines-{at}-name=甲" for at in range(4))
    assert plan(many).errors["lines"] == ["最多 3 行。"]


def test_what_is_wrong_names_row_and_column_and_stands_in_its_cell_with_what_was_typed() -> None:
    form = plan("lines-0-name=甲&lines-5-name=名称太长了吧&lines-5-days=0")
    assert form.errors["lines"] == [
        "第 2 行 名称：最多 5 个字，现在是 6 个。",
        "第 2 行 天数：不能小于 1。",
    ]
    drawn = str(form["lines"])
    assert 'value="名称太长了吧"' in drawn
    assert "不能小于 1。" in drawn
    assert 'name="lines-1-days"' in drawn


def test_programs_send_a_list_of_objects() -> None:
    form = Plan({"lines": [{"name": "甲", "days": 3, "tags": ["b"]}]})
    assert form.is_valid()
    assert form.cleaned_data["lines"] == [{"name": "甲", "days": 3, "tags": ["b"]}]


def test_a_draft_kept_flat_is_shown_again() -> None:
    kept = {"lines-3-name": ["甲"], "lines-3-days": ["4"], "other": ["x"]}
    rows = typed(kept, "lines", Line)
    assert rows == [{"name": "甲", "days": "4"}]
    assert 'value="甲"' in str(Plan(initial={"lines": rows})["lines"])


def test_a_new_table_shows_as_many_rows_as_are_wanted() -> None:
    class Three(Form):
        lines = RowsField(Line, label="任务", least=3)

    assert str(Three()["lines"]).count("<tr>") == 1 + 3 + 1  # heading, rows, the one to be cloned


def test_given_rows_can_neither_be_added_nor_removed() -> None:
    class Given(Form):
        lines = RowsField(Line, label="任务", fixed=True)

    drawn = str(Given(initial={"lines": [{"name": "甲"}]})["lines"])
    assert "data-add-row" not in drawn
    assert drawn.count("<tr>") == 2
