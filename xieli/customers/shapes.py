"""How phones, plates and member ids are written: one normal form each, so that a look-up always meets."""

import re

from django.utils.translation import gettext as _

MOBILE = re.compile(r"1\d{10}")
LANDLINE = re.compile(r"(0\d{2,3}|400|800)\d{7,8}|400\d{7}")
PLATE = re.compile(r"[\u4e00-\u9fff][A-Z][A-Z0-9]{4,5}[A-Z0-9挂学警港澳使领]")


def phone_number(text: str) -> str:
    """A phone as digits only: no +86, spaces, dashes or brackets. Empty stays empty; else ValueError."""
    bare = re.sub(r"[\s\-–—()（）.]", "", text)
    bare = re.sub(r"^(\+|00)86", "", bare)
    if bare and not (
        MOBILE.fullmatch(bare) or LANDLINE.fullmatch(bare) or re.fullmatch(r"199\*{4}\d{4}", bare)
    ):
        raise ValueError(_("电话号码不对：请填 11 位手机号，或带区号的固定电话。"))
    return bare


def plate_number(text: str) -> str:
    """A number plate without dots and spaces, letters large: “云a·d12345” is 云AD12345; else ValueError."""
    bare = re.sub(r"[\s·•.\-]", "", text).upper()
    if bare and not PLATE.fullmatch(bare):
        raise ValueError(_("车牌号不对：请填如 云AD12345 的号码。"))
    return bare


def member_number(text: str) -> str:
    """A member id without spaces, letters large."""
    return re.sub(r"\s", "", text).upper()


def mask_phone(phone: str) -> str:
    """All but the first three and last four digits hidden; a short number shows its last two only."""
    if len(phone) < 8:
        return "*" * max(0, len(phone) - 2) + phone[-2:]
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
