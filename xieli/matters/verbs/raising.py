"""报告问题, 提请协调, 召集会议: a matter of another procedure, raised from any matter, as its child (§0, 3.1.a, 4.2.a).

The procedures are named by their keys: where one is not installed, its verb is not there.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop, pgettext_lazy

from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands.act import Act
from xieli.matters.commands.declared import form_class
from xieli.matters.forms import ActionForm, EmptyForm
from xieli.matters.models import Link
from xieli.matters.procedure import Procedure
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

from .verb import Verb

PROBLEM, COORDINATION, MEETING = "problem", "coordination", "meeting"
RAISED = gettext_noop("%(matter)s：%(person)s 发起了%(child)s")


def _spec(key: str, scene: Scene) -> Procedure | None:
    """The procedure to be raised, if it is installed and this is not one of it."""
    found = next((one for one in registry.all_procedures() if one.key == key), None)
    ready = scene.matter.number is not None and scene.matter.closed_at is None
    return found if ready and scene.procedure.key != key else None


def _may_report(scene: Scene, actor: Actor) -> str | None:
    if not scene.procedure.verbs.report or _spec(PROBLEM, scene) is None:
        return None
    return scene.authority_over_item(actor)


def _may_coordinate(scene: Scene, actor: Actor) -> str | None:
    if actor.person is None or _spec(COORDINATION, scene) is None:
        return None
    return "head" if organisation.headed_by(actor.person) else None


def _may_call(scene: Scene, actor: Actor) -> str | None:
    """Who holds it, raised it, or heads a department that takes part."""
    if actor.person is None or _spec(MEETING, scene) is None:
        return None
    if held := scene.authority_over_item(actor):
        return held
    if scene.matter.requester_id == actor.person.pk:
        return "initiator"
    return "head" if set(organisation.headed_by(actor.person)) & set(scene.matter.departments) else None


def _form_of(key: str) -> Callable[[Scene], type[ActionForm]]:
    def form(scene: Scene) -> type[ActionForm]:
        spec = registry.get(key)
        return form_class(spec, spec.actions[spec.number.by])

    return form


def _raise(key: str) -> Callable[[Act], None]:
    """Open the child; the words and data stand in its ledger, a reference to it in this one's."""

    def apply(act: Act) -> None:
        from xieli.matters.commands.start import open_matter

        act.data.pop("_saves", None)
        act.journal.pop("data", None)
        act.texts.clear()
        spec = registry.get(key)
        child = open_matter(
            key, act.actor, spec.number.by, raw(act.data), now=act.now, parent=act.matter, parent_label=key
        )
        Link.objects.create(source=act.matter, target=child, kind="child", at=act.now)
        act.journal["child"] = {"uid": str(child.uid), "number": child.number, "label": key}
        told = [act.matter.requester_id, *(item.person_id for item in act.scene.open_items)]
        who = act.actor.person.name if act.actor.person else ""
        act.notice(told, "problem", RAISED, person=who, child=str(child.reference))

    return apply


def raw(data: dict[str, Any]) -> dict[str, Any]:
    """Cleaned data as a form takes it: rows by their outside identifier."""
    return {name: _raw(value) for name, value in data.items() if value is not None}


def _raw(value: Any) -> Any:
    if hasattr(value, "uid"):
        return str(value.uid)
    if hasattr(value, "all") or isinstance(value, list | tuple):
        return [_raw(one) for one in value]
    return value


VERBS = (
    Verb(
        "report_problem",
        gettext_lazy("报告问题"),
        _may_report,
        _raise(PROBLEM),
        EmptyForm,
        ("item",),
        rank=9,
        icon="alert-triangle",
        form_of=_form_of(PROBLEM),
        saves=False,
    ),
    Verb(
        "coordinate",
        pgettext_lazy("act", "提请协调"),
        _may_coordinate,
        _raise(COORDINATION),
        EmptyForm,
        ("matter",),
        rank=28,
        icon="scale",
        form_of=_form_of(COORDINATION),
        saves=False,
    ),
    Verb(
        "call_meeting",
        pgettext_lazy("act", "召集会议"),
        _may_call,
        _raise(MEETING),
        EmptyForm,
        ("item", "matter"),
        rank=29,
        icon="users",
        form_of=_form_of(MEETING),
        saves=False,
    ),
)
