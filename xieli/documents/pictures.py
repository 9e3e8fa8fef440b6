"""Pictures put on documents: checked, drawn anew as PNG without anything hidden in them, and kept small."""

import io

from django.utils.translation import gettext as _

LARGEST_FILE = 2 * 1024 * 1024
LARGEST_PHOTO = 15 * 1024 * 1024
LARGEST_SIDE, SMALLEST_SIDE = 4000, 100
KEPT_SIDE = 1000  # pixels: 600 dots per inch on a seal of 42 mm


def plain_png(content: bytes, *, transparent: bool = False, photo: bool = False) -> bytes:
    """The picture as a new PNG. ValueError with a sentence for what is no picture, or has no transparent ground.

    `photo`: from a telephone, and so larger.
    """
    from PIL import Image, ImageOps  # when there is a picture, not at every start

    if len(content) > (LARGEST_PHOTO if photo else LARGEST_FILE):
        raise ValueError(_("照片不能超过 15 MB。") if photo else _("图片不能超过 2 MB。"))
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            most = 2 * LARGEST_SIDE if photo else LARGEST_SIDE
            fits = max(picture.size) <= most and min(picture.size) >= SMALLEST_SIDE
            upright = ImageOps.exif_transpose(picture).convert("RGBA") if fits else None
    except Exception as wrong:  # what a broken picture makes the library raise has no common base
        raise ValueError(_("请上传完好的 PNG 或 JPEG 图片。")) from wrong
    if upright is None:
        raise ValueError(_("图片边长应在 100 到 4000 像素之间。"))
    if transparent and upright.getchannel("A").getextrema()[0] == 255:
        raise ValueError(_("印章图片要有透明底色（PNG），否则会盖住文字。"))
    upright.info.clear()
    upright.thumbnail((KEPT_SIDE, KEPT_SIDE))
    out = io.BytesIO()
    upright.save(out, "PNG", optimize=True)
    return out.getvalue()
