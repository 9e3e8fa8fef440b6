"""Pages about customers, for those who serve them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty
from xieli.core import html
from xieli.core.imports import import_page
from xieli.customers import commands, limits, merging, queries
from xieli.customers.forms import ContactForm, CustomerForm, KnownContactForm, MergeForm, ReasonForm
from xieli.customers.imports import CUSTOMER_IMPORT
from xieli.customers.models import Contact, Customer
from xieli.customers.privacy import KEPT
from xieli.organisation.queries import duties_of

PAGE = 30
serving = duty("customer_service", "agent", "shift_leader", "service_manager")
MANAGERS = ("service_manager", "shift_leader")
managing = duty(*MANAGERS)


def _manages(request: EmployeeRequest) -> bool:
    return not duties_of(request.person).isdisjoint(MANAGERS)


@serving
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """Customers on file, searched by name, pinyin, phone tail, plate or member id."""
    text, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    page = Paginator(queries.listed(text, kind), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "q": text,
        "kind": kind,
        "kinds": Customer.Kind.choices,
        "manages": _manages(request),
    }
    return html.render(request, "customers/index.html", context, fragment="rows")


@serving
@require_GET
def detail(request: EmployeeRequest, uid: str) -> HttpResponse:
    """One customer's file: how to reach them, cars, contacts, possible duplicates, what was done with it."""
    customer = get_object_or_404(Customer.objects.select_related("merged_into"), uid=uid)
    if customer.merged_into:
        return html.redirect(request, reverse("customers:detail", args=[customer.merged_into.uid]))
    return _show(request, customer)


def _show(request: EmployeeRequest, customer: Customer, status: int = 200, **extra: Any) -> HttpResponse:
    context = {
        "customer": customer,
        "plates": customer.plates.all(),
        "contacts": customer.contacts.all(),
        "traces": customer.traces.select_related("person")[:20],
        "alike": [] if customer.erased_at else queries.same_looking(customer),
        "reason_form": ReasonForm(),
        "contact_form": ContactForm(),
        "manages": _manages(request),
        **extra,
    }
    return html.render(request, "customers/detail.html", context, status=status, fragment="file")


@serving
@require_http_methods(["GET", "POST"])
def edit(request: EmployeeRequest, uid: str | None = None) -> HttpResponse:
    """A new file, or changes to one."""
    customer = get_object_or_404(Customer, uid=uid, merged_into=None, erased_at=None) if uid else Customer()
    form = (
        CustomerForm(request.POST)
        if request.method == "POST"
        else CustomerForm.of(customer)
        if uid
        else CustomerForm()
    )
    if request.method == "POST" and form.is_valid() and _stored(customer, form):
        return html.redirect(request, reverse("customers:detail", args=[customer.uid]))
    status = 422 if form.errors else 200
    return html.render(
        request, "customers/edit.html", {"form": form, "customer": customer}, status=status, fragment="form"
    )


def _stored(customer: Customer, form: CustomerForm) -> bool:
    customer.phone = commands.typed_phone(customer, form.cleaned_data["phone"])
    for key in ("kind", "name", "member_id", "note"):
        setattr(customer, key, form.cleaned_data[key])
    try:
        commands.file(customer, form.cleaned_data["plates"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@serving
@require_POST
def reveal(request: EmployeeRequest, uid: str) -> HttpResponse:
    """The whole number of a customer, or of the contact named in `contact`: with a reason, logged."""
    customer = get_object_or_404(Customer, uid=uid)
    contact = request.POST.get("contact")
    holder: Customer | Contact = get_object_or_404(customer.contacts, uid=contact) if contact else customer
    try:
        phone = commands.reveal(holder, request.person, request.POST.get("reason", ""))
    except ValidationError as error:
        return _show(request, customer, 422, trouble=error.messages[0])
    except limits.TooOften:
        sentence = _("一小时内查看的完整号码已达上限（%(most)s 个），请稍后再看。")
        return _show(request, customer, 429, trouble=sentence % {"most": commands.REVEALS_PER_HOUR})
    return _show(request, customer, revealed=phone, revealed_of=holder)


@serving
@require_POST
def contact(request: EmployeeRequest, uid: str) -> HttpResponse:
    """One more contact of an organisation."""
    customer = get_object_or_404(Customer, uid=uid, merged_into=None, erased_at=None)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            commands.save_contact(form.fill(Contact(customer=customer)))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return html.redirect(request, reverse("customers:detail", args=[uid]))
    return _show(request, customer, 422, contact_form=form)


@serving
@require_http_methods(["GET", "POST"])
def edit_contact(request: EmployeeRequest, uid: str, contact_uid: str) -> HttpResponse:
    """Changes to a contact; who no longer speaks for the organisation is put out of use."""
    contact = get_object_or_404(
        Contact.objects.select_related("customer"),
        uid=contact_uid,
        customer__uid=uid,
        customer__erased_at=None,
    )
    form = KnownContactForm(request.POST) if request.method == "POST" else KnownContactForm.of(contact)
    if request.method == "POST" and form.is_valid():
        try:
            form.cleaned_data["phone"] = commands.typed_phone(contact, form.cleaned_data["phone"])
            commands.save_contact(form.fill(contact))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return html.redirect(request, reverse("customers:detail", args=[uid]))
    context = {"form": form, "contact": contact, "customer": contact.customer}
    status = 422 if form.errors else 200
    return html.render(request, "customers/contact.html", context, status=status, fragment="form")


@serving
@require_POST
def merge(request: EmployeeRequest, uid: str) -> HttpResponse:
    """Another file of the same customer goes into this one."""
    customer, form = get_object_or_404(Customer, uid=uid), MergeForm(request.POST)
    if not form.is_valid():
        return _show(request, customer, 422, trouble=_("请写明合并的原因。"))
    dropped = get_object_or_404(Customer, uid=form.cleaned_data["dropped"])
    try:
        merging.merge(customer, dropped, request.person, form.cleaned_data["reason"])
    except ValidationError as error:
        return _show(request, customer, 422, trouble=error.messages[0])
    return html.redirect(request, reverse("customers:detail", args=[uid]))


@managing
@require_POST
def erase(request: EmployeeRequest, uid: str) -> HttpResponse:
    """Take a customer's personal data out at their request."""
    customer = get_object_or_404(Customer, uid=uid, merged_into=None, erased_at=None)
    try:
        merging.erase(customer, request.person, request.POST.get("reason", ""))
    except ValidationError as error:
        return _show(request, customer, 422, trouble=error.messages[0])
    return html.redirect(request, reverse("customers:detail", args=[uid]))


@managing
@require_http_methods(["GET", "POST"])
def bring_in(request: EmployeeRequest) -> HttpResponse:
    """Import from Excel."""
    return import_page(request, CUSTOMER_IMPORT, by=request.person, back=reverse("customers:list"))


@serving
@require_GET
def privacy(request: EmployeeRequest) -> HttpResponse:
    """What is kept about customers, why and for how long."""
    return html.render(request, "customers/privacy.html", {"kept": KEPT})
