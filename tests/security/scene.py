"""The scene of all tests of rights: who may come, an ordinary case, a secret request, and one of everything else."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Attachment, Matter
from xieli.organisation.models import Person

MORNING = clock.at(2026, 11, 24, 9)

# Roles of the matrix, by whom they are played; administrators by their kind, nobody as None.
ROLES = {
    "anonymous": None,
    "employee": "bailu",
    "other": "fangqiming",
    "holder": "guchangchuan",
    "head": "maguoqiang",
    "executive": "suwanqing",
    "pmo": "shenruozhou",
    "agent": "zhaoxiaotang",
    "manager": "hejing",
    "dispatcher": "fengtao",
    "inspector": "chengke",
    "hr": "shaoning",
    "system": "system",
    "security": "security",
    "audit": "audit",
    "deactivated": "luodayong",
}

WORDS = {
    name: f"机要{name.upper()}词"
    for name in ("title", "content", "standard", "result", "comment", "file", "bytes", "reason")
}
PHONE, CALLER, PLATE = "19987650001", "机要来电人", "苏G12345"


@dataclass
class Scene:
    """What the tests look at; `at` goes on by a minute with every act."""

    cast: Cast
    at: datetime = MORNING
    case: Matter = field(init=False)
    secret: Matter = field(init=False)

    def act(self, who: Person, matter: Matter, action: str, **data: Any) -> None:
        """One act, a minute after the one before."""
        self.at += timedelta(minutes=1)
        with clock.turned_to(self.at):
            perform(matter.pk, action, Actor.of(who), data)
        matter.refresh_from_db()

    def open(self, procedure: str, who: Person, action: str, **data: Any) -> Matter:
        """A new matter."""
        self.at += timedelta(minutes=1)
        with clock.turned_to(self.at):
            return open_matter(procedure, Actor.of(who), action, data)

    def pin(self) -> Any:
        """A link in the room of the holder's department."""
        return self.cast.om.pins.create(title="值班表", url="/roster/", by=self.cast.guchangchuan)


def common(cast: Cast, at: datetime = MORNING) -> Scene:
    """The ordinary part: a case that 顾长川 of the maintenance centre works on, recorded and dispatched by 林晚."""
    scene = Scene(cast, at)
    scene.case = scene.open(
        "service", cast.linwan, "record",
        kind="fault", demand="connector_stuck", text="枪拔不出来", phone=PHONE, caller_name=CALLER, plate=PLATE,
    )  # fmt: skip
    scene.act(cast.linwan, scene.case, "dispatch", department=str(cast.om.uid), urgency="fault")
    scene.act(cast.guchangchuan, scene.case, "accept")
    scene.act(cast.guchangchuan, scene.case, "contact", text="已电话联系")
    return scene


def add_secret(scene: Scene, classification: str = "secret") -> Matter:
    """A request of 林晚 to the maintenance centre, named persons only, with a unique word in each of its fields."""
    cast = scene.cast
    scene.secret = scene.open(
        "collaboration", cast.linwan, "send", title=WORDS["title"], content=WORDS["content"],
        standard=WORDS["standard"], lead_department=str(cast.om.uid), urgency="urgent",
    )  # fmt: skip
    scene.act(cast.linwan, scene.secret, "classify", classification=classification, reason=WORDS["reason"])
    scene.act(cast.maguoqiang, scene.secret, "accept", handler=str(cast.guchangchuan.uid))
    scene.act(cast.guchangchuan, scene.secret, "comment", text=WORDS["comment"])
    scene.act(cast.guchangchuan, scene.secret, "deliver", result=WORDS["result"])
    attach(scene.secret, cast.guchangchuan, f"{WORDS['file']}.txt", WORDS["bytes"].encode())
    return scene.secret


def attach(matter: Matter, person: Person, name: str, content: bytes) -> Attachment:
    """A file of the matter, stored as an upload stores it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from xieli.matters.web import files

    return files.store(SimpleUploadedFile(name, content, "text/plain"), matter, person)


def shift(cast: Cast) -> Any:
    """A day shift of the maintenance centre with 顾长川 on it and a note he wrote."""
    from xieli.procedures.service.models import Shift
    from xieli.procedures.service.roster import commands

    made = Shift.objects.create(department=cast.om, name="白班", begins=time(8), ends=time(20))
    duty = commands.assign(made, MORNING.date(), cast.guchangchuan)
    with clock.turned_to(MORNING):
        note = commands.write_note(made, MORNING.date(), cast.guchangchuan, "07 号桩待备件")
    return duty, note
