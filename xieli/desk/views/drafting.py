"""A form not yet sent, kept on the server with the files chosen so far: when asked, and by itself while one types."""

from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from xieli.accounts.http import EmployeeRequest
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import attachments, save_draft, start
from xieli.matters.commands.drafts import files_of
from xieli.matters.errors import Invalid
from xieli.matters.models import Matter
from xieli.matters.procedure import Procedure

NOT_KEPT = (
    "csrfmiddlewaretoken",
    "key",
    "act",
    "draft",
    "parent",
    "as",
    "attachments",
    "template",
    "template_name",
    "template_share",
)


def save(request: EmployeeRequest, spec: Procedure, draft: Matter | None) -> tuple[Matter, str]:
    """Keep it as a draft, unchecked, for its author alone; and what is wrong with the files, if anything."""
    actor, wrong = Actor.of(request.person), ""
    title = (request.POST.get("title") or request.POST.get("subject") or "")[:200]
    files = request.POST.getlist("attachments")
    if draft is None:
        draft = start(spec.key, actor, title=title, draft=typed(request))
    for file in request.FILES.getlist("files"):
        try:
            files += attachments.brought([file], str(draft.uid), request.person)
        except Invalid as refused:
            wrong = " ".join((wrong, *refused.errors["file"])).strip()
    save_draft(draft, actor, typed(request), title=title, files=files)
    return draft, wrong


def saved_by_itself(request: EmployeeRequest, spec: Procedure, draft: Matter | None) -> HttpResponse:
    """What the page is told: which draft it is, which files it has now, what was wrong with others."""
    kept, wrong = save(request, spec, draft)
    said = _("%(time)s 已自动存为草稿") % {"time": f"{clock.local(clock.now()):%H:%M}"}
    files = render_to_string("matters/kept.html", {"kept": files_of(kept)}) if request.FILES else ""
    return JsonResponse({"draft": str(kept.uid), "said": said, "wrong": wrong, "files": files})


def typed(request: EmployeeRequest) -> dict[str, list[str]]:
    """What the form's own fields hold, as a browser sends it."""
    return {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
