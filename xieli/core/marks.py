"""Marks between words: 、：；（） in Chinese, and what stands for them in English."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language

ENGLISH = {"、": ", ", "，": ", ", "；": "; ", "：": ": ", "（": " (", "）": ")"}


def mark(sign: str) -> str:
    """The mark as the reader's language writes it, with the blanks it needs."""
    return ENGLISH[sign] if (get_language() or "").startswith("en") else sign


def listed(parts: Iterable[Any], sign: str = "、") -> str:
    """What there is of the parts, one after the other: 甲、乙、丙, or A, B, C."""
    return mark(sign).join([said for said in map(str, parts) if said])


def labelled(label: Any, words: Any) -> str:
    """What is said, under its label: 原因：缺件, or Reason: a part is missing."""
    return f"{label}{mark('：')}{words}"
