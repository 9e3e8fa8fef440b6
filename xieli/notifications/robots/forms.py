"""The forms about robots."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Form
from xieli.notifications.channels import channels
from xieli.notifications.kinds import KINDS, Mode
from xieli.notifications.models import Robot, Service
from xieli.notifications.robots import service as services
from xieli.organisation.fields import DepartmentField


class RobotForm(Form):
    """A robot; of one that exists the service stays, and address and secret are never shown again."""

    service = forms.ChoiceField(label=_("服务"), choices=Service.choices)
    name = forms.CharField(label=_("名称"), max_length=60)
    department = DepartmentField(label=_("部门"), required=False, help_text=_("留空为全公司的群"))
    address = forms.CharField(
        label=_("Webhook 地址"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("在群里添加自定义机器人后，由该服务给出"),
    )
    secret = forms.CharField(
        label=_("签名密钥"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("钉钉“加签”、飞书“签名校验”的密钥；企业微信没有"),
    )
    mentions = forms.BooleanField(
        label=_("用手机号提醒本人"),
        required=False,
        help_text=_("把员工手机号交给该服务，以便在群里 @ 到本人；飞书不支持"),
    )

    def __init__(self, *args: Any, robot: Robot | None = None, **kwargs: Any) -> None:
        if robot is not None:
            kwargs["initial"] = {
                "service": robot.service,
                "name": robot.name,
                "department": robot.department,
                "mentions": robot.mentions,
            }
        super().__init__(*args, **kwargs)
        if robot is not None:
            self.fields["service"].disabled = True
            self.fields["address"].required = False
            self.fields["address"].help_text = _("留空则不变")
            self.fields["secret"].help_text = _("留空则不变")

    def clean(self) -> dict[str, Any]:
        """The address must be one of the service's own: the product calls no others."""
        data: dict[str, Any] = super().clean() or {}
        way = channels().get(data.get("service", ""))
        address = data.get("address")
        if address and isinstance(way, services.Service) and not way.allowed(address):
            self.add_error(
                "address", _("不是该服务的地址，应以 https://%(host)s 开头。") % {"host": way.host}
            )
        return data


OUTSIDE = [(Mode.NOW, _("立即")), (Mode.DIGEST, _("每日摘要")), (Mode.OFF, _("不发"))]


class GroupForm(Form):
    """What a department's group hears, chosen by its head."""

    def __init__(self, chosen: dict[str, Mode], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS.values():
            self.fields[kind.code] = forms.ChoiceField(
                choices=OUTSIDE,
                label=kind.label,
                initial=chosen.get(kind.code, Mode.OFF),
                widget=forms.Select(attrs={"class": "input"}),
            )

    def modes(self) -> dict[str, Mode]:
        """Kind → mode."""
        return {kind: Mode(self.cleaned_data[kind]) for kind in KINDS}
