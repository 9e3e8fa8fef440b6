"""What is filled in about stations and chargers. Shape only: rules are the commands' and the database's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Date, Form, Moment
from xieli.organisation.models import Department
from xieli.stations.commands import save_charger, save_station
from xieli.stations.models import Charger, Station
from xieli.stations.stickers import LAYOUTS


class StationForm(Form):
    """A station's sheet."""

    code = forms.CharField(label=_("站点编码"), max_length=20, help_text=_("如 YG-CS-0012"))
    name = forms.CharField(label=_("站点名称"), max_length=100)
    address = forms.CharField(label=_("地址"), max_length=200)
    zone = forms.ChoiceField(label=_("区域"), choices=Station.Zone.choices, help_text=_("决定应在多久内到场"))
    latitude = forms.DecimalField(label=_("纬度"), required=False, max_digits=8, decimal_places=6)
    longitude = forms.DecimalField(label=_("经度"), required=False, max_digits=9, decimal_places=6)
    operator = forms.ModelChoiceField(label=_("运维部门"), queryset=Department.objects.none(), required=False)
    status = forms.ChoiceField(label=_("状态"), choices=Station.Status.choices, initial="open")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["operator"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Department.objects.filter(active=True)

    @classmethod
    def of(cls, station: Station) -> "StationForm":
        """The form filled with what is on file."""
        return cls(initial={name: getattr(station, name) for name in cls.base_fields})

    def save(self, station: Station) -> bool:
        """Store what was typed; False, with errors, where a rule forbids it."""
        for name, value in self.cleaned_data.items():
            setattr(station, name, value)
        try:
            save_station(station)
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors


class ChargerForm(Form):
    """A charger's sheet."""

    code = forms.CharField(
        label=_("充电桩编码"), max_length=24, help_text=_("以站点编码开头，如 YG-CS-0012-07")
    )
    kind = forms.ChoiceField(label=_("类型"), choices=Charger.Kind.choices)
    power_kw = forms.DecimalField(label=_("功率（kW）"), max_digits=6, decimal_places=1, min_value=0)
    connectors = forms.IntegerField(label=_("枪数"), min_value=1, max_value=12, initial=2)
    serial = forms.CharField(label=_("出厂编号"), max_length=40, required=False)
    status = forms.ChoiceField(label=_("状态"), choices=Charger.Status.choices)
    commissioned_on = forms.DateField(label=_("投运日期"), required=False, widget=Date())

    @classmethod
    def of(cls, charger: Charger) -> "ChargerForm":
        """The form filled with what is on file."""
        names = [name for name in cls.base_fields if name != "connectors"]
        values = {name: getattr(charger, name) for name in names}
        return cls(initial={**values, "connectors": charger.connectors.count()})

    def save(self, charger: Charger) -> bool:
        """Store what was typed; False, with errors, where a rule forbids it."""
        data = dict(self.cleaned_data)
        connectors = data.pop("connectors")
        for name, value in data.items():
            setattr(charger, name, value)
        try:
            save_charger(charger, connectors)
        except ValidationError as error:
            self.add_error(None, error)
        return not self.errors


class BannerForm(Form):
    """The notice that customers see on the station's page."""

    text = forms.CharField(label=_("站点公告"), max_length=300, required=False, widget=forms.Textarea)
    until = forms.DateTimeField(label=_("公告截止"), required=False, widget=Moment())


class StickerForm(Form):
    """Which chargers' stickers, how many on a page."""

    per_page = forms.TypedChoiceField(
        label=_("每页张数"), choices=[(n, str(n)) for n in LAYOUTS], coerce=int, initial=8
    )
    charger = forms.ModelMultipleChoiceField(
        label=_("充电桩"), queryset=Charger.objects.none(), required=False, to_field_name="uid"
    )
