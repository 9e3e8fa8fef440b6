"""How departments ask one another for help and give it: collaboration requests, with human imperfection (5.2.b)."""

from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from . import words
from .serving import decide_extension
from .world import World


class Cooperating:
    """Raises requests, and knows what each step makes its holder do."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.departments = {row.code: row for row in organisation.departments()}

    def ask(self) -> None:
        """Somebody of some department asks another department for help."""
        world = self.world
        code, title = words.subject(world.rng)
        to = self.departments[code]
        asking = world.rng.choice([one for one in self.departments.values() if one.code not in (code, "LD")])
        person = world.rng.choice(organisation.members_of(asking))
        urgent = world.chance(0.12)
        needed = world.working(person, 8 * 3600 * world.rng.choice((2, 3, 5, 8, 10)))
        data = {
            "title": title,
            "lead_department": str(to.uid),
            "content": f"{title}，用于{asking.short_name}当前工作。",
            "standard": world.rng.choice(
                ("提供可核对的书面结果。", "数据齐全，口径一致。", "现场完成并签字确认。", "")
            ),
            "urgency": "urgent" if urgent else "ordinary",
            **({"needed_by": clock.local(needed).strftime("%Y-%m-%dT%H:%M")} if world.chance(0.7) else {}),
        }
        try:
            matter = open_matter("collaboration", Actor.of(person), "send", data, now=world.now)
        except ActionError as refused:
            world.tally[f"refused: send: {refused.code}"] += 1
            return
        world.tally["requests"] += 1
        world.follow(matter)

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item of a request."""
        plan = getattr(self, f"_{item.step}", None)
        if plan is not None:
            plan(item, self.world.holder(item))

    def _do(
        self,
        item: WorkItem,
        person: Person,
        action: str,
        minutes: float,
        data: dict[str, Any],
        spread: float = 0.8,
    ) -> None:
        moment = self.world.working(person, self.world.around(minutes, spread))
        self.world.at(moment, lambda: self.world.act(item.matter_id, action, person, data, item.pk))

    def _accept(self, item: WorkItem, person: Person) -> None:
        world = self.world
        if world.chance(0.06):
            self._do(
                item, person, "return_", 180, {"ground": "missing", "reason": "没有写明交付标准和范围。"}
            )
        elif world.chance(0.04):
            self._do(item, person, "decline", 240, {"ground": "not_mine", "reason": "该事项不属本部门职责。"})
        else:
            assert item.department is not None
            handler = world.rng.choice(organisation.members_of(item.department))
            self._do(
                item, person, "accept", 60 if item.matter.priority else 260, {"handler": str(handler.uid)}
            )

    def _supplement(self, item: WorkItem, person: Person) -> None:
        data = {
            "title": item.matter.title,
            "content": f"{item.matter.title}，范围与格式见附言。",
            "standard": "按附表逐项填写。",
            "opinion": "已补充。",
        }
        self._do(item, person, "resubmit", 150, data)

    def _deliver(self, item: WorkItem, person: Person) -> None:
        world = self.world
        if world.chance(0.12) and item.due_at is not None:
            self._notice_later(item, person)
        if world.chance(0.3):
            data = {"percent": world.rng.choice((30, 50, 60, 80)), "text": "正在办理，进度正常。"}
            self._do(item, person, "report_progress", 400, data)
        data = {"result": f"{item.matter.title}已完成，结果见附件。"}
        left = (item.due_at - world.now).total_seconds() / 60 if item.due_at else 2400
        typical = max(30.0, min(left * 0.14, 1500.0))
        self._do(item, person, "deliver", typical, dict(data), 0.75)

    def _notice_later(self, item: WorkItem, person: Person) -> None:
        def notice() -> None:
            row = WorkItem.objects.filter(pk=item.pk, closed_at=None).first()
            if row is not None and row.due_at is not None:
                new = self.world.working(person, 3600 * 16, since=row.due_at)
                self.world.act(row.matter_id, "give_notice", person, words.late(self.world.rng, new), row.pk)

        self.world.at(self.world.working(person, self.world.around(300)), notice)

    def _confirm(self, item: WorkItem, person: Person) -> None:
        if self.world.chance(0.08):
            data: dict[str, object] = {"ground": "not_standard", "reason": "缺少上月数据，请补齐。"}
            self._do(item, person, "rework", 240, data)
        else:
            self._do(item, person, "confirm", 300, {"rating": self.world.rng.choice((5, 5, 5, 4, 4, 3))}, 1.0)

    def _consider(self, item: WorkItem, person: Person) -> None:
        if self.world.chance(0.6):
            self._do(item, person, "escalate", 200, {"reason": "确需对方配合，请领导协调。"})
        else:
            self._do(item, person, "settle", 200, {"opinion": "已另作安排。"})

    def _rule(self, item: WorkItem, person: Person) -> None:
        action = "order" if self.world.chance(0.7) else "uphold"
        self._do(item, person, action, 500, {"reason": "按职责分工办理。"})

    def _decide_extension(self, item: WorkItem, person: Person) -> None:
        decide_extension(self.world, item)
