"""How much of a matter may be said outside the product: in a letter, or in a group where others read along.

Matters lie above this app, so the app that owns them registers a judge. What nobody judges may be said to its reader,
and only hinted at in a group. Where the words of a notice may be said, so may what somebody said in the discussion it
tells of, and nowhere else.
"""

from collections.abc import Callable, Iterable, Mapping
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
    GONE = "gone"  # not for this reader any more


INSIDE = -1  # not a group's department: the reader's own pages, where nobody reads along

# ((matter, reader) by key; whose group reads along: a department, 0 the whole company, INSIDE, None for a letter) →
# what may be said of each
About = tuple[int, int]
Judge = Callable[[set[About], int | None], dict[About, Say]]
judges: list[Judge] = []


def of(notices: Iterable["Notification"], department: int | None = None) -> dict[int, Say]:
    """What may be said of each notice, by its key; `department` as of a judge."""
    rows = list(notices)
    about = {(row.matter, row.recipient_id) for row in rows if row.matter is not None}
    found: dict[About, Say] = {}
    for judge in judges if about else ():
        found |= judge(about, department)
    unjudged = Say.WORDS if department in (None, INSIDE) else Say.HINT
    return {row.pk: found.get((row.matter or 0, row.recipient_id), unjudged) for row in rows}


# (notices) → what was said in the discussion each tells of, by its key, as it stands now; one app that owns discussions
Sayings = Callable[[list["Notification"]], dict[int, str]]
sayings: list[Sayings] = []


def said(notices: Iterable["Notification"], say: Mapping[int, Say]) -> dict[int, str]:
    """What was said, of those notices whose words may be said; taken back since, it is left out."""
    rows = [row for row in notices if say.get(row.pk) is Say.WORDS]
    found: dict[int, str] = {}
    for saying in sayings if rows else ():
        found |= saying(rows)
    return found


def shortened(text: str, most: int) -> str:
    """As much of it as is carried; the rest stands on the matter's page."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def words(notice: "Notification", say: Say) -> str:
    """The notice as it may be said, in the active language."""
    match say:
        case Say.SECRET:
            return _("您有一件涉密事项，请登录协力查看。")
        case Say.HINT:
            return _("有一件事项请您查看。")
        case Say.GONE:
            return _("这件事项您现在不能查看。")
    return notice.words()
