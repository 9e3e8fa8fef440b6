"""Working time: everybody reads it, the system administrator sets it (the policies are in config.urls)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xieli.core import clock, html
from xieli.worktime import calendars, commands, year_sheet
from xieli.worktime.defaults import Definition
from xieli.worktime.forms import CalendarForm, ExceptionForm, NewCalendarForm
from xieli.worktime.models import Announcement, CalendarChange, DayKind
from xieli.worktime.words import pattern_in_words

HISTORY = 50


@require_safe
def calendar_list(request: HttpRequest) -> HttpResponse:
    """All calendars, and which years are still provisional."""
    today = clock.local(clock.now()).date()
    context = {
        "calendars": [
            (said, pattern_in_words(calendars.get(said.code).pattern(today)))
            for said in calendars.definitions()
        ],
        "year": today.year,
        "provisional": [year for year in (today.year, today.year + 1) if calendars.provisional(year)],
        "announcements": Announcement.objects.order_by("-year")[:10],
        "may_change": _may_change(request),
    }
    return html.render(request, "worktime/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Change a calendar's name or hours; its history below."""
    said = _said(code)
    today = clock.local(clock.now()).date()
    pattern = calendars.get(code).pattern(today)
    weeks = _weeks(request, len(pattern.weeks))
    shown = CalendarForm.initial_of(said, pattern, today)
    form = CalendarForm(_posted(request), weeks=weeks, initial=shown)
    if form.is_bound and form.is_valid():
        _define(request, code, form)
        messages.success(request, _("已保存，进行中的期限按新的工作时间重算。"))
        return html.redirect(request, reverse("worktime:calendars"))
    context = {
        "form": form,
        "said": said,
        "weeks": weeks,
        "history": CalendarChange.objects.filter(calendar=code).order_by("-id")[:HISTORY],
    }
    return _form_page(request, "worktime/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_calendar(request: HttpRequest) -> HttpResponse:
    """Define a calendar of the company's own."""
    weeks = _weeks(request, 1)
    today = clock.local(clock.now()).date()
    form = NewCalendarForm(_posted(request), weeks=weeks, initial={"keeps_holidays": True, "anchor": today})
    if form.is_bound and form.is_valid():
        code = form.cleaned_data["code"]
        if any(said.code == code for said in calendars.definitions()):
            form.add_error("code", _("这个代码已经有日历了。"))
        else:
            _define(request, code, form)
            return html.redirect(request, reverse("worktime:calendars"))
    return _form_page(request, "worktime/edit.html", {"form": form, "weeks": weeks})


@require_safe
def year_page(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """A calendar's year; `?day=` opens the form for that day."""
    day = request.GET.get("day", "")
    chosen = year_sheet.exceptions_of(code, year) if code in _codes() else {}
    found = next((row for on, row in chosen.items() if on.isoformat() == day), None)
    initial: dict[str, Any] = {"day": day, "kind": DayKind.HOLIDAY}
    if found is not None:
        initial |= {
            "kind": found.kind,
            "periods": " ".join(found.periods),
            "name": found.name,
            "general": found.calendar is None,
        }
    return _year(request, code, year, ExceptionForm(initial=initial))


@require_POST
def change_exception(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Make one day different, or as it was."""
    said = _said(code)
    form = ExceptionForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        general = told["general"] and said.keeps_holidays
        try:
            commands.change_exception(
                told["day"],
                DayKind(told["kind"]) if told["kind"] else None,
                calendar=None if general else code,
                periods=told["periods"],
                name=told["name"],
                by=_by(request),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已保存，进行中的期限按新的工作时间重算。"))
            return html.redirect(request, reverse("worktime:year", args=[code, told["day"].year]))
    return _year(request, code, year, form)


def _year(request: HttpRequest, code: str, year: int, form: ExceptionForm) -> HttpResponse:
    said = _said(code)
    if not 2000 <= year <= 2199:
        raise Http404
    context = {
        "said": said,
        "year": year,
        "months": year_sheet.year_sheet(code, year),
        "exceptions": year_sheet.exceptions_of(code, year).values(),
        "provisional": said.keeps_holidays and calendars.provisional(year),
        "form": form,
        "may_change": _may_change(request),
    }
    return _form_page(request, "worktime/year.html", context)


def _define(request: HttpRequest, code: str, form: CalendarForm) -> None:
    told = form.cleaned_data
    commands.define_calendar(
        code,
        told["name"],
        told["pattern"],
        keeps_holidays=told["keeps_holidays"],
        valid_from=told["valid_from"],
        by=_by(request),
    )


def _form_page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    form = context["form"]
    status = 422 if form.is_bound and form.errors else 200
    return html.render(request, template, context, status=status, fragment="form")


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _weeks(request: HttpRequest, now: int) -> int:
    asked = request.GET.get("weeks", "")
    return int(asked) if asked in ("1", "2", "3", "4") else now


def _codes() -> list[str]:
    return [said.code for said in calendars.definitions()]


def _said(code: str) -> Definition:
    if code not in _codes():
        raise Http404
    return calendars.definition(code)


def _may_change(request: HttpRequest) -> bool:
    """Whether to offer the buttons; the policy of each address decides."""
    return getattr(request.user, "kind", "") == "system"


def _by(request: HttpRequest) -> str:
    return str(request.user.get_username())
