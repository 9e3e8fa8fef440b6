"""Valid data for any act's form, made up from the form itself: what a person could have typed."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from django import forms

from xieli.core import clock
from xieli.core.rows import RowsField
from xieli.matters.actors import Actor
from xieli.matters.forms import ActionForm, CorrectForm, NoticeForm, PauseForm, ReassignForm
from xieli.matters.scene import Scene
from xieli.organisation import queries as organisation

Answer = Callable[["Filler", Any], Any]  # of the form (or row) the field stands in
WORDS = (
    "请核对",
    "已联系现场",
    "资料齐全",
    "按约定时间完成",
    "见附件",
    "线路检修中",
    "客户已确认",
    "3号桩第2枪",
)


class Filler:
    """Fills forms at random. `answers`: for fields that need a particular value, field name → how to make it."""

    def __init__(self, random: Random, answers: Mapping[str, Answer] | None = None) -> None:
        self.random = random
        self.answers = answers or {}

    def fill(self, form_class: type[ActionForm], scene: Scene, actor: Actor) -> dict[str, Any]:
        """Data as a browser or the API would send it."""
        form = form_class(scene=scene, actor=actor)
        made = _SPECIAL.get(form_class)
        data = made(self, scene) if made else {}
        for name, field in form.fields.items():
            if name in self.answers:
                value = self.answers[name](self, form)
            elif name in data or (not field.required and self.random.random() < 0.5):
                continue
            else:
                value = self.value(field, scene)
            if value is not None:
                data[name] = value
        return {name: value for name, value in data.items() if value is not None}

    def words(self, most: int | None = None) -> str:
        """A few words."""
        return "，".join(self.random.sample(WORDS, 2))[: most or None]

    def moment(self, now: Any, hours: float) -> str:
        """A wall-clock time so many hours ahead."""
        return clock.local(now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")

    def _row(self, field: RowsField, scene: Scene) -> dict[str, Any]:
        """A row of a table inside a form; columns in `answers` too."""
        row = field.row()
        made = {
            name: self.answers[name](self, row) if name in self.answers else self.value(cell, scene)
            for name, cell in row.fields.items()
        }
        return {name: value for name, value in made.items() if value is not None}

    def value(self, field: forms.Field, scene: Scene) -> Any:
        """A valid value for a field by its type; None where there is nothing to choose from."""
        match field:
            case RowsField():
                wanted = range(self.random.randint(max(1, field.least), max(2, field.least)))
                return [self._row(field, scene) for _one in wanted]
            case forms.ModelMultipleChoiceField():
                rows = list(field.queryset)
                chosen = self.random.sample(rows, min(len(rows), self.random.choice([1, 1, 2])))
                return [str(getattr(row, field.to_field_name or "pk")) for row in chosen]
            case forms.ModelChoiceField():
                rows = list(field.queryset)
                return str(getattr(self.random.choice(rows), field.to_field_name or "pk")) if rows else None
            case forms.MultipleChoiceField():
                return [self.random.choice(options(field))]
            case forms.ChoiceField():
                return self.random.choice(options(field)) if options(field) else None
            case forms.BooleanField():
                return "on"
            case forms.DateTimeField():
                return self.moment(scene.now, self.random.choice([2, 26, 73, 200]))
            case forms.DateField():
                return self.moment(scene.now, self.random.choice([26, 73, 200]))[:10]
            case forms.DecimalField() | forms.FloatField() | forms.IntegerField():
                low = field.min_value if field.min_value is not None else 0
                high = field.max_value if field.max_value is not None else low + 50
                return str(self.random.randint(int(low), int(high)))
            case forms.UUIDField() | forms.FileField():
                return None
            case _:
                return self.words(getattr(field, "max_length", None))


def members_of_the_lead(filler: "Filler", form: ActionForm) -> str | None:
    """An answer for fields that name who handles it: somebody of the lead department."""
    lead = form.scene.matter.lead_department_id if form.scene else None
    members = organisation.members_of(lead) if lead else []
    return str(filler.random.choice(members).uid) if members else None


def options(field: forms.ChoiceField) -> list[str]:
    """The values one may choose, groups unfolded, the empty one left out."""
    found: list[str] = []
    for value, label in field.choices:
        found += [str(one) for one, _ in label] if isinstance(label, list | tuple) else [str(value)]
    return [one for one in found if one]


def _reassign(filler: Filler, scene: Scene) -> dict[str, Any]:
    """To a department's queue, or to somebody of the holder's department."""
    item = scene.item or next(iter(scene.main_items), None)
    others = organisation.members_of(item.department_id) if item and item.department_id else []
    if others and filler.random.random() < 0.7:
        return {"person": str(filler.random.choice(others).uid), "department": None}
    return {"department": str(filler.random.choice(organisation.departments()).uid), "person": None}


def _notice(filler: Filler, scene: Scene) -> dict[str, Any]:
    """A date after the present one."""
    item = scene.item or next(iter(scene.main_items), None)
    base = max(item.due_at, scene.now) if item is not None and item.due_at else scene.now
    return {"new_due": filler.moment(base, filler.random.choice([5, 30, 100]))}


def _pause(filler: Filler, scene: Scene) -> dict[str, Any]:
    """A declared cause, briefly or for long."""
    causes = scene.procedure.verbs.pause
    until = filler.moment(scene.now, filler.random.choice([3, 40, 200]))
    return {"cause": filler.random.choice(causes), "until": until} if causes else {}


def _correct(filler: Filler, scene: Scene) -> dict[str, Any]:
    """One of the facts that may be corrected."""
    return {"field": filler.random.choice(scene.procedure.verbs.correct), "value": filler.words()}


_SPECIAL: dict[type[ActionForm], Callable[[Filler, Scene], dict[str, Any]]] = {
    ReassignForm: _reassign,
    NoticeForm: _notice,
    PauseForm: _pause,
    CorrectForm: _correct,
}
