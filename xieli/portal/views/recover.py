"""A lost link found again: by a code to the telephone that was given with the demand."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xieli.accounts.policy import customer_token, public
from xieli.core import html
from xieli.portal import access, commands
from xieli.portal.forms import CodeForm, PhoneForm
from xieli.portal.views.frame import new_key, render


@public
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same whether the telephone is known or not."""
    if request.method != "POST":
        return render(request, "find", {"form": PhoneForm(initial={"key": new_key()})})
    access.limit(request, "code_sent")
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return render(request, "find", {"form": form}, status=422)
    phone = form.cleaned_data["phone"]
    commands.send_code(phone, get_language() or "zh-hans")
    return render(request, "code", {"form": CodeForm(initial={"phone": phone, "key": new_key()})})


@public
@require_POST
def code(request: HttpRequest) -> HttpResponse:
    """The right code opens the list of the telephone's cases for half an hour."""
    access.limit(request, "code_tried")
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "code", {"form": form}, status=422)
    phone = form.cleaned_data["phone"]
    access.limit(request, "code_tried_phone", phone)
    secret = commands.redeem(phone, form.cleaned_data["code"])
    if secret is None:
        form.add_error("code", _("验证码不对或已过期。请核对短信，或重新获取。"))
        return render(request, "code", {"form": form}, status=422)
    return html.redirect(request, f"/p/m/{secret}")


@customer_token
@require_GET
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """The cases of the telephone just proved."""
    customer = access.portal_customer(request, token)
    return render(request, "mine", {"cases": commands.cases_of(customer), "token": token})


@customer_token
@require_POST
def reopen_link(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """A fresh link to one of these cases."""
    customer = access.portal_customer(request, token)
    access.limit(request, "act_token", token)
    for matter in commands.cases_of(customer):
        if matter.number == number:
            return html.redirect(request, f"/p/t/{commands.link(customer, matter)}")
    raise Http404
