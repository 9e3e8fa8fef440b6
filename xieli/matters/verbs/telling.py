"""催办, 督办, 抄送, 关注, 报告进展: words beside the work. None of them touches `rev`."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from xieli.core.composed import composed
from xieli.core.rowwise import changed
from xieli.matters.actors import Actor
from xieli.matters.commands import asking
from xieli.matters.commands.act import Act
from xieli.matters.errors import ActionError
from xieli.matters.forms import CopyForm, EmptyForm, ProgressForm, TextForm, UrgeForm
from xieli.matters.models import Follow
from xieli.matters.predicates import customer
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .verb import Verb, holds_item, may_see

URGED = gettext_noop("%(person)s 催办：%(matter)s")
SUPERVISED = gettext_noop("%(person)s 督办：%(matter)s")
COPIED = gettext_noop("%(person)s 抄送您：%(matter)s")
PROGRESS = gettext_noop("%(matter)s 进展 %(percent)s%%")


def name_of(act: Act) -> str:
    return act.actor.person.name if act.actor.person else _("客户")


def _may_urge(scene: Scene, actor: Actor) -> str | None:
    if not scene.procedure.verbs.urge or scene.item is None:
        return None
    return customer.holds(scene, actor) or may_see(scene, actor)


def _urge(act: Act) -> None:
    """At most once in four hours for each work item."""
    item = act.item
    assert item is not None
    if asking.urged_lately(act, [item]):
        raise ActionError(_("四小时内已经催办过，请稍后再催。"))
    act.journal["urged"] = [item.pk]
    act.notice(asking.held_by(item), "urged", URGED, person=name_of(act))


def _may_supervise(scene: Scene, actor: Actor) -> str | None:
    if actor.person is None or scene.matter.closed_at is not None:
        return None
    duties = organisation.duties_of(actor.person)
    if {"executive", "general_manager"} & duties:
        return "executive"
    return "head" if organisation.headed_by(actor.person) else None


def _supervise(act: Act) -> None:
    people = [item.person_id for item in act.scene.open_items]
    heads = [organisation.head_of(item.department_id) for item in act.scene.open_items if item.department_id]
    _follow_row(act, act.actor.person_id, None)
    act.notice(
        [*people, *(head.pk for head in heads if head)],
        "urged",
        SUPERVISED,
        person=name_of(act),
    )


def _follow_row(act: Act, person: int | None, copied_by: int | None) -> None:
    if person is None:  # another system follows nothing
        return
    Follow.objects.update_or_create(
        matter=act.matter,
        person_id=person,
        defaults={
            "active": True,
            "at": act.now,
            **({"copied_by_id": copied_by, "read_at": None} if copied_by else {}),
        },
    )


def may_tell(scene: Scene, actor: Actor) -> str | None:
    return may_see(scene, actor) if scene.matter.number is not None else None


def _copy(act: Act) -> None:
    """抄送: those copied may see the matter from now on."""
    people = list(act.data["people"])
    for person in people:
        _follow_row(act, person.pk, act.actor.person_id)
    act.joins(people=[person.pk for person in people])
    act.notice([person.pk for person in people], "copied", COPIED, person=name_of(act))


def _may_follow(scene: Scene, actor: Actor) -> str | None:
    return may_see(scene, actor)


def _follow(act: Act) -> None:
    """Who wants to hear of it takes no part: when it becomes secret, they hear no more."""
    act.takes_part = False
    _follow_row(act, act.actor.person_id, None)


def _unfollow(act: Act) -> None:
    act.takes_part = False
    if act.actor.person_id is not None:
        Follow.objects.filter(matter=act.matter, person_id=act.actor.person_id).update(active=False)


def _may_report(scene: Scene, actor: Actor) -> str | None:
    return holds_item(scene, actor) if scene.procedure.verbs.report else None


def _report_progress(act: Act) -> None:
    item = act.item
    assert item is not None
    item.percent = act.data["percent"]
    changed(item, "percent")
    act.journal["percent"] = item.percent
    act.notice(
        [act.matter.requester_id, *_FOLLOWERS(act.matter.pk)],
        "progress",
        PROGRESS,
        percent=item.percent,
    )


_FOLLOWERS = composed(
    lambda matter: Follow.objects.filter(matter=matter, active=True).values_list("person_id", flat=True)
)

VERBS = (
    Verb(
        "report_progress",
        gettext_lazy("报告进展"),
        _may_report,
        _report_progress,
        ProgressForm,
        ("item",),
        rank=7,
        icon="progress",
    ),
    Verb("urge", gettext_lazy("催办"), _may_urge, _urge, UrgeForm, ("item",), rank=24, icon="bell-ringing"),
    Verb(
        "supervise",
        gettext_lazy("督办"),
        _may_supervise,
        _supervise,
        TextForm,
        ("matter",),
        rank=25,
        icon="eye-check",
    ),
    Verb("copy", gettext_lazy("抄送"), may_tell, _copy, CopyForm, ("matter",), rank=26, icon="copy"),
    Verb("follow", gettext_lazy("关注"), _may_follow, _follow, EmptyForm, ("matter",), rank=91, icon="star"),
    Verb(
        "unfollow",
        gettext_lazy("取消关注"),
        _may_follow,
        _unfollow,
        EmptyForm,
        ("matter",),
        rank=92,
        icon="star-off",
    ),
)
