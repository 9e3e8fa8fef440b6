"""One of everything that a URL may name: what has an owner belongs to 顾长川, the holder of the common case."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.security.scene import MORNING, Scene, attach, shift
from xieli.accounts import tokens
from xieli.accounts.audit import By
from xieli.accounts.models import Account
from xieli.core import clock, store, vault
from xieli.customers.models import Contact, Customer, CustomerToken
from xieli.customers.tokens import issue
from xieli.documents import archive, house, proof
from xieli.documents.models import Document, Seal
from xieli.documents.tests.papers import seal_picture
from xieli.goals.models import Goal, Measure
from xieli.matters.actors import Actor
from xieli.matters.commands import open_child
from xieli.matters.models import Comment, FormTemplate, Phrase, SavedView
from xieli.notifications.models import Delivery, Notification, Robot, SmsMessage
from xieli.organisation.commands import delegation
from xieli.procedures.meeting import feeding
from xieli.procedures.meeting.models import MinuteLine
from xieli.procedures.project.models import ProjectArchive
from xieli.procedures.project.tests.play import executing
from xieli.procedures.service import grouping
from xieli.procedures.service.models import Article
from xieli.procedures.sharing.models import Blackout
from xieli.procedures.sharing.tests.play import resource, wanted
from xieli.procedures.work_plan.tests.play import begun
from xieli.stations.models import Charger, Station

Values = dict[str, Any]


def arguments(scene: Scene) -> dict[str, Values]:
    """What fills the address of a URL, by its name or (before the colon) its part of the product."""
    holder = scene.cast.guchangchuan
    with clock.turned_to(MORNING):
        found = {
            **_projects(scene),
            "work_plan": {"uid": begun(scene.cast, "month", MORNING.date().isoformat()).uid},
            **{key: {"uid": scene.cast.om.uid} for key in ("desk:room", "desk:pin")},
            "desk:unpin": {"uid": scene.cast.om.uid, "pin": scene.pin().uid},
            "meeting": _meeting(scene),
            "meeting:day": {"uid": holder.uid},
            **_sharing(scene),
            "memo": {"uid": _memo(scene).uid},
            "announcement": {"uid": _announcement(scene).uid},
            "matters": {"uid": scene.case.uid, "name": "arrive", **_on_matters(scene)},
            "matters:print": {"uid": scene.case.uid, "form": "case", "extension": "pdf"},
            "desk": {"procedure": "service", "name": "accept", **_of_the_desk(holder)},
            "regulation": {"id": "4.3.a"},
            "worktime": {"code": "office", "year": 2026},
            **_goals(scene),
            **_documents(scene),
            **_accounts(scene),
            **_organisation(scene),
            **_outside(scene),
            **_notifications(holder),
            **_service(scene),
        }
    found["desk:delete_view"] = {"uid": found["desk"].pop("view")}
    found["desk:delete_template"] = {"uid": found["desk"].pop("template")}
    return found


def _file(scene: Scene) -> UUID:
    return attach(scene.case, scene.cast.guchangchuan, "现场.txt", b"photo").uid


def _comment(scene: Scene) -> UUID:
    said = Comment.objects.create(
        matter=scene.case, author=scene.cast.guchangchuan, text="已到现场", at=MORNING
    )
    said.refresh_from_db()
    return said.uid


def _meeting(scene: Scene) -> Values:
    """A meeting with a line of its minutes, and the secret address of its convener's calendar."""
    holder = scene.cast.guchangchuan
    told = {"title": "协调会", "kind": "ad_hoc", "begins_at": MORNING + timedelta(days=1), "place": "二楼"}
    people = [str(scene.cast.qinling.uid)]
    meeting = scene.open("meeting", holder, "call", **told, attendees=people)
    line = MinuteLine.objects.create(matter=meeting, text="决定", author=holder, at=MORNING)
    line.refresh_from_db()
    return {"uid": meeting.uid, "line": line.uid, "token": feeding.renew(holder)}


def _on_matters(scene: Scene) -> Values:
    return {"file": _file(scene), "comment": _comment(scene)}


def _sharing(scene: Scene) -> dict[str, Values]:
    """A resource the holder keeps, out of use for a time, and a booking of another department."""
    one = resource(scene.cast, quantity=2)
    _photo(one)
    off = Blackout.objects.create(
        resource=one, begins_at=MORNING, ends_at=MORNING + timedelta(hours=1), reason="送检"
    )
    data = wanted(one, scene.cast.guchangchuan, MORNING + timedelta(days=1))
    booking = scene.open("sharing", scene.cast.guchangchuan, "apply", **data)
    return {
        "sharing": {"uid": one.uid, "token": one.token, "pk": off.pk},
        "sharing:move": {"uid": booking.uid},
    }


def _photo(one: Any) -> None:
    """A picture of a resource."""
    one.photo = store.keep(seal_picture())
    one.save(update_fields=["photo"])


def _memo(scene: Scene) -> Any:
    """A memo of the holder's own to customer service."""
    told = {"title": "停电安排", "in_name": "person", "content": "请知悉。", "to": [str(scene.cast.cs.uid)]}
    return scene.open("memo", scene.cast.guchangchuan, "submit", **told)


def _announcement(scene: Scene) -> Any:
    """What the head of the maintenance centre tells its people."""
    told = {
        "title": "值班安排",
        "content": "请确认。",
        "departments": [str(scene.cast.om.uid)],
        "must_confirm": "on",
    }
    return scene.open("announcement", scene.cast.maguoqiang, "submit", **told)


def _projects(scene: Scene) -> dict[str, Values]:
    """One whose plan is in force, its acceptance, and one with a file in the archive."""
    project = executing(scene.cast)
    data = {"statement": "完成", "evidence": [{"criterion": "C1", "text": "运行记录"}]}
    leader = Actor.of(scene.cast.dingjian)
    acceptance = open_child(project, "acceptance", leader, "ask_acceptance", data)
    ProjectArchive.objects.create(project=project, index={"matters": []}, sha256="", at=MORNING)
    return {
        "project": {"uid": project.uid, "kind": "xlsx"},
        "project:acceptance": {"uid": acceptance.uid},
    }


def _of_the_desk(holder: Any) -> Values:
    view = SavedView.objects.create(person=holder, page="service", name="我的", query="which=open")
    kept = FormTemplate.objects.create(person=holder, procedure="collaboration", name="巡检")
    return {
        "view": view.uid,
        "template": kept.uid,
        "pk": Phrase.objects.create(person=holder, text="已到场").pk,
    }


def _documents(scene: Scene) -> dict[str, Values]:
    """An issued document, its public link, a seal, a kind with a Word template of the company's own."""
    cast = scene.cast
    instruction = scene.open(
        "instruction", cast.suwanqing, "assign", title="核对备件", content="逐件核对",
        assignee=str(cast.maguoqiang.uid), needed_by="2026-12-01T18:00",
    )  # fmt: skip
    document = Document.objects.get(matter=instruction.pk)
    image = store.keep(seal_picture())
    seal = Seal.objects.create(name="公章", scope="company", custodian=cast.ad, image=image, from_at=MORNING)
    word_file = {
        "title": "",
        "opening": "",
        "closing": "",
        "no_word": False,
        "word": archive.word_of(document),
    }
    house.set_wording("instruction.notice", word_file, "通知.docx", "system", MORNING)
    return {
        "matters:document": {"uid": instruction.uid, "document": document.uid, "extension": "pdf"},
        "documents": {"uid": seal.uid, "key": "instruction.notice", "extension": "pdf"},
        "documents:verify": {"token": proof.address_of(document).rpartition("/")[2]},
    }


def _goals(scene: Scene) -> dict[str, Values]:
    row = Goal.objects.create(
        code="MB-01", title="满意度 95%", kind="customer", year=2026, department=scene.cast.cs
    )
    measure = Measure.objects.create(goal=row, name="满意度", target=95)
    return {"goals": {"uid": row.uid}, "goals:record": {"uid": measure.uid}}


def _accounts(scene: Scene) -> dict[str, Values]:
    account = Account.objects.get(person=scene.cast.guchangchuan)
    token, _ = tokens.create(
        ["matters:read"], MORNING + timedelta(days=30), By(account), person=scene.cast.guchangchuan
    )
    return {
        "accounts": {"uid": account.uid, "what": "disable"},
        "accounts:revoke_token": {"uid": token.uid},
    }


def _organisation(scene: Scene) -> dict[str, Values]:
    cast, holder = scene.cast, scene.cast.guchangchuan
    made = delegation.delegate(
        holder, cast.qinling, MORNING + timedelta(days=1), MORNING + timedelta(days=3), "休假"
    )
    post, team = cast.posts["OM", "运维工程师"].uid, cast.teams["运维一班"].uid
    names = {
        cast.om.uid: ("department", "edit_department", "new_post", "new_team"),
        holder.uid: ("person", "edit_person", "appoint", "transfer", "relieve", "leave"),
        post: ("edit_post", "delete_post"),
        team: ("edit_team", "delete_team"),
        made.uid: ("revoke",),
    }
    appointment = holder.appointments.get().pk
    return {
        f"organisation:{name}": {"uid": uid, "appointment": appointment}
        for uid, of in names.items()
        for name in of
    }


def _outside(scene: Scene) -> dict[str, Values]:
    """Stations and customers, and the secrets that customers hold."""
    station = Station.objects.create(
        code="JX-NC-0017", name="昌北站", address="昌北大道 88 号", operator=scene.cast.om
    )
    charger = Charger.objects.create(station=station, code="JX-NC-0017-07", power_kw=120)
    firm = Customer.objects.create(kind=Customer.Kind.ORGANISATION, name="江右物流有限公司")
    contact = Contact.objects.create(customer=firm, name="万先生", phone="19987650002")
    month, purpose = timedelta(days=30), CustomerToken.Purpose
    link = issue(purpose.TRACKING, scene.case.customer or firm, lasting=month, matter=scene.case.pk)
    guest = issue(purpose.INVITATION, firm, lasting=month, matter=scene.case.pk, contact=contact)
    session = issue(purpose.PORTAL, scene.case.customer or firm, lasting=month)
    return {
        "stations": {"uid": station.uid, "charger_uid": charger.uid},
        "customers": {"uid": firm.uid, "contact_uid": contact.uid},
        "service:customer_cases": {"uid": firm.uid},
        "service:station_cases": {"uid": station.uid},
        "portal": {"token": link, "action": "urge", "uid": UUID(int=7), "number": scene.case.number},
        "portal:charger": {"token": charger.public_token},
        "portal:invite": {"uid": scene.case.uid},
        "portal:revoke_invitation": {"uid": scene.case.uid, "pk": contact.tokens.get().pk},
        **{f"portal:{name}": {"token": guest} for name in ("invited", "guest_comment")},
        **{
            f"portal:{name}": {"token": session, "number": scene.case.number}
            for name in ("mine", "reopen_link")
        },
    }


def _notifications(holder: Any) -> dict[str, Values]:
    notice = Notification.objects.create(recipient=holder, kind="assigned", text="有新的待办", url="/")
    failed: Values = {"state": "dead", "send_at": MORNING}
    sent = Delivery.objects.create(notification=notice, recipient=holder, channel="email", **failed)
    message = SmsMessage.objects.create(phone="19987650001", template="tracking", **failed)
    hidden = vault.hidden("http://127.0.0.1:1/robot/send?access_token=x", "robot")  # allowed nowhere
    robot = Robot.objects.create(
        service="dingtalk", name="部门群", department=holder.department, address=hidden
    )
    named = {"uid": robot.uid}
    return {
        **{f"notifications:{name}": named for name in ("robot", "try_robot", "switch_robot", "group")},
        "notifications:open": {"uid": notice.uid},
        "notifications:revive": {"pk": sent.pk},
        "notifications:revive_short_message": {"pk": message.pk},
    }


def _service(scene: Scene) -> dict[str, Values]:
    duty, note = shift(scene.cast)
    article = Article.objects.create(title="发票", body="在应用里开", changed_by=scene.cast.hejing)
    cases = [
        scene.open("service", scene.cast.linwan, "record", kind="fault", demand="other", text=text)
        for text in ("整站停电", "也停电了")
    ]
    incident = grouping.begin(cases[0], scene.cast.linwan, "正在抢修", Station.objects.all()[:1])
    return {
        "service": {"uid": scene.case.uid},
        "service:roster_release": {"pk": duty.pk},
        "service:sign_note": {"uid": note.uid},
        "service:article": {"uid": article.uid},
        "service:begin_incident": {"uid": cases[1].uid},
        **{
            f"service:{name}": {"uid": incident.uid}
            for name in ("incident", "join_incident", "answer_incident")
        },
    }


def address(name: str, route: str, known: dict[str, Values]) -> str:
    """The address of a URL with everything it wants filled in."""
    given = known.get(name) or known.get(name.split(":")[0], {})

    def filled(match: re.Match[str]) -> str:
        assert match[1] in given, f"things.arguments() must make a {match[1]} for {name}"
        return str(given[match[1]])

    return "/" + re.sub(r"<\w+:(\w+)>", filled, route)
