"""What an agent fills in about customers. Shape only: the rules are the commands'."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xieli.core.forms import Form
from xieli.customers.models import Contact, Customer


class CustomerForm(Form):
    """A person's or an organisation's file, its plates in one line. A number on file shows masked, as everywhere."""

    kind = forms.ChoiceField(
        label=_("类型"), choices=Customer.Kind.choices, widget=forms.RadioSelect, initial="person"
    )
    name = forms.CharField(label=_("姓名或名称"), max_length=100)
    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False, help_text=_("可带 +86、空格或横线")
    )
    member_id = forms.CharField(label=_("会员号"), max_length=40, required=False)
    plates = forms.CharField(
        label=_("车牌号"), max_length=200, required=False, help_text=_("多个用空格或逗号分开")
    )
    note = forms.CharField(label=_("备注"), max_length=500, required=False, widget=forms.Textarea)

    @classmethod
    def of(cls, customer: Customer) -> "CustomerForm":
        """The form filled with what is on file."""
        values: dict[str, Any] = {
            key: getattr(customer, key) for key in ("kind", "name", "member_id", "note")
        }
        values["phone"] = customer.masked_phone
        return cls(initial={**values, "plates": " ".join(plate.number for plate in customer.plates.all())})

    def clean_plates(self) -> list[str]:
        """The plates as a list."""
        text: str = self.cleaned_data["plates"]
        return text.replace("，", " ").replace(",", " ").replace("、", " ").split()


class ContactForm(Form):
    """Somebody who speaks for an organisation."""

    name = forms.CharField(label=_("姓名"), max_length=100)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False)
    position = forms.CharField(label=_("职务"), max_length=50, required=False)

    def fill(self, contact: Contact) -> Contact:
        """The contact with what was typed."""
        for key, value in self.cleaned_data.items():
            setattr(contact, key, value)
        return contact


class KnownContactForm(ContactForm):
    """A contact on file."""

    active = forms.BooleanField(
        label=_("在用"), required=False, help_text=_("停用后，来电不再按此人识别，已发出的邀请链接同时失效")
    )

    @classmethod
    def of(cls, contact: Contact) -> "KnownContactForm":
        """The form filled with what is on file."""
        values = {name: getattr(contact, name) for name in cls.base_fields}
        return cls(initial={**values, "phone": contact.masked_phone})


class ReasonForm(Form):
    """Why a whole number is looked at, or a customer's data are taken out."""

    reason = forms.CharField(label=_("原因"), max_length=200)


class MergeForm(ReasonForm):
    """The file that is to go, and why."""

    dropped = forms.UUIDField(label=_("重复的档案"))
