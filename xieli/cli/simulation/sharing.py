"""What the departments lend one another: a catalogue of things, and how people book, collect, forget and break them (4.2.c)."""

from datetime import timedelta
from typing import Any

from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.procedures.sharing import chores
from xieli.procedures.sharing.commands import black_out, save_resource
from xieli.procedures.sharing.models import Resource
from xieli.worktime import calendars

from .world import World

KEYS = ("sharing",)
Values = dict[str, Any]

# (code, name, kind, owner, more)
THINGS: tuple[tuple[str, str, str, str, Values], ...] = (
    ("SB-0001", "移动充电车", "vehicle", "OM",
     {"notice_hours": 4, "buffer_after": 30, "conditions": "持 B2 及以上驾照，归还前电量不低于 80%。"}),
    ("SB-0002", "充电桩检测仪", "equipment", "OM", {"certified": 300, "conditions": "持电工证人员使用。"}),
    ("SB-0003", "绝缘电阻测试仪", "equipment", "SQ", {"certified": 200, "conditions": "持电工证人员使用。"}),
    ("SB-0004", "10kV绝缘手套", "equipment", "SQ", {"quantity": 12, "certified": 120, "conditions": "使用前做充气检查。"}),
    ("CL-0001", "抢修车", "vehicle", "OM", {"quantity": 3, "buffer_after": 30}),
    ("CD-0001", "高位测试场地", "venue", "RD", {"notice_hours": 24, "conditions": "进场人员戴安全帽，动火另行审批。"}),
    ("HY-0001", "一号会议室", "venue", "AD", {"room": True, "location": "办公楼 12 层，40 座"}),
    ("HY-0002", "三楼会议室", "venue", "AD", {"room": True, "location": "办公楼 3 层，12 座"}),
    ("HY-0003", "视频会议室", "venue", "AD", {"room": True, "buffer_before": 15, "location": "办公楼 5 层，20 座"}),
    ("ZJ-0001", "充电协议专家工时", "expertise", "RD", {"notice_hours": 8, "plain": True, "conditions": "每次不超过 4 小时。"}),
)  # fmt: skip
PURPOSES = (
    "站点投运前检测", "客户反馈的充电中断复测", "迎峰度夏巡检", "新桩到货抽检", "用户充电应急保障", "培训演示", "投诉现场取证",
)  # fmt: skip
# Who meets where or needs what every week: (resource, department, weekday, hour, hours, what for).
REGULARS = (
    ("HY-0001", "OP", 0, 9, 2, "运营周例会"),
    ("HY-0001", "CS", 1, 14, 2, "服务质量例会"),
    ("HY-0001", "PMO", 3, 9, 2, "项目周例会"),
    ("HY-0002", "EN", 0, 14, 2, "工程进度碰头会"),
    ("HY-0002", "SQ", 2, 9, 1, "安全例会"),
    ("HY-0002", "FI", 4, 10, 1, "付款计划会"),
    ("HY-0003", "RD", 1, 9, 2, "版本评审"),
    ("HY-0003", "MK", 3, 15, 1, "与各地市场人员视频例会"),
    ("SB-0002", "SQ", 2, 13, 4, "每周抽检"),
    ("SB-0003", "OM", 4, 8, 4, "每周巡检"),
    ("CL-0001", "EN", 1, 8, 8, "工地巡查"),
    ("CL-0001", "SQ", 3, 13, 4, "安全检查"),
)
GROUNDS = (
    ("own_use", "本部门当天巡检要用。"),
    ("not_fit", "正在送检，预计下周返回。"),
    ("conditions", "申请人没有相应证件。"),
)


class Sharing:
    """Enters the catalogue, books, and does what each step of a booking asks of its holder."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.departments = [one for one in organisation.departments() if one.code != "LD"]

    def begin(self) -> None:
        """The catalogue, each thing with its custodian."""
        rng, today = self.world.rng, clock.local(self.world.now).date()
        owners = {one.code: one for one in organisation.departments()}
        for code, name, kind, owner, more in THINGS:
            given = dict(more)
            if "certified" in given:
                given["certified_until"] = today + timedelta(days=given.pop("certified"))
            if given.pop("room", False):
                given |= {"handed_over": False, "auto_agree": True}
            if given.pop("plain", False):
                given["handed_over"] = False
            department = owners.get(owner) or self.departments[0]
            keeper = rng.choice(organisation.members_of(department))
            given.setdefault("location", f"{department.short_name}库房 {rng.randint(1, 9)} 号架")
            save_resource(
                Resource(code=code, name=name, kind=kind, department=department, custodian=keeper, **given)
            )

    def regulars(self) -> None:
        """What is needed every week is booked for weeks ahead."""
        things = {one.code: one for one in Resource.objects.all()}
        for code, owner, weekday, hour, hours, purpose in REGULARS:
            found = [row for row in self.departments if row.code == owner]
            day = clock.local(self.world.now) + timedelta(days=1)
            day += timedelta(days=(weekday - day.weekday()) % 7)
            begins = day.replace(hour=hour, minute=0, second=0)
            if not found or code not in things:
                continue
            person = self.world.rng.choice(organisation.members_of(found[0]))
            data = {
                "resource": str(things[code].uid), "quantity": 1, "begins_at": _typed(begins),
                "ends_at": _typed(begins + timedelta(hours=hours)), "purpose": purpose, "place": "公司及项目现场",
                "responsible": str(person.uid), "repeat": "weekly", "wait": "on", "accepted": "on",
                "repeat_until": f"{(begins + timedelta(days=20)).date()}",
            }  # fmt: skip
            self._open(person, data)

    def borrow(self) -> None:
        """Somebody needs something of another department; now and then it is taken and they wait for it."""
        rng = self.world.rng
        one = rng.choice(list(Resource.objects.select_related("department").order_by("code")))
        others = [row for row in self.departments if row.pk != one.department_id]
        person = rng.choice(organisation.members_of(rng.choice(others)))
        office = clock.local(self.world.now) + timedelta(days=rng.choice((1, 1, 2, 2, 3, 4, 6)))
        while not calendars.get("office").is_working_day(office.date()):
            office += timedelta(days=1)
        begins = office.replace(hour=rng.choice((8, 9, 10, 13, 14, 15)), minute=rng.choice((0, 30)), second=0)
        hours = rng.choice((1, 2, 2, 3, 4, 8) if one.handed_over else (1, 1, 2))
        data = {
            "resource": str(one.uid), "quantity": rng.randint(1, min(4, one.quantity)),
            "begins_at": _typed(begins), "ends_at": _typed(begins + timedelta(hours=hours)),
            "purpose": rng.choice(PURPOSES), "place": "项目现场", "responsible": str(person.uid), "accepted": "on",
            **({"wait": "on"} if self.world.chance(0.6) else {}),
            **({"emergency": "on"} if self.world.chance(0.05) else {}),
        }  # fmt: skip
        self._open(person, data)

    def hourly(self) -> None:
        """What the worker does: what was freed is offered; whoever got something to do by a timer plans it."""
        chores.offer_freed()
        for matter in Matter.objects.filter(procedure="sharing", state__in=("offered", "overdue")):
            self.world.follow(matter)

    def send_to_test(self) -> None:
        """Once in a while something is out of use."""
        one = self.world.rng.choice(list(Resource.objects.filter(kind="equipment").order_by("code")))
        begins = self.world.now + timedelta(days=5)
        black_out(one, begins, begins + timedelta(days=2), "送检", one.custodian)

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item of a booking."""
        person, world = self.world.holder(item), self.world
        details = item.matter.sharing
        match item.step:
            case "collect":
                if world.chance(0.07):
                    return  # forgotten: released by itself
                moment = details.begins_at + timedelta(minutes=world.rng.randint(0, 40))
            case "give_back":
                late = 200 if world.chance(0.12) else 0
                moment = details.ends_at + timedelta(minutes=late - world.rng.randint(2, 50))
            case _:
                minutes = {"answer": 120, "take_slot": 40, "bring_back": 90, "settle": 900}.get(
                    item.step, 150
                )
                moment = world.working(person, world.around(minutes))
        world.at(max(moment, world.now), lambda: self._do(item, person))

    def _do(self, item: WorkItem, person: Person) -> None:
        item.matter.refresh_from_db()
        plan = getattr(self, f"_{item.step}", None)
        if plan is not None and item.matter.closed_at is None:
            action, data = plan(item.matter)
            self.world.act(item.matter_id, action, person, data, item.pk)

    def _answer(self, matter: Matter) -> tuple[str, Values]:
        draw, details = self.world.rng.random(), matter.sharing
        if details.begins_at <= self.world.now:
            return "refuse", {"ground": "own_use", "reason": "申请的时段已过，请另选时间重新申请。"}
        if draw < 0.08:
            ground, reason = self.world.rng.choice(GROUNDS)
            return "refuse", {"ground": ground, "reason": reason}
        if draw < 0.13:
            later = details.begins_at + timedelta(days=1)
            data = {"begins_at": _typed(later), "ends_at": _typed(details.ends_at + timedelta(days=1))}
            return "counter", {
                **data,
                "resource": str(details.resource.uid),
                "reason": "当天已有安排，可否改到次日。",
            }
        return "agree", {"opinion": "同意，请按时归还。"}

    def _take_slot(self, matter: Matter) -> tuple[str, Values]:
        if self.world.chance(0.2):
            return "cancel", {"reason": "已用其他办法解决。"}
        return "take_slot", {}

    def _answer_offer(self, matter: Matter) -> tuple[str, Values]:
        if self.world.chance(0.3):
            return "decline_offer", {"reason": "次日现场停电窗口已过，请再考虑原时间。"}
        return "accept_offer", {}

    def _collect(self, matter: Matter) -> tuple[str, Values]:
        return "collect", {"condition_then": "外观完好，附件齐全。"}

    def _give_back(self, matter: Matter) -> tuple[str, Values]:
        action = "bring_back" if matter.state == "overdue" else "give_back"
        if self.world.chance(0.03):
            return action, {"condition": "表笔线破皮。", "damaged": "on"}
        return action, {"condition": "完好。"}

    _bring_back = _give_back

    def _check(self, matter: Matter) -> tuple[str, Values]:
        return "check", {"opinion": "已检查。"}

    def _settle(self, matter: Matter) -> tuple[str, Values]:
        return "settle", {"text": "已更换配件。", "remedy": "replaced", "cost": "180"}

    def _open(self, person: Person, data: Values) -> None:
        try:
            matter = open_matter("sharing", Actor.of(person), "apply", data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: sharing: {refused.code}"] += 1
            return
        booked = Matter.objects.filter(pk=matter.pk)
        if matter.sharing.series is not None:
            booked = Matter.objects.filter(sharing__series=matter.sharing.series)
        for one in booked:
            self.world.tally["sharing"] += 1
            self.world.follow(one)


def _typed(moment: Any) -> str:
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")
