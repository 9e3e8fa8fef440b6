"""Who can be tried in the demonstration: one employee of every kind of work, and the three administrators.

All of them share one password that the login page tells; outside the demonstration there is nobody here.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xieli.accounts.models import Account, AccountKind
from xieli.organisation import queries
from xieli.organisation.models import Person

PASSWORD = "xieli-demo-2026"  # noqa: S105  (told on the login page, and only in the demonstration)


@dataclass(frozen=True)
class Trial:
    """One who can be tried: login name, name, what for."""

    username: str
    name: str
    department: str
    role: str | Promise
    password: str = PASSWORD


# (duty, what one sees with it), in the order of the main job: a demand on its way through the departments.
ROLES: list[tuple[str, str | Promise]] = [
    ("agent", _("客服坐席：受理、答复、派单、回访")),
    ("shift_leader", _("值班长：看全班、作废、交接班")),
    ("dispatcher", _("调度员：谁在班、谁最近")),
    ("field_engineer", _("现场运维：到场、处理、报结果")),
    ("clerk", _("部门内勤：签收、协作请求")),
    ("pmo_officer", _("项目管理专员：协调各部门")),
    ("inspector", _("监督检查员：查台账")),
    ("hr_assessor", _("人力资源：员工与岗位")),
    ("executive", _("分管领导：升级与裁定")),
    ("general_manager", _("总经理：全局")),
]


def people() -> list[Trial]:
    """The accounts to offer on the login page; empty outside the demonstration."""
    if not settings.DEMO:
        return []
    chosen: dict[int, str | Promise] = {}
    head = queries.department_with_duty("customer_service")
    for code, role in ROLES:
        holders = [one for one in queries.people_with_duty(code) if one.id not in chosen]
        if holders:
            chosen[min(holders, key=_typical).id] = role
    if head and head.head_id:
        chosen[head.head_id] = _("部门负责人：本部门待办、改派、裁定")
    return [*_employees(chosen), *_administrators()]


def faces() -> list[Person]:
    """The employees among those offered on the login page."""
    names = [one.username for one in people()]
    rows = Account.objects.filter(username__in=names, person__isnull=False).order_by("id")
    return [person for row in rows if (person := queries.person_by_id(row.person_id or 0))]


def _typical(person: Person) -> tuple[bool, int, bool]:
    """Sorts those first who do just this work: no heads, few other duties, no team leaders."""
    leads = queries.team_of(person) is not None and queries.team_leader_of(person) is None
    return bool(queries.headed_by(person)), len(queries.duties_of(person)), leads


def _employees(chosen: dict[int, str | Promise]) -> list[Trial]:
    accounts = {
        row.person_id: row.username for row in Account.objects.filter(person_id__in=chosen, enabled=True)
    }
    known = ((queries.person_by_id(one), role) for one, role in chosen.items())
    return [
        _trial(person, accounts[person.id], role)
        for person, role in known
        if person and person.id in accounts
    ]


def _trial(person: Person, username: str, role: str | Promise) -> Trial:
    return Trial(username, person.name, person.department.short_name if person.department else "", role)


def _administrators() -> list[Trial]:
    rows = Account.objects.exclude(kind=AccountKind.EMPLOYEE).filter(enabled=True).order_by("kind")
    return [Trial(row.username, str(row.get_kind_display()), "", _("管理员：不看事项")) for row in rows]


@transaction.atomic
def open_accounts() -> int:
    """Give every employee without one an account, and the three administrators theirs; how many were made.

    Login names are the pinyin of the name (with the employee number where two share it).
    """
    if not settings.DEMO:
        raise RuntimeError("accounts with a shared password are for the demonstration only")
    shared = make_password(PASSWORD)
    taken = set(Account.objects.values_list("username", flat=True))
    rows = []
    for person in queries.active_people().filter(account=None).order_by("id"):
        username = (
            person.pinyin
            if person.pinyin and person.pinyin not in taken
            else f"{person.pinyin}{person.number}"
        )
        taken.add(username)
        rows.append(Account(username=username.lower(), person=person, password=shared))
    for kind in (AccountKind.SYSTEM, AccountKind.SECURITY, AccountKind.AUDIT):
        if not Account.objects.filter(kind=kind).exists():
            rows.append(Account(username=f"{kind}-admin", kind=kind, password=shared))
    return len(Account.objects.bulk_create(rows))
