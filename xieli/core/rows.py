"""A table of rows inside a form: members, milestones, agenda items. One field; its value is a list of cleaned rows.

A browser sends `members-0-person`, `members-0-role`, `members-3-person` …: gaps and order as on the screen. Programs
send a list of objects under the field's name. Rows in which nothing was filled in are left out.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xieli.core.forms import Form
from xieli.core.marks import labelled

Raw = list[dict[str, Any]]
MOST = 500  # rows; more are imported from a sheet


class Rows(forms.Widget):
    """The table: a line of controls for each row, one more to be cloned, buttons to add and remove."""

    template_name = "core/rows.html"
    use_fieldset = True

    def __init__(self, row: type[Form], spare: int = 1, fixed: bool = False) -> None:
        super().__init__()
        self.row, self.spare, self.fixed = row, spare, fixed
        self.checked: list[Form] = []

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Raw:
        """The rows as typed, in the order of the screen."""
        given = data.get(name)
        if isinstance(given, list | tuple) and all(isinstance(one, Mapping) for one in given):
            return [dict(one) for one in given]
        return typed(data, name, self.row)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form was sent without this table."""
        return not self.value_from_datadict(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Rows as forms of their own; those checked before show what is wrong in each cell."""
        context = super().get_context(name, value, attrs)
        lines = [*self.lines(name, value or []), *self._spares(name, len(value or []))]
        context["widget"] |= {
            "lines": lines,
            "blank": self.row(prefix=f"{name}-__row__"),
            "columns": [one for one in self.row(prefix=name) if not one.is_hidden],
            "fixed": self.fixed,
        }
        return context

    def lines(self, name: str, value: Raw) -> list[Form]:
        """A form for each row."""
        if self.checked:
            return self.checked
        return [self.row(prefix=f"{name}-{at}", initial=row) for at, row in enumerate(value)]

    def _spares(self, name: str, have: int) -> list[Form]:
        wanted = 0 if self.fixed or have else self.spare
        return [self.row(prefix=f"{name}-{at}") for at in range(have, have + wanted)]

    def id_for_label(self, id_: str) -> str:
        """A table has no one control to point at."""
        return ""


class RowsField(forms.Field):
    """Rows of one small form. `least` and `most`: how many are wanted; `fixed`: rows are given, their cells change.

    Cleans to a list of dicts, one for each row, of that form's cleaned values.
    """

    widget: Rows
    prefix = "rows"

    def __init__(
        self, row: type[Form], *, least: int = 0, most: int = MOST, fixed: bool = False, **kwargs: Any
    ) -> None:
        self.row, self.least, self.most = row, least, most
        kwargs.setdefault("required", least > 0)
        super().__init__(widget=Rows(row, spare=max(1, least), fixed=fixed), **kwargs)

    def clean(self, value: Raw | None) -> list[dict[str, Any]]:
        """Every row checked by its form; the errors name row and column. Raises ValidationError."""
        rows = [one for one in value or [] if _filled(one)]
        if len(rows) < self.least:
            raise ValidationError(
                _("请填写这一项。")
                if self.least == 1
                else _("至少填写 %(least)d 行。") % {"least": self.least}
            )
        if len(rows) > self.most:
            raise ValidationError(_("最多 %(most)d 行。") % {"most": self.most})
        names = [f"{self.prefix}-{at}" for at in range(len(rows))]
        checked = [self.row(_prefixed(one, name), prefix=name) for name, one in zip(names, rows, strict=True)]
        problems = [said for at, form in enumerate(checked, 1) for said in _problems(at, form)]
        if problems:
            self.widget.checked = checked
            raise ValidationError(problems)
        return [dict(form.cleaned_data) for form in checked]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """Rows are checked under the names they are drawn with."""
        self.prefix = form.add_prefix(field_name)
        return super().get_bound_field(form, field_name)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as a whole."""
        return list(initial or []) != list(data or [])


def _filled(row: Mapping[str, Any]) -> bool:
    return any(value not in (None, "", []) for value in row.values())


def _prefixed(row: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {f"{prefix}-{name}": value for name, value in row.items() if value is not None}


def _problems(at: int, form: Form) -> Iterator[str]:
    for name, errors in form.errors.items():
        column = form.fields[name].label if name in form.fields else ""
        for error in errors:
            said = labelled(column, error) if column else error
            yield _("第 %(row)d 行 %(said)s") % {"row": at, "said": said}


SEVERAL = (forms.SelectMultiple, forms.CheckboxSelectMultiple)


def typed(data: Mapping[str, Any], name: str, row: type[Form]) -> Raw:
    """The rows in flat data of a browser or a kept draft: `name-3-column` → value(s)."""
    pattern = re.compile(rf"^{re.escape(name)}-(\d+)-(\w+)$")
    getlist = getattr(data, "getlist", None)
    found: dict[str, dict[str, Any]] = {}
    for key in data:
        match = pattern.match(str(key))
        if match is None or match[2] not in row.base_fields:
            continue
        several = isinstance(row.base_fields[match[2]].widget, SEVERAL)
        values = getlist(key) if getlist else data[key]
        if not several and isinstance(values, list | tuple):
            values = values[-1] if values else ""
        elif several and not isinstance(values, list | tuple):
            values = [values]
        found.setdefault(match[1], {})[match[2]] = values
    return list(found.values())


def flat(name: str, rows: Raw, row: type[Form]) -> dict[str, list[Any]]:
    """The flat data of rows, as a browser would send them; each cell's values in their outside form."""
    fields = row().fields
    return {
        f"{name}-{at}-{column}": _sent(fields[column].prepare_value(value))
        for at, one in enumerate(rows)
        for column, value in one.items()
        if column in fields and value is not None
    }


def _sent(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
