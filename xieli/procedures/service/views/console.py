"""来电受理: one screen for a call. Who calls, what they had before, a new case in a few keystrokes, its answer."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.core import clock, html
from xieli.core.forms import Choose
from xieli.customers.commands import typed_phone
from xieli.customers.models import Customer
from xieli.matters import registry
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.fields import DepartmentField
from xieli.matters.models import Matter
from xieli.matters.procedure import Label
from xieli.organisation.models import Department
from xieli.procedures.service import knowledge, queries
from xieli.procedures.service.choices import Fix
from xieli.procedures.service.forms import RecordForm
from xieli.procedures.service.intake import take_in
from xieli.procedures.service.models import Article
from xieli.procedures.service.views.access import agents
from xieli.stations.models import Charger, Station
from xieli.stations.queries import charger_by_code, suggest_chargers

CALLED_AGAIN = "再次来电反映同一问题"  # what is written down is Chinese, whoever writes it


class KeyedRadio(forms.RadioSelect):
    """Choices with a key each: Alt + 1 … 9, 0 picks one without leaving the keyboard."""

    def create_option(
        self, name: str, value: Any, label: Any, selected: bool, index: int, *rest: Any, **kwargs: Any
    ) -> dict[str, Any]:
        """One option with its access key."""
        option = super().create_option(name, value, label, selected, index, *rest, **kwargs)
        option["attrs"]["accesskey"] = str((index + 1) % 10)
        option["label"] = f"{(index + 1) % 10} {label}"
        return option


class ConsoleForm(RecordForm):
    """The demand as the hotline types it, with the answer or the department in the same form."""

    field_order = (
        "phone",
        "caller_name",
        "demand",
        "charger",
        "station",
        "connector",
        "text",
        "kind",
        "urgency",
    )
    answer = forms.CharField(label=_("当场答复"), max_length=4000, required=False, widget=forms.Textarea)
    article = forms.ModelChoiceField(Article.objects.filter(active=True), to_field_name="uid", required=False)
    department = DepartmentField(label=_("派给"), required=False)
    fix = forms.ChoiceField(label=_("处理方式"), choices=[("", "—"), *Fix.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["demand"].widget = KeyedRadio(choices=self.fields["demand"].choices)  # type: ignore[attr-defined]
        code = str((self.data or self.initial).get("charger") or "")
        self.fields["charger"].widget = Choose(
            url=reverse_lazy("service:chargers"), choices=[("", ""), (code, code)]
        )
        for name in ("station", "kind", "urgency", "channel"):
            self.fields[name].widget.attrs["class"] = "input"


@agents
@require_GET
def console(request: EmployeeRequest) -> HttpResponse:
    """The empty screen, or with `?phone=` (from the telephone), `?q=` or `?customer=` that caller's."""
    text = (request.GET.get("phone") or request.GET.get("q") or "").strip()
    if "customer" in request.GET:
        found = [one] if (one := _chosen(request.GET["customer"])) else []
    else:
        found = queries.callers(text)
    initial = _initial(text, found)
    form = ConsoleForm(initial=initial)
    if text or found:  # the caller is known: what is typed next is what they say
        form.fields["text"].widget.attrs["autofocus"] = True
    return _show(request, form, found, text)


def _initial(text: str, found: list[Customer]) -> dict[str, Any]:
    initial: dict[str, Any] = {"phone": queries.normal_phone(text)}
    if len(found) == 1:
        customer = found[0]
        # Whoever calls from a number has told it; looked up otherwise, it stays masked like everywhere.
        initial |= {"phone": initial["phone"] or customer.masked_phone, "member_id": customer.member_id}
        initial["caller_name"] = _speaks(customer, initial["phone"])
    if queries.is_plate(text):
        initial["plate"] = text
    return initial


def _speaks(customer: Customer, phone: str) -> str:
    """Who is on the line: the customer, or for an organisation the contact with this number."""
    if customer.kind == Customer.Kind.PERSON:
        return customer.name
    contact = customer.contacts.filter(phone=phone, active=True).first() if phone else None
    return contact.name if contact else ""


def _show(
    request: EmployeeRequest,
    form: ConsoleForm,
    found: list[Customer],
    text: str,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    customer = found[0] if len(found) == 1 else None
    context = {
        "form": form,
        "q": text,
        "found": found,
        "customer": customer,
        "history": _with_states(queries.history(customer, request.person)) if customer else [],
        "calls": customer.calls.select_related("agent")[:3] if customer else [],
        "incidents": queries.incidents_at(None),
        "key": request.POST.get("key") or uuid4(),
        **_around(request, form, customer),
        **extra,
    }
    return html.render(request, "service/console.html", context, status=status, fragment="screen")


def _with_states(cases: list[Matter]) -> list[tuple[Matter, Label]]:
    states = registry.get("service").states
    return [(case, states[case.state].label) for case in cases]


@agents
@require_GET
def around(request: EmployeeRequest) -> HttpResponse:
    """While the case is typed: likely duplicates, the station's notice, articles, and who usually leads."""
    form = ConsoleForm(request.GET)
    return html.render(request, "service/around.html", _around(request, form))


def _usual(data: Mapping[str, Any]) -> Department | None:
    """Who leads such a demand, from what the form says."""
    _charger, station = _place(data)
    return queries.usual_lead(str(data.get("demand") or ""), station, str(data.get("kind") or ""))


def _place(data: Mapping[str, Any]) -> tuple[Charger | None, Station | None]:
    charger = charger_by_code(str(data.get("charger") or "")) if data.get("charger") else None
    code = str(data.get("station") or "")
    station = charger.station if charger else Station.objects.filter(code=code).first() if code else None
    return charger, station


def _chosen(uid: Any) -> Customer | None:
    """The customer whose file the form goes into."""
    try:
        return Customer.objects.filter(uid=UUID(str(uid)), merged_into=None, erased_at=None).first()
    except ValueError:
        return None


def _around(request: HttpRequest, form: ConsoleForm, customer: Customer | None = None) -> dict[str, Any]:
    data = form.data or form.initial
    charger, station = _place(data)
    demand, phone = str(data.get("demand") or ""), queries.normal_phone(str(data.get("phone") or ""))
    customer = customer or _chosen(data.get("customer"))
    text = str(data.get("text") or "")
    person = request.person  # type: ignore[attr-defined]
    return {
        "station": station,
        "duplicates": queries.duplicates(
            person, customer=customer, phone=phone, charger=charger, station=station, demand=demand
        ),
        "notice": station.banner_at(clock.now()) if station else "",
        "here": queries.incidents_at(station) if station else [],
        "articles": knowledge.suggest(text[:60], demand) if demand or text else [],
        "usual": _usual(data) if demand else None,
    }


@agents
@require_POST
def record(request: EmployeeRequest) -> HttpResponse:
    """Take the call in: recorded, and by the button chosen answered, dispatched or put under an incident."""
    customer = _chosen(request.POST.get("customer"))
    found = [customer] if customer else []
    then, _colon, which = request.POST.get("then", "").partition(":")
    data = {**request.POST.dict(), "incident": which, "into": which, "reason": CALLED_AGAIN}
    if customer is not None:
        data["phone"] = typed_phone(customer, data.get("phone", ""))
    if then == "dispatch" and not data.get("department") and (usual := _usual(data)):
        data["department"] = str(usual.uid)
    try:
        matter = take_in(request.person, data, then=then, customer=customer, key=request.POST.get("key"))
    except Invalid as error:
        form = ConsoleForm(request.POST)
        for name, sentences in error.errors.items():
            if name not in form.errors:  # what the form found by itself stands there already
                form.add_error(name if name in form.fields else None, sentences)
        return _show(request, form, found, "", 422)
    except ActionError as error:
        return _show(request, ConsoleForm(request.POST), found, "", error.status, trouble=error.message)
    if then:
        return html.redirect(request, f"{reverse('service:console')}?done={matter.number}")
    return html.redirect(request, matter.get_absolute_url())


@agents
@require_GET
def chargers(request: EmployeeRequest) -> JsonResponse:
    """Chargers for what is typed: a code, or a station's name and a number."""
    rows = suggest_chargers(request.GET.get("q", ""))
    found = [
        {"value": row.code, "text": f"{row.station.name} {row.short_code}", "hint": row.code} for row in rows
    ]
    return JsonResponse(found, safe=False)
