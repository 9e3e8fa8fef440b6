"""One way to answer for every page that is a form and a command."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from xieli.core import html
from xieli.core.errors import Refused
from xieli.core.marks import labelled, listed
from xieli.organisation import hooks

PRIVATE = {"phone", "email"}


def form_page(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str | Promise,
    submit: str | Promise,
    done: Callable[[object], str],
    back: str,
    note: str | Promise = "",
) -> HttpResponse:
    """Show `form`; filled in rightly, `act(cleaned data)` and go on to `done(result)`; a refusal stands above it.

    What was done is confirmed in words and recorded: rights come from posts, duties and who is head.
    """
    if form.is_bound and form.is_valid():
        try:
            onwards = done(act(form.cleaned_data))
            told(request, str(title), _particulars(form))
            return html.redirect(request, onwards)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    context = {"form": form, "title": title, "submit": submit, "back": back, "note": note}
    return html.render(request, "organisation/form.html", context, status=422 if form.is_bound else 200)


def told(request: HttpRequest, what: str, particulars: str = "") -> None:
    """Say to whoever did it that it is done, and to whoever keeps the audit log what."""
    messages.success(request, _("已办理：%(what)s") % {"what": what})
    record(request, what, particulars)


def record(request: HttpRequest, what: str, particulars: str) -> None:
    """Have it noted who changed what of the organisation."""
    for also in hooks.kept:
        also(request, what, particulars)


def _particulars(form: forms.Form) -> str:
    """What was filled in otherwise than it stood before, as the form says it; contacts by their label only."""
    given = ((name, form.fields[name].label, form.cleaned_data.get(name)) for name in form.changed_data)
    words = (
        label if name in PRIVATE else labelled(label, _said(form, name, value))
        for name, label, value in given
    )
    return listed(words, "；")


def _said(form: forms.Form, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    field = form.fields[name]
    choices = {} if isinstance(field, forms.ModelChoiceField) else dict(getattr(field, "choices", ()))
    values = value if isinstance(value, list | tuple | QuerySet) else [value]
    return listed([str(choices.get(one, one)) for one in values if one not in (None, "")]) or "—"
