"""What a signature signs."""

from typing import Any

from xieli.matters import ledger

from .act import Act


def content_hash(act: Act) -> str:
    """Digest of what a signature signs: the title and the details' own fields."""
    fields = [field for field in act.details._meta.concrete_fields if not field.primary_key]
    skip = getattr(type(act.details), "NOT_SIGNED", ())
    content: dict[str, Any] = {
        field.attname: ledger.plain(getattr(act.details, field.attname))
        for field in fields
        if field.name not in skip
    }
    return ledger.sha256(
        ledger.canonical({"title": act.matter.title, "summary": act.matter.summary, **content})
    )
