"""Choosing a room among the places others lend; which there are is asked when the form is drawn."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Choose
from xieli.matters import places


class RoomField(forms.CharField):
    """The key of a place, or nothing."""

    widget = Choose

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> Any:
        """With the rooms there are now."""
        self.widget.choices = [("", _("不预约")), *((one.key, one.name) for one in places.every())]
        return super().get_bound_field(form, field_name)

    def validate(self, value: Any) -> None:
        """A place that is lent."""
        super().validate(value)
        if value and value not in {one.key for one in places.every()}:
            raise ValidationError(_("没有这个会议室，请重新选择。"))
