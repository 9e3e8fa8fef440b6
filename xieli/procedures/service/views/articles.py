"""知识库: every employee reads and searches; the service's leaders write."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.core.forms import Form
from xieli.organisation import queries as organisation
from xieli.procedures.service import knowledge
from xieli.procedures.service.choices import Demand
from xieli.procedures.service.models import Article
from xieli.procedures.service.views.access import LEADERS, case_for

PAGE = 20


class ArticleForm(Form):
    """A question, its answer, and the words people use for it."""

    title = forms.CharField(label=_("问题"), max_length=100)
    demand = forms.ChoiceField(
        label=_("需求类型"), choices=[("", _("不限")), *Demand.choices], required=False
    )
    keywords = forms.CharField(
        label=_("关键词"), max_length=200, required=False, help_text=_("客户的说法，用空格分开")
    )
    body = forms.CharField(label=_("答复口径"), max_length=8000, widget=forms.Textarea(attrs={"rows": 10}))
    active = forms.BooleanField(label=_("在用"), required=False, initial=True)


def _writes(request: EmployeeRequest) -> bool:
    return not organisation.duties_of(request.person).isdisjoint(LEADERS)


@employee
@require_GET
def index(request: EmployeeRequest) -> HttpResponse:
    """Articles by words and demand, the most used first."""
    text, demand = request.GET.get("q", "").strip(), request.GET.get("demand", "")
    rows = knowledge.find(text, demand, retired=_writes(request))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "q": text,
        "demand": demand,
        "demands": Demand.choices,
        "writes": _writes(request),
    }
    return html.render(request, "service/articles.html", context, fragment="rows")


def _from_case(request: EmployeeRequest) -> dict[str, str] | None:
    """What `?case=` teaches: our answer or result under what it was about; never the customer's own words."""
    if not request.GET.get("case"):
        return None
    case = case_for(request.person, request.GET["case"]).case
    return {"title": case.subject, "demand": case.demand, "body": case.answer or case.result}


@employee
@require_http_methods(["GET", "POST"])
def edit(request: EmployeeRequest, uid: str | None = None) -> HttpResponse:
    """An article to read; for leaders its form."""
    article = get_object_or_404(Article.objects.select_related("changed_by"), uid=uid) if uid else Article()
    writes = _writes(request)
    if not writes and (request.method == "POST" or uid is None):
        raise Http404
    initial = (
        {name: getattr(article, name) for name in ArticleForm.base_fields} if uid else _from_case(request)
    )
    form = ArticleForm(request.POST) if request.method == "POST" else ArticleForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        for name, value in form.cleaned_data.items():
            setattr(article, name, value)
        knowledge.save(article, request.person)
        return html.redirect(request, reverse("service:articles"))
    context = {"form": form, "article": article, "writes": writes}
    return html.render(
        request, "service/article.html", context, status=422 if form.errors else 200, fragment="form"
    )
