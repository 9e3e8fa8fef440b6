"""One way to answer for every page that is a form and a command."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from xieli.core import html
from xieli.core.errors import Refused


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
    """Show `form`; filled in rightly, `act(cleaned data)` and go on to `done(result)`; a refusal stands above it."""
    if form.is_bound and form.is_valid():
        try:
            return html.redirect(request, done(act(form.cleaned_data)))
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
    context = {"form": form, "title": title, "submit": submit, "back": back, "note": note}
    return html.render(request, "organisation/form.html", context, status=422 if form.is_bound else 200)
