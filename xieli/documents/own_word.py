"""A company's own Word template: its placeholders are checked when it is uploaded and filled when a document is made.

A table row with list placeholders is repeated for each line of the list. Nothing else happens: there is no template
language, and what could reach out or run (macros, external parts, fields that fetch) is refused at the door.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from xieli.core import store

from . import placeholders
from .paper import Paper, clean
from .placeholders import FOUND, Words, words_of

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 50 * 1024 * 1024
FETCHING = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|RD)\b", re.I
)
EXTERNAL = re.compile(rb'<Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>', re.I)
REFUSED_PARTS = ("vbaproject", "activex", "embeddings/", "afchunk")


def render(paper: Paper, digest: str) -> bytes:
    """The Word file of a paper in the template of this digest."""
    file, words = docx.Document(io.BytesIO(store.read(digest))), words_of(paper)
    for root in _roots(file):
        _repeat_rows(root, words)
        for paragraph in root.iter(qn("w:p")):
            _fill(paragraph, words.values)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def problems(content: bytes, specimen: Paper) -> list[str]:
    """What keeps these bytes from being a template for papers like the specimen, as sentences."""
    if len(content) > LARGEST:
        return [_("模板不能超过 5 MB。")]
    try:
        dangers = list(_dangers(content))
        if dangers:
            return dangers
        file = docx.Document(io.BytesIO(content))
    except Exception:  # what a broken or hostile file makes the reader raise has no common base
        return [_("这不是完好的 Word 文件（.docx）。")]
    words, found = words_of(specimen), []
    for root in _roots(file):
        for paragraph in root.iter(qn("w:p")):
            found += placeholders.problems(_text(paragraph), words.allowed)
            found += _out_of_place(paragraph, words)
    return list(dict.fromkeys(found))


def _dangers(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if sum(one.file_size for one in parts) > LARGEST_UNPACKED:
            yield _("模板解压后过大。")
            return
        if any(bad in one.filename.lower() for one in parts for bad in REFUSED_PARTS):
            yield _("模板不能带宏或嵌入对象。")
        for one in parts:
            if one.filename.endswith(".rels"):
                links = EXTERNAL.findall(archive.read(one))
                if any(b"/hyperlink" not in link for link in links):
                    yield _("模板不能引用外部文件。")
            elif one.filename.endswith(".xml"):
                text = archive.read(one).decode("utf-8", "replace")
                codes = re.findall(r"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)", text)
                if any(FETCHING.search(one) for pair in codes for one in pair) or "<!ENTITY" in text:
                    yield _("模板不能用会读取其他文件的域。")


def _roots(file: Any) -> Iterator[Any]:
    """The body, and every header and footer there is."""
    yield file.element.body
    for section in file.sections:
        for part in ("header", "footer"):
            for kind in ("", "first_page_", "even_page_"):
                found = getattr(section, f"{kind}{part}")
                if not found.is_linked_to_previous:
                    yield found._element


def _out_of_place(paragraph: Any, words: Words) -> Iterable[str]:
    """List placeholders outside a table's row, or of two lists in one row."""
    own = {words.list_of(name) for name in FOUND.findall(_text(paragraph))} - {None}
    row = next(paragraph.iterancestors(qn("w:tr")), None)
    if own and row is None:
        yield _("列表的占位符只能放在表格的一行里。")
    elif row is not None and len(_lists_in(row, words)) > 1:
        yield _("表格的一行只能用同一个列表的占位符。")


def _lists_in(row: Any, words: Words) -> set[str]:
    found = {words.list_of(name) for one in row.iter(qn("w:p")) for name in FOUND.findall(_text(one))}
    return {one for one in found if one is not None}


def _repeat_rows(root: Any, words: Words) -> None:
    for row in list(root.iter(qn("w:tr"))):
        lists = _lists_in(row, words)
        if not lists:
            continue
        for line in words.lists[lists.pop()]:
            copy = deepcopy(row)
            for paragraph in copy.iter(qn("w:p")):
                _fill(paragraph, {**words.values, **line})
            row.addprevious(copy)
        row.getparent().remove(row)


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of text of a paragraph itself, not of a text box inside it."""
    return [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(one.text or "" for one in _texts(paragraph))


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """Replace the placeholders, which Word may have cut into several runs; the first one's look is kept."""
    pieces = _texts(paragraph)
    whole = "".join(one.text or "" for one in pieces)
    for match in reversed(list(FOUND.finditer(whole))):
        if match[1] not in values:
            continue
        start, first = 0, True
        for one in pieces:
            text = one.text or ""
            begin, end = max(match.start() - start, 0), min(match.end() - start, len(text))
            start += len(text)
            if begin < end:
                one.text = text[:begin] + (clean(values[match[1]]) if first else "") + text[end:]
                first = False
    for one in pieces:
        _break_lines(one)


def _break_lines(piece: Any) -> None:
    """Line breaks of a value become Word's own; spaces at the ends are kept."""
    piece.set(qn("xml:space"), "preserve")
    lines = (piece.text or "").split("\n")
    piece.text = lines[0]
    last = piece
    for line in lines[1:]:
        for tag, text in (("w:br", None), ("w:t", line)):
            element = OxmlElement(tag)
            element.text = text
            last.addnext(element)
            last = element
