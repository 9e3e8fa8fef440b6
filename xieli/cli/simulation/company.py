"""启元绿充科技有限公司 in 云港市, fictional: its departments, posts and people, put in place before work begins."""

import random
from datetime import date
from typing import NamedTuple

from django.db import transaction

from xieli.core import pinyin
from xieli.organisation import snapshot
from xieli.organisation.models import Appointment, Department, Person, Post, Team, TeamMember

from .names import names, phone

JOINED = date(2021, 3, 1)
TOTAL = 341


class Place(NamedTuple):
    """A kind of post in a department: its share of `TOTAL`, class, duties, and who is known by name there."""

    post: str
    share: int
    post_class: str
    duties: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    head: bool = False


class Part(NamedTuple):
    """A department: name, short name, calendar, duties it holds, executive in charge, posts."""

    name: str
    short: str
    calendar: str
    duties: tuple[str, ...]
    executive: str
    places: tuple[Place, ...]


def _staff(
    post: str, count: int, *duties: str, post_class: str = "staff", known: tuple[str, ...] = ()
) -> Place:
    return Place(post, count, post_class, duties, known)


def _head(post: str, name: str, *duties: str) -> Place:
    return Place(post, 1, "management", duties, (name,), head=True)


COMPANY: dict[str, Part] = {
    "LD": Part("公司领导", "领导", "office", ("general_management",), "", (
        _head("总经理", "陆承远", "general_manager"),
        Place("副总经理", 3, "management", ("executive",), ("苏婉清", "韩立人", "裴仲谦")),
        Place("总工程师", 1, "management", ("executive",), ("秦致和",)),
    )),
    "AD": Part("综合管理部", "综合", "office", ("admin",), "裴仲谦", (
        _head("主任", "沈静仪"), _staff("文秘", 6, "clerk"), _staff("档案管理员", 2, "archivist"),
        _staff("行政专员", 5, "resource_custodian"),
    )),
    "HR": Part("人力资源部", "人力", "office", ("hr",), "裴仲谦", (
        _head("经理", "顾明月"), _staff("考核专员", 3, "hr_assessor"), _staff("培训专员", 3),
        _staff("工会代表", 1, "union_representative"),
    )),
    "FI": Part("财务部", "财务", "office", ("finance",), "裴仲谦", (
        _head("经理", "钱文博"), _staff("会计", 8, "clerk", known=("郑和筠",)), _staff("出纳", 3), _staff("预算专员", 2),
    )),
    "AU": Part("审计法务部", "审计", "office", ("audit", "supervision"), "陆承远", (
        _head("经理", "卫正清"), _staff("监督检查员", 3, "inspector"), _staff("法务专员", 1, "legal_officer"),
        _staff("申诉复核员", 1, "appeal_reviewer"),
    )),
    "PMO": Part("项目管理办公室", "项目办", "office", ("pmo",), "秦致和", (
        _head("主任", "江一帆", "pmo_director"),
        _staff("项目管理专员", 3, "pmo_officer", post_class="project_leader"),
        _staff("项目经理", 2, "project_leader", post_class="project_leader", known=("沈若舟",)),
    )),
    "MK": Part("市场拓展部", "市场", "office", (), "韩立人", (
        _head("经理", "罗启东"), _staff("市场专员", 21, post_class="market"), _staff("内勤", 2, "clerk", post_class="market"),
    )),
    "EN": Part("工程建设部", "工程", "big_small_week", (), "秦致和", (
        _head("经理", "石镇海"), _staff("工程师", 26, post_class="engineering"),
        _staff("内勤", 3, "clerk", post_class="engineering"),
    )),
    "OP": Part("运营管理部", "运营", "office", (), "苏婉清", (
        _head("经理", "孟佳宁"), _staff("运营专员", 18), _staff("内勤", 3, "clerk"),
    )),
    "OM": Part("运维检修中心", "运维", "two_shift", (), "苏婉清", (
        _head("主任", "马国强"), _staff("调度员", 5, "dispatcher", post_class="maintenance"),
        _staff("班长", 6, "field_engineer", post_class="maintenance"),
        _staff("运维工程师", 84, "field_engineer", post_class="maintenance", known=("顾长川",)),
    )),
    "CS": Part("客户服务中心", "客服", "round_the_clock", ("customer_service",), "苏婉清", (
        _head("主任", "周敏", "service_manager"), _staff("客服主管", 2, "service_manager", "agent", post_class="customer_service"),
        _staff("值班长", 4, "shift_leader", "agent", post_class="customer_service"),
        _staff("坐席", 45, "agent", post_class="customer_service", known=("林晚",)),
    )),
    "RD": Part("平台研发部", "研发", "office", (), "韩立人", (
        _head("经理", "唐越"), _staff("研发工程师", 42, post_class="development", known=("方启明",)),
        _staff("内勤", 1, "clerk", post_class="development"),
    )),
    "SQ": Part("安全质量部", "安质", "office", (), "秦致和", (
        _head("经理", "岳峰"), _staff("安全工程师", 9, post_class="engineering"),
    )),
    "PU": Part("采购物资部", "物资", "office", ("materials",), "裴仲谦", (
        _head("经理", "康宁远"), _staff("采购专员", 7), _staff("仓储管理员", 2, "resource_custodian"),
    )),
}  # fmt: skip


class Member(NamedTuple):
    """A person to be, and where."""

    code: str
    place: Place
    name: str


@transaction.atomic
def build(rng: random.Random, people: int = TOTAL) -> None:
    """Put the company into an empty database, the large departments scaled so that about `people` work there."""
    members = _members(rng, people)
    departments = _departments()
    rows = _people(members, departments)
    posts = _posts(departments)
    Appointment.objects.bulk_create(
        Appointment(person=row, post=posts[one.code, one.place.post], primary=True, from_date=JOINED)
        for one, row in zip(members, rows, strict=True)
    )
    by_name = {row.name: row for row in rows}
    for code, part in COMPANY.items():
        head = next(place.known[0] for place in part.places if place.head)
        departments[code].head = by_name[head]
        departments[code].executive = by_name.get(part.executive)
    Department.objects.bulk_update(departments.values(), ["head", "executive"])
    _teams(
        departments["OM"], [row for one, row in zip(members, rows, strict=True) if one.code == "OM"], members
    )
    snapshot.refresh()


def _members(rng: random.Random, people: int) -> list[Member]:
    known = {name for part in COMPANY.values() for place in part.places for name in place.known}
    fresh = names(rng, set(known))
    found = []
    for code, part in COMPANY.items():
        for place in part.places:
            count = place.share if place.share < 5 else max(4, round(place.share * people / TOTAL))
            given = [*place.known[:count], *(next(fresh) for _ in range(count - len(place.known)))]
            found += [Member(code, place, name) for name in given]
    return found


def _departments() -> dict[str, Department]:
    rows = Department.objects.bulk_create(
        Department(
            code=code,
            name=part.name,
            short_name=part.short,
            calendar=part.calendar,
            duties=list(part.duties),
            order=order,
        )
        for order, (code, part) in enumerate(COMPANY.items())
    )
    return {row.code: row for row in rows}


def _people(members: list[Member], departments: dict[str, Department]) -> list[Person]:
    rows = []
    for n, one in enumerate(members, start=1):
        full, initials = pinyin.keys(one.name)
        rows.append(
            Person(
                number=f"QY{n:04d}",
                name=one.name,
                pinyin=full,
                initials=initials,
                email=f"{full}{n}@example.cn",
                phone=phone(n),
                department=departments[one.code],
                joined_on=JOINED,
            )
        )
    return Person.objects.bulk_create(rows)


def _posts(departments: dict[str, Department]) -> dict[tuple[str, str], Post]:
    wanted = [(code, place) for code, part in COMPANY.items() for place in part.places]
    rows = Post.objects.bulk_create(
        Post(
            department=departments[code],
            name=place.post,
            post_class=place.post_class,
            duties=list(place.duties),
        )
        for code, place in wanted
    )
    return {(code, place.post): row for (code, place), row in zip(wanted, rows, strict=True)}


def _teams(maintenance: Department, people: list[Person], members: list[Member]) -> None:
    """Six teams of the maintenance centre, each with its leader."""
    roles = [one.place.post for one in members if one.code == "OM"]
    leaders = [row for row, role in zip(people, roles, strict=True) if role == "班长"]
    crew = [row for row, role in zip(people, roles, strict=True) if role == "运维工程师"]
    teams = Team.objects.bulk_create(
        Team(department=maintenance, name=f"运维{n}班", leader=leader)
        for n, leader in zip("一二三四五六", leaders, strict=False)
    )
    TeamMember.objects.bulk_create(
        [TeamMember(team=team, person=team.leader) for team in teams]
        + [TeamMember(team=teams[n % len(teams)], person=person) for n, person in enumerate(crew)]
    )
