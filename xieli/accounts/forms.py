"""The shapes of what is typed around accounts; the rules are in `commands`."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from xieli.accounts.models import AccountKind, Language, Theme
from xieli.accounts.models.audit import AuditAction
from xieli.accounts.models.token import Scope
from xieli.core import clock
from xieli.core.forms import Date, Form, choices_with_blank
from xieli.organisation.fields import PersonField


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


_DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code"}


def _rules() -> str:
    return "".join(str(text) for text in password_validators_help_texts())


rules = lazy(_rules, str)


class LoginForm(Form):
    """Who, and the password."""

    name = forms.CharField(
        label=_("登录名"),
        max_length=60,
        help_text=_("登录名、工号或手机号"),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        ),
    )
    password = forms.CharField(
        label=_("密码"), max_length=200, strip=False, widget=_password("current-password")
    )


class CodeForm(Form):
    """The six digits of the authenticator app."""

    code = forms.CharField(
        label=_("动态口令"),
        max_length=10,
        widget=forms.TextInput(attrs={**_DIGITS, "autofocus": True}),
    )


class AuthenticatorForm(CodeForm):
    """An app of one's own accord: proof of being the owner, then a code of the new app."""

    password = forms.CharField(
        label=_("密码"), max_length=200, strip=False, widget=_password("current-password")
    )
    current = forms.CharField(
        label=_("原来的动态口令"), max_length=10, widget=forms.TextInput(attrs=_DIGITS),
        help_text=_("原来绑定的应用里正在显示的六位数字；原来的手机不在手边时，请找安全管理员解绑。"),
    )  # fmt: skip
    field_order = ("password", "current", "code")

    def __init__(self, *args: Any, bound: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("autofocus")
        if bound:
            self.fields["code"].label = _("新应用的动态口令")
        else:
            del self.fields["current"]


class NewPasswordForm(Form):
    """A password, twice."""

    password = forms.CharField(
        label=_("新密码"), max_length=200, strip=False, widget=_password("new-password"), help_text=rules()
    )
    again = forms.CharField(
        label=_("再输一遍"), max_length=200, strip=False, widget=_password("new-password")
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", ValidationError(_("两次输入的密码不一样。")))
        return data


class OneTimeCodeForm(NewPasswordForm):
    """A new password with the one-time code of the security administrator."""

    name = forms.CharField(
        label=_("登录名"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    code = forms.CharField(
        label=_("一次性口令"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    field_order = ("name", "code", "password", "again")


class ChangePasswordForm(NewPasswordForm):
    """A new password with the old one."""

    old = forms.CharField(
        label=_("原密码"), max_length=200, strip=False, widget=_password("current-password")
    )
    field_order = ("old", "password", "again")


class PreferencesForm(Form):
    """Language and look."""

    language = forms.ChoiceField(label=_("语言"), choices=Language)
    theme = forms.ChoiceField(label=_("外观"), choices=Theme)


class AccountForm(Form):
    """A login for an employee."""

    person = PersonField()
    username = forms.RegexField(
        label=_("登录名"),
        regex=r"^[\w.-]+\Z",
        max_length=60,
        error_messages={"invalid": _("登录名只能用文字、数字、点、横线和下划线。")},
    )


class AccountFilter(Form):
    """What the list of accounts shows."""

    q = forms.CharField(
        label=_("姓名、拼音、工号或登录名"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("姓名、拼音、工号或登录名")}),
    )
    kind = forms.ChoiceField(
        label=_("账号类型"), choices=choices_with_blank(AccountKind, _("全部类型")), required=False
    )


class AuditFilter(Form):
    """What the audit log shows."""

    q = forms.CharField(
        label=_("账号或对象"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("账号或对象")}),
    )
    action = forms.ChoiceField(
        label=_("行为"), choices=choices_with_blank(AuditAction, _("全部行为")), required=False
    )
    since = forms.DateField(label=_("从"), required=False, widget=Date())
    until = forms.DateField(label=_("到"), required=False, widget=Date())


class TokenForm(Form):
    """A new API token of one's own."""

    scopes = forms.MultipleChoiceField(
        label=_("权限范围"), choices=Scope, widget=forms.CheckboxSelectMultiple()
    )
    expires_on = forms.DateField(label=_("失效日期"), widget=Date(), help_text=_("最长一年"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("expires_on", clock.local(clock.now()).date() + timedelta(days=90))

    def expires_at(self) -> datetime:
        """The last moment of the chosen day."""
        return datetime.combine(self.cleaned_data["expires_on"], time(23, 59, 59), tzinfo=clock.SHANGHAI)


class ClientTokenForm(TokenForm):
    """A new API token of a program."""

    client = forms.CharField(label=_("客户端名称"), max_length=60)
    field_order = ("client", "scopes", "expires_on")
