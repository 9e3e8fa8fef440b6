"""Rows of the product as the API shows them."""

from typing import Any

from django.forms.models import model_to_dict

from xieli.matters import ledger
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions
from xieli.matters.models import Event, Matter
from xieli.matters.scene import Scene


def matter(row: Matter, actor: Actor, scene: Scene) -> dict[str, Any]:
    """A matter whole: its details, who holds it, what the caller may do."""
    details = {} if scene.details.pk is None else model_to_dict(scene.details)
    details.pop("matter", None)
    return {
        **{name: getattr(row, name) for name in _ROW},
        "lead_department": row.lead_department,
        "initiator": row.initiator,
        "details": ledger.plain(details),
        "items": scene.open_items,
        "actions": [
            {
                "name": one.name,
                "label": str(one.label),
                "kind": one.kind,
                "item": one.item.pk if one.item else None,
            }
            for one in available_actions(scene, actor)
        ],
    }


_ROW = (
    "uid", "procedure", "number", "title", "state", "category", "classification", "priority",
    "opened_at", "due_at", "closed_at", "outcome", "rev",
)  # fmt: skip


def event(row: Event, *, veiled: bool = False) -> dict[str, Any]:
    """A line of the ledger with the words that were not erased; of a vote that is still secret, that somebody voted."""
    shown = {name: getattr(row, name) for name in _LINE}
    if veiled:
        return {**shown, "action": "vote", "facts": {}, "texts": {}}
    return {**shown, "texts": {text.field: text.text for text in row.texts.all()}}


_LINE = ("seq", "at", "action", "actor_kind", "actor", "authority", "from_state", "to_state", "facts", "hash")


def comments(row: Matter) -> list[dict[str, Any]]:
    """The discussion on a matter, with the files and signs of each comment."""
    files: dict[int | None, list[str]] = {}
    for file in row.attachments.filter(deleted_at=None).exclude(seq=None):
        files.setdefault(file.seq, []).append(str(file.uid))
    said = row.comments.select_related("author", "quotes").prefetch_related("reactions__person")
    return [
        {
            **{
                name: getattr(one, name)
                for name in ("uid", "at", "author", "customer", "for_customer", "text")
            },
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
