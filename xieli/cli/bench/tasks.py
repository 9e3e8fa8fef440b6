"""What is measured: the pages and acts of an ordinary day, each as a browser asks for it."""

import itertools
import random
from collections.abc import Callable
from urllib.parse import quote

from xieli.matters.models import Matter, WorkItem
from xieli.organisation.models import Department, Person

from .measuring import Asking, Call
from .seeding import COPIED

GOALS_MS = {
    "desk": 8, "assigned to me": 15, "all open by due (50)": 15, "one department by due (50)": 15,
    "matter with history": 9.5, "search, two characters": 15, "create": 8, "transition with comment": 9,
    "count by department": 27,
}  # fmt: skip


def _newest(person: Person) -> str:
    return f"/m/{Matter.objects.visible_to(person).filter(procedure__in=COPIED).order_by('-id')[0].uid}/"


def _of_own_department(person: Person) -> str:
    assert person.department is not None
    return f"/matters/?sort=due&lead={person.department_id}"


HISTORY = 6  # lines of a ledger worth looking at: the average of what the engine makes


# The pages as addresses, for counting their statements.
PATHS: dict[str, Callable[[Person], str]] = {
    "desk": lambda person: "/",
    "assigned to me": lambda person: "/?tab=todo",
    "all open by due (50)": lambda person: "/matters/?sort=due",
    "one department by due (50)": _of_own_department,
    "matter with history": _newest,
    "search, two characters": lambda person: "/search/?q=" + quote("日志"),
    "count by department": lambda person: "/team/",
}


def of(person: Person) -> dict[str, Call]:
    """The measured tasks for somebody with work on their desk; name → call."""
    department = person.department
    assert department is not None
    histories = Matter.objects.visible_to(person).filter(head_seq__gte=HISTORY, procedure__in=COPIED)
    uids = [str(uid) for uid in histories.order_by("-id").values_list("uid", flat=True)[:200]]
    random.Random(1).shuffle(uids)
    pages, other = itertools.cycle(uids), Department.objects.exclude(pk=department.pk).order_by("pk")[3]
    own = itertools.cycle(_acted_on(person))
    read = {name: _reading(path(person)) for name, path in PATHS.items()}
    return {
        **read,
        "matter with history": lambda browser: _get(browser, f"/m/{next(pages)}/"),
        "create": lambda browser: _create(browser, other),
        "transition with comment": lambda browser: _progress(browser, *next(own)),
    }


def _reading(path: str) -> Call:
    return lambda browser: _get(browser, path)


def _get(browser: Asking, path: str) -> None:
    browser.get(path)


def _create(browser: Asking, lead: Department) -> None:
    data = {
        "title": "核对桩端日志",
        "content": "请协助核对桩端日志。",
        "urgency": "ordinary",
        "lead_department": str(lead.uid),
        "act": "send",
    }
    browser.post("/new/collaboration/", data)


def _acted_on(person: Person) -> list[tuple[str, int]]:
    """Items of the person on which progress can be reported."""
    owed = WorkItem.objects.filter(person=person, closed_at=None, main=True, matter__procedure__in=COPIED)
    items = owed.select_related("matter")[:100]
    return [(str(item.matter.uid), item.pk) for item in items]


def _progress(browser: Asking, uid: str, item: int) -> None:
    browser.post(f"/m/{uid}/act/report_progress/", {"percent": "50", "text": "正在办理", "item": str(item)})
