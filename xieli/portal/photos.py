"""Pictures from customers: decoded, turned upright, made smaller and written anew, so that no EXIF comes along."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from xieli.matters.models import Matter
from xieli.matters.web.files import store

MOST = 6
LARGEST = 20 * 1024 * 1024
LONG_SIDE = 2048
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def clean(files: "Iterable[UploadedFile[Any]]") -> list[SimpleUploadedFile]:
    """The pictures as fresh JPEG files. ValidationError for too many, too large, or what is no picture."""
    given = [file for file in files if file]
    if len(given) > MOST:
        raise ValidationError(_("一次最多上传 %(n)s 张照片。") % {"n": MOST})
    return [_rewritten(file, number) for number, file in enumerate(given, start=1)]


def _rewritten(file: "UploadedFile[Any]", number: int) -> SimpleUploadedFile:
    from PIL import Image, ImageOps  # when there is a picture, not at every start

    if (file.size or 0) > LARGEST:
        raise ValidationError(_("“%(name)s”超过 20 MB，请压缩后再传。") % {"name": file.name})
    try:
        with Image.open(file, formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise ValidationError(_("“%(name)s”尺寸太大，请压缩后再传。") % {"name": file.name})
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except ValidationError:
        raise
    except Exception as error:  # what a broken picture makes the library raise has no common base
        raise ValidationError(
            _("“%(name)s”不是照片，请上传 JPG、PNG 或 WebP。") % {"name": file.name}
        ) from error
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    upright.info.clear()
    out = BytesIO()
    upright.save(out, "JPEG", quality=85)
    return SimpleUploadedFile(f"photo-{number}.jpg", out.getvalue(), "image/jpeg")


def keep(pictures: Iterable[SimpleUploadedFile], matter: Matter) -> int:
    """Store them with the matter as the customer's; returns how many."""
    return len([store(picture, matter, None) for picture in pictures])
