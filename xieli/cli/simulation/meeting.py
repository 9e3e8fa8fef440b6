"""How the company meets: executives monthly, heads fortnightly, others as things come up; what was resolved is done (3.1.b)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from xieli.core import clock
from xieli.matters import places
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter, WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from . import words
from .world import World

KEYS = ("meeting", "resolution")
PLANNED = timedelta(hours=1)


class Meeting:
    """Begins the regular series, calls meetings now and then, and knows what each step makes its holder do."""

    def __init__(self, world: World) -> None:
        self.world = world

    def begin_series(self) -> None:
        """The general manager's monthly and fortnightly meetings."""
        manager = organisation.general_manager()
        assert manager is not None
        monday = clock.local(self.world.now) + timedelta(days=7 - clock.local(self.world.now).weekday())
        for title, kind, repeat, hour in (
            ("公司高层例会", "executive", "weekday", 9),
            ("部门负责人协调会", "heads", "weeks", 14),
        ):
            data = {
                "title": title, "kind": kind, "repeat": repeat, "weeks": "2", "place": "一号会议室", "duration": "90",
                "first_at": monday.replace(hour=hour, minute=0).strftime("%Y-%m-%dT%H:%M"),
            }  # fmt: skip
            self._open("meeting_series", manager, "begin", data)

    def plan(self) -> None:
        """What the worker does each day: plans what is near, closes what is settled."""
        from xieli.procedures.meeting import chores

        chores.plan_regular()
        chores.close_settled()
        for meeting in Matter.objects.filter(procedure="meeting", closed_at=None, state="planned"):
            self.world.follow(meeting)

    def call(self) -> None:
        """A head calls others to talk about what they can't settle by writing."""
        departments = [one for one in organisation.departments() if one.head_id]
        mine, other = self.world.rng.sample(departments, 2)
        people = [organisation.person_by_id(one.head_id or 0) for one in (mine, other)]
        caller, guest = people[0], people[1]
        assert caller is not None and guest is not None
        begins = self.world.working(caller, 3600 * self.world.rng.choice((3, 8, 12)))
        topic = self.world.rng.choice(words.DISPUTES)[0]
        data = {
            "title": f"{topic}专题会"[:100], "kind": "ad_hoc", "begins_at": _typed(begins), "place": "三楼会议室",
            "attendees": [str(guest.uid), str(self.world.rng.choice(organisation.members_of(other)).uid)],
            "agenda": [{"subject": topic, "minutes": "30"}],
        }  # fmt: skip
        free = places.offered(begins, begins + timedelta(hours=1))
        if free and self.world.chance(0.7):
            data |= {"room": self.world.rng.choice(free).key, "place": ""}
        self._open("meeting", caller, "call", data)

    def handle(self, item: WorkItem) -> None:
        """Plan the act for one item of a meeting or a resolution."""
        person = self.world.holder(item)
        if item.step == "record_held":
            ends = item.matter.meeting.ends_at or self.world.now
            moment = max(ends + timedelta(minutes=self.world.rng.randrange(5, 90)), self.world.now)
        else:
            minutes = {"invite": 200, "state_needs": 300, "carry_out_resolution": 1600}.get(item.step, 150)
            moment = self.world.working(person, self.world.around(minutes, 0.7))
        self.world.at(moment, lambda: self._do(item, person))

    def _do(self, item: WorkItem, person: Person) -> None:
        item.matter.refresh_from_db()
        plan = getattr(self, f"_{item.step}", None)
        if plan is None or not WorkItem.objects.filter(pk=item.pk, closed_at=None).exists():
            return
        if item.step == "sign_minutes" and (until := self._unheard(item.matter)) is not None:
            self.world.at(until + timedelta(minutes=1), lambda: self._do(item, person))
            return
        action, data = plan(item.matter)
        self.world.act(item.matter_id, action, person, data, item.pk)
        if item.step == "confirm_minutes":
            self._sign_soon(item.matter)

    def _unheard(self, matter: Matter) -> datetime | None:
        """Until when the chair waits for those who have not said whether the minutes are right."""
        asked = WorkItem.objects.filter(matter=matter, step="confirm_minutes", closed_at=None)
        latest: datetime | None = asked.aggregate(latest=Max("due_at"))["latest"]
        return latest if latest is not None and latest > self.world.now else None

    def _sign_soon(self, matter: Matter) -> None:
        """The chair signs soon after everybody was heard."""
        signing = WorkItem.objects.filter(matter=matter, step="sign_minutes", closed_at=None).first()
        if signing is not None and self._unheard(matter) is None:
            chair = self.world.holder(signing)
            moment = self.world.working(chair, self.world.around(60))
            self.world.at(moment, lambda: self._do(signing, chair))

    def _invite(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        details = matter.meeting
        begins = details.begins_at
        if begins is None or begins <= self.world.now:
            begins = self.world.working(details.convener, 8 * 3600)
        invited = [str(one.person.uid) for one in details.attending]
        agenda = [{**row, "minutes": ""} for row in details.agenda]
        place = details.place or "一号会议室"
        wanted = places.named(place)
        free = {one.key for one in places.offered(begins, begins + timedelta(hours=1), matter.pk)}
        return "invite", {
            "begins_at": _typed(begins), "place": place, "attendees": invited, "agenda": agenda,
            "room": wanted if wanted in free else "",
        }  # fmt: skip

    def _state_needs(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        needs = self.world.rng.choice(words.DISPUTES)[0] if self.world.chance(0.3) else ""
        return "acknowledge", {"progress": "本期重点工作按计划推进，逾期事项已列出处理计划。", "needs": needs}

    def _record_held(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        details = matter.meeting
        came = [one for one in details.attending if self.world.chance(0.9)] or list(details.attending)
        there = {str(one.person.uid) for one in came} | {
            str(details.convener.uid),
            str(details.secretary.uid),
        }
        return "hold", {"held_at": _typed(details.begins_at), "present": sorted(there)}

    def _write_minutes(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        departments = [one for one in organisation.departments() if one.head_id]
        chosen = self.world.rng.sample(departments, self.world.rng.choice((1, 1, 2)))
        rows = [
            {"content": f"{self.world.rng.choice(words.TASKS)}，形成书面结果报主持人。", "department": str(one.uid),
             "owner": str(organisation.person_by_id(one.head_id or 0).uid), "needed_by": ""}  # type: ignore[union-attr]
            for one in chosen
        ]  # fmt: skip
        points = [
            f"{at}. {row['subject']}\n已讨论，意见一致。" for at, row in enumerate(matter.meeting.agenda, 1)
        ]
        return "write", {"minutes": "\n\n".join(points) or "讨论了近期工作。", "resolutions": rows}

    def _confirm_minutes(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        if self.world.chance(0.05):
            return "acknowledge", {"answer": "objected", "words": "第一项的完成期限与会上所说不一致。"}
        return "acknowledge", {"answer": "confirmed"}

    def _sign_minutes(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        self.world.at(self.world.now + PLANNED, lambda: self._follow_children(matter))
        return "sign", {"opinion": "同意签发。"}

    def _follow_children(self, matter: Matter) -> None:
        for child in Matter.objects.filter(parent=matter, procedure="resolution", closed_at=None):
            self.world.follow(child)

    def _carry_out_resolution(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        return "carry_out", {"result": "已落实，结果已书面报送。"}

    def _judge_resolution(self, matter: Matter) -> tuple[str, dict[str, Any]]:
        if self.world.chance(0.1):
            return "send_back", {"reason": "缺少书面结果，请补充。"}
        return "close", {"opinion": "已落实。"}

    def _open(self, key: str, person: Person, action: str, data: dict[str, Any]) -> None:
        try:
            matter = open_matter(key, Actor.of(person), action, data, now=self.world.now)
        except ActionError as refused:
            self.world.tally[f"refused: {key}: {refused.code}"] += 1
            return
        self.world.tally[key] += 1
        self.world.follow(matter)


def _typed(moment: Any) -> str:
    return clock.local(moment).strftime("%Y-%m-%dT%H:%M")
