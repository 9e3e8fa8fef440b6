"""Rows of the product as the API shows them."""

from typing import Any

from django.db.models import Model
from django.urls import reverse

from xieli.core.richtext import masked
from xieli.matters import ledger
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions
from xieli.matters.models import Event, Matter
from xieli.matters.scene import Scene


def matter(row: Matter, actor: Actor, scene: Scene) -> dict[str, Any]:
    """A matter whole: its details, who holds it, what the caller may do; of what is asked of hundreds the caller's own
    item, and how many others have one."""
    return {
        **{name: getattr(row, name) for name in _ROW},
        "lead_department": row.lead_department,
        "initiator": row.initiator,
        "details": veiled(ledger.plain(_details(scene.details))),
        "items": scene.open_items,
        "more_items": scene.others(),
        "attachments": list(row.attachments.filter(deleted_at=None).order_by("pk")),
        "actions": [
            {
                "name": one.name,
                "label": str(one.label),
                "kind": one.kind,
                "item": one.item.pk if one.item else None,
                "href": _href(row, one.kind, one.name),
            }
            for one in available_actions(scene, actor)
        ],
    }


def veiled(value: Any) -> Any:
    """Words without the middle of telephone numbers, as on the pages, where seeing them whole is written down."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {name: veiled(one) for name, one in value.items()}
    return [veiled(one) for one in value] if isinstance(value, list) else value


def _details(details: Any) -> dict[str, Any]:
    """The fields of the details; what points elsewhere by the uid under which acts name it, where it has one."""
    if details.pk is None:
        return {}
    found: dict[str, Any] = {}
    for field in details._meta.concrete_fields:
        if field.editable and field.name != "matter":
            value = getattr(details, field.name)
            found[field.name] = _named(value)
    for field in details._meta.many_to_many:
        found[field.name] = [_named(one) for one in getattr(details, field.name).all()]
    return found


def _named(value: Any) -> Any:
    return getattr(value, "uid", value.pk) if isinstance(value, Model) else value


def _href(row: Matter, kind: str, name: str) -> str:
    """The address of an act on the matter."""
    root = reverse("api:api-root").rstrip("/") + "/v1"
    if kind == "verb":
        return f"{root}/matters/{row.uid}/verbs/{name}"
    return f"{root}/{row.procedure}/{row.uid}/{'children/' if kind == 'child' else ''}{name}"


_ROW = (
    "uid", "procedure", "number", "title", "state", "category", "classification", "priority",
    "opened_at", "due_at", "closed_at", "outcome", "rev",
)  # fmt: skip


def event(row: Event, *, secret: bool = False) -> dict[str, Any]:
    """A line of the ledger with the words that were not erased; of a vote that is still secret, that somebody voted."""
    shown = {name: getattr(row, name) for name in _LINE}
    if secret:
        return {**shown, "action": "vote", "facts": {}, "texts": {}}
    return {**shown, "texts": {text.field: veiled(text.text) for text in row.texts.all()}}


_LINE = ("seq", "at", "action", "actor_kind", "actor", "authority", "from_state", "to_state", "facts", "hash")


def comments(row: Matter) -> list[dict[str, Any]]:
    """The discussion on a matter, with the files and signs of each comment."""
    files: dict[int | None, list[str]] = {}
    for file in row.attachments.filter(deleted_at=None).exclude(seq=None):
        files.setdefault(file.seq, []).append(str(file.uid))
    said = row.comments.select_related("author", "quotes").prefetch_related("reactions__person")
    return [
        {
            **{name: getattr(one, name) for name in ("uid", "at", "author", "customer", "for_customer")},
            "text": veiled(one.text),
            "quotes": one.quotes.uid if one.quotes else None,
            "files": files.get(one.seq, []) if one.seq else [],
            "signs": [{"sign": mark.sign, "person": mark.person.name} for mark in one.reactions.all()],
            "taken_back": one.deleted_at is not None,
        }
        for one in said.order_by("at", "pk")
    ]


def done(event: Event) -> dict[str, Any]:
    """The answer to an act."""
    row = event.matter
    return {
        "matter": row.uid,
        "number": row.number,
        "state": row.state,
        "rev": row.rev,
        "seq": event.seq,
        "hash": event.hash,
    }
