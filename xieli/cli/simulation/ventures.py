"""The projects of the fictional company, as data: what is applied for, when, by whom, and how it will go."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xieli.procedures.project.plan import BudgetLine, Criterion, Dependency, Plan, Responsibility, Task


@dataclass(frozen=True)
class Line:
    """A line of a plan: working days, department, what it waits for; `pace` below 1 is quick, above 1 is late."""

    name: str
    days: int = 0
    department: str = ""
    after: tuple[str, ...] = ()
    deliverable: str = ""
    weight: int = 1
    pace: float = 0.9


@dataclass(frozen=True)
class Venture:
    """One project. `ago`: days before the end of the history. `fate`: rejected, or how far it is let go.

    `conditions`: department code → what it asks for before it agrees. `fails`: a criterion that does not pass the
    first time, with the reason. `change`: (line, its new working days, reason).
    """

    title: str
    ago: int
    kind: str
    department: str
    goal: str
    level: str
    background: str
    objectives: str
    content: str
    results: str
    budget: tuple[tuple[str, str, str], ...]
    assessors: tuple[tuple[str, tuple[str, ...]], ...]
    lines: dict[str, Line]
    criteria: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    risk: tuple[str, str] = ("关键设备到货延迟", "提前下单并备选供应商")
    conditions: dict[str, str] | None = None
    defects: tuple[tuple[str, str], ...] = ()
    change: tuple[str, int, str] | None = None
    fails: tuple[str, str] | None = None
    group: bool = False
    fate: str = ""
    months: int = 6

    def application(self, today: date, department: dict[str, str]) -> dict[str, Any]:
        """《项目发起申请表》; `department`: code → uid."""
        ends = today + timedelta(days=30 * self.months)
        others = [code for code, _ in self.assessors if code != self.department]
        risk, answer = self.risk
        return {
            "title": self.title, "kind": self.kind, "urgency": "ordinary", "declared_level": self.level,
            "background": self.background, "objectives": self.objectives, "content": self.content,
            "scope": "本项目不含后续运营维护费用。", "results": self.results,
            "starts_on": today + timedelta(days=14), "ends_on": ends,
            "milestones": [{"name": "验收", "due": ends.isoformat()}],
            "budget_lines": [{"subject": a, "amount": b, "source": c} for a, b, c in self.budget],
            "resources": "项目组成员以兼职为主，办公和检测设备利用现有资源。",
            "cooperation": [{"department": department[code], "purpose": "按职责配合"} for code in others],
            "risks": [{"risk": risk, "answer": answer}],
            "benefit": "按期投用后可缩短客户等待时间，提升站点利用率。",
        }  # fmt: skip

    def _work_of(self, code: str) -> str:
        return "、".join(line.name for line in self.lines.values() if line.department == code)

    def plan(self, start: date, ids: dict[str, int]) -> Plan:
        """The plan in its first version; `ids`: code → id of departments."""
        tasks = tuple(
            Task(
                code, line.name, kind="task" if line.days else "milestone", days=line.days,
                department=ids[line.department] if line.days else None, weight=line.weight if line.days else 0,
                deliverable=line.deliverable,
            )
            for code, line in self.lines.items()
        )  # fmt: skip
        named = list(dict.fromkeys(line.department for line in self.lines.values() if line.days))
        return Plan(
            start=start,
            tasks=tasks,
            dependencies=tuple(
                Dependency(before, code) for code, line in self.lines.items() for before in line.after
            ),
            budget=tuple(BudgetLine(a, Decimal(b), c) for a, b, c in self.budget),
            criteria=tuple(
                Criterion(f"C{n}", text, standard, "检验记录和运行数据", tuple(ids[one] for one in judges))
                for n, (text, standard, judges) in enumerate(self.criteria, 1)
            ),
            responsibilities=(
                *(Responsibility(ids[code], self._work_of(code), "R") for code in named),
                Responsibility(ids["PMO"], "进度监督", "C"),
            ),
        )


VENTURES = (
    Venture(
        "省监管平台互联互通接入", 178, "development", "RD", "MB-04", "key",
        "省监管平台要求运营商按新版接口上报站点、桩和订单数据。", "全部在运站点接入省监管平台，数据上报完整率不低于 99.5%。",
        "接口开发、数据核对、联调测试、切换上线。", "通过省平台联调测试并稳定运行十个工作日。",
        (("软件开发费", "180000", "研发费用"), ("检测认证费", "60000", "研发费用")),
        (("OP", ("operation",)), ("FI", ("money",)), ("SQ", ("safety", "legal"))),
        {
            "T1": Line("接口规范研读与方案设计", 4, "RD", deliverable="接口方案"),
            "T2": Line("接口开发", 10, "RD", ("T1",), "接口程序和自测报告", 4),
            "T3": Line("站点档案核对", 6, "OP", ("T1",), "站点档案清单", 2),
            "T4": Line("联调测试", 6, "RD", ("T2", "T3"), "联调测试报告", 3, 1.1),
            "T5": Line("数据安全评估", 3, "SQ", ("T2",), "安全评估意见"),
            "M1": Line("切换上线", after=("T4", "T5")),
        },
        (("数据上报完整率", "不低于 99.5%", ("OP",)), ("数据安全符合要求", "评估意见无高风险项", ("SQ",))),
        months=4,
    ),
    Venture(
        "迎峰度夏安全大检查", 172, "operation", "SQ", "MB-01", "ordinary",
        "夏季高温和负荷高峰来临，站点配电设备存在过热、漏电等隐患。", "在高峰到来前完成全部站点的安全检查和隐患治理。",
        "分片检查、隐患登记、治理和复查。", "检查覆盖率 100%，重大隐患全部治理。",
        (("检测材料费", "85000", "安全生产费"),),
        (("OM", ("technical",)), ("OP", ("operation",)), ("FI", ("money",))),
        {
            "T1": Line("编制检查清单和分片方案", 3, "SQ", deliverable="检查方案"),
            "T2": Line("站点现场检查", 12, "OM", ("T1",), "检查记录", 5, 1.05),
            "T3": Line("隐患治理", 10, "OM", ("T2",), "治理前后照片", 4),
            "T4": Line("公示与客户提示", 4, "OP", ("T2",), "公示截图"),
            "M1": Line("检查总结", after=("T3", "T4")),
        },
        (("检查覆盖率", "100%", ("OP",)), ("重大隐患治理", "全部治理并复查合格", ("FI", "OP"))),
        fails=("C2", "青澜广场B2站配电柜绝缘监测未恢复，缺少复查记录。"), months=3,
    ),
    Venture(
        "充电平台V5.0升级", 98, "development", "RD", "MB-01", "key",
        "现有平台高峰时段扫码启动慢，客户投诉集中。", "启动成功率提升到 99%，扫码到启动不超过五秒。",
        "重构启动流程、升级消息通道、灰度发布。", "全部站点切换到 V5.0，稳定运行两周。",
        (("服务器租用", "320000", "信息化预算"), ("外部测试", "90000", "信息化预算")),
        (("OP", ("operation",)), ("CS", ("operation",)), ("FI", ("money",)), ("SQ", ("safety",))),
        {
            "T1": Line("需求梳理", 6, "OP", deliverable="需求说明书"),
            "T2": Line("架构设计", 8, "RD", ("T1",), "设计文档", 2),
            "T3": Line("启动流程重构", 22, "RD", ("T2",), "程序和单元测试", 6, 1.02),
            "T4": Line("消息通道升级", 16, "RD", ("T2",), "程序和压测报告", 4),
            "T5": Line("客服话术与知识库更新", 6, "CS", ("T3",), "知识条目"),
            "T6": Line("灰度发布", 12, "RD", ("T3", "T4"), "灰度运行报告", 4, 1.0),
            "M1": Line("全量切换", after=("T5", "T6")),
        },
        (
            ("启动成功率", "不低于 99%", ("OP", "CS")), ("扫码到启动时间", "九成订单不超过五秒", ("OP",)),
            ("信息安全", "渗透测试无高危漏洞", ("SQ",)),
        ),
        conditions={"SQ": "上线前完成渗透测试"}, months=5,
    ),
    Venture(
        "滨河新区超充站建设", 118, "construction", "EN", "MB-03", "major",
        "滨河新区车流增长快，周边三公里没有超充站，高峰排队超过四十分钟。", "建成 12 个超充终端并投入运营。",
        "土建、配电、设备安装、调试和投运。", "12 个终端全部通过验收并投运。",
        (("设备购置", "3200000", "资本性支出"), ("土建安装", "1300000", "资本性支出"), ("其他", "300000", "资本性支出")),
        (("FI", ("money",)), ("SQ", ("safety", "legal")), ("OP", ("operation",)), ("OM", ("technical",))),
        {
            "T1": Line("勘察设计", 10, "EN", deliverable="施工图"),
            "T2": Line("设备采购", 25, "PU", ("T1",), "到货验收单", 4, 1.25),
            "T3": Line("土建施工", 22, "EN", ("T1",), "隐蔽工程记录", 4),
            "T4": Line("配电接入", 12, "EN", ("T3",), "送电方案批复", 3),
            "T5": Line("设备安装", 14, "EN", ("T2", "T3"), "安装记录", 4),
            "T6": Line("平台接入调试", 6, "RD", ("T4", "T5"), "调试报告", 2),
            "T7": Line("安全检查", 4, "SQ", ("T6",), "检查意见"),
            "M1": Line("投入运营", after=("T7",)),
        },
        (
            ("终端数量与功率", "12 个终端，单枪不低于 480 kW", ("OM",)), ("安全防护", "接地、消防、防撞齐全", ("SQ",)),
            ("工程造价", "不超过批复预算", ("FI",)),
        ),
        conditions={"SQ": "取得消防设计审查意见"}, defects=(("benefit", "没有写明投资回收期"),),
        change=("T2", 32, "主供应商排产紧张，超充主机交货推迟，需延长采购周期。"), group=True,
    ),
    Venture(
        "办公区光伏车棚建设", 60, "construction", "AD", "MB-04", "ordinary",
        "办公区停车场闲置屋面可安装光伏。", "建成 300 千瓦光伏车棚。", "车棚钢结构和光伏组件安装。", "并网发电。",
        (("工程费", "900000", "未落实"),),
        (("FI", ("money",)), ("EN", ("technical",))), {}, fate="rejected",
    ),
    Venture(
        "城西公交场站快充改造", 9, "renovation", "OP", "MB-03", "key",
        "城西公交场站 8 台慢充桩利用率低，公交公司要求改为快充。", "改造为 6 个快充终端。", "拆除、增容、安装、调试。",
        "6 个终端投运，公交车辆夜间补电满足运营。",
        (("设备购置", "620000", "技改资金"), ("增容工程", "210000", "技改资金")),
        (("EN", ("technical",)), ("FI", ("money",)), ("SQ", ("safety",))), {}, fate="assessing",
    ),
)  # fmt: skip

ANY_LINE = Line("—", 5)  # how a condition of an approval goes, which is no line of a plan
