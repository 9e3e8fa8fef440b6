"""评论 and what belongs to it: the discussion on a matter, open to everybody who may see it. Never touches `rev`."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from xieli.matters.actors import Actor
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.forms import CommentForm, TakeBackForm
from xieli.matters.models import Attachment, Comment, Follow
from xieli.matters.policy import circle_of
from xieli.matters.predicates import customer
from xieli.matters.saying import SAID
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department

from .telling import may_tell, name_of
from .verb import Verb

MAY_TAKE_BACK = timedelta(minutes=10)
COMMENTED = gettext_noop("%(person)s 评论了 %(matter)s")
MENTIONED = gettext_noop("%(person)s 在 %(matter)s 中提到您")
DEPARTMENT_MENTIONED = gettext_noop("%(person)s 在 %(matter)s 中提到%(department)s")


def _may_comment(scene: Scene, actor: Actor) -> str | None:
    return customer.holds(scene, actor) or may_tell(scene, actor)


def _comment(act: Act) -> None:
    """People and departments named may see the matter from now on; of a department, its head and deputies are told."""
    mentions = [person.pk for person in act.data.get("mentions") or ()]
    departments = list(act.data.get("departments") or ())
    quoted = act.data.get("quotes")
    comment = Comment.objects.create(
        matter=act.matter,
        author=act.actor.person,
        customer=act.actor.kind == "customer",
        for_customer=act.data.get("for_customer", False) or act.actor.kind == "customer",
        text=act.texts.pop("text"),
        mentions=mentions,
        departments=[one.pk for one in departments],
        quotes=Comment.objects.filter(uid=quoted, matter=act.matter).first() if quoted else None,
        seq=act.seq,
        at=act.now,
    )
    act.joins(people=mentions, departments=[one.pk for one in departments])
    _tell(act, comment, mentions, departments)


def _tell(act: Act, comment: Comment, mentions: list[int], departments: Iterable[Department]) -> None:
    """Each person once: as the one named, as head of a department named, or as somebody concerned."""
    facts = {"person": name_of(act), SAID: str(comment.uid)}
    told = set(mentions)
    act.notice(mentions, "mention", MENTIONED, **facts)
    for department in departments:
        heads = [one for one in dict.fromkeys(_leaders(department)) if one not in told]
        told |= set(heads)
        act.notice(heads, "mention", DEPARTMENT_MENTIONED, department=department.name, **facts)
    holders = [item.person_id for item in act.scene.open_items]
    follows = dict(Follow.objects.filter(matter=act.matter).values_list("person_id", "active"))
    followers = [one for one, active in follows.items() if active]
    circle = [one for one in circle_of(act.scene.procedure.circle) if follows.get(one, True)]
    others = [one for one in dict.fromkeys([*holders, *followers, *circle]) if one not in told]
    act.notice(others, "comment", COMMENTED, **facts)


def _leaders(department: Department) -> Iterator[int]:
    head = organisation.head_of(department)
    if head is not None:
        yield head.pk
    yield from (one.pk for one in organisation.deputy_heads_of(department))


def _take_back(act: Act) -> None:
    """One's own words, while they are fresh; that something was said and taken back stays to be seen."""
    own = Comment.objects.filter(matter=act.matter, author=act.actor.person, deleted_at=None)
    comment = own.filter(uid=act.data["comment"]).first()
    if comment is None:
        raise ActionError(_("只能撤回自己的评论。"))
    if act.now - comment.at > MAY_TAKE_BACK:
        raise ActionError(_("评论发出十分钟后不能撤回；请另写一条更正。"))
    Comment.objects.filter(pk=comment.pk).update(text="", deleted_at=act.now)
    Attachment.objects.filter(matter=act.matter, seq=comment.seq).update(deleted_at=act.now)
    act.journal["taken_back"] = str(comment.uid)


VERBS = (
    Verb(
        "comment",
        gettext_lazy("评论"),
        _may_comment,
        _comment,
        CommentForm,
        ("matter",),
        rank=90,
        icon="message",
    ),
    Verb(
        "take_back_comment",
        gettext_lazy("撤回评论"),
        may_tell,
        _take_back,
        TakeBackForm,
        ("matter",),
        rank=93,
        icon="arrow-back",
    ),
)
