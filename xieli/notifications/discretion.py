"""How much of a matter may be said outside the product: in a letter, or in a group where others read along.

Matters lie above this app, so the app that owns them registers a judge. What nobody judges may be said to its reader,
and only hinted at in a group.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from xieli.notifications.models import Notification


class Say(StrEnum):
    """What a message may carry."""

    WORDS = "words"
    HINT = "hint"  # that there is something, not what
    SECRET = "secret"  # noqa: S105 – that there is something secret (5.2.a)


# (keys of matters, the department whose group reads along or None for a letter) → what may be said of each
Judge = Callable[[set[int], int | None], dict[int, Say]]
judges: list[Judge] = []


def of(notices: Iterable["Notification"], department: int | None = None) -> dict[int, Say]:
    """What may be said of each notice, by its key; `department` 0 stands for the whole company's group."""
    rows = list(notices)
    matters = {row.matter for row in rows if row.matter is not None}
    found: dict[int, Say] = {}
    for judge in judges if matters else ():
        found |= judge(matters, department)
    unjudged = Say.WORDS if department is None else Say.HINT
    return {row.pk: found.get(row.matter or 0, unjudged) for row in rows}


def words(notice: "Notification", say: Say) -> str:
    """The notice as it may be said, in the active language."""
    match say:
        case Say.SECRET:
            return _("您有一件涉密事项，请登录协力查看。")
        case Say.HINT:
            return _("有一件事项请您查看。")
    return notice.words()
