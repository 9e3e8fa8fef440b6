"""The end of every act: parties and audience, number, ledger line, notices; what commits together."""

from xieli.core.rowwise import added, changed, changed_since
from xieli.matters import clocks, ledger
from xieli.matters.details import plain_values
from xieli.matters.models import Event, Matter
from xieli.matters.numbering import number_of
from xieli.matters.policy import EVERYONE, audience, tokens
from xieli.matters.saying import SAID
from xieli.notifications import live
from xieli.notifications.commands import Notice, notify
from xieli.notifications.texts import of_matter
from xieli.organisation import queries as organisation

from .act import Act
from .content import content_hash
from .issuing import issue_all

_URGENT_KINDS = ("assigned", "returned", "urged")


def finish(act: Act) -> Event:
    """Save the matter and its details, append the event, tell people. Numbers are taken last of all locks."""
    matter, from_state = act.matter, act.journal.pop("from", act.matter.state)
    if act.material:
        _save_details(act)
        matter.rev += 1
        act.journal["rev"] = matter.rev
    _people(act)
    if matter.number is None and _gives_number(act):
        matter.number = number_of(act.procedure, matter, act.now)
        act.journal["number"] = matter.number
        matter.draft = None
    issue_all(act)
    first = clocks.first_of(matter) if act.scene.crowd else clocks.nearest(act.scene.clocks)
    matter.next_due_at = first.due_at if first is not None else None
    matter.audience = audience(matter, heads_of_people(matter), act.procedure.circle)
    event = ledger.append(
        matter,
        ledger.Entry(
            action=act.action,
            actor=act.actor,
            authority=act.authority or act.actor.kind,
            at=act.now,
            from_state=from_state,
            to_state=matter.state,
            facts=act.journal,
            texts=act.texts,
            principal_id=act.principal_id,
            department_id=act.department_id,
        ),
    )
    if act.unwritten:
        added(matter)
    else:
        changed_since(matter, act.before)
    for follow_up in act.after:
        follow_up(event)
    _tell(act)
    return event


def _save_details(act: Act) -> None:
    """Only if something changed in them: most acts only move."""
    act.details.matter_id = act.matter.pk
    if act.details._state.adding:
        added(act.details)
    elif act.scene.details_read != plain_values(act.details):
        changed(act.details)
    act.matter.content_hash = content_hash(act)


def _gives_number(act: Act) -> bool:
    return act.action == act.procedure.number.by


def _people(act: Act) -> None:
    """Who acts takes part, and who stands in for somebody who holds an item."""
    if act.actor.person is not None and act.takes_part:
        act.joins(people=[act.actor.person_id])
    act.joins(people=[item.deputy_id for item in act.scene.open_items])
    if act.matter.head_seq == 0 and act.matter.parent is not None and act.matter.classification == "internal":
        act.joins(departments=act.matter.parent.departments)  # who is concerned by the parent is by the child


def heads_of_people(matter: Matter) -> list[int]:
    """The departments whose heads answer for the named people (秘密)."""
    if matter.classification != "secret":
        return []
    people = (organisation.person_by_id(one) for one in matter.people)
    return [one.department_id for one in people if one is not None and one.department_id is not None]


def _may_hear(act: Act, person: int) -> bool:
    """Nobody is told of what they may not see: who left a circle, who followed what is secret now."""
    if EVERYONE in act.matter.audience:
        return True
    found = organisation.person_by_id(person)
    return found is not None and not set(tokens(found)).isdisjoint(act.matter.audience)


def _tell(act: Act) -> None:
    matter = act.matter
    urgent = matter.priority > 0
    named = {"matter": of_matter(matter.number, matter.title)}
    notify(
        [
            Notice(
                recipient=one["recipient"],
                kind=one["kind"],
                urgency="urgent" if urgent and one["kind"] in _URGENT_KINDS else "normal",
                text=one["text"],
                params={**named, **one["params"]},
                url=f"{matter.get_absolute_url()}{'#discussion' if SAID in one['params'] else ''}",
                matter=matter.pk,
            )
            for one in act.notices
            if _may_hear(act, one["recipient"])
        ]
    )
    live.changed({f"matter:{matter.uid}", *act.topics})
