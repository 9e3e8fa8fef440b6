"""Papers that tests render, and what they read out of the files."""

import io
from datetime import date
from typing import Any

import docx
import pypdf
from docx.oxml.ns import qn
from PIL import Image, ImageDraw

from xieli.documents.paper import Fact, Facts, Items, Opinion, Opinions, Paper, Proof, Table, Text

DAY = date(2026, 11, 26)
PROOF = Proof(address="http://127.0.0.1:8000/v/abcdefghijklmnopqrstuvwx", digest="ab" * 32)


def notice(**changes: Any) -> Paper:
    """A document with a red head and a table of three pages."""
    rows = tuple((f"第{i}项", "顾长川", "2026-12-01") for i in range(80))
    values: dict[str, Any] = {
        "title": "关于城东充电站扩容项目立项的通知",
        "office": "启元绿充科技有限公司",
        "number": "绿充项〔2026〕12号",
        "to": "各部门",
        "copy": "公司领导",
        "signer": "陆承远",
        "day": "2026年11月26日",
        "red": True,
        "blocks": (
            Text("一、目标", heading=True),
            Text("同意立项。\n请按分工落实。"),
            Table("分工", ("任务", "负责人", "完成时间"), rows, (2, 1, 1)),
            Items("附件", ("可行性研究报告.pdf",)),
        ),
    }
    return Paper(**{**values, **changes})


def form(**changes: Any) -> Paper:
    """A plain form with cells and opinions, one of them still open."""
    facts = (Fact("标题", "请提供数据", wide=True), Fact("请求部门", "客户服务中心"), Fact("受理部门", ""))
    said = (Opinion("请求部门", "同意。", "周敏", "2026年11月20日"), Opinion("受理部门"))
    return Paper(
        **{"title": "协作请求单", "blocks": (Facts(facts), Opinions(said)), "office": "启元绿充", **changes}
    )


def seal_picture() -> bytes:
    """A round red seal on nothing, as PNG."""
    picture, out = Image.new("RGBA", (120, 120)), io.BytesIO()
    ImageDraw.Draw(picture).ellipse((4, 4, 116, 116), outline=(200, 16, 46, 220), width=4)
    picture.save(out, "PNG")
    return out.getvalue()


def text_of(pdf: bytes) -> list[str]:
    """What stands on each page, without spaces: where a font puts them is no matter of ours."""
    return ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def words_in(word: bytes) -> str:
    """All text of a Word file, headers and footers too."""
    file: Any = docx.Document(io.BytesIO(word))
    parts = [file.element.body]
    for section in file.sections:
        parts += [section.header._element, section.footer._element]
    return "".join(text.text or "" for one in parts for text in one.iter(qn("w:t"), qn("w:instrText")))
