"""发起: what one may start, and its form. What is typed is kept locally at once and as a draft when asked."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import clock, html
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import (
    attachments,
    discard_draft,
    may_begin,
    may_start,
    open_child,
    open_matter,
    perform,
)
from xieli.matters.commands.again import start_again
from xieli.matters.commands.declared import authority_for, form_class
from xieli.matters.commands.drafts import files_of
from xieli.matters.errors import ActionError, Invalid
from xieli.matters.forms import ActionForm
from xieli.matters.models import Matter
from xieli.matters.procedure import Action, Procedure
from xieli.matters.scene import Scene
from xieli.matters.web.acting import new_key
from xieli.matters.web.views import matter_for
from xieli.organisation.models import Person

from . import drafting
from .templates import keep, templates_of

LATELY, OFTEN = 100, 3  # of one's last so many matters, so many procedures stand first


@employee
@require_GET
def choose(request: EmployeeRequest) -> HttpResponse:
    """The procedures this person may start."""
    actor = Actor.of(request.person)
    found = [one for one in registry.all_procedures() if may_start(one, actor)]
    usual = _usual(request.person)
    often = sorted((one for one in found if one.key in usual), key=lambda one: usual.index(one.key))
    return html.render(request, "desk/new.html", {"often": often[:OFTEN], "procedures": found})


def _usual(person: Person) -> list[str]:
    """Keys of the procedures this person began lately, the most frequent first."""
    begun = Matter.objects.filter(initiator=person, head_seq__gt=0).order_by("-opened_at")
    return [key for key, _times in Counter(begun.values_list("procedure", flat=True)[:LATELY]).most_common()]


@employee
@require_http_methods(["GET", "POST"])
def begin(request: EmployeeRequest, procedure: str) -> HttpResponse:
    """The form of a procedure's first act; also for a saved draft (`?draft=`), a child (`?parent=&as=`), or
    a past matter begun anew (POST `again`)."""
    try:
        spec = registry.get(procedure)
    except KeyError:
        raise Http404 from None
    actor = Actor.of(request.person)
    if request.method == "POST" and (past := _matter(request, "again", request.person)) is not None:
        return _again(request, past)
    draft = _matter(request, "draft", request.person)
    if draft is not None and draft.head_seq:  # gone back to, or sent once more after the answer was lost
        return html.redirect(request, draft.get_absolute_url())
    parent = _matter(request, "parent", request.person)
    scene = blank_scene(spec, request.person, draft, parent)
    if parent is None and draft is None and not may_begin(scene, actor):
        raise Http404
    acts = first_acts(scene, actor)
    if not acts:
        raise Http404
    if request.method == "POST":
        return _post(request, scene, acts, draft, parent)
    kept = QueryDict(mutable=True)
    for name, values in (draft.draft if draft and draft.draft else _template(request, spec)).items():
        kept.setlist(name, values)
    form = form_class(spec, acts[0])(scene=scene, actor=actor, initial=_initial(request, kept))
    files = [str(one.uid) for one in files_of(draft)] if draft is not None else []
    return _show(request, scene, acts, form, draft, parent, 200, kept=files)


def _template(request: EmployeeRequest, spec: Procedure) -> dict[str, list[str]]:
    """What the template named in the address holds."""
    uid = request.GET.get("template", "")
    return next((one.values for one in templates_of(request.person, spec.key) if str(one.uid) == uid), {})


def _again(request: EmployeeRequest, past: Matter) -> HttpResponse:
    """A past matter begun anew: a draft with what it said, opened to be looked through."""
    try:
        draft = start_again(past, Actor.of(request.person))
    except ActionError as refused:
        messages.error(request, refused.message)
        return html.redirect(request, past.get_absolute_url())
    return html.redirect(request, f"/new/{past.procedure}/?draft={draft.uid}")


def _matter(request: EmployeeRequest, name: str, person: Person) -> Matter | None:
    text = request.POST.get(name) or request.GET.get(name)
    if not text:
        return None
    try:
        found = matter_for(person, UUID(text))
    except ValueError:
        raise Http404 from None
    if name == "draft" and found.initiator_id != person.pk:
        raise Http404
    return found


def blank_scene(spec: Procedure, person: Person, draft: Matter | None, parent: Matter | None) -> Scene:
    """A matter that isn't yet, for its first form to look at."""
    matter = draft or Matter(
        procedure=spec.key,
        procedure_version=spec.version,
        state=spec.start,
        classification=spec.classification,
        initiator=person,
        initiator_department=person.department,
        parent=parent,
        opened_at=clock.now(),
    )
    scene = Scene(matter, spec, clock.now())
    scene.details = spec.details()(matter=matter)
    return scene


def first_acts(scene: Scene, actor: Actor) -> list[Action]:
    """The acts that lead out of the start state, the usual one first."""
    found = [
        one for one in scene.procedure.actions_from(scene.procedure.start) if authority_for(scene, one, actor)
    ]
    return sorted(found, key=lambda one: (not one.primary, one.danger))


def _initial(request: EmployeeRequest, kept: QueryDict) -> dict[str, Any]:
    """What the form starts with: the draft, else what the address names (a screen-pop, a charger's QR code)."""
    source = kept or request.GET
    return {
        name: (values if len(values) > 1 else values[0])
        for name, values in source.lists()
        if name not in drafting.NOT_KEPT and values
    }


def _post(
    request: EmployeeRequest, scene: Scene, acts: list[Action], draft: Matter | None, parent: Matter | None
) -> HttpResponse:
    actor = Actor.of(request.person)
    chosen = request.POST.get("act", "")
    if chosen == "discard" and draft is not None:
        discard_draft(draft, actor)
        messages.success(request, _("草稿已删除"))
        return html.redirect(request, "/?tab=drafts")
    if chosen == "save":
        kept, wrong = drafting.save(request, scene.procedure, draft)
        messages.success(request, _("已存为草稿"))
        if not wrong:
            return html.redirect(request, "/?tab=drafts")
        messages.error(request, wrong)  # the words are kept; another file is chosen there
        return html.redirect(request, f"/new/{kept.procedure}/?draft={kept.uid}")
    if chosen == "autosave":
        return drafting.saved_by_itself(request, scene.procedure, draft)
    if chosen == "template":
        return _keep_template(request, scene, acts[0])
    act = next((one for one in acts if one.name == chosen), acts[0])
    key, data = request.POST.get("key") or None, request.POST.copy()
    try:
        brought = attachments.brought(request.FILES.getlist("files"), key or new_key(), request.person)
        data.setlist("attachments", [*data.getlist("attachments"), *brought])
        if parent is not None and request.POST.get("as"):
            matter = open_child(parent, request.POST["as"], actor, act.name, data, key=key)
        elif draft is not None:
            perform(draft, act.name, actor, data, key=key)
            matter = draft
        else:
            matter = open_matter(scene.procedure.key, actor, act.name, data, key=key)
    except ActionError as error:
        said = error.message
        if isinstance(error, Invalid):
            said = " ".join(error.errors.get("file", ()))
        form = getattr(error, "form", None) or form_class(scene.procedure, act)(
            data, scene=scene, actor=actor
        )
        return _show(
            request, scene, acts, form, draft, parent, error.status, said, data.getlist("attachments")
        )
    messages.success(request, _("已提交：%(number)s") % {"number": matter.reference})
    return html.redirect(request, matter.get_absolute_url())


def _keep_template(request: EmployeeRequest, scene: Scene, act: Action) -> HttpResponse:
    """Keep what is typed as a template; the form stays as it is."""
    name, share = request.POST.get("template_name", ""), "template_share" in request.POST
    form = form_class(scene.procedure, act)(scene=scene, actor=Actor.of(request.person))
    kept = keep(request.person, scene.procedure.key, name, drafting.typed(request), form, share)
    said = _("已存为模板：%(name)s") if kept else _("请给模板起个名字；模板太多时先删去几个。")
    response = HttpResponse(status=204)
    return html.toast(response, said % {"name": name.strip()} if kept else said, "ok" if kept else "amber")


def _show(
    request: EmployeeRequest,
    scene: Scene,
    acts: list[Action],
    form: ActionForm | None,
    draft: Matter | None,
    parent: Matter | None,
    status: int,
    message: str = "",
    kept: Sequence[str] = (),
) -> HttpResponse:
    context = {
        "procedure": scene.procedure,
        "acts": acts,
        "form": form,
        "draft": draft,
        "parent": parent,
        "as": request.POST.get("as") or request.GET.get("as", ""),
        "message": message,
        "kept": attachments.free(kept, request.person, draft) if kept else (),
        "templates": templates_of(request.person, scene.procedure.key),
        "key": (request.POST.get("key") if status == 422 else "") or new_key(),
    }
    return html.render(request, "desk/begin.html", context, status=status, fragment="form")
