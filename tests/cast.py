"""The small company in which all tests play: the same people and departments everywhere.

A test asks for `cast` and names people by their pinyin, departments by their code: `cast.linwan`, `cast.cs`.
Nothing of Django is imported before a fixture runs, since plugins load before settings do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from xieli.accounts.models import Account
    from xieli.organisation.models import Department, Person, Post, Team

JOINED = date(2020, 3, 2)


class Part(NamedTuple):
    """A department: calendar, duties, executive in charge (their name)."""

    name: str
    short: str
    calendar: str = "office"
    duties: tuple[str, ...] = ()
    executive: str = ""


class Role(NamedTuple):
    """A person's place: department's code, post, its class and duties; whether they head it; their team."""

    name: str
    department: str
    post: str
    post_class: str
    duties: tuple[str, ...] = ()
    head: bool = False
    team: str = ""
    leads: bool = False


DEPARTMENTS = {
    "LD": Part("公司领导", "领导", duties=("general_management",)),
    "CS": Part("客户服务中心", "客服", "round_the_clock", ("customer_service",), "苏婉清"),
    "OM": Part("运维检修中心", "运维", "two_shift", executive="苏婉清"),
    "RD": Part("平台研发部", "研发", executive="韩立人"),
    "FI": Part("财务部", "财务", duties=("finance",), executive="韩立人"),
    "PMO": Part("项目管理办公室", "项目办", duties=("pmo",), executive="韩立人"),
    "AU": Part("审计法务部", "审计", duties=("supervision", "audit"), executive="陆承远"),
    "HR": Part("人力资源部", "人力", duties=("hr",), executive="韩立人"),
    "AD": Part("综合管理部", "综合", duties=("admin",), executive="苏婉清"),
}

PEOPLE = [
    Role("陆承远", "LD", "总经理", "management", ("general_manager",), head=True),
    Role("苏婉清", "LD", "副总经理（运营）", "management", ("executive",)),
    Role("韩立人", "LD", "副总经理（研发与职能）", "management", ("executive",)),
    Role("周敏", "CS", "主任", "management", head=True),
    Role("何静", "CS", "客服主管", "customer_service", ("service_manager", "agent")),
    Role("孙立新", "CS", "值班长", "customer_service", ("shift_leader", "agent")),
    Role("林晚", "CS", "坐席", "customer_service", ("agent",)),
    Role("赵小棠", "CS", "坐席", "customer_service", ("agent",)),
    Role("马国强", "OM", "主任", "management", head=True),
    Role("冯涛", "OM", "调度员", "maintenance", ("dispatcher",)),
    Role("丁建", "OM", "班长", "maintenance", ("field_engineer",), team="运维一班", leads=True),
    Role("顾长川", "OM", "运维工程师", "maintenance", ("field_engineer",), team="运维一班"),
    Role("秦岭", "OM", "班长", "maintenance", ("field_engineer",), team="运维二班", leads=True),
    Role("罗大勇", "OM", "运维工程师", "maintenance", ("field_engineer",), team="运维二班"),
    Role("唐越", "RD", "经理", "management", head=True),
    Role("方启明", "RD", "研发工程师", "development"),
    Role("叶蓁", "RD", "研发工程师", "development"),
    Role("钱文博", "FI", "经理", "management", head=True),
    Role("郑和筠", "FI", "会计", "staff", ("clerk",)),
    Role("白露", "FI", "出纳", "staff"),
    Role("江一帆", "PMO", "主任", "management", ("pmo_director",), head=True),
    Role("沈若舟", "PMO", "项目管理专员", "project_leader", ("pmo_officer", "project_leader")),
    Role("夏知秋", "PMO", "项目管理专员", "project_leader", ("pmo_officer", "project_leader")),
    Role("严正", "AU", "经理", "management", head=True),
    Role("程可", "AU", "审计员", "staff", ("inspector",)),
    Role("温庭", "AU", "法务专员", "staff", ("legal_officer", "appeal_reviewer")),
    Role("吴佳", "HR", "经理", "management", head=True),
    Role("邵宁", "HR", "考核专员", "staff", ("hr_assessor",)),
    Role("梁慧", "AD", "经理", "management", head=True),
    Role("汪洋", "AD", "行政专员", "staff", ("clerk", "archivist", "resource_custodian")),
]


@dataclass
class Cast:
    """Everybody by pinyin and every department by code, as attributes; administrators' accounts by kind."""

    departments: dict[str, "Department"] = field(default_factory=dict)
    people: dict[str, "Person"] = field(default_factory=dict)
    posts: dict[tuple[str, str], "Post"] = field(default_factory=dict)
    teams: dict[str, "Team"] = field(default_factory=dict)
    administrators: dict[str, "Account"] = field(default_factory=dict)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> "Department | Person | Account": ...
    else:

        def __getattr__(self, name):
            for shelf in (
                self.__dict__["people"],
                self.__dict__["departments"],
                self.__dict__["administrators"],
            ):
                if name in shelf:
                    return shelf[name]
            raise AttributeError(f"nobody in the cast is called {name!r}")


def build() -> Cast:
    """Put the company into the database with a dozen statements."""
    from django.db import transaction

    cast = Cast()
    with transaction.atomic():
        _departments_and_people(cast)
        _posts(cast)
        _teams(cast)
        _headships(cast)
        _accounts(cast)
    return cast


def _departments_and_people(cast: Cast) -> None:
    from xieli.core import pinyin
    from xieli.organisation.models import Department, Person

    rows = [
        Department(
            code=code,
            name=part.name,
            short_name=part.short,
            calendar=part.calendar,
            duties=list(part.duties),
            order=place,
        )
        for place, (code, part) in enumerate(DEPARTMENTS.items())
    ]
    cast.departments = {row.code.lower(): row for row in Department.objects.bulk_create(rows)}
    people = []
    for place, role in enumerate(PEOPLE, start=1):
        full, initials = pinyin.keys(role.name)
        people.append(
            Person(
                number=f"QY{place:04d}",
                name=role.name,
                pinyin=full,
                initials=initials,
                email=f"{full}@example.cn",
                phone=f"1990000{place:04d}",
                department=cast.departments[role.department.lower()],
                joined_on=JOINED,
            )
        )
    cast.people = {row.pinyin: row for row in Person.objects.bulk_create(people)}


def _posts(cast: Cast) -> None:
    from xieli.organisation.models import Appointment, Post

    wanted = {(role.department, role.post): role for role in PEOPLE}
    rows = [
        Post(
            department=cast.departments[code.lower()],
            name=name,
            post_class=role.post_class,
            duties=list(role.duties),
        )
        for (code, name), role in wanted.items()
    ]
    cast.posts = dict(zip(wanted, Post.objects.bulk_create(rows), strict=True))
    Appointment.objects.bulk_create(
        Appointment(
            person=person, post=cast.posts[role.department, role.post], primary=True, from_date=JOINED
        )
        for role, person in zip(PEOPLE, cast.people.values(), strict=True)
    )


def _teams(cast: Cast) -> None:
    from xieli.organisation.models import Team, TeamMember

    by_name = {role.name: person for role, person in zip(PEOPLE, cast.people.values(), strict=True)}
    teams = [
        Team(department=cast.departments[role.department.lower()], name=role.team, leader=by_name[role.name])
        for role in PEOPLE
        if role.leads
    ]
    cast.teams = {row.name: row for row in Team.objects.bulk_create(teams)}
    TeamMember.objects.bulk_create(
        TeamMember(team=cast.teams[role.team], person=by_name[role.name]) for role in PEOPLE if role.team
    )


def _headships(cast: Cast) -> None:
    from xieli.organisation.models import Department

    by_name = {person.name: person for person in cast.people.values()}
    for role in PEOPLE:
        if role.head:
            cast.departments[role.department.lower()].head = by_name[role.name]
    for code, part in DEPARTMENTS.items():
        cast.departments[code.lower()].executive = by_name.get(part.executive)
    Department.objects.bulk_update(cast.departments.values(), ["head", "executive"])


def _accounts(cast: Cast) -> None:
    from xieli.accounts.models import Account

    employees = [Account(username=key, person=person, password="!") for key, person in cast.people.items()]
    administrators = [Account(username=f"{kind}-admin", kind=kind, password="!") for kind in _KINDS]
    rows = Account.objects.bulk_create(employees + administrators)
    cast.administrators = dict(zip(_KINDS, rows[-len(_KINDS) :], strict=True))


_KINDS = ("system", "security", "audit")


@pytest.fixture
def cast(db: None) -> Cast:
    """The company, in this test's transaction."""
    return build()


@pytest.fixture
def client_of() -> "Callable[[Person | Account], Client]":
    """`client_of(cast.linwan)`: a test client in which she is logged in."""
    from django.test import Client

    from xieli.accounts.models import Account

    def logged_in(who: "Person | Account") -> Client:
        client = Client()
        client.force_login(who if isinstance(who, Account) else who.account)
        return client

    return logged_in
