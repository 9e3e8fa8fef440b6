"""时限: what each step and clock is allowed, by which clause; edited here, every version kept (6.1.c)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import duty, employee
from xieli.core import html
from xieli.core.forms import Form
from xieli.core.marks import listed
from xieli.matters import limits, registry
from xieli.matters.commands.rulebook import set_service_level
from xieli.matters.errors import Invalid
from xieli.matters.models import ServiceLevel
from xieli.matters.models.matter import Priority
from xieli.matters.procedure import Limit, Procedure
from xieli.matters.web import names
from xieli.organisation import queries as organisation
from xieli.regulation import clauses
from xieli.stations.models import Station
from xieli.worktime.allowance import Allowance

EDITORS = ("pmo", "pmo_director")


@dataclass(frozen=True)
class Level:
    """A limit as the page shows it."""

    limit: Limit
    step: Any
    said: str
    declared: str
    edited: ServiceLevel | None
    clause: Any
    conditions: list[str]


class LevelForm(Form):
    """A new allowance for one limit."""

    allowance = forms.CharField(
        label=gettext_lazy("时限"),
        required=False,
        max_length=80,
        help_text=gettext_lazy(
            "如 2 h W（工作小时）、30 min C（自然时间）、5 WD（工作日），可加“, at most 2 WD”。留空则恢复默认。"
        ),
    )
    reason = forms.CharField(label=gettext_lazy("修改原因"), max_length=200)
    move = forms.BooleanField(
        label=gettext_lazy("正在计时的也按新时限重算"),
        required=False,
        help_text=gettext_lazy("不勾选：已开始的计时保持原承诺。"),
    )


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """Every limit in force, by procedure."""
    found = [(one, levels_of(one)) for one in registry.all_procedures()]
    context = {"procedures": found, "may_edit": may_edit(request)}
    return html.render(request, "desk/levels.html", context)


def may_edit(request: EmployeeRequest) -> bool:
    """Those who keep the rules: the project management department."""
    return not organisation.duties_of(request.person).isdisjoint(EDITORS)


def levels_of(procedure: Procedure) -> list[Level]:
    """The limits of one procedure in declared order."""
    return [_level(procedure, one) for one in limits.in_force(procedure)]


def _level(procedure: Procedure, one: limits.InForce) -> Level:
    clause = one.limit.clause or procedure.clause
    return Level(
        one.limit,
        names.clock_label(procedure, one.limit.name),
        said(one.allowance),
        said(one.limit.allowance),
        one.edited if one.edited and one.edited.allowance else None,
        clauses.get(clause) if clauses.exists(clause) else None,
        [_term(procedure, term) for term in one.limit.condition.split()],
    )


def _term(procedure: Procedure, term: str) -> str:
    """One term of a condition in words: what the procedure's forms call these values, else as it is written."""
    whole = {"round>1": _("重新办理"), "dispatches>0": _("再次派单"), "priority>0": Priority.URGENT.label}
    if term in whole:
        return str(whole[term])
    fact, _sign, values = term.partition("=")
    fields = (getattr(form, "base_fields", {}).get(fact) for form in procedure.forms.values())
    field = next((one for one in fields if isinstance(one, forms.ChoiceField)), None)
    choices: Any = Station.Zone.choices if fact == "zone" else field.choices if field else ()
    labels = {str(value): str(label) for value, label in choices}
    spoken = [labels.get(value) for value in values.split("/")]
    return listed(spoken) if all(spoken) else term


def said(text: str) -> str:
    """An allowance as people say it where it is a plain amount, else as it is written."""
    parts = []
    for part in text.split(","):
        rider = part.strip()
        prefix = next((word for word in ("at most ", "else ") if rider.startswith(word)), "")
        spoken = _plainly(rider.removeprefix(prefix))
        words = {"at most ": _("最多 %(span)s"), "else ": _("否则 %(span)s"), "": "%(span)s"}
        parts.append(words[prefix] % {"span": spoken})
    return listed(parts, "，")


def _plainly(text: str) -> str:
    """One amount, or one of the five ways to take it from elsewhere."""
    if text.startswith("rest of "):
        return _("总时限的剩余部分")
    if text.startswith("date "):
        return _("到约定的日期")
    if text.startswith("at "):
        return _("到约定的时刻")
    if limits.is_share(text):
        percent, _sign, rest = text.partition(" % of ")
        word = _("上级时限的 %(n)s%%") if rest.startswith("parent ") else _("首次时限的 %(n)s%%")
        return word % {"n": percent}
    try:
        return Allowance.parse(text).label()
    except ValueError:
        return text


@duty(*EDITORS)
@require_http_methods(["GET", "POST"])
def edit(request: EmployeeRequest, procedure: str, name: str) -> HttpResponse:
    """Change one limit; its former versions stand below."""
    spec = _procedure(procedure)
    condition = request.GET.get("condition", "")
    level = next(
        (one for one in levels_of(spec) if one.limit.name == name and one.limit.condition == condition), None
    )
    if level is None:
        raise Http404
    form = LevelForm(
        request.POST or None, initial={"allowance": level.edited.allowance if level.edited else ""}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _saved(request, spec, level, form):
            return html.redirect(request, f"/service-levels/#{spec.key}")
    history = ServiceLevel.objects.filter(procedure=spec.key, name=name, condition=condition)
    context = {
        "procedure": spec,
        "level": level,
        "form": form,
        "history": [
            (one, said(one.allowance or level.limit.allowance)) for one in history.order_by("-from_at")
        ],
    }
    return html.render(request, "desk/level.html", context, status=status, fragment="form")


def _saved(request: EmployeeRequest, spec: Procedure, level: Level, form: LevelForm) -> bool:
    data = form.cleaned_data
    try:
        moved = set_service_level(
            spec,
            level.limit.name,
            level.limit.condition,
            data["allowance"].strip() or None,
            data["reason"],
            request.person,
            move_running=data["move"],
        )
    except Invalid as error:
        for field, sentences in error.errors.items():
            for sentence in sentences:
                form.add_error(field if field in form.fields else None, sentence)
        return False
    messages.success(request, _("时限已修改，从现在起生效。"))
    if moved:
        text = ngettext("重算了 %(n)s 个正在计时的时限。", "重算了 %(n)s 个正在计时的时限。", moved)
        messages.success(request, text % {"n": moved})
    return True


def _procedure(key: str) -> Procedure:
    try:
        return registry.get(key)
    except KeyError:
        raise Http404 from None
