"""Who takes part in a kind of meeting by rule, and who may convene it (3.1.b, 3.2.b)."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from xieli.matters.errors import ActionError
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person

from .kinds import KINDS


def executives() -> list[Person]:
    """The general manager and the executives."""
    found = [organisation.general_manager()]
    for duty in ("general_manager", "executive"):
        found += organisation.people_with_duty(duty)
    return list({one.pk: one for one in found if one is not None}.values())


def heads() -> list[Person]:
    """The heads of all departments; who heads several once."""
    found = (organisation.head_of(one) for one in organisation.departments())
    return list({one.pk: one for one in found if one is not None}.values())


CIRCLES: Mapping[str, Callable[[], list[Person]]] = {"executives": executives, "heads": heads}


def of_kind(kind: str) -> list[Person]:
    """Who belongs to every meeting of a kind today."""
    circle = KINDS[kind].circle
    return CIRCLES[circle]() if circle else []


def with_circle(kind: str, others: Iterable[Person]) -> list[Person]:
    """Those named, and those who belong to it by rule. Raises ActionError where that is nobody."""
    found = list({one.pk: one for one in (*of_kind(kind), *others)}.values())
    if not found:
        raise ActionError(_("请选择参会人。"))
    return found


def may_convene(kind: str, convener: Person) -> bool:
    """Whether this person may convene a meeting of this kind."""
    wanted = KINDS[kind].conveners
    return not wanted or not organisation.duties_of(convener).isdisjoint(wanted)


def check_convener(kind: str, convener: Person) -> None:
    """Raises ActionError where this person may not convene a meeting of this kind."""
    if not may_convene(kind, convener):
        raise ActionError(
            _("%(person)s 不能召集%(kind)s，请选择公司领导或规定的召集部门的人员。")
            % {"person": convener.name, "kind": KINDS[kind].label}
        )
