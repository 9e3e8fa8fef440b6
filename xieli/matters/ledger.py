"""The ledger: append an event to a matter's chain, check a chain, fold the facts back into the present state."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from xieli.core.rowwise import added, all_added

from .actors import Actor
from .models import Event, EventText, Matter


def plain(value: Any) -> Any:
    """A value as JSON can hold it; rows as {"id", "label"} so that the record reads without joins."""
    match value:
        case None | bool() | int() | str():
            return value
        case float() | Decimal() | UUID():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case Model():
            return {"id": value.pk, "label": str(value)}
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case Iterable():
            return [plain(one) for one in value]
        case _:
            return str(value)


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Hex digest of a text's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class Entry:
    """What one act wants written down."""

    action: str
    actor: Actor
    authority: str
    at: datetime
    from_state: str
    to_state: str
    facts: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)
    principal_id: int | None = None
    department_id: int | None = None


def append(matter: Matter, entry: Entry) -> Event:
    """Add a line to the chain (one or two inserts) and move the matter's head in memory; the caller saves it."""
    salts = {name: secrets.token_hex(16) for name in entry.texts}
    digests = {name: sha256(salts[name] + text) for name, text in entry.texts.items()}
    event = Event(
        matter=matter,
        seq=matter.head_seq + 1,
        at=entry.at,
        action=entry.action,
        actor_kind=entry.actor.kind,
        actor=entry.actor.person,
        actor_ref=entry.actor.ref,
        principal_id=entry.principal_id,
        department_id=entry.department_id,
        authority=entry.authority,
        from_state=entry.from_state,
        to_state=entry.to_state,
        facts=plain(entry.facts),
        previous_hash=matter.head_hash,
    )
    event.body = canonical(said_by(event, digests))
    event.hash = sha256(event.body)
    added(event)
    if entry.texts:
        all_added(
            [
                EventText(event=event, field=name, text=text, salt=salts[name], digest=digests[name])
                for name, text in entry.texts.items()
            ]
        )
    matter.head_seq, matter.head_hash = event.seq, event.hash
    return event


def said_by(event: Event, texts: Mapping[str, str]) -> dict[str, Any]:
    """All that a line says, as its body holds it; `texts`: the digests of the words written with it, by field."""
    return {
        "matter": str(event.matter.uid),
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(),
        "action": event.action,
        "actor": [event.actor_kind, event.actor_id, event.actor_ref],
        "principal": event.principal_id,
        "department": event.department_id,
        "authority": event.authority,
        "from": event.from_state,
        "to": event.to_state,
        "facts": event.facts,
        "texts": texts,
        "previous": event.previous_hash,
    }


def broken_links(events: Iterable[Event]) -> list[str]:
    """What is wrong with one matter's chain, in words; empty when it is whole. Events in order of seq.

    Pages and figures read the columns, the hash covers the body: each must say what the other says.
    """
    problems, previous, expected = [], "", 1
    for event in events:
        if event.seq != expected:
            problems.append(f"seq {event.seq} where {expected} was expected")
        if sha256(event.body) != event.hash:
            problems.append(f"seq {event.seq}: the body does not give the hash")
        if event.previous_hash != previous:
            problems.append(f"seq {event.seq}: does not follow from the line before")
        body = json.loads(event.body)
        columns = said_by(event, body["texts"])
        if differing := [name for name in columns if columns[name] != body.get(name)]:
            problems.append(f"seq {event.seq}: {', '.join(differing)} differ from the hashed body")
        previous, expected = event.hash, event.seq + 1
    return problems


def words_of(event: Event) -> dict[str, str]:
    """The fields of words written with an act, with the digests its line holds of them."""
    found: dict[str, str] = json.loads(event.body)["texts"]
    return found


def text_is_whole(text: EventText, digest: str | None) -> bool:
    """Whether it has the digest its line holds, and gives it unless it was erased."""
    return text.digest == digest and (text.erased_at is not None or sha256(text.salt + text.text) == digest)


@dataclass
class Folded:
    """The present state as the events tell it."""

    state: str = ""
    number: str | None = None
    rev: int = 0
    open_items: dict[int, tuple[str, int | None, int | None]] = field(default_factory=dict)
    open_rounds: set[int] = field(default_factory=set)
    closed: bool = False
    last_at: datetime | None = None


def fold(events: Iterable[Event]) -> Folded:
    """Replay the facts. Never runs procedure code: {items: {opened: [[id, step, department, person]], …}, …}."""
    now = Folded()
    for event in events:
        now.state, now.last_at = event.to_state, event.at
        facts = event.facts
        now.rev = facts.get("rev", now.rev)
        now.number = facts.get("number", now.number)
        now.closed = facts.get("closed", now.closed)
        rounds, items = facts.get("rounds", {}), facts.get("items", {})
        now.open_rounds |= {row[0] for row in rounds.get("opened", ())}
        now.open_rounds -= {row[0] for row in rounds.get("closed", ())}
        for ident, step, department, person in items.get("opened", ()):
            now.open_items[ident] = (step, department, person)
        for ident, department, person in items.get("held", ()):
            now.open_items[ident] = (now.open_items[ident][0], department, person)
        for ident, _outcome in items.get("closed", ()):
            now.open_items.pop(ident, None)
    return now
