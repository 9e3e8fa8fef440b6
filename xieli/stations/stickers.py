"""QR stickers for chargers: an A4 sheet to print, cut and put on the machines.

The sheet's layout is a fixed typst program beside this file; what people typed goes in as JSON only.
"""

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from xieli.stations.models import Charger

LAYOUTS = {4: (2, 2), 8: (2, 4), 15: (3, 5)}
"""Stickers per page → (columns, rows)."""

MOST = 500
PROGRAM = Path(__file__).with_name("stickers.typ")


def public_url(charger: Charger) -> str:
    """Where the sticker leads: the portal's page of this charger."""
    return f"{settings.BASE_URL}/p/c/{charger.public_token}"


def sheet(chargers: Sequence[Charger], per_page: int = 8) -> bytes:
    """A PDF of one sticker per charger; `per_page` is a key of LAYOUTS. ValueError for more than MOST."""
    if len(chargers) > MOST:
        raise ValueError(_("一次最多打印 %(most)s 张，请分批。") % {"most": MOST})
    return printed(
        [sticker(public_url(one), one.code, one.short_code, one.station.name[:30]) for one in chargers],
        _("扫码报修 · 咨询 · 评价"),
        _advice(),
        per_page,
    )


def _advice() -> str:
    if settings.HOTLINE:
        return _("扫不了码？请拨打 %(hotline)s，报上方编码。") % {"hotline": settings.HOTLINE}
    return _("扫不了码？请拨打客服热线，报上方编码。")


def printed(stickers: Sequence[dict[str, str]], title: str, advice: str, per_page: int = 8) -> bytes:
    """A PDF of stickers (see `sticker`), all under one title; `per_page` is a key of LAYOUTS."""
    columns, rows = LAYOUTS[per_page]
    data = {
        "columns": columns,
        "rows": rows,
        "company": settings.COMPANY_NAME,
        "title": title,
        "advice": advice,
        "stickers": list(stickers),
    }
    pdf = typst.compile(
        str(PROGRAM),
        font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(pdf, bytes)  # without an output path the compiler answers with bytes
    return pdf


def sticker(url: str, code: str, short: str, name: str) -> dict[str, str]:
    """One sticker: where its QR code leads, the code below, the short word on colour, and what it sticks on."""
    import segno  # when there is a code to draw, not at every start

    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="svg", border=2)
    return {"code": code, "short": short, "station": name, "qr": picture.getvalue().decode()}
