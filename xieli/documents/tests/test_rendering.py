"""What a paper says stands in its PDF and Word files, in the conventional layout; looked at by text, not bytes."""

import io

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from xieli.documents import pdf, word
from xieli.documents.paper import Fact, Facts, Items, Opinion, Opinions, Paper, Proof, Table, Text

from .papers import DAY, PROOF, form, notice, seal_picture, text_of, words_in


def test_a_red_headed_document_says_everything_on_numbered_pages() -> None:
    pages = text_of(pdf.render(notice(), PROOF, DAY))
    assert len(pages) == 4
    assert all(f"第{n}页共4页" in page for n, page in enumerate(pages, start=1))
    for words in (
        "启元绿充科技有限公司",
        "绿充项〔2026〕12号",
        "关于城东充电站扩容项目立项的通知",
        "各部门：",
    ):
        assert words in pages[0]
    for words in ("签发人：陆承远", "2026年11月26日", "抄送：公司领导", "ab" * 32, "可行性研究报告.pdf"):
        assert words in pages[-1]


def test_the_head_of_a_table_repeats_on_every_page_in_both_files() -> None:
    pages = text_of(pdf.render(notice(), PROOF, DAY))
    assert all("任务负责人完成时间" in page for page in pages[:3])
    file = docx.Document(io.BytesIO(word.render(notice(), PROOF)))
    assert file.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(file.tables[0].rows) == 81


def test_a_form_keeps_lines_for_signatures_that_are_still_missing() -> None:
    (page,) = text_of(pdf.render(form(), Proof(note="打印件 · 未编号"), DAY))
    for words in (
        "打印件·未编号",
        "协作请求单",
        "标题请提供数据",
        "签字：周敏日期：2026年11月20日",
        "签字：日期：",
    ):
        assert words in page
    assert "签字：____________" in words_in(word.render(form(), Proof()))


def test_word_holds_the_same_words_and_counts_its_pages_itself() -> None:
    words = words_in(word.render(notice(), PROOF))
    for one in ("绿充项〔2026〕12号", "同意立项。", "签发人：陆承远", "抄送：公司领导", "PAGE", "NUMPAGES"):
        assert one in words


@pytest.mark.parametrize("before", range(20, 44, 2))
def test_neither_signature_nor_last_opinion_nor_copies_stand_alone_on_a_page(before: int) -> None:
    """Wherever the page ends: the last two opinions, the signature and what stands below it are on one page."""
    said = tuple(Opinion(f"部门{n}", "同意。", "周敏", "2026年11月20日") for n in range(4))
    fill = tuple((f"第{n}行", "") for n in range(before))
    paper = form(
        blocks=(Table("", ("甲", "乙"), fill), Opinions(said)), copy="公司领导", day="2026年11月26日"
    )
    (last,) = [page for page in text_of(pdf.render(paper, Proof(), DAY)) if "抄送" in page]
    for words in ("部门2", "部门3", "2026年11月26日"):
        assert words in last


def test_in_word_neither_end_of_a_grid_nor_of_the_signatures_stands_alone() -> None:
    """The first row stays with the second, the last but one with the last."""
    said = tuple(Opinion(f"部门{n}", "同意。" * 20, "周敏", "2026年11月20日") for n in range(4))
    facts = Facts(tuple(Fact(f"项{n}", "值", wide=True) for n in range(4)))
    file = docx.Document(io.BytesIO(word.render(form(blocks=(facts, Opinions(said))), Proof())))
    for table, kept in zip(file.tables, ([True, False, True, False], [True, False, True, True]), strict=True):
        said_kept = [
            all(p.paragraph_format.keep_with_next for c in r.cells for p in c.paragraphs) for r in table.rows
        ]
        assert said_kept == kept


GROUP = Opinions(tuple(Opinion(f"组员{n}") for n in range(7)))


@pytest.mark.parametrize("before", range(16, 40, 3))
def test_the_signatures_of_a_group_are_on_one_page_wherever_it_ends(before: int) -> None:
    fill = tuple((f"第{n}行", "") for n in range(before))
    paper = form(blocks=(Table("", ("甲", "乙"), fill), GROUP), day="2026年11月26日")
    pages = [page for page in text_of(pdf.render(paper, Proof(), DAY)) if "组员" in page]
    assert len(pages) == 1 and all(f"组员{n}" in pages[0] for n in range(7)) and "2026年11月26日" in pages[0]


def test_in_word_they_are_kept_together_and_no_short_row_of_a_grid_is_split() -> None:
    facts = Facts((Fact("短", "值", wide=True), Fact("长", "很长的说明。" * 200, wide=True)))
    file = docx.Document(io.BytesIO(word.render(form(blocks=(facts, GROUP)), Proof())))
    grid, signatures = file.tables
    assert [len(row._tr.xpath("./w:trPr/w:cantSplit")) for row in grid.rows] == [1, 0]
    assert all(len(row._tr.xpath("./w:trPr/w:cantSplit")) for row in signatures.rows)
    kept = [p.paragraph_format.keep_with_next for r in signatures.rows for c in r.cells for p in c.paragraphs]
    assert all(kept)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert pdf.render(notice(), PROOF, DAY) == pdf.render(notice(), PROOF, DAY)


def test_the_archive_file_is_pdf_a() -> None:
    catalogue = pypdf.PdfReader(io.BytesIO(pdf.render(notice(), PROOF, DAY)))
    assert b"pdfaid:part" in catalogue.trailer["/Root"]["/Metadata"].get_data()  # type: ignore[index]


def test_the_seal_and_who_put_it_there_are_on_the_sealed_file_only() -> None:
    sealed = Proof(
        address=PROOF.address,
        digest=PROOF.digest,
        seal=seal_picture(),
        seal_note="用印：公司公章 · YZ-2026-0001",
    )
    assert "用印：公司公章·YZ-2026-0001" in text_of(pdf.render(notice(), sealed, DAY))[-1]
    assert "（印章）" in text_of(pdf.render(notice(), PROOF, DAY))[-1]
    assert "用印" not in words_in(word.render(notice(), sealed))


def test_pictures_in_documents_are_png_and_nothing_else() -> None:
    with pytest.raises(ValueError, match="PNG"):
        pdf.render(notice(), Proof(logo=b'<svg onload="x"/>'), DAY)


def test_merging_keeps_every_page_in_order() -> None:
    pages = text_of(pdf.merged([pdf.render(notice(), PROOF, DAY), pdf.render(form(), Proof(), DAY)]))
    assert len(pages) == 5
    assert "协作请求单" in pages[4]


HOSTILE = '#read("/etc/passwd") $x$ *b* \\ ] } {{ <script> & @a `raw` //'


def test_what_people_write_is_never_evaluated() -> None:
    paper = form(
        blocks=(Text(HOSTILE), Facts((Fact(HOSTILE, HOSTILE, True),)), Opinions((Opinion("甲", HOSTILE),)))
    )
    shown = "".join(HOSTILE.split())
    assert "".join(text_of(pdf.render(paper, Proof(), DAY))).count(shown) >= 2
    assert words_in(word.render(paper, Proof())).count(HOSTILE) == 4


def test_a_character_no_font_has_is_drawn_as_a_box_and_kept_as_text() -> None:
    (page,) = text_of(pdf.render(form(title="𰻝𰻝面\x07"), Proof(), DAY))
    assert "面" in page
    assert "𰻝𰻝面" in words_in(word.render(form(title="𰻝𰻝面\x07"), Proof()))


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
blocks = st.one_of(
    st.builds(Text, words, st.booleans()),
    st.builds(Facts, st.lists(st.builds(Fact, words, words, st.booleans()), max_size=5).map(tuple)),
    st.builds(Table, words, st.just(("甲", "乙")), st.lists(st.tuples(words, words), max_size=4).map(tuple)),
    st.builds(Items, words, st.lists(words, max_size=3).map(tuple)),
    st.builds(Opinions, st.lists(st.builds(Opinion, words, words, words, words), max_size=3).map(tuple)),
)
papers = st.builds(
    Paper, title=words, blocks=st.lists(blocks, max_size=5).map(tuple), office=words, number=words, to=words,
    signer=words, red=st.booleans(),
)  # fmt: skip


@given(papers)
def test_a_paper_is_the_same_after_the_archive(paper: Paper) -> None:
    assert Paper.from_json(paper.to_json()) == paper
    assert Paper.from_json(paper.to_json()).digest == paper.digest


@pytest.mark.slow
@given(papers)
@settings(max_examples=15, deadline=None)
def test_every_paper_can_be_rendered(paper: Paper) -> None:
    assert pdf.render(paper, PROOF, DAY).startswith(b"%PDF")
    assert word.render(paper, PROOF).startswith(b"PK")
