"""Acting: one endpoint for each declared act, general verb and child, made from the declarations."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema

from xieli.accounts.models.token import Scope
from xieli.matters import registry
from xieli.matters.commands import open_child, open_matter, perform
from xieli.matters.commands.declared import form_class
from xieli.matters.procedure import Action, Procedure
from xieli.matters.verbs import VERBS, Verb

from . import showing
from .callers import Bearer, actor_of
from .errors import Malformed
from .matters import one
from .shapes import Done, Problem, as_form_data, body_of

REFUSALS = {403: Problem, 404: Problem, 409: Problem, 422: Problem}
ANSWERS = {200: Done, **REFUSALS}
LONGEST_KEY = 100
KEYED: dict[str, Any] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "同一编号只办一次 · The same key acts once; repeated, it answers the same",
            "schema": {"type": "string", "maxLength": LONGEST_KEY},
        }
    ]
}


def router() -> Router:
    """All acting endpoints of the registered procedures."""
    made = Router(auth=Bearer(Scope.ACT))
    for verb in VERBS.values():
        _verb(made, verb)
    for procedure in registry.all_procedures():
        for action in procedure.actions.values():
            if procedure.key != "replay":
                _declared(made, procedure, action)
        for label in procedure.children:
            _child(made, procedure, label)
    return made


def idempotency_key(request: Any) -> str | None:
    """The caller's `Idempotency-Key`, if one was sent. Raises Malformed for one too long to be kept."""
    key: str | None = request.headers.get("Idempotency-Key")
    if key and len(key) > LONGEST_KEY:
        raise Malformed("Idempotency-Key", _("最多 %(max_length)s 个字符。") % {"max_length": LONGEST_KEY})
    return key or None


def _camel(*parts: str) -> str:
    return "".join(piece.capitalize() for part in parts for piece in part.split("_"))


def _typed(function: Callable[..., Any], body: type[Schema], name: str, doc: str) -> Callable[..., Any]:
    function.__annotations__["body"] = body
    function.__name__ = name
    function.__doc__ = doc
    return function


def _verb(made: Router, verb: Verb) -> None:
    body = body_of(_camel("verb", verb.name), verb.form)

    def act(request: Any, uid: UUID, body: Any) -> Any:
        return _perform(request, uid, verb.name, body)

    view = _typed(
        act, body, f"verb_{verb.name}", f"General verb {verb.name}, where the procedure switches it on."
    )
    made.post(
        f"/matters/{{uid}}/verbs/{verb.name}",
        response=ANSWERS,
        summary=str(verb.label),
        tags=["verbs"],
        openapi_extra=KEYED,
    )(view)


def _perform(request: Any, uid: UUID, action: str, body: Any) -> Any:
    event = perform(
        one(request, uid),
        action,
        actor_of(request),
        as_form_data(body),
        item=body.item,
        rev=body.rev,
        key=idempotency_key(request),
    )
    return showing.done(event)


def _declared(made: Router, procedure: Procedure, action: Action) -> None:
    body = body_of(_camel(procedure.key, action.name), form_class(procedure, action))
    options: dict[str, Any] = {
        "response": ANSWERS, "summary": str(action.label), "tags": [procedure.key], "openapi_extra": KEYED,
    }  # fmt: skip
    sources = {source.name for source in action.move.sources}
    doc = f"{', '.join(sorted(sources))} → {', '.join(procedure.targets(action)) or 'same state'}; by {action.by.name}."
    if procedure.start in sources:

        def begin(request: Any, body: Any) -> Any:
            matter = open_matter(
                procedure.key,
                actor_of(request),
                action.name,
                as_form_data(body),
                key=idempotency_key(request),
            )
            return showing.done(matter.events.get(seq=1))

        view = _typed(
            begin, body, f"{procedure.key}_begin_{action.name}", f"Open a new matter by this act. {doc}"
        )
        made.post(f"/{procedure.key}/{action.name}", **options)(view)
    if sources - {procedure.start}:

        def act(request: Any, uid: UUID, body: Any) -> Any:
            return _perform(request, uid, action.name, body)

        view = _typed(act, body, f"{procedure.key}_{action.name}", doc)
        made.post(f"/{procedure.key}/{{uid}}/{action.name}", **options)(view)


def _child(made: Router, procedure: Procedure, label: str) -> None:
    spec = procedure.children[label]
    child = registry.get(spec.procedure)
    first = child.actions_from(child.start)[0]
    body = body_of(_camel(procedure.key, "child", label), form_class(child, first))

    def act(request: Any, uid: UUID, body: Any) -> Any:
        matter = open_child(
            one(request, uid),
            label,
            actor_of(request),
            first.name,
            as_form_data(body),
            key=idempotency_key(request),
        )
        return showing.done(matter.events.get(seq=1))

    view = _typed(act, body, f"{procedure.key}_child_{label}", f"Open a {child.key} under this matter.")
    made.post(
        f"/{procedure.key}/{{uid}}/children/{label}",
        response=ANSWERS,
        summary=str(spec.label),
        tags=[procedure.key],
        openapi_extra=KEYED,
    )(view)
