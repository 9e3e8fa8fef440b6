"""What a notice of a comment quotes: the comment as it stands when the letter or message leaves."""

from xieli.core.richtext import masked
from xieli.matters.models import Comment
from xieli.notifications.models import Notification

SAID = "comment"  # the parameter of a notice that names the comment by its uid


def said(notices: list[Notification]) -> dict[int, str]:
    """The words by the notice's key, telephone numbers masked; none of what was taken back."""
    named = {row.pk: row.params[SAID] for row in notices if SAID in row.params}
    if not named:
        return {}
    found = Comment.objects.filter(uid__in=set(named.values()), deleted_at=None)
    texts = {str(uid): (matter, text) for uid, matter, text in found.values_list("uid", "matter_id", "text")}
    return {
        row.pk: masked(texts[named[row.pk]][1])
        for row in notices
        if row.pk in named and texts.get(named[row.pk], (None, ""))[0] == row.matter
    }
