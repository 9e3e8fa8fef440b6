"""常用语: the sentences one uses again and again for opinions."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import html
from xieli.matters.models import Phrase

MOST = 30


@employee
@require_http_methods(["GET", "POST"])
def index(request: EmployeeRequest) -> HttpResponse:
    """One's own sentences; POST adds one."""
    own = Phrase.objects.filter(person=request.person).order_by("order", "id")
    if request.method == "POST":
        text = request.POST.get("text", "").strip()[:200]
        count = own.count()
        if text and count < MOST and not own.filter(text=text).exists():
            Phrase.objects.create(person=request.person, text=text, order=count)
        return html.redirect(request, "/phrases/")
    return html.render(request, "desk/phrases.html", {"phrases": own})


@employee
@require_POST
def delete(request: EmployeeRequest, pk: int) -> HttpResponse:
    """Forget one."""
    get_object_or_404(Phrase, pk=pk, person=request.person).delete()
    return html.redirect(request, "/phrases/")
