"""Forms of the calendar pages: shape only, the rules are the commands'."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form
from xieli.worktime.defaults import Definition
from xieli.worktime.models import DayKind
from xieli.worktime.pattern import WEEKDAYS, WeekPattern
from xieli.worktime.period import parse_day, write_day
from xieli.worktime.words import DAYS


def _periods(text: str) -> list[str]:
    """The periods of a line such as `08:30-12:00 13:30-17:30`; ValidationError says what is wrong."""
    for mark in "，,、;；":
        text = text.replace(mark, " ")
    try:
        return write_day(parse_day(text.split()))
    except ValueError as error:
        raise ValidationError(str(error)) from error


class PeriodsField(forms.CharField):
    """Periods of one day on one line; cleaned to a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=120, **kwargs)
        self.widget.attrs["placeholder"] = "08:30-12:00 13:30-17:30"

    def clean(self, value: Any) -> list[str]:
        """A list of periods in order."""
        return _periods(super().clean(value))


class CalendarForm(Form):
    """A calendar's name and its week, or several weeks in turn."""

    name = forms.CharField(label=_("名称"), max_length=40)
    keeps_holidays = forms.BooleanField(
        label=_("随法定节假日休息和调休"), required=False, help_text=_("轮班、全天候的日历不勾选。")
    )
    valid_from = forms.DateField(
        label=_("自何日起施行"),
        required=False,
        widget=Date(),
        help_text=_("此前的工作时间不变。只在初次设置、要从头改起时留空。"),
    )

    def __init__(self, *args: Any, weeks: int = 1, **kwargs: Any) -> None:
        self.weeks = weeks
        # Before the base class looks at the fields, so that it treats these like the others.
        self.base_fields = dict(self.base_fields)  # type: ignore[misc] # of this form, not of its class
        if weeks > 1:
            self.base_fields["anchor"] = forms.DateField(
                label=_("第一周从哪一周算起"), widget=Date(), help_text=_("填该周里的任意一天。")
            )
        for name, label in self._days():
            self.base_fields[name] = PeriodsField(label=label)
        super().__init__(*args, **kwargs)

    def _days(self) -> Iterable[tuple[str, Any]]:
        for number in range(self.weeks):
            for key, day in zip(WEEKDAYS, DAYS, strict=True):
                yield f"{key}_{number}", day

    def told(self) -> list[forms.BoundField]:
        """The fields that are not days."""
        days = dict(self._days())
        return [field for field in self if field.name not in days]

    def grid(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The days, week by week, each week with its title."""
        titles = [gettext("第 %(n)s 周") % {"n": number + 1} for number in range(self.weeks)]
        if self.weeks == 1:
            titles = [gettext("每周")]
        return [(title, [self[f"{key}_{n}"] for key in WEEKDAYS]) for n, title in enumerate(titles)]

    def clean(self) -> dict[str, Any]:
        """Adds `pattern`."""
        cleaned = super().clean() or {}
        if not self.errors:
            weeks = [{key: cleaned[f"{key}_{number}"] for key in WEEKDAYS} for number in range(self.weeks)]
            try:
                cleaned["pattern"] = WeekPattern.parse({"weeks": weeks}, cleaned.get("anchor"))
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return cleaned

    @classmethod
    def initial_of(cls, said: Definition, pattern: WeekPattern, today: date) -> dict[str, Any]:
        """What the form shows of a calendar as it is."""
        shown: dict[str, Any] = {
            "name": gettext(said.name),
            "keeps_holidays": said.keeps_holidays,
            "valid_from": today,
            "anchor": pattern.anchor or today,
        }
        for number, week in enumerate(pattern.weeks):
            for key, day in zip(WEEKDAYS, week, strict=True):
                shown[f"{key}_{number}"] = " ".join(write_day(day))
        return shown


class NewCalendarForm(CalendarForm):
    """The same with a code of its own."""

    code = forms.SlugField(
        label=_("代码"), max_length=40, help_text=_("小写字母、数字和下划线，定下后不再改，例如 night_shift")
    )
    field_order = ["code", "name"]


class ExceptionForm(Form):
    """What is different on one day."""

    day = forms.DateField(label=_("日期"), widget=Date())
    kind = forms.ChoiceField(
        label=_("安排"), choices=[*DayKind.choices, ("", _("恢复原来的安排"))], required=False
    )
    periods = PeriodsField(label=_("时段"), help_text=_("只在上班时填；不填则按平常一天。"))
    name = forms.CharField(label=_("事由"), max_length=60, required=False)
    general = forms.BooleanField(label=_("对所有随节假日休息的日历都这样安排"), required=False)


class AnnouncementForm(Form):
    """A file with a year's announcement."""

    file = forms.FileField(
        label=_("文件"), help_text=_("JSON（含 days、date、isOffDay）或按模板填写的 Excel")
    )
    source = forms.CharField(label=_("依据"), max_length=300, help_text=_("通知的名称、文号或网址"))
