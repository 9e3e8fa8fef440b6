"""The form of a person's choices: hours, and one field per kind and channel."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Form
from xieli.notifications.channels import channels
from xieli.notifications.choices import Choices
from xieli.notifications.kinds import KINDS, PRODUCT, Kind, Mode
from xieli.notifications.robots.service import Service
from xieli.notifications.timing import Habits

OUTSIDE = [(Mode.NOW, _("立即")), (Mode.DIGEST, _("每日摘要")), (Mode.OFF, _("不发"))]
INSIDE = [(Mode.NOW, _("提醒")), (Mode.OFF, _("不提醒"))]


class Time(forms.TimeInput):
    """The browser's own time picker."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M", attrs={"class": "input"})


class ChoicesForm(Form):
    """What the person sees as a table: a row per kind, a column per channel."""

    quiet_from = forms.TimeField(label=_("安静时段开始"), widget=Time)
    quiet_to = forms.TimeField(
        label=_("安静时段结束"), widget=Time, help_text=_("与开始相同表示不设安静时段")
    )
    digest_at = forms.TimeField(label=_("每日摘要时间"), widget=Time)

    def __init__(self, person: int, *args: Any, **kwargs: Any) -> None:
        chosen = Choices([person])
        habits = chosen.habits(person)
        hours = {"quiet_from": habits.quiet_from, "quiet_to": habits.quiet_to, "digest_at": habits.digest_at}
        super().__init__(*args, initial=hours, **kwargs)
        reachable = chosen.robots.services(person)
        letters = [code for code, way in channels().items() if not isinstance(way, Service)]
        self._channels = [*letters, *(code for code in channels() if code in reachable)]
        for kind in KINDS.values():
            for channel in (PRODUCT, *self._channels):
                self._add(kind, channel, chosen, person)

    def _add(self, kind: Kind, channel: str, chosen: Choices, person: int) -> None:
        """The field of one kind on one channel; one that can't be switched off is shown and not asked."""
        inside = channel == PRODUCT
        label = _("应用内") if inside else channels()[channel].label
        options: list[Any] = [*(INSIDE if inside else OUTSIDE)]
        initial: Any = chosen.mode(person, kind.code, channel)
        if chosen.robot(person, channel) is not None:
            default = dict(OUTSIDE)[chosen.default(person, kind.code, channel)]
            options.insert(0, ("", format_lazy(_("随部门（{mode}）"), mode=default)))
            initial = chosen.own(person, kind.code, channel) or ""
        self.fields[f"{kind.code}:{channel}"] = forms.ChoiceField(
            choices=options,
            initial=initial,
            required="" not in dict(options),
            disabled=inside and not kind.optional,
            label=f"{kind.label} · {label}",
            widget=forms.Select(
                attrs={"class": "input", "title": label, "aria-label": f"{kind.label} · {label}"}
            ),
        )

    def rows(self) -> list[tuple[Kind, list[forms.BoundField]]]:
        """The table: each kind with its fields in the order of `columns`."""
        names = (PRODUCT, *self._channels)
        return [(kind, [self[f"{kind.code}:{channel}"] for channel in names]) for kind in KINDS.values()]

    def columns(self) -> list[Any]:
        """The headings of the table."""
        return [_("应用内"), *(channels()[code].label for code in self._channels)]

    def modes(self) -> dict[tuple[str, str], Mode | None]:
        """What was chosen: (kind, channel) → mode; None: as the department."""
        given = {
            (kind.code, channel): self.cleaned_data[f"{kind.code}:{channel}"]
            for kind in KINDS.values()
            for channel in (PRODUCT, *self._channels)
        }
        return {key: Mode(value) if value else None for key, value in given.items()}

    def habits(self) -> Habits:
        """The hours given."""
        data = self.cleaned_data
        return Habits(data["quiet_from"], data["quiet_to"], data["digest_at"])
