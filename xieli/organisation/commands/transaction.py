"""The frame of every command: one transaction, constraints told as sentences, caches told to look again."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xieli.core.errors import Refused
from xieli.organisation import snapshot

P = ParamSpec("P")
R = TypeVar("R")

DEFERRED = "person_left_holds_nothing, appointment_not_after_leaving"

SENTENCES: dict[str, str | Promise] = {
    "organisation_department_code_key": _("已有部门使用这个部门代码，请换一个。"),
    "organisation_department_name_key": _("已有同名部门，请换一个名称。"),
    "department_no_cycle": _("不能把部门放到它自己的下级之下。"),
    "department_not_its_own_parent": _("部门不能是它自己的上级。"),
    "post_unique_in_department": _("本部门已有同名岗位。"),
    "team_unique_in_department": _("本部门已有同名班组。"),
    "organisation_person_number_key": _("已有员工使用这个工号。"),
    "person_phone_unique": _("已有在职员工使用这个手机号。"),
    "person_left_later": _("离职日期不能早于入职日期。"),
    "person_not_own_superior": _("直接上级不能是本人。"),
    "person_left_holds_nothing": _("此人已离职，不能任职。"),
    "appointment_not_after_leaving": _("此人已离职，不能任职。"),
    "appointment_one_primary": _("同一时间只能有一个主岗。请用“调动”变更主岗。"),
    "appointment_post_once": _("此人在这段时间已担任这个岗位。"),
    "appointment_ends_later": _("卸任日期不能早于到任日期。"),
    "delegation_no_overlap": _("这段时间已经委托了他人，请先撤销原来的委托。"),
    "delegation_ends_later": _("结束时间应晚于开始时间。"),
    "pin_leads_somewhere": _("请填以 https:// 或 http:// 开头的网址，或本系统内以 / 开头的地址。"),
    "delegation_to_another": _("不能委托自己。"),
}


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Run in one transaction; a violated constraint is refused with its sentence."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                result = function(*args, **kwargs)
                with connection.cursor() as cursor:  # now, not at commit: the caller gets the sentence
                    cursor.execute(f"SET CONSTRAINTS {DEFERRED} IMMEDIATE")
                    cursor.execute(f"SET CONSTRAINTS {DEFERRED} DEFERRED")
        except IntegrityError as error:
            raise Refused(422, _sentence(error)) from error
        finally:
            snapshot.refresh()
        return result

    return run


def _sentence(error: IntegrityError) -> str | Promise:
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name not in SENTENCES:
        raise error
    return SENTENCES[name]
