"""What a company has before its first day: shifts and a roster, articles, goals, the list of duties, seals."""

from datetime import date, time, timedelta

from django.conf import settings
from django.db import transaction

from xieli.core import clock, store
from xieli.documents.models import Seal
from xieli.documents.models.seal import Scope
from xieli.goals.models import Goal
from xieli.matters.models import DutyEntry
from xieli.organisation import queries as organisation
from xieli.organisation.models import Department
from xieli.procedures.service.models import Article, Duty, Shift
from xieli.procedures.service.roster.commands import span

from . import seals
from .channels import one_robot
from .serving import MIX

_SHIFTS = {
    "CS": (("早班", time(7), time(15), 9), ("中班", time(15), time(23), 9), ("夜班", time(23), time(7), 4)),
    "OM": (("白班", time(7), time(15), 16), ("晚班", time(15), time(23), 12)),
}
_ARTICLES = (
    ("怎样开具电子发票", "在应用“我的—发票”中选择订单，填写抬头后提交，十分钟内发送到邮箱。", "发票 抬头 专票", "invoice"),
    ("占位费怎样计算", "充电结束后十五分钟内免费，之后按站点公示标准计收，单次封顶见站点公告。", "占位 超时 挪车", "occupation_fee"),
    ("枪拔不出来怎么办", "先在应用点“结束充电”，再按车内解锁键；仍拔不出请勿用力，客服将派人到场。", "枪 卡住 解锁", "connector_stuck"),
    ("余额怎样退款", "在“钱包—退款”提交，一至三个工作日原路退回，节假日顺延。", "余额 退款 到账", "refund"),
    ("扫码后无法启动", "请确认枪已插到底、车辆已熄火并解锁充电口；可换一把枪再试。", "启动 失败 扫码", "charging_failed"),
    ("合作平台订单查询", "由哪家应用扫码，订单就在哪家应用中；我方可凭时间和桩号协查。", "互联互通 合作平台", "interconnection"),
    ("小区建桩报装", "需物业同意书、车位证明和用电容量证明；现场勘察免费，五个工作日内答复。", "建桩 报装 小区", "installation"),
)  # fmt: skip
_GOALS = (
    ("MB-01", "客户满意度达到 95%", "customer", "CS"),
    ("MB-02", "协作任务及时完成率达到 95%", "efficiency", "PMO"),
    ("MB-03", "新增超充站 12 座", "strategy", "EN"),
    ("MB-04", "助力绿色出行，减排二氧化碳 3 万吨", "social_benefit", "OP"),
)


@transaction.atomic
def furnish(today: date) -> None:
    """Set everything up as of `today`: the roster of this month so far, a week at least, to two weeks ahead."""
    departments = {row.code: row for row in organisation.departments()}
    for code, shifts in _SHIFTS.items():
        _roster(departments[code], shifts, today)
    _seals()
    one_robot(departments["CS"])
    manager = organisation.people_with_duty("service_manager")[0]
    Article.objects.bulk_create(
        Article(title=title, body=body, keywords=keywords, demand=demand, changed_by=manager)
        for title, body, keywords, demand in _ARTICLES
    )
    Goal.objects.bulk_create(
        Goal(code=code, title=title, kind=kind, year=today.year, department=departments[holder])
        for code, title, kind, holder in _GOALS
    )
    DutyEntry.objects.bulk_create(
        DutyEntry(
            procedure="service",
            category=demand,
            lead=departments[code],
            from_at=clock.now(),
            reason="公司职责清单",
        )
        for demand, (_share, code) in MIX.items()
    )


def _seals() -> None:
    """The company's seal, and that of the office which coordinates, both kept by the administration."""
    keeper = organisation.department_with_duty("admin")
    assert keeper is not None
    for name, words, scope in (
        ("公司公章", settings.COMPANY_NAME, Scope.COMPANY),
        ("项目管理办公室章", "项目管理办公室", Scope.DEPARTMENT),
    ):
        image = store.keep(seals.drawn(words))
        Seal.objects.create(name=name, scope=scope, custodian=keeper, image=image, from_at=clock.now())


def _roster(department: Department, shifts: tuple[tuple[str, time, time, int], ...], today: date) -> None:
    people = [one for one in organisation.members_of(department) if one.pk != department.head_id]
    rows = Shift.objects.bulk_create(
        Shift(department=department, name=name, begins=begins, ends=ends) for name, begins, ends, _ in shifts
    )
    duties, turn = [], 0
    for offset in range(-max(7, today.day - 1), 15):
        day = today + timedelta(days=offset)
        for row, (_, _, _, count) in zip(rows, shifts, strict=True):
            for place in range(min(count, len(people) // len(rows))):
                begins, ends = span(row, day)
                duties.append(
                    Duty(
                        shift=row,
                        day=day,
                        person=people[turn % len(people)],
                        leads=place == 0,
                        begins_at=begins,
                        ends_at=ends,
                    )
                )
                turn += 1
    Duty.objects.bulk_create(duties, ignore_conflicts=True)
