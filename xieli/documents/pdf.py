"""Paper → PDF/A for the archive. The layout is the typst program beside this file; words go in as JSON only."""

import base64
import io
import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import typst

from .paper import Paper, Proof, clean

PROGRAM = Path(__file__).with_name("paper.typ")
STANDARD: Literal["a-2b"] = "a-2b"
PNG = b"\x89PNG\r\n\x1a\n"


@cache
def _compiler() -> typst.Compiler:
    """One compiler for the process, with its fonts read once."""
    folder = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(font_paths=fonts)


def render(paper: Paper, proof: Proof, day: date) -> bytes:
    """The PDF of a paper; the same paper, proof and day give the same bytes."""
    inputs = _inputs(paper, proof, day)
    try:
        pdf = _compiler().compile(str(PROGRAM), format="pdf", sys_inputs=inputs, pdf_standards=[STANDARD])
    except typst.TypstError as refusal:
        if "could not be displayed" not in refusal.message:
            raise
        # A rare character of a name, an emoji: plain PDF draws a box for it, the archive's standard allows none.
        pdf = _compiler().compile(str(PROGRAM), format="pdf", sys_inputs=inputs, pdf_standards=[])
    assert isinstance(pdf, bytes)  # without an output path the compiler answers with bytes
    return pdf


def picture(paper: Paper, proof: Proof, day: date, *, ppi: float = 96) -> list[bytes]:
    """The pages as PNG, for previews."""
    found = _compiler().compile(str(PROGRAM), format="png", ppi=ppi, sys_inputs=_inputs(paper, proof, day))
    return list(found) if isinstance(found, list) else [found or b""]


def merged(files: Sequence[bytes]) -> bytes:
    """Several PDF files as one, in order."""
    import pypdf  # when asked for: a tenth of the time every start took

    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for content in files:
        writer.append(io.BytesIO(content))
    writer.write(out)
    return out.getvalue()


def _inputs(paper: Paper, proof: Proof, day: date) -> dict[str, str]:
    data: dict[str, Any] = {
        "paper": paper.to_json(),
        "moment": [day.year, day.month, day.day],
        "note": proof.note,
        "digest": proof.digest,
        "qr": qr(proof.address) if proof.address else "",
        "seal": _wrapped(proof.seal),
        "seal_note": proof.seal_note,
        "logo": _wrapped(proof.logo),
    }
    return {"data": json.dumps(_clean(data), ensure_ascii=False)}


def _clean(value: Any) -> Any:
    """The same without control characters, which no font draws."""
    match value:
        case str():
            return clean(value)
        case dict():
            return {key: _clean(one) for key, one in value.items()}
        case list():
            return [_clean(one) for one in value]
    return value


def qr(address: str) -> str:
    """The address as an SVG of a QR code."""
    import segno  # when there is a code to draw, not at every start

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=1)
    return out.getvalue().decode()


def _wrapped(content: bytes) -> str:
    """A PNG inside an SVG: the one way to hand typst a picture as text. Other bytes are refused."""
    if not content:
        return ""
    if not content.startswith(PNG):
        raise ValueError("pictures in documents are PNG")
    width, height = (int.from_bytes(content[place : place + 4], "big") for place in (16, 20))
    data = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )
