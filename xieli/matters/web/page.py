"""Everything a matter's page shows, gathered in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import select_template
from django.utils.functional import cached_property

from xieli.core import clock
from xieli.core.composed import composed
from xieli.documents.models import Document
from xieli.matters import clocks, registry
from xieli.matters.actors import Actor
from xieli.matters.commands import Available, available_actions, may_start
from xieli.matters.models import Attachment, Follow, Link, Matter, WorkItem
from xieli.matters.policy import tokens
from xieli.matters.queries import story
from xieli.matters.queries.hanging import any_of
from xieli.matters.scene import Scene
from xieli.matters.verbs.documents import voidable
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.regulation import clauses

from . import due, facts, names, revised, ribbon, stepper, timeline
from .discussion import Discussion
from .revised import Change

BESIDE = ("comment", "take_back_comment", "follow", "unfollow", "void_document")
SHOWN = 5
AMONG_HEADS = "heads_thread"
HOLDERS = 12
IN_WRITING = "oral_agreement"  # by its key: where it is not installed, nothing offers it


def _items(matter: Any) -> QuerySet[WorkItem]:
    rows = WorkItem.objects.filter(matter=matter).select_related("round")
    return story.with_units(rows.order_by("opened_at", "pk"))


_ITEMS = composed(_items)
_OWN_ITEMS = composed(
    lambda matter, crowd, person: _items(matter).filter(~Q(round__purpose__among=crowd) | Q(person=person))
)
_ATTACHMENTS = composed(
    lambda matter: Attachment.objects.filter(matter=matter, deleted_at=None).order_by("-at")
)
_LINKS = composed(lambda matter: Link.objects.filter(source=matter) | Link.objects.filter(target=matter))
_VISIBLE = composed(lambda presented, ids: Matter.objects.opened_by(presented).filter(pk__among=ids))
_FOLLOW = composed(lambda matter, person: Follow.objects.filter(matter=matter, person=person))


@dataclass(frozen=True)
class Holder:
    """One open work item as the strip shows it."""

    item: WorkItem
    step: Any
    name: str
    due: due.Due
    mine: bool


class Page:
    """What the template of a matter reads. Built for one person and one moment. Of what is asked of a crowd only that
    person's own is read: a thousand readers cost what ten do."""

    def __init__(self, matter: Matter, person: Person) -> None:
        self.now = clock.now()
        self.matter = matter
        self.person = person
        self.actor = Actor.of(person)
        self.procedure = registry.get(matter.procedure)
        crowd = self.procedure.crowds
        items = _OWN_ITEMS(matter.pk, crowd, person.pk) if crowd else _ITEMS(matter.pk)
        self.all_items = [names.with_names(item) for item in items]
        still_open = [item for item in self.all_items if item.closed_at is None]
        self.scene = Scene.load(matter, self.now, alone=person.pk, items=still_open)
        names.with_people(self.scene.details)
        matter.initiator_department = names.department(matter.initiator_department_id)
        matter.lead_department = names.department(matter.lead_department_id)

    @cached_property
    def actions(self) -> list[Available]:
        """Buttons of the bar; what stands elsewhere on the page is left out."""
        return [one for one in available_actions(self.scene, self.actor) if one.name not in BESIDE]

    @cached_property
    def shown_actions(self) -> list[Available]:
        """The acts with a button of their own."""
        return [one for one in self.actions[:SHOWN] if not one.grave]

    @cached_property
    def more_actions(self) -> list[Available]:
        """The acts under 更多."""
        return [one for one in self.actions if one not in self.shown_actions]

    @property
    def may_begin_again(self) -> bool:
        """Whether this person may begin what is over here anew, with what it says."""
        over = self.matter.closed_at is not None and self.procedure.verbs.copy
        return bool(over) and may_start(self.procedure, self.actor)

    @cached_property
    def due(self) -> due.Due:
        """The nearest of all running clocks, as in lists."""
        first = clocks.first_of(self.matter) if self.scene.crowd else None
        return due.nearest(self.procedure, [first] if first else self.scene.clocks, self.now)

    @cached_property
    def holders(self) -> list[Holder]:
        """The open items: who has the ball."""
        mine = {self.person.pk}
        return [
            Holder(
                item,
                self.procedure.step_label(item.step),
                names.holder_name(item.department_id, item.person_id),
                due.due_of(self.scene.step_clock(item), self.now),
                bool(mine & {item.person_id, item.deputy_id}),
            )
            for item in self.scene.open_items
        ]

    @property
    def shown_holders(self) -> list[Holder]:
        """One's own item and the state's first; what is asked of hundreds is not listed whole."""
        return sorted(self.holders, key=lambda one: (not one.mine, not one.item.main))[:HOLDERS]

    @cached_property
    def more_holders(self) -> int:
        """How many hold an item and are not shown, those of a crowd counted."""
        return max(0, len(self.holders) - HOLDERS) + self.scene.others()

    @cached_property
    def stretches(self) -> list[Any]:
        """The ribbon up to now, or up to the end of a closed matter."""
        until = self.matter.closed_at or self.now
        limits = story.limits_of(self.matter, self.all_items, until)
        return [
            piece
            for item in self.all_items
            if item.main
            for piece in story.pieces(item, limits.get(item.pk, story.NO_LIMIT), until)
        ]

    @cached_property
    def segments(self) -> list[ribbon.Segment]:
        """The ribbon in words."""
        return ribbon.drawn(self.procedure, self.stretches)

    @property
    def totals(self) -> tuple[int, int]:
        """Working seconds held and paused."""
        return ribbon.totals(self.stretches)

    @cached_property
    def steps(self) -> list[stepper.Step]:
        """The states passed, the present one, and those that usually follow."""
        return list(stepper.steps(self))

    @property
    def clauses(self) -> list[Any]:
        """The clauses this step and procedure serve."""
        ids = dict.fromkeys([self.procedure.clause])
        return [clauses.get(one) for one in ids if clauses.exists(one)]

    @cached_property
    def timeline(self) -> tuple[list[timeline.Entry], bool]:
        """What happened, newest first, and whether older lines were left out."""
        return timeline.entries(
            self.scene, self._lines, self.all_items, self.person, everything=self.everything
        )

    @cached_property
    def _lines(self) -> list[story.Line]:
        return story.timeline(self.matter, timeline.ALL if self.everything else timeline.NEWEST + 1)

    @property
    def revised(self) -> list[Change]:
        """What was changed when it was handed in again, as long as somebody looks at it again: what was taken out is
        not for those who come to know of the matter later."""
        return revised.changes(self.scene, self._lines)

    everything = False

    @cached_property
    def discussion(self) -> Discussion:
        """What was said, oldest first."""
        return Discussion(self.matter, self.person, self.attachments, self.now)

    @cached_property
    def attachments(self) -> list[Attachment]:
        """Files, newest first."""
        return _ATTACHMENTS(self.matter.pk) if any_of(self.matter, "files") else []

    @property
    def forms(self) -> list[tuple[str, Any]]:
        """The official forms one can print of this matter."""
        return [(name, form.label) for name, form in self.procedure.documents.items()]

    @property
    def documents(self) -> list[Document]:
        """What the matter issued, newest first."""
        return self.scene.documents if any(form.series for form in self.procedure.documents.values()) else []

    @property
    def seals(self) -> bool:
        """Whether this installation has a procedure for the use of seals."""
        return any(one.key == "seal_use" for one in registry.all_procedures())

    @property
    def in_writing(self) -> str:
        """Where a word said here is confirmed in writing, up to naming the word; empty where not."""
        return in_writing(self.matter)

    @property
    def among_heads(self) -> str:
        """Where a head takes this matter to the heads' channel (3.2.b); empty for others, and where there is none."""
        known = any(one.key == AMONG_HEADS for one in registry.all_procedures())
        ready = known and self.matter.number is not None and self.procedure.key != AMONG_HEADS
        headed = bool(ready and organisation.headed_by(self.person))
        return f"/new/{AMONG_HEADS}/?about={self.matter.uid}" if headed else ""

    @cached_property
    def voidable(self) -> set[str]:
        """Numbers of the documents this person may declare void."""
        return {one.number for one in voidable(self.scene, self.actor)}

    @cached_property
    def related(self) -> list[tuple[str, Matter, str]]:
        """Parent, children and linked matters this person may see, with what they are to this one and how those ended
        that are over (有争议 is not 已办结): the parent, what is open, what is over, each newest first."""
        kinds = {}
        for link in _LINKS(self.matter.pk) if any_of(self.matter, "links") else ():
            other = link.target_id if link.source_id == self.matter.pk else link.source_id
            kinds[other] = link.kind
        if self.matter.parent_id:
            kinds.setdefault(self.matter.parent_id, "parent")
            kinds[self.matter.parent_id] = "parent"
        found = _VISIBLE(tokens(self.person), list(kinds)) if kinds else []
        rows = [(kinds[one.pk], one, names.ending(one)) for one in found]
        newest = sorted(rows, key=lambda row: row[1].opened_at, reverse=True)
        return sorted(newest, key=lambda row: (row[0] != "parent", row[1].closed_at is not None))

    @cached_property
    def follow(self) -> Follow | None:
        """This person's following of the matter."""
        return _FOLLOW.first(self.matter.pk, self.person.pk) if any_of(self.matter, "follow") else None

    @property
    def facts_template(self) -> Any:
        """The procedure's form as a document, else a plain list of its fields."""
        return select_template([f"{self.procedure.key}/facts.html", "matters/facts.html"])

    @property
    def details_list(self) -> list[tuple[Any, Any]]:
        """The fields of the details with their labels, for procedures that draw no document of their own."""
        return list(facts.listed(self.scene))

    @property
    def people(self) -> list[str]:
        """Names of those who took part, the first of them where they are many."""
        return [name for one in self.matter.people[:HOLDERS] if (name := names.person_name(one))]

    @property
    def more_people(self) -> int:
        """How many took part and are not named."""
        return max(0, len(self.matter.people) - HOLDERS)

    @property
    def successor(self) -> Person | None:
        """Who took over from the initiator."""
        return names.person(self.matter.successor_id)

    @property
    def lead(self) -> str:
        """Name of the lead department."""
        return names.department_name(self.matter.lead_department_id)

    @property
    def assisting(self) -> Sequence[str]:
        """Names of the assisting departments."""
        return [names.department_name(one) for one in self.matter.assisting]

    @property
    def category(self) -> Any:
        """The label of the matter's category."""
        labels = dict(self.procedure.category_labels())
        return labels.get(self.matter.category, "")


def in_writing(matter: Matter) -> str:
    """Where a word said on it is confirmed in writing (书面确认, 4.2.a), up to naming the word; empty where not."""
    if matter.number is None or all(one.key != IN_WRITING for one in registry.all_procedures()):
        return ""
    return f"/new/{IN_WRITING}/?about={matter.uid}"
