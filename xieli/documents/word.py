"""Paper → Word, in the same conventional layout as the PDF, so that people can go on editing it."""

import io
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import docx
import segno
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from .paper import Fact, Facts, Items, Opinion, Opinions, Paper, Proof, Table, Text, clean

# The type faces every Chinese Word has; titles in 小标宋's stead 宋体, as GB/T 9704 allows where it is missing.
BODY, HEADING, TITLE = "仿宋", "黑体", "宋体"
RED, FAINT = RGBColor(0xC8, 0x10, 0x2E), RGBColor(0x6E, 0x6E, 0x6E)
LABEL_WIDTH = Mm(28)
MONEY = re.compile(r"[+-]?[0-9][0-9,]*\.[0-9]{2}")


class Writer:
    """A Word document in the making; `size`: of the body, by the standard."""

    def __init__(self, paper: Paper, proof: Proof) -> None:
        self.paper, self.proof = paper, proof
        self.size = 16 if paper.red else 12
        self.cell = 12 if paper.red else 10.5
        self.file: Any = docx.Document()
        self._page()

    def _page(self) -> None:
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        top, bottom, left, right = (37, 35, 28, 26) if self.paper.red else (25, 24, 24, 22)
        section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
        section.left_margin, section.right_margin = Mm(left), Mm(right)
        self.width = Mm(210 - left - right)
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = BODY, Pt(self.size)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
        style.paragraph_format.space_after = Pt(0)
        if self.proof.note:
            self.run(section.header.paragraphs[0], self.proof.note, size=9, color=FAINT)
        foot = section.footer.paragraphs[0]
        foot.alignment = ALIGN.CENTER
        foot.style.font.size = Pt(10.5)  # fields are as large as their paragraph
        for part in ("第 ", "PAGE", " 页  共 ", "NUMPAGES", " 页"):
            run = self.run(foot, "" if part.isupper() else part, size=10.5, face=TITLE)
            if part.isupper():
                field(run, part)

    def run(
        self, paragraph: Any, text: str, *, size: float = 0, face: str = "", color: RGBColor | None = None
    ) -> Any:
        """Words in a type face; line breaks are kept, what XML can't hold is left out."""
        run = paragraph.add_run(clean(text))
        run.font.size = Pt(size or self.size)
        run.font.name = face or BODY
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face or BODY)
        if color is not None:
            run.font.color.rgb = color
        return run

    def line(self, text: str, *, align: Any = None, indent: bool = False, **look: Any) -> Any:
        """A paragraph of its own."""
        paragraph = self.file.add_paragraph()
        paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(2 * self.size)
        self.run(paragraph, text, **look)
        return paragraph

    def table(self, widths: Sequence[int]) -> Any:
        """An empty ruled table."""
        table = self.file.add_table(rows=0, cols=len(widths), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(width)
        return table

    def put(self, cell: Any, text: str, *, label: bool = False, width: int | None = None) -> None:
        """Words into a cell; labels centred in 黑体."""
        if width is not None:
            cell.width = Emu(width)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        paragraph.alignment = ALIGN.CENTER if label else ALIGN.LEFT
        self.run(paragraph, text, size=self.cell, face=HEADING if label else BODY)


def render(paper: Paper, proof: Proof) -> bytes:
    """The Word file of a paper. The seal is never put on it: what can be edited can't be sealed."""
    writer = Writer(paper, proof)
    _head(writer)
    for block in paper.blocks:
        DRAWN[type(block)](writer, block)
    if paper.blocks and isinstance(paper.blocks[-1], Text):  # the signature never stands alone on a page
        writer.file.paragraphs[-1].paragraph_format.keep_with_next = True
    _signature(writer)
    _below(writer)
    about = writer.file.core_properties
    about.title, about.author = clean(paper.title)[:255], clean(paper.office)[:255]
    out = io.BytesIO()
    writer.file.save(out)
    return out.getvalue()


def _head(writer: Writer) -> None:
    paper = writer.paper
    if paper.secrecy or paper.urgency:
        writer.line("  ".join(filter(None, (paper.secrecy, paper.urgency))), face=HEADING)
    if writer.proof.logo:
        logo = writer.line("", align=ALIGN.CENTER if paper.red else None)
        logo.add_run().add_picture(io.BytesIO(writer.proof.logo), height=Mm(10))
    if paper.red:
        writer.line(paper.office, align=ALIGN.CENTER, face=TITLE, color=RED, size=34)
        ruled(writer.line(paper.number, align=ALIGN.CENTER), "C8102E", 18)
    else:
        head = writer.line(f"{paper.office}\t{paper.number}", face=HEADING, size=10.5)
        head.paragraph_format.tab_stops.add_tab_stop(writer.width, 2)
        ruled(head, "000000", 8)
    title = writer.line(paper.title, align=ALIGN.CENTER, face=TITLE, size=22)
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(12)
    if paper.to:
        writer.line(f"{paper.to}：")


def _text(writer: Writer, block: Text) -> None:
    for words in block.text.split("\n"):
        line = writer.line(
            words, indent=writer.paper.red or not block.heading, face=HEADING if block.heading else ""
        )
        line.paragraph_format.keep_with_next = block.heading


def _facts(writer: Writer, block: Facts) -> None:
    rest = int((writer.width - 2 * LABEL_WIDTH) / 2)
    table = writer.table((LABEL_WIDTH, rest, LABEL_WIDTH, rest))
    pairs = paired(block.facts)
    for no, pair in enumerate(pairs, start=1):
        row = table.add_row()
        if all(len(one.value) < 500 for one in pair):
            marked(row, "w:cantSplit")
        cells = row.cells
        if len(pair) == 1:
            cells[1].merge(cells[3])
        for place, one in enumerate(pair):
            writer.put(cells[2 * place], one.label, label=True)
            writer.put(cells[2 * place + 1], one.value)
        if no in (1, len(pairs) - 1) and no < len(pairs):  # neither its first nor its last line stands alone
            kept(row)
    writer.line("", size=6)


def paired(facts: Sequence[Fact]) -> list[list[Fact]]:
    """The cells of each line of a grid: two, or one that takes the line."""
    found: list[list[Fact]] = []
    for one in facts:
        last = found[-1] if found else []
        if not one.wide and len(last) == 1 and not last[0].wide:
            last.append(one)
        else:
            found.append([one])
    return found


def _table(writer: Writer, block: Table) -> None:
    if block.title:
        writer.line(block.title, face=HEADING, size=writer.cell).paragraph_format.keep_with_next = True
    shares = block.widths if len(block.widths) == len(block.heads) else (1.0,) * len(block.heads)
    widths = [int(writer.width * one / sum(shares)) for one in shares]
    table = writer.table(widths)
    head = table.add_row()
    marked(head, "w:tblHeader")
    for place, words in enumerate(block.heads):
        writer.put(head.cells[place], words, label=True, width=widths[place])
    for line in block.rows:
        row = table.add_row()
        marked(row, "w:cantSplit")
        cells = row.cells
        for place, words in enumerate(line):
            writer.put(cells[place], words, width=widths[place])
            if MONEY.fullmatch(words):
                cells[place].paragraphs[0].alignment = ALIGN.RIGHT
    if not block.rows:
        cells = table.add_row().cells
        writer.put(cells[0].merge(cells[-1]), "（无）", label=True)
    writer.line("", size=6)


def _items(writer: Writer, block: Items) -> None:
    if block.title and block.lines:
        writer.line(block.title, face=HEADING, size=writer.cell).paragraph_format.keep_with_next = True
    for place, words in enumerate(block.lines, start=1):
        writer.line(f"{place}. {words}", size=writer.cell)


def _opinions(writer: Writer, block: Opinions) -> None:
    table = writer.table((LABEL_WIDTH, int(writer.width - LABEL_WIDTH)))
    for place, one in enumerate(block.opinions, start=1):
        row = table.add_row()
        marked(row, "w:cantSplit")
        cells = row.cells
        writer.put(cells[0], one.who, label=True, width=LABEL_WIDTH)
        writer.put(cells[1], one.text or "\n", width=int(writer.width - LABEL_WIDTH))
        signed = cells[1].add_paragraph()
        signed.alignment = ALIGN.RIGHT
        signed.paragraph_format.space_after = Pt(3)
        writer.run(signed, signature_of(one), size=writer.cell)
        if (
            block.together or place == 1 or place >= len(block.opinions) - 1
        ):  # none alone at a page's foot or head
            kept(row)
    writer.line("", size=6).paragraph_format.keep_with_next = True


def signature_of(one: Opinion) -> str:
    """The line under an opinion: name and day, or lines to fill in by hand."""
    return f"签字：{one.name or '____________'}    日期：{one.day or '____________'}"


DRAWN: dict[type[Any], Callable[[Writer, Any], None]] = {
    Text: _text, Facts: _facts, Table: _table, Items: _items, Opinions: _opinions,
}  # fmt: skip


def _signature(writer: Writer) -> None:
    paper = writer.paper
    lines = [f"签发人：{paper.signer}"] if paper.signer else []
    lines += [paper.office, paper.day or "    年    月    日", *(["（印章）"] if paper.red else [])]
    words = writer.line("\n".join(lines), align=ALIGN.RIGHT)
    words.paragraph_format.keep_together = True
    words.paragraph_format.keep_with_next = bool(paper.copy or writer.proof.address)
    words.paragraph_format.right_indent = Pt(2 * writer.size)
    words.paragraph_format.space_before = Pt(24)


def _below(writer: Writer) -> None:
    if writer.paper.copy:
        writer.line(f"抄送：{writer.paper.copy}", size=10.5)
    if writer.proof.address:
        out = io.BytesIO()
        segno.make(writer.proof.address, error="m", micro=False).save(out, kind="png", scale=6, border=1)
        writer.line("").add_run().add_picture(io.BytesIO(out.getvalue()), width=Mm(24))
        writer.line("扫描二维码，可以核对文号、日期、摘要和是否有效。", size=9)
        writer.line(f"内容摘要 SHA-256：{writer.proof.digest}", size=7.5, color=FAINT)


def field(run: Any, code: str) -> None:
    """A field that Word computes: PAGE, NUMPAGES. Each part in a run of its own, all looking like the first."""
    parts = (
        ("w:fldChar", "begin", ""), ("w:instrText", "", code), ("w:fldChar", "separate", ""), ("w:t", "", "1"),
        ("w:fldChar", "end", ""),
    )  # fmt: skip
    for place, (tag, kind, text) in enumerate(parts):
        element, own = OxmlElement(tag), run._element
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        if place:
            own = OxmlElement("w:r")
            own.append(deepcopy(run._element.rPr))
            run._element.getparent().append(own)
        own.append(element)


def ruled(paragraph: Any, color: str, eighths: int) -> None:
    """A line below the paragraph; `eighths` of a point thick."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", color)):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._element.get_or_add_pPr().append(borders)


def marked(row: Any, tag: str) -> None:
    """`w:tblHeader`: the row heads the table on every page; `w:cantSplit`: it stays on one page."""
    mark = OxmlElement(tag)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def kept(row: Any) -> None:
    """The row stays on the page of the one after it."""
    for cell in row.cells:
        for line in cell.paragraphs:
            line.paragraph_format.keep_with_next = True
