"""How departments write to one another, and put down what was agreed by word of mouth (4.2.a)."""

from datetime import timedelta
from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from . import words
from .world import World

KEYS = ("memo", "oral_agreement")
# Step → the act that does it, after how many minutes, with what.
_USUAL: dict[str, tuple[str, float, dict[str, str]]] = {
    "sign": ("sign", 120, {}),
    "receive": ("receive", 150, {}),
    "sign_receipt": ("acknowledge", 150, {}),
    "answer": ("answer", 900, {"answer": "同意，按函中安排配合，联系人为本部门值班人员。"}),
    "review": ("close", 240, {}),
    "confirm_wording": ("accept_wording", 120, {}),
}


class Writing:
    """Writes memos and oral agreements, and does what each step asks of its holder."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.departments = [row for row in organisation.departments() if row.code != "LD"]

    def write(self) -> None:
        """Somebody writes to one or two other departments; mostly an answer is asked."""
        rng = self.world.rng
        own, *others = rng.sample(self.departments, rng.choice((2, 3)))
        _code, title = words.subject(rng)
        to = [str(one.uid) for one in others]
        data = {
            "title": title,
            "content": f"因工作需要，现就{title}一事函告，请予支持。",
            "in_name": "department",
            "to": to,
            **({"answer_from": to} if self.world.chance(0.7) else {}),
        }
        self._open("memo", rng.choice(organisation.members_of(own)), "submit", data)

    def put_down(self) -> None:
        """Two people of different departments agreed something on the phone."""
        rng, world = self.world.rng, self.world
        one, other = (rng.choice(organisation.members_of(row)) for row in rng.sample(self.departments, 2))
        _code, title = words.subject(rng)
        talked = world.now - timedelta(hours=rng.choice((1, 2, 4, 20, 30)))
        data = {
            "title": title,
            "content": f"电话商定：{title}，本周内完成。",
            "means": "电话",
            "counterpart": str(other.uid),
            "talked_at": clock.local(talked).strftime("%Y-%m-%dT%H:%M"),
        }
        self._open("oral_agreement", one, "put_down", data)

    def _open(self, key: str, person: Person, action: str, data: dict[str, Any]) -> None:
        try:
            matter = open_matter(key, Actor.of(person), action, data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: {key}: {refused.code}"] += 1
            return
        self.world.tally[key] += 1
        self.world.follow(matter)

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item; now and then an agreement is corrected, or never answered."""
        if item.step == "confirm_oral":
            chance = self.world.rng.random()
            if chance < 0.75:
                self._do(item, "confirm", 180, {})
            elif chance < 0.9:
                self._do(item, "reword", 180, {"content": "电话商定：下周三前完成，由双方共同确认结果。"})
        elif item.step == "review" and self.world.chance(0.12):
            to = organisation.department_by_id(self.world.rng.choice(item.matter.memo.answer_from))
            assert to is not None
            reason = {"departments": [str(to.uid)], "reason": "请写明完成时间和联系人。"}
            self._do(item, "send_back", 240, reason)
        elif item.step in _USUAL:
            self._do(item, *_USUAL[item.step])

    def _do(self, item: WorkItem, action: str, minutes: float, data: dict[str, Any]) -> None:
        person = self.world.holder(item)
        moment = self.world.working(person, self.world.around(minutes))
        self.world.at(moment, lambda: self.world.act(item.matter_id, action, person, dict(data), item.pk))
