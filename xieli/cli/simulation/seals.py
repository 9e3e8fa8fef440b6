"""Seals of the fictional company, drawn: a ring, a star, the name in the middle."""

import io
from math import cos, pi, sin
from pathlib import Path

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

SIDE, RED = 600, (200, 16, 46, 205)
FONT = Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSerifSC-Regular.otf"


def drawn(words: str) -> bytes:
    """A round seal as PNG on a transparent ground."""
    picture = Image.new("RGBA", (SIDE, SIDE))
    draw, middle = ImageDraw.Draw(picture), SIDE / 2
    draw.ellipse((10, 10, SIDE - 10, SIDE - 10), outline=RED, width=16)
    points = [
        (middle + r * sin(n * pi / 5), middle - 30 - r * cos(n * pi / 5))
        for n, r in ((n, 90 if n % 2 == 0 else 36) for n in range(10))
    ]
    draw.polygon(points, fill=RED)
    font = ImageFont.truetype(str(FONT), 48)
    for n, letter in enumerate(words):  # the name stands along the ring, upright at the top
        angle = pi * 1.35 * ((n + 0.5) / len(words) - 0.5)
        tile = Image.new("RGBA", (80, 80))
        ImageDraw.Draw(tile).text((40, 40), letter, font=font, fill=RED, anchor="mm")
        turned = tile.rotate(-angle * 180 / pi, resample=Image.Resampling.BICUBIC)
        place = (round(middle + 235 * sin(angle) - 40), round(middle - 235 * cos(angle) - 40))
        picture.alpha_composite(turned, place)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
