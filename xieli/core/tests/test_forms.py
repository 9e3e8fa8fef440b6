from django import forms
from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler

from xieli.core.forms import Choose, Form


class Sample(Form):
    title = forms.CharField(label="标题", max_length=5, help_text="一句话")
    amount = forms.IntegerField(label="数量", min_value=1)
    reason = forms.CharField(label="原因", error_messages={"required": "请写明原因，对方会看到。"})
    note = forms.CharField(label="说明", required=False, widget=forms.Textarea)
    department = forms.ChoiceField(label="部门", choices=[("", "请选择"), ("a", "财务部")], widget=Choose)


def errors_of(**data: str) -> dict[str, list[str]]:
    return dict(Sample(data).errors)


def test_errors_say_in_chinese_what_to_do() -> None:
    errors = errors_of(title="太长的一个标题", amount="0", department="x")
    assert errors["title"] == ["最多 5 个字，现在是 7 个。"]
    assert errors["amount"] == ["不能小于 1。"]
    assert errors["department"] == ["请从列表中选择一项。"]


def test_what_is_chosen_and_not_written_asks_for_a_choice() -> None:
    class Chosen(Form):
        one = forms.ChoiceField(choices=[("a", "甲")])
        several = forms.MultipleChoiceField(choices=[("a", "甲")])
        file = forms.FileField()
        words = forms.CharField()

    said = {name: errors[0] for name, errors in Chosen({}).errors.items()}
    assert said == {
        "one": "请选择一项。",
        "several": "请至少选择一项。",
        "file": "请选择文件。",
        "words": "请填写这一项。",
    }


def test_the_author_s_own_sentence_wins() -> None:
    assert errors_of()["reason"] == ["请写明原因，对方会看到。"]
    assert errors_of()["title"] == ["请填写这一项。"]


def test_a_box_for_words_starts_with_three_lines() -> None:
    assert 'rows="3"' in str(Sample()["note"])


def field(form: Form, name: str) -> str:
    source = CottonCompiler().process('<c-field :field="field" />')
    return Template(source).render(Context({"field": form[name]}))


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    html = field(Sample({"title": ""}), "title")
    assert '<label for="id_title">标题' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert "id_title_helptext" in html.split("<input")[1].split(">")[0]
    assert "id_title_error" in html.split("<input")[1].split(">")[0]


def test_a_field_that_must_be_filled_in_is_marked() -> None:
    assert "must" in field(Sample(), "title")
    assert "must" not in field(Sample(), "note")


def test_a_list_one_can_type_in_is_found_by_sound_and_initials():
    class Posts(Form):
        post = forms.ChoiceField(
            choices=[("1", "客户服务中心 · 坐席"), ("2", "会计"), ("3", "PMO")], widget=Choose()
        )
        others = forms.ChoiceField(choices=[("1", "坐席")], widget=Choose(url="/asked/"))

    page = str(Posts()["post"])
    assert 'data-keys="kehufuwuzhongxin zuoxi khfwzx zx"' in page
    assert 'data-keys="kuaiji kj"' in page  # no surname: not read as one
    assert page.count("data-keys") == 2
    assert "data-keys" not in str(Posts()["others"])
