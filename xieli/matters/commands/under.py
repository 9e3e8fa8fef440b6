"""Children the product opens by itself, in the act that calls for them: what was resolved, decided or planned."""

from collections.abc import Mapping
from typing import Any

from xieli.matters import registry
from xieli.matters.actors import SYSTEM, Actor
from xieli.matters.models import Link, Matter

from .act import Act
from .start import open_matter


def open_under(act: Act, label: str, data: Mapping[str, Any], *, by: Actor = SYSTEM) -> Matter:
    """A declared child of the matter acted on, opened by the product under its lock, in the act's transaction.

    `by`: in whose name, where somebody is to answer for it. `label`: name of the `Child`; `data`: what the form of the
    act that numbers it asks for. A line of it stands in the act's journal.
    """
    spec = registry.get(act.procedure.children[label].procedure)
    child = open_matter(
        spec.key, by, spec.number.by, data, now=act.now, parent=act.matter, parent_label=label
    )
    Link.objects.create(source=act.matter, target=child, kind="child", at=act.now)
    act.note("children", label, [str(child.uid), child.number])
    return child
