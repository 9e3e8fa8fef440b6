"""One form per act of a service case that needs input. Words about people stay erasable (`texts`)."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from xieli.customers.shapes import member_number, phone_number, plate_number
from xieli.matters.fields import DepartmentField, DepartmentsField, MomentField, PersonField, text_area
from xieli.matters.forms import ActionForm, ReasonForm, TextForm
from xieli.matters.scene import Scene
from xieli.procedures.service import choices, queries
from xieli.procedures.service.choices import Cause, Channel, Demand, Fix, Kind, Urgency
from xieli.procedures.service.models import Article, Incident
from xieli.stations.models import Station
from xieli.stations.queries import charger_by_code

RATINGS = [(5, _("非常满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("非常不满意"))]

DISSATISFIED = 2


def _normal(reader: Any, name: str) -> Any:
    def clean(self: forms.Form) -> str:
        try:
            return str(reader(self.cleaned_data[name]))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    return clean


class RecordForm(ActionForm):
    """The demand itself: what, about which machine, how urgent, and how to reach the customer."""

    saves: ClassVar = (
        "kind", "demand", "urgency", "channel", "text", "caller_name", "phone", "plate", "member_id", "order_no",
        "station", "charger", "connector", "slip_no", "slip_due",
    )  # fmt: skip
    texts: ClassVar = ("text", "caller_name", "phone", "plate", "member_id", "order_no")

    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    caller_name = forms.CharField(label=_("称呼"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("诉求性质"), choices=Kind.choices, initial=Kind.FAULT)
    demand = forms.ChoiceField(label=_("需求类型"), choices=Demand.choices)
    charger = forms.CharField(label=_("充电桩编码"), max_length=24, required=False)
    station = forms.ModelChoiceField(
        label=_("充电站"), queryset=Station.objects.all(), to_field_name="code", required=False
    )
    connector = forms.IntegerField(label=_("枪号"), min_value=1, max_value=12, required=False)
    text = forms.CharField(label=_("诉求内容"), max_length=4000, widget=text_area())
    urgency = forms.ChoiceField(
        label=_("紧急程度"), choices=[("", _("按类型判定")), *Urgency.choices], required=False
    )
    channel = forms.ChoiceField(label=_("来源"), choices=[("", _("自动")), *Channel.choices], required=False)
    plate = forms.CharField(label=_("车牌号"), max_length=20, required=False)
    member_id = forms.CharField(label=_("会员号"), max_length=40, required=False)
    order_no = forms.CharField(label=_("订单号"), max_length=40, required=False)
    slip_no = forms.CharField(label=_("转办单号"), max_length=40, required=False)
    slip_due = MomentField(label=_("转办单要求时间"), required=False)

    clean_phone = _normal(phone_number, "phone")
    clean_plate = _normal(plate_number, "plate")
    clean_member_id = _normal(member_number, "member_id")

    def clean_charger(self) -> Any:
        """The machine of the code, or None."""
        code = self.cleaned_data["charger"].strip()
        if not code:
            return None
        found = charger_by_code(code)
        if found is None:
            raise ValidationError(_("没有编码为 %(code)s 的充电桩，请核对桩身上的编码。") % {"code": code})
        return found

    def clean(self) -> dict[str, Any]:
        """What follows from the rest: station of the charger, urgency of the demand, the channel of who records."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("charger"):
            data["station"] = data["charger"].station
        own = self.actor.kind if self.actor else "person"
        if own == "customer":
            data["channel"] = Channel.QR if data.get("charger") else Channel.WEB
            if data.get("kind") not in choices.PUBLIC_KINDS:
                self.add_error("kind", _("请从列表中选择一项。"))
        data["channel"] = data.get("channel") or (Channel.APP if own == "api" else Channel.HOTLINE)
        if data.get("kind") == Kind.CITY_HOTLINE and not data.get("slip_no"):
            self.add_error("slip_no", _("热线转办要填转办单号。"))
        data["urgency"] = data.get("urgency") or choices.urgency_of(
            data.get("kind", ""), data.get("demand", "")
        )
        return data


class SupplementForm(ActionForm):
    """What the department missed: added to the demand, and back to who returned it."""

    saves, texts = ("charger", "connector", "order_no"), ("order_no", "supplement")
    charger = forms.CharField(label=_("充电桩编码"), max_length=24, required=False)
    connector = forms.IntegerField(label=_("枪号"), min_value=1, max_value=12, required=False)
    order_no = forms.CharField(label=_("订单号"), max_length=40, required=False)
    supplement = forms.CharField(label=_("补充说明"), max_length=2000, widget=text_area())

    clean_charger = RecordForm.clean_charger


class AnswerForm(ActionForm):
    """The answer given on the spot, perhaps with a knowledge article."""

    saves, texts = ("answer",), ("answer",)
    answer = forms.CharField(label=_("答复内容"), max_length=4000, widget=text_area())
    article = forms.ModelChoiceField(
        label=_("引用知识条目"),
        queryset=Article.objects.filter(active=True),
        to_field_name="uid",
        required=False,
    )


class DispatchForm(ActionForm):
    """To whom it goes, who assists, how it is to be mended."""

    saves, texts = ("urgency", "fix"), ("note",)
    department = DepartmentField(label=_("主办部门"))
    person = PersonField(label=_("指定人员"), required=False)
    assisting = DepartmentsField(label=_("协办部门"), required=False)
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency.choices)
    fix = forms.ChoiceField(label=_("处理方式"), choices=[("", "—"), *Fix.choices], required=False)
    note = forms.CharField(label=_("派单说明"), max_length=2000, required=False, widget=text_area())

    def initial_from(self, scene: Scene) -> dict[str, Any]:
        """Besides what the case says: who leads such a demand by the list of duties."""
        case = scene.details
        lead = queries.usual_lead(case.demand, case.station, case.kind)
        return {**super().initial_from(scene), "department": lead.uid if lead else None}


class AcceptForm(ActionForm):
    """Who handles it; empty means the one who accepts."""

    addressed = ("handler",)
    handler = PersonField(label=_("经办人"), required=False, help_text=_("不填即由本人经办"))


class ContactForm(TextForm):
    """What was agreed in the first contact, and what time was promised."""

    saves = ("promised_at",)
    promised_at = MomentField(label=_("答应客户的时间"), required=False)


class ArrivalForm(ActionForm):
    """On site: proved by the charger's QR code, by position, or told."""

    texts = ("note",)
    addressed = ("charger",)
    with_files = True
    charger = forms.CharField(
        label=_("充电桩编码"), max_length=200, required=False,
        help_text=_("用手机扫桩身二维码，从打开的页面进入即自动带出；也可以手填桩身编码。"),
    )  # fmt: skip
    latitude = forms.DecimalField(
        required=False, max_digits=9, decimal_places=6, widget=forms.HiddenInput({"data-locate": "latitude"})
    )
    longitude = forms.DecimalField(
        required=False, max_digits=9, decimal_places=6, widget=forms.HiddenInput({"data-locate": "longitude"})
    )
    note = forms.CharField(label=_("现场情况"), max_length=1000, required=False, widget=text_area())


class AskForm(ActionForm):
    """What the customer must add before work can go on."""

    saves, texts = ("question",), ("question",)
    question = forms.CharField(label=_("请客户补充什么"), max_length=1000, widget=text_area())


class ResultForm(ActionForm):
    """What was found and done."""

    saves, texts = ("cause", "result", "fix"), ("result",)
    with_files = True
    cause = forms.ChoiceField(label=_("原因"), choices=[("", _("请选择")), *Cause.choices])
    fix = forms.ChoiceField(label=_("处理方式"), choices=[("", "—"), *Fix.choices], required=False)
    result = forms.CharField(label=_("处理结果"), max_length=4000, widget=text_area())


class CheckForm(ActionForm):
    """What customer service found when checking."""

    texts = ("opinion",)
    phrases = (_("已核查，情况属实。"), _("已核查，问题已解决。"))
    opinion = forms.CharField(label=_("核查意见"), max_length=2000, required=False, widget=text_area())


class AttemptForm(ActionForm):
    """A call that was not answered."""

    texts = ("note",)
    note = forms.CharField(label=_("情况"), max_length=500, required=False)


class CallBackForm(ActionForm):
    """How satisfied the customer is; the dissatisfied are reopened, not rated away."""

    saves, texts = ("rating", "rating_text"), ("rating_text",)
    rating = forms.TypedChoiceField(label=_("满意度"), choices=RATINGS, coerce=int)
    rating_text = forms.CharField(label=_("客户的话"), max_length=2000, required=False, widget=text_area())

    def clean_rating(self) -> int:
        """Two and less is dissatisfied."""
        rating: int = self.cleaned_data["rating"]
        if rating <= DISSATISFIED:
            raise ValidationError(_("客户不满意时，请用「重新处理」退回部门，不要在此结束。"))
        return rating


class DissatisfiedForm(TextForm):
    """What the customer is not satisfied with."""

    saves, texts = ("rating",), ("text",)
    text = forms.CharField(label=_("不满意的原因"), max_length=2000, widget=text_area())
    rating = forms.TypedChoiceField(
        label=_("满意度"), choices=[("", "—"), *RATINGS[2:]], coerce=int, empty_value=None, required=False
    )


class DeterminationForm(TextForm):
    """The last word: once more, or it stands."""

    decision = forms.ChoiceField(
        label=_("裁定"), choices=[("uphold", _("维持结果，结案")), ("redo", _("再处理一次"))]
    )


class GroupForm(ActionForm):
    """Which incident the case belongs to."""

    incident = forms.ModelChoiceField(
        label=_("群体事件"),
        queryset=Incident.objects.filter(ended_at=None),
        to_field_name="uid",
        help_text=_("没有可选的：先在其中一张工单上选「设为群体事件」。"),
    )


class GroupAnswerForm(ActionForm):
    """The one answer to all."""

    saves, texts = ("result",), ("result",)
    result = forms.CharField(label=_("统一答复"), max_length=4000, widget=text_area())


class MergeForm(ReasonForm):
    """The number of the case that stays."""

    into = forms.CharField(
        label=_("保留的工单号"), max_length=40, help_text=_("这张工单合并后结束，客户随保留的那张得到答复。")
    )
    field_order = ("into", "reason")
