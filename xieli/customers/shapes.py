"""How phones, plates and member ids are written: one normal form each, so that a look-up always meets."""

import re
from unicodedata import category, normalize

from django.utils.translation import gettext as _

MOBILE = re.compile(r"1[0-9]{10}")
LANDLINE = re.compile(r"(0[0-9]{2,3}|400|800)[0-9]{7,8}|400[0-9]{7}")
MASKED = re.compile(r"199\*{4}[0-9]{4}")  # what examples show
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{4,5}[A-Z0-9挂学警港澳使领]")


def plain(text: str) -> str:
    """What was typed full width, or pasted with invisible marks, as if it had been typed plainly."""
    return "".join(one for one in normalize("NFKC", text) if category(one) != "Cf").strip()


def phone_number(text: str) -> str:
    """A phone as digits only: no +86, spaces, dashes or brackets, nor the 0 that exchanges put before a mobile.

    Empty stays empty; else ValueError.
    """
    bare = re.sub(r"^tel:|[\s\-‐‑–—−_/().]", "", plain(text).lower())
    bare = re.sub(r"^(\+|00)86|^86(?=1[0-9]{10}$)|^0(?=1[3-9][0-9]{9}$)", "", bare)
    if bare and not any(shape.fullmatch(bare) for shape in (MOBILE, LANDLINE, MASKED)):
        raise ValueError(_("电话号码不对：请填 11 位手机号，或带区号的固定电话。"))
    return bare


def plate_number(text: str) -> str:
    """A number plate without dots and spaces, letters large: “云a·d12345” is 云AD12345; else ValueError."""
    bare = re.sub(r"[\s·•‧・.\-]", "", plain(text)).upper()
    if bare and not PLATE.fullmatch(bare):
        raise ValueError(_("车牌号不对：请填如 云AD12345 的号码。"))
    return bare


def member_number(text: str) -> str:
    """A member id without spaces, letters large."""
    return re.sub(r"\s", "", plain(text)).upper()


def mask_phone(phone: str) -> str:
    """All but the first three and last four digits hidden; a short number shows its last two only."""
    if len(phone) < 8:
        return "*" * max(0, len(phone) - 2) + phone[-2:]
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
