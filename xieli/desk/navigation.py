"""The side navigation, in one list, and for whom which of it is there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.procedure import Procedure
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

Counter = Callable[[Person], tuple[int, bool]]


@dataclass(frozen=True)
class Entry:
    """One line: its label, the URL's name, an icon, the group it stands in, and who sees it.

    `duties`: any of them is needed (none: everybody). `kinds`: administrators' entries.
    `heads`: only for those. `args`: of the URL.
    `key` opens it after `g`. The number beside it is named by `counted` (see `xieli.desk.counts`).
    """

    label: str | Promise
    url_name: str
    icon: str
    group: str | Promise = ""
    duties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    key: str = ""
    counted: str = ""
    heads: bool = False


SERVICE, COLLABORATION, DAILY, FILES = _("客户服务"), _("协作"), _("会议与计划"), _("查阅")
RULES, COMPANY, SYSTEM = _("规则"), _("公司"), _("系统")
HOTLINE = ("agent", "shift_leader", "service_manager")


def _list(
    procedure: str, label: Promise, icon: str, group: Promise, *, key: str = "", counted: bool = True
) -> Entry:
    """The list of a procedure's matters, with the number of the open ones."""
    return Entry(
        label, "desk:list", icon, group, args=(procedure,), key=key, counted=procedure if counted else ""
    )


ENTRIES: tuple[Entry, ...] = (
    Entry(_("工作台"), "desk:home", "inbox", key="d", counted="todo"),
    Entry(_("我的部门"), "desk:team", "users", key="t"),
    Entry(_("部门空间"), "desk:own_room", "building"),
    Entry(_("预警"), "alerts:list", "alert", key="w"),
    Entry(_("来电受理"), "service:console", "phone", SERVICE, HOTLINE, key="h"),
    Entry(_("值班与派单"), "service:dispatcher", "route", SERVICE, ("dispatcher", *HOTLINE)),
    _list("service", pgettext_lazy("many", "客户需求"), "bolt", SERVICE, key="s"),
    Entry(pgettext_lazy("many", "客户"), "customers:list", "heart", SERVICE, HOTLINE),
    Entry(_("知识库"), "service:articles", "book", SERVICE),
    Entry(_("客户短信"), "notifications:short_messages", "device", SERVICE, ("service_manager",)),
    _list("collaboration", pgettext_lazy("many", "协作请求"), "hand", COLLABORATION, key="x"),
    Entry(_("项目总览"), "project:list", "briefcase", COLLABORATION, key="p"),
    _list("memo", pgettext_lazy("many", "工作联系函"), "mail", COLLABORATION),
    _list("coordination", _("提请协调"), "scale", COLLABORATION),
    Entry(pgettext_lazy("many", "共享资源"), "sharing:list", "share", COLLABORATION),
    Entry(_("负责人频道"), "heads_channel:channel", "lock", COLLABORATION, heads=True),
    Entry(_("讨论"), "desk:discussions", "message", COLLABORATION),
    _list("meeting", pgettext_lazy("many", "会议"), "users", DAILY),
    Entry(_("会议日历"), "meeting:calendar", "calendar", DAILY, key="m"),
    _list("resolution", pgettext_lazy("many", "会议决议"), "checks", DAILY, counted=False),
    _list("work_plan", pgettext_lazy("many", "部门工作计划"), "target", DAILY, counted=False),
    _list("assignment", pgettext_lazy("many", "交办"), "flag", DAILY),
    Entry(pgettext_lazy("many", "领导督办"), "assignment:instructions", "urge", DAILY),
    Entry(_("公告栏"), "announcement:board", "megaphone", FILES, key="b"),
    Entry(_("文书"), "desk:documents", "file", FILES, key="f"),
    Entry(_("全部事项"), "desk:all", "list", FILES, key="a"),
    Entry(_("规章条款"), "regulation:list", "book", RULES),
    Entry(_("职责清单"), "desk:duty_list", "sign", RULES),
    Entry(_("时限"), "desk:service_levels", "clock", RULES),
    Entry(_("公司目标"), "goals:list", "activity", RULES),
    _list("decision", pgettext_lazy("many", "决策"), "check", RULES, counted=False),
    Entry(_("部门与员工"), "organisation:chart", "building", COMPANY, key="o"),
    Entry(pgettext_lazy("many", "充电站"), "stations:list", "plug", COMPANY),
    Entry(_("电子印章"), "documents:seals", "sign", COMPANY, ("admin",)),
    Entry(_("工作日历"), "worktime:calendars", "calendar", COMPANY),
    Entry(_("账号与权限"), "accounts:administration", "key", SYSTEM, kinds=("system", "security", "audit")),
    Entry(_("审计日志"), "accounts:audit", "list", SYSTEM, kinds=("audit",)),
    Entry(_("文书样式"), "documents:settings", "printer", SYSTEM, kinds=("system",)),
    Entry(_("组织机构维护"), "organisation:chart", "building", SYSTEM, kinds=("system",)),
    Entry(_("工作日历"), "worktime:calendars", "calendar", SYSTEM, kinds=("system",)),
    Entry(_("发送记录"), "notifications:deliveries", "mail", SYSTEM, kinds=("system",)),
    Entry(_("收信记录"), "notifications:incoming", "mail", SYSTEM, kinds=("system",)),
    Entry(_("群机器人"), "notifications:robots", "message", SYSTEM, kinds=("system",)),
)


def title_of_list(procedure: Procedure) -> str:
    """What a list of these matters is called: as in the navigation where it stands there."""
    of_it = (entry.label for entry in ENTRIES if entry.args == (procedure.key,))
    return str(next(of_it, procedure.name))


@dataclass(frozen=True)
class Line:
    """An entry as the page shows it."""

    entry: Entry
    url: str
    current: bool


def shown(request: HttpRequest) -> tuple[int, ...]:
    """Which of `ENTRIES` there are for who is asking, by their places; one that has no page here is left out."""
    person: Person | None = getattr(request, "person", None)
    kind = getattr(getattr(request, "account", None), "kind", "")
    duties = organisation.duties_of(person) if person else frozenset()
    return tuple(
        place
        for place, entry in enumerate(ENTRIES)
        if _shown(entry, person, kind, duties)
        and (entry.url_name != "desk:list" or registry.knows(entry.args[0]))
        and address(entry.url_name, entry.args)
    )


def groups(places: Iterable[int], path: str) -> list[tuple[str | Promise, list[Line]]]:
    """The groups of the navigation with their lines, as the page at `path` shows them."""
    found: dict[str | Promise, list[Line]] = {}
    for entry in map(ENTRIES.__getitem__, places):
        url = address(entry.url_name, entry.args)
        found.setdefault(entry.group, []).append(Line(entry, url, path == url))
    return list(found.items())


@lru_cache(maxsize=256)
def address(name: str, args: tuple[str, ...]) -> str:
    """Where an entry leads, or nothing where this installation has no such page. Addresses don't change."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _shown(entry: Entry, person: Person | None, kind: str, duties: frozenset[str]) -> bool:
    if entry.kinds:
        return kind in entry.kinds
    if entry.heads and (person is None or not organisation.headed_by(person)):
        return False
    return person is not None and (not entry.duties or not duties.isdisjoint(entry.duties))


def stand_ins(person: Person | None) -> list[Person]:
    """For whom this person acts now: every page says so, because what one does counts as theirs."""
    if person is None:
        return []
    return [one.person for one in organisation.principals_of(person, clock.now())]
