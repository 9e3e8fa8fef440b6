"""Forms of the portal: few fields, big controls, words a customer uses. Rules are the engine's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Form
from xieli.customers.shapes import MOBILE, phone_number
from xieli.portal import photos
from xieli.portal.wording import RATING_WORDS
from xieli.procedures.service.choices import HARDWARE, PUBLIC_KINDS, Demand, Kind
from xieli.stations.models import Charger, Station

NUMBER = {"inputmode": "numeric", "autocomplete": "one-time-code"}
STARS = [(value, word) for value, word in RATING_WORDS]
AT_A_CHARGER = (
    Demand.CHARGING_FAILED,
    Demand.CONNECTOR_STUCK,
    Demand.WRONG_CHARGE,
    Demand.STATION_UNAVAILABLE,
    Demand.OCCUPATION_FEE,
    Demand.OTHER,
)


class Many(forms.ClearableFileInput):
    """Several pictures, from the camera or the album."""

    allow_multiple_selected = True


class PhotoField(forms.FileField):
    """Pictures, rewritten without what cameras add to them: cleaned data is a list of fresh files."""

    def __init__(self) -> None:
        super().__init__(
            label=_("照片"),
            required=False,
            widget=Many(attrs={"accept": "image/*"}),
            help_text=_("可拍桩身屏幕、枪头、车牌等，最多 6 张"),
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Every file on its own."""
        return photos.clean(data if isinstance(data, list | tuple) else [data] if data else [])


class Portal(Form):
    """What every form of the portal carries: a key against sending twice, and a trap for robots."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def clean_website(self) -> str:
        """People don't see this field; who fills it in is told nothing useful."""
        if self.cleaned_data["website"]:
            raise ValidationError(_("提交没有成功，请稍后再试。"))
        return ""


def mobile(text: str) -> str:
    """A mobile number in normal form: it must be able to get short messages."""
    try:
        number = phone_number(text)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    if not MOBILE.fullmatch(number):
        raise ValidationError(_("请填 11 位手机号，进度会用短信告诉您。"))
    return number


class ReportForm(Portal):
    """A demand, from the web or at a charger."""

    kind = forms.ChoiceField(
        label=_("您要"),
        choices=[(kind.value, kind.label) for kind in PUBLIC_KINDS],
        initial=Kind.FAULT,
        widget=forms.RadioSelect,
    )
    demand = forms.ChoiceField(label=_("遇到什么问题"), choices=Demand.choices, widget=forms.RadioSelect)
    danger = forms.BooleanField(label=_("有人身危险：漏电、冒烟、起火或有人被困"), required=False)
    station = forms.ModelChoiceField(
        label=_("充电站"),
        queryset=Station.objects.exclude(status__in=["building", "retired"]).order_by("name"),
        to_field_name="code",
        required=False,
        empty_label=_("不清楚或与站点无关"),
    )
    connector = forms.TypedChoiceField(
        label=_("枪号"), choices=[], coerce=int, empty_value=None, required=False
    )
    text = forms.CharField(
        label=_("具体情况"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": _("什么时候、什么现象、屏幕显示什么")}),
    )
    order_no = forms.CharField(label=_("订单号（如有）"), max_length=40, required=False)
    photos = PhotoField()
    phone = forms.CharField(
        label=_("手机号"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    caller_name = forms.CharField(
        label=_("怎么称呼您"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, charger: Charger | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.charger = charger
        if charger is None:
            del self.fields["connector"]
            return
        del self.fields["station"]
        ordinals = [connector.ordinal for connector in charger.connectors.all()]
        connectors: Any = self.fields["connector"]
        connectors.choices = [("", _("不清楚")), *((n, _("%(n)s 号枪") % {"n": n}) for n in ordinals)]
        demands: Any = self.fields["demand"]
        demands.choices = [(demand.value, demand.label) for demand in AT_A_CHARGER]

    def clean_phone(self) -> str:
        """A mobile number."""
        return mobile(self.cleaned_data["phone"])

    def demand_data(self) -> dict[str, Any]:
        """What the act of recording wants."""
        data = self.cleaned_data
        found = {
            name: data.get(name) or ""
            for name in ("kind", "demand", "text", "order_no", "phone", "caller_name")
        }
        found["connector"] = data.get("connector") or ""
        found["station"] = data["station"].code if data.get("station") else ""
        found["charger"] = self.charger.code if self.charger else ""
        if data["danger"]:
            found["kind"], found["urgency"] = Kind.FAULT, "safety"
        elif self.charger and found["kind"] == Kind.FAULT and found["demand"] not in HARDWARE:
            found["kind"] = Kind.CONSULTATION  # a question about money, asked at a machine that works
        return found


class WordsForm(Portal):
    """A few words, with pictures if wanted."""

    text = forms.CharField(label=_("内容"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    photos = PhotoField()


class RatingForm(Portal):
    """Satisfaction as a whole and on its three sides."""

    overall = forms.TypedChoiceField(
        label=_("总体满意度"), choices=STARS, coerce=int, widget=forms.RadioSelect
    )
    attitude = forms.TypedChoiceField(
        label=_("服务态度"), choices=[], coerce=int, empty_value=None, required=False
    )
    speed = forms.TypedChoiceField(
        label=_("处理速度"), choices=[], coerce=int, empty_value=None, required=False
    )
    outcome = forms.TypedChoiceField(
        label=_("处理结果"), choices=[], coerce=int, empty_value=None, required=False
    )
    text = forms.CharField(
        label=_("想对我们说的话"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("attitude", "speed", "outcome"):
            side: Any = self.fields[name]
            side.choices = [("", _("不评价")), *STARS]

    def clean(self) -> dict[str, Any]:
        """The dissatisfied say why: the department must know what to mend."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("overall", 5) <= 2 and not data.get("text"):
            self.add_error("text", _("请写明哪里没有解决，我们会重新处理。"))
        return data

    def sides(self) -> dict[str, int | None]:
        """The three sides."""
        return {name: self.cleaned_data[name] for name in ("attitude", "speed", "outcome")}


class PhoneForm(Portal):
    """Whose cases are looked for."""

    phone = forms.CharField(
        label=_("提交需求时留的手机号"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """A mobile number."""
        return mobile(self.cleaned_data["phone"])


class CodeForm(PhoneForm):
    """The code that came by short message."""

    phone = forms.CharField(max_length=20, widget=forms.HiddenInput)
    code = forms.RegexField(
        r"^\d{6}$",
        label=_("短信验证码"),
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={"invalid": _("验证码是 6 位数字。")},
    )
