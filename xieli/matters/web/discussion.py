"""The discussion on a matter: what was said, with files and signs, what of it is new, and what one may do with it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from xieli.core.composed import composed
from xieli.core.richtext import rich
from xieli.matters.models import Attachment, Comment, Heard, Matter, Reaction, Sign
from xieli.matters.queries.hanging import any_of
from xieli.matters.verbs.talking import MAY_TAKE_BACK
from xieli.organisation.models import Person

from . import names

_COMMENTS = composed(
    lambda matter: (
        Comment.objects.filter(matter=matter)
        .defer("search", "quotes__search")
        .select_related("quotes")
        .order_by("at", "pk")
    )
)
_REACTIONS = composed(lambda matter: Reaction.objects.filter(comment__matter=matter).order_by("pk"))
_HEARD = composed(lambda matter, person: Heard.objects.filter(matter=matter, person=person))
ICONS = {
    Sign.AGREED: "thumb-up", Sign.DONE: "check", Sign.SEEN: "eye", Sign.THANKS: "mood-smile", Sign.UNCLEAR: "help",
}  # fmt: skip


@dataclass
class Signed:
    """One sign under a comment: how often, by whom, and whether by the reader."""

    sign: Sign
    people: list[str] = field(default_factory=list)
    mine: bool = False

    @property
    def icon(self) -> str:
        """Its icon in the sprite."""
        return ICONS[self.sign]


@dataclass(frozen=True)
class Said:
    """One comment as the page shows it."""

    comment: Comment
    files: list[Attachment]
    signs: list[Signed]
    new: bool
    mine: bool
    may_take_back: bool

    @property
    def body(self) -> str:
        """The words as HTML."""
        return rich(self.comment.text)


class Discussion:
    """All that was said on a matter, for one reader at one moment."""

    def __init__(self, matter: Matter, person: Person, files: Iterable[Attachment], now: datetime) -> None:
        self.person, self.now = person, now
        comments = _COMMENTS(matter.pk) if any_of(matter, "comments") else []
        last = _HEARD.first(matter.pk, person.pk) if comments else None
        signs = _signs(_REACTIONS(matter.pk), person) if comments else {}
        brought: dict[int | None, list[Attachment]] = {}
        for file in files:
            brought.setdefault(file.seq, []).append(file)
        self.said = [
            self._said(one, signs.get(one.pk, []), brought, last.at if last else None) for one in comments
        ]

    def _said(
        self,
        comment: Comment,
        signs: list[Signed],
        brought: dict[int | None, list[Attachment]],
        last: datetime | None,
    ) -> Said:
        for one in filter(None, (comment, comment.quotes)):
            one.author = names.person(one.author_id)
        mine = comment.author_id == self.person.pk
        return Said(
            comment,
            brought.get(comment.seq, []) if comment.seq else [],
            signs,
            new=not mine and comment.deleted_at is None and (last is None or comment.at > last),
            mine=mine,
            may_take_back=mine and comment.deleted_at is None and self.now - comment.at <= MAY_TAKE_BACK,
        )

    @property
    def new(self) -> int:
        """How many comments the reader has not had before their eyes yet."""
        return sum(one.new for one in self.said)

    @property
    def first_new(self) -> Comment | None:
        """Where the new ones begin."""
        return next((one.comment for one in self.said if one.new), None)

    signs = list(Sign)


def _signs(rows: Iterable[Reaction], person: Person) -> dict[int, list[Signed]]:
    found: dict[int, dict[str, Signed]] = {}
    for row in rows:
        signed = found.setdefault(row.comment_id, {}).setdefault(row.sign, Signed(Sign(row.sign)))
        signed.people.append(names.person_name(row.person_id))
        signed.mine = signed.mine or row.person_id == person.pk
    return {comment: list(signs.values()) for comment, signs in found.items()}
