"""People go on leave or move to other work, and hand over what they hold (4.2.b)."""

from datetime import timedelta
from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.procedures.handover.chores import archive_settled, await_returns
from xieli.procedures.handover.models import HandoverDetails, HandoverLine

from .world import World

KEYS = ("handover",)
_OWN = (
    {"kind": "files", "title": "项目资料移动硬盘一块", "progress": "已编目录"},
    {"kind": "seal", "title": "资料柜钥匙两把"},
    {"kind": "contact", "title": "供电所报装窗口", "contact": "王工"},
    {"kind": "risk", "title": "三号站电缆沟积水，雨后须巡视"},
)


class Handing:
    """Begins handovers now and then, and does what each step asks of its holder."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.departments = [row for row in organisation.departments() if row.code != "LD"]

    def begin(self) -> None:
        """Somebody goes on leave, or changes their work, and gives it to a colleague."""
        rng, world = self.world.rng, self.world
        department = rng.choice(self.departments)
        people = [one for one in organisation.members_of(department) if one.pk != department.head_id]
        under_way = HandoverDetails.objects.filter(giver__in=people, matter__closed_at=None)
        people = [one for one in people if one.pk not in set(under_way.values_list("giver_id", flat=True))]
        if len(people) < 3:
            return
        giver, receiver, supervisor = rng.sample(people, 3)
        absent = world.chance(0.6)
        data: dict[str, Any] = {
            "reason": "absence" if absent else "post",
            "receiver": str(receiver.uid),
            "supervisor": str(supervisor.uid),
            "note": "交接期间有疑问请随时电话联系。",
        }
        if absent:
            back = clock.local(world.now + timedelta(days=rng.choice((5, 10, 20))))
            data["returns_at"] = back.replace(hour=9, minute=0).strftime("%Y-%m-%dT%H:%M")
        try:
            matter = open_matter("handover", Actor.of(giver), "begin", data, now=world.now)
        except ActionError as refused:
            world.tally[f"refused: handover: {refused.code}"] += 1
            return
        world.tally["handover"] += 1
        world.follow(matter)

    def handle(self, item: WorkItem) -> None:
        """Plan what the step asks."""
        match item.step:
            case "prepare_handover":
                self._later(item, 90, self._prepare)
            case "check_handover":
                self._later(item, 150, self._check)
            case "rule_handover":
                self._later(item, 60, self._rule)
            case "sign_handover":
                self._later(item, 60, lambda one: self._act(one, "sign"))
            case "endorse_handover":
                self._later(item, 90, self._endorse)
            case "review_objection":
                self._later(item, 240, lambda one: self._act(one, "uphold", reason="经核对，交接无误。"))
            case "close_handover":
                self._later(item, 60, lambda one: self._act(one, "give_back"))

    def _later(self, item: WorkItem, minutes: float, deed: Any) -> None:
        person = self.world.holder(item)
        moment = self.world.working(person, self.world.around(minutes))
        self.world.at(moment, lambda: deed(item))

    def _act(self, item: WorkItem, action: str, **data: Any) -> bool:
        return self.world.act(item.matter_id, action, self.world.holder(item), data, item.pk)

    def _prepare(self, item: WorkItem) -> None:
        rows = self.world.rng.sample(_OWN, self.world.rng.choice((1, 2, 3)))
        self._act(item, "add_lines", rows=rows)
        self._act(item, "hand_in")

    def _check(self, item: WorkItem) -> None:
        """Line by line; now and then something isn't there."""
        lines = HandoverLine.objects.filter(
            handover=item.matter_id, receiver=item.person_id, outcome="", stays=False, verdict=""
        )
        mine = [str(no) for no in lines.values_list("no", flat=True)]
        doubtful = mine[-1:] if len(mine) > 1 and self.world.chance(0.15) else []
        sure = [no for no in mine if no not in doubtful]
        if sure:
            self._act(item, "judge", lines=sure, verdict="confirmed")
        if doubtful:
            self._act(item, "judge", lines=doubtful, verdict="disputed", words="实物与清单不符，请核实。")
        self._act(item, "finish_check")

    def _rule(self, item: WorkItem) -> None:
        disputed = HandoverLine.objects.filter(
            handover=item.matter_id, verdict="disputed", ruling="", stays=False
        )
        numbers = [str(no) for no in disputed.values_list("no", flat=True)]
        if numbers:
            self._act(item, "rule", lines=numbers, ruling="stands")
        self._act(item, "conclude")

    def _endorse(self, item: WorkItem) -> None:
        """What can't pass today (both are down for one shift, say) is tried again tomorrow."""
        if not self._act(item, "endorse") and WorkItem.objects.filter(pk=item.pk, closed_at=None).exists():
            self.world.at(self.world.now + timedelta(days=1), lambda: self._endorse(item))

    def hourly(self) -> None:
        """What the worker does: the archive when objections are over, and who is back takes back."""
        archive_settled()
        await_returns()
        for matter in Matter.objects.filter(procedure="handover", state="returning"):
            self.world.follow(matter)
