"""Copy (§0): any past matter can be started again as a new draft, "again like this"."""

from typing import Any

from django.utils.translation import gettext as _

from xieli.core import clock
from xieli.core.rows import RowsField, flat
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Matter
from xieli.matters.scene import Scene

from .declared import form_class
from .start import may_start, start


def start_again(matter: Matter, actor: Actor) -> Matter:
    """A draft of the actor's with what the first form of this matter saved. Dates that are over are left out."""
    spec = registry.get(matter.procedure)
    if actor.person is None or not Matter.objects.visible_to(actor.person).filter(pk=matter.pk).exists():
        raise NotAllowed(_("没有找到这件事项。"))
    if not spec.verbs.copy or not may_start(spec, actor):
        raise NotAllowed(_("您不能发起这一流程。"))
    scene = Scene.load(matter, clock.now())
    form = form_class(spec, spec.actions[spec.number.by])(scene=scene, actor=actor)
    kept: dict[str, list[str]] = {}
    for name, value in form.initial_from(scene).items():
        field = form.fields.get(name)
        if isinstance(field, RowsField):
            cells = flat(name, value or [], field.row)
            kept |= {cell: _typed(one) for cell, one in cells.items()}
        elif field is not None and value is not None and not _is_over(value):
            kept[name] = _typed(field.prepare_value(value))
    return start(matter.procedure, actor, title=matter.title, draft=kept)


def _is_over(value: Any) -> bool:
    return hasattr(value, "tzinfo") and hasattr(value, "hour") and value <= clock.now()


def _typed(value: Any) -> list[str]:
    """As a browser would have sent it, and as drafts are kept: a list for each name."""
    if isinstance(value, list | tuple):
        return [text for one in value for text in _typed(one)]
    if isinstance(value, bool):
        return ["on"] if value else []
    return [str(value)]
