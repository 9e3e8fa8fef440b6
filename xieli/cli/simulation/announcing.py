"""What the company makes known to its people: departments to their own, executives to all; some confirm late (4.2.a)."""

from datetime import timedelta

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from .world import World

KEYS = ("announcement",)
TO_DEPARTMENTS = (
    ("交接班时间调整", "自下周一起按新的交接时间执行，交接时双方核对在途事项。"),
    ("本月值班安排", "值班表已更新，请各自核对，有冲突的当日内提出。"),
    ("现场作业安全提醒", "雨季作业前检查绝缘用具，两人同行，先验电后操作。"),
    ("工单填写要求", "原因代码和处理结果如实填写，照片随单上传。"),
)
TO_ALL = (
    ("信息系统维护通知", "本周六 22:00 至次日 2:00 系统维护，期间电话受理照常。", False),
    ("考勤管理补充规定", "外勤考勤改为现场定位签到，月底前完成设置。", True),
    ("节假日值班安排", "节日期间各部门保持一人在岗，联系方式报综合管理部。", False),
)
NEVER, LATE = 0.04, 0.08


class Announcing:
    """Writes announcements, and lets each reader confirm in their own time."""

    def __init__(self, world: World) -> None:
        self.world = world

    def tell_department(self) -> None:
        """A head tells their own people, who confirm; the one before on the same subject is replaced."""
        rng = self.world.rng
        department = rng.choice(
            [one for one in organisation.departments() if one.head_id and one.code != "LD"]
        )
        head = organisation.person_by_id(department.head_id or 0)
        title, content = rng.choice(TO_DEPARTMENTS)
        former = Matter.objects.filter(
            procedure="announcement", state="published", title=title, initiator_department=department
        ).first()
        if head is not None:
            chosen = {
                "departments": [str(department.uid)],
                "must_confirm": "on",
                "valid_until": self._in_days(90),
            }
            self._open(head, title, content, supersedes=str(former.uid) if former else "", **chosen)

    def tell_all(self) -> None:
        """The office drafts what concerns everybody; the executive signs."""
        title, content, confirm = self.world.rng.choice(TO_ALL)
        office = organisation.department_with_duty("admin")
        if office is not None:
            author = self.world.rng.choice(organisation.members_of(office))
            confirm_too = {"must_confirm": "on"} if confirm else {}
            self._open(
                author, title, content, whole_company="on", valid_until=self._in_days(45), **confirm_too
            )

    def tidy(self) -> None:
        """What the worker does each day: ends what is over, asks who has joined."""
        from xieli.procedures.announcement import chores

        chores.end_expired()
        chores.ask_new_readers()

    def _in_days(self, days: int) -> str:
        return clock.local(self.world.now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")

    def _open(self, author: Person, title: str, content: str, **more: object) -> None:
        data = {"title": title, "content": content, **more}
        try:
            matter = open_matter("announcement", Actor.of(author), "submit", data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: announcement: {refused.code}"] += 1
            return
        self.world.tally["announcement"] += 1
        self.world.follow(matter)

    def handle(self, item: WorkItem) -> None:
        """Sign within hours; read the same or the next day, a few late, some never."""
        person = self.world.holder(item)
        if item.step == "sign":
            action, minutes = "sign", 150.0
        elif item.step == "confirm_reading" and not self.world.chance(NEVER):
            action, minutes = "acknowledge", 2000.0 if self.world.chance(LATE) else 300.0
        else:
            return
        moment = self.world.working(person, self.world.around(minutes, 0.8))
        self.world.at(moment, lambda: self._do(item, action, person))

    def _do(self, item: WorkItem, action: str, person: Person) -> None:
        if action == "acknowledge":
            WorkItem.objects.filter(pk=item.pk, seen_at=None).update(seen_at=self.world.now)
        self.world.act(item.matter_id, action, person, {}, item.pk)
