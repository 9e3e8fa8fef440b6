"""The shapes of what is typed about the organisation; the rules are in `commands`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.core.forms import Choose, ChooseMany, Date, Form, choices_with_blank
from xieli.core.sheets import PHONE
from xieli.organisation.duties import DepartmentDuty, PostClass, PostDuty
from xieli.organisation.fields import DepartmentField, MomentField, PeopleField, PersonField, PostField
from xieli.organisation.models import Department, Post, Team
from xieli.organisation.queries import today
from xieli.worktime import calendars


def _calendars() -> list[tuple[str, str]]:
    return [(one.code, str(one.name)) for one in calendars.definitions()]


class DepartmentForm(Form):
    """A department."""

    code = forms.CharField(label=_("部门代码"), max_length=20)
    name = forms.CharField(label=_("部门名称"), max_length=60)
    short_name = forms.CharField(label=_("部门简称"), max_length=20)
    parent = DepartmentField(label=_("上级部门"), required=False, widget=Choose())
    head = PersonField(label=_("部门负责人"), required=False)
    deputies = PeopleField(label=_("部门副职"), required=False)
    executive = PersonField(label=_("分管领导"), required=False)
    duties = forms.MultipleChoiceField(
        label=_("职责"), choices=DepartmentDuty, required=False, widget=ChooseMany()
    )
    calendar = forms.ChoiceField(label=_("工作日历"), choices=_calendars)
    order = forms.IntegerField(label=_("排序"), min_value=0, max_value=9999, initial=0)
    active = forms.BooleanField(label=_("在用"), required=False, initial=True)

    def department(self, row: Department) -> Department:
        """`row` as filled in, not saved."""
        for name, value in self.cleaned_data.items():
            if name != "deputies":
                setattr(row, name, value)
        return row


def filled_in(row: Department) -> dict[str, Any]:
    """What the form of an existing department shows at first."""
    names = ("code", "name", "short_name", "duties", "calendar", "order", "active")
    people = {name: getattr(getattr(row, name), "uid", None) for name in ("parent", "head", "executive")}
    return {name: getattr(row, name) for name in names} | people | {"deputies": row.deputies.all()}


class PostForm(Form):
    """A post."""

    name = forms.CharField(label=_("岗位名称"), max_length=40)
    post_class = forms.ChoiceField(label=_("岗位类别"), choices=choices_with_blank(PostClass))
    duties = forms.MultipleChoiceField(
        label=_("岗位职责"), choices=PostDuty, required=False, widget=ChooseMany()
    )

    def post(self, row: Post) -> Post:
        """`row` as filled in, not saved."""
        for name, value in self.cleaned_data.items():
            setattr(row, name, value)
        return row


class TeamForm(Form):
    """A team with its members."""

    name = forms.CharField(label=_("班组名称"), max_length=40)
    leader = PersonField(label=_("班组长"), required=False)
    members = PeopleField(label=_("班组成员"), required=False)

    def team(self, row: Team) -> Team:
        """`row` as filled in, not saved."""
        row.name, row.leader = self.cleaned_data["name"], self.cleaned_data["leader"]
        return row


class ContactForm(Form):
    """What is known of a person."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.RegexField(
        label=_("手机"),
        regex=rf"^{PHONE}\Z",
        required=False,
        error_messages={"invalid": _("请填写电话号码。")},
    )
    email = forms.EmailField(label=_("邮箱"), required=False)
    superior = PersonField(
        label=_("直接上级"), required=False, help_text=_("留空则按部门负责人、分管领导推定")
    )


class JoinForm(Form):
    """Somebody new."""

    number = forms.CharField(label=_("工号"), max_length=20)
    name = forms.CharField(label=_("姓名"), max_length=40)
    post = PostField()
    on = forms.DateField(label=_("入职日期"), widget=Date(), initial=today)
    phone = forms.RegexField(
        label=_("手机"),
        regex=rf"^{PHONE}\Z",
        required=False,
        error_messages={"invalid": _("请填写电话号码。")},
    )
    email = forms.EmailField(label=_("邮箱"), required=False)


class AppointForm(Form):
    """A post, from a day."""

    post = PostField()
    on = forms.DateField(label=_("到任日期"), widget=Date(), initial=today)


class DayForm(Form):
    """A day on which something takes effect."""

    on = forms.DateField(label=_("生效日期"), widget=Date(), initial=today)


class DelegationForm(Form):
    """Who stands in, from when until when, and whether for what is open already."""

    deputy = PersonField(
        label=_("代理人"),
        help_text=_("两人都可以办理，先办者为准；代理人不在或事项由其提出的，由您的上级代理"),
    )
    from_at = MomentField(label=_("开始时间"), initial=clock.now)
    to_at = MomentField(label=_("结束时间"))
    reason = forms.CharField(label=_("原因"), max_length=200)
    include_existing = forms.BooleanField(
        label=_("包括现有待办"), required=False, help_text=_("不勾选时，代理人只办理这段时间新来的事项")
    )


class PeopleFilter(Form):
    """What the directory shows."""

    q = forms.CharField(
        label=_("姓名、拼音、工号或电话"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("姓名、拼音、工号或电话")}),
    )
    department = DepartmentField(required=False, empty_label=_("全部部门"), widget=Choose())
