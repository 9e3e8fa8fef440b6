"""Every text has its English, and catalogues change no more than they must."""

from pathlib import Path

import pytest

from tools import messages
from tools.messages import Text


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app of its own in a tree of its own."""
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCES", tmp_path / "xieli")
    folder = tmp_path / "xieli" / "stations"
    (folder / "templates" / "stations").mkdir(parents=True)
    (folder / "apps.py").write_text("")
    return folder


def python(app: Path, source: str) -> None:
    (app / "views.py").write_text(source)


def template(app: Path, source: str) -> None:
    (app / "templates" / "stations" / "page.html").write_text(source)


def catalogue(app: Path, *pairs: tuple[str, str]) -> None:
    path = app / messages.CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    entries = "\n".join(f'msgid "{text}"\nmsgstr "{english}"\n' for text, english in pairs)
    path.write_text(messages.HEADER + entries)


def texts(app: Path) -> list[Text]:
    return list(messages.texts_of(app))


@pytest.mark.parametrize(
    ("call", "text"),
    [
        ('_("充电站")', Text(None, "充电站", None)),
        ('gettext_lazy("充电站")', Text(None, "充电站", None)),
        ('ngettext("%(n)s 件", "%(n)s 件（多）", n)', Text(None, "%(n)s 件", "%(n)s 件（多）")),
        ('pgettext("动作", "退回")', Text("动作", "退回", None)),
        ('_("甲" "乙")', Text(None, "甲乙", None)),
    ],
)
def test_texts_in_code_are_found(app: Path, call: str, text: Text):
    python(app, f"x = {call}")
    assert texts(app) == [text]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<p>{% translate "充电站" %}</p>', "充电站"),
        ("{% blocktranslate with n=count %}共 {{ n }} 座{% endblocktranslate %}", "共 %(n)s 座"),
        ('  <div>\n      {% if x %}{{ _("是") }}{% endif %}\n</div>', "是"),
        ("<c-card title=\"{% translate '名称' %}\" />", "名称"),
        ("""<c-field :label="_('电话')" />""", "电话"),
        ("""<c-field :label='_("电话")' />""", "电话"),
    ],
)
def test_texts_in_templates_and_components_attributes_are_found(app: Path, source: str, text: str):
    template(app, source)
    assert [found.singular for found in texts(app)] == [text]


def test_tests_and_the_apps_inside_an_app_are_not_its_own(app: Path):
    (app / "tests").mkdir()
    (app / "tests" / "test_x.py").write_text('_("只在测试里")')
    (app / "inner").mkdir()
    (app / "inner" / "apps.py").write_text('_("别的应用")')
    assert texts(app) == []


def test_a_text_without_english_is_complained_of_with_its_file(app: Path):
    python(app, '_("充电站"); _("充电桩")')
    catalogue(app, ("充电站", "station"), ("充电桩", ""))
    assert messages.check(app) == ["xieli/stations/views.py: no English for '充电桩'"]


def test_english_with_other_placeholders_is_complained_of(app: Path):
    python(app, '_("还剩 %(n)s 件")')
    catalogue(app, ("还剩 %(n)s 件", "%(count)s left"))
    assert "other placeholders" in messages.check(app)[0]
    catalogue(app, ("还剩 %(n)s 件", "%(n)s left"))
    assert messages.check(app) == []


def test_a_percent_sign_is_no_placeholder():
    assert messages.placeholders("100%% %(n)s") == {"%(n)s"}


def test_an_update_keeps_order_and_english_adds_at_the_end_and_drops_what_is_unused(app: Path):
    catalogue(app, ("乙", "B"), ("废", "gone"), ("甲", "A"))
    python(app, '_("甲"); _("新"); _("乙")')
    messages.update(app)
    found = [(message.id, message.string) for message in messages.read(app) if message.id]
    assert found == [("乙", "B"), ("甲", "A"), ("新", "")]
    before = (app / messages.CATALOGUE).read_text()
    messages.update(app)
    assert (app / messages.CATALOGUE).read_text() == before
    assert "POT-Creation-Date" not in before


def test_an_app_without_texts_gets_no_catalogue(app: Path):
    messages.update(app)
    assert not (app / messages.CATALOGUE).exists()


def test_compiling_writes_what_django_reads_and_only_when_it_must(app: Path):
    import gettext

    catalogue(app, ("充电站", "station"))
    messages.compile_(app)
    compiled = (app / messages.CATALOGUE).with_suffix(".mo")
    with compiled.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("充电站") == "station"
    compiled.write_bytes(b"newer")
    messages.compile_(app)
    assert compiled.read_bytes() == b"newer"


def test_the_command_fails_when_something_is_missing(app: Path, capsys):
    python(app, '_("充电站")')
    assert messages.main("check") == 1
    assert "充电站" in capsys.readouterr().out
    messages.main("update")
    catalogue(app, ("充电站", "station"))
    assert messages.main("check") == 0


def test_two_english_texts_for_one_chinese_are_complained_of_unless_a_context_tells_them_apart():
    one, other, third = (messages.Catalog(locale="en") for _ in range(3))
    one.add("正常", "On time")
    other.add("正常", "In service")
    third.add("正常", "In service", context="charger")
    assert messages.differing({"desk": one, "stations": third}) == []
    [complaint] = messages.differing({"desk": one, "stations": other})
    assert "'正常'" in complaint
    assert "'On time'" in complaint
    assert "'In service'" in complaint
