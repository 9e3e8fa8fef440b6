"""What people say: the texts of simulated demands, results and requests."""

import random
from datetime import datetime
from typing import Any

from xieli.core import clock
from xieli.organisation.models import Department
from xieli.procedures.service.models import Article, CaseDetails
from xieli.stations.models import Charger

HARDWARE = ("charging_failed", "station_unavailable", "connector_stuck")
BILLING = ("wrong_charge", "occupation_fee", "refund", "invoice")

_DEMANDS = {
    "charging_failed": (
        "扫码后提示启动失败，换了一把枪还是不行。",
        "充到一半自己停了，屏幕显示通信中断。",
        "插枪后一直显示“等待车辆”，等了十分钟没有反应。",
        "功率只有二十几千瓦，标的是一百二，充得太慢。",
    ),
    "wrong_charge": (
        "中断后重新扫码又扣了一次，请把多扣的退回来。",
        "只充了八度电，账单上写的是十八度。",
        "峰谷时段算错了，应该按平段计费。",
    ),
    "station_unavailable": (
        "导航过去发现整个站都停电了，应用里还显示可用。",
        "站口道闸不抬杆，车进不去。",
        "四个桩全黑屏，现场没有任何通知。",
    ),
    "connector_stuck": (
        "充电结束了枪拔不出来，车走不了，请马上处理。",
        "枪头卡住了，试了应急解锁也没用。",
    ),
    "occupation_fee": ("充满后马上就来挪车了，还是收了占位费。", "站里没有提示要收占位费，要求减免。"),
    "invoice": ("上个月的充电费要开专票，系统里选不了抬头。", "电子发票三天了还没收到。"),
    "refund": ("余额申请退款一周了还没有到账。", "注销账户后余额没有退。"),
    "interconnection": ("用别家的应用扫你们的桩，显示设备不存在。", "合作平台的订单在你们这边查不到。"),
    "installation": ("小区想装两台慢充，请派人来看一下场地。", "公司停车场要建快充，想了解报装流程。"),
    "other": ("站里的雨棚漏水，下雨天不敢插枪。", "建议在站点增加照明，晚上太暗。"),
}
_RESULTS = {
    "charging_failed": (("network", "重启通信模块后恢复，现场试充正常。"), ("charger", "更换充电模块一只，试充三十分钟正常。"),
                        ("vehicle", "车辆侧绝缘检测未通过，已向客户说明并协助换车位试充。")),
    "wrong_charge": (("billing", "核对桩端电量与订单，确认多计，差额已原路退回。"), ("platform", "订单重复推送，已冲正并修复去重规则。")),
    "station_unavailable": (("power", "上级电源跳闸，恢复送电后逐桩检查正常。"), ("site", "道闸控制器死机，更换后恢复通行。")),
    "connector_stuck": (("connector", "电子锁卡滞，应急解锁后更换锁止机构。"), ("charger", "控制板未释放锁信号，升级固件后恢复。")),
    "occupation_fee": (("billing", "经核对挪车时间在免费时段内，占位费已减免。"), ("operation", "提示信息已推送，按规则收取，已向客户说明。")),
    "invoice": (("platform", "补开发票并发送至客户邮箱，抬头选择问题已修复。"), ("operation", "已指导客户在应用内自助开票。")),
    "refund": (("billing", "退款已于今日原路退回，到账时间以银行为准。"), ("platform", "退款队列堵塞，已重新发起并到账。")),
    "interconnection": (("platform", "补推设备清单后，对方平台可以正常启动。"), ("network", "接口证书过期，更换后恢复。")),
    "installation": (("none", "已完成现场勘察，方案与报价已发送客户。"), ("outside", "变压器容量不足，已告知增容办理途径。")),
    "other": (("site", "已安排维修，并在站点张贴提示。"), ("none", "建议已登记，列入下季度改造计划。")),
}  # fmt: skip
_ANSWERS = {
    "invoice": "在应用“我的—发票”中选择订单即可开票，专票需先完善抬头信息。",
    "occupation_fee": "充电结束后十五分钟内免费，之后按站点公示标准收取。",
}
CONTACT = ("已与客户通话，说明处理安排。", "已联系客户，核实了车型与现象。", "客户同意在现场等候。")
QUESTION = "请补充订单截图和枪口照片。"
REPLIED = "客户已补充截图。"
NOT_HELPED = "客户按指引操作后仍未解决。"
CHECK_FAILED = "结果中没有写明退款金额和到账时间。"
DISSATISFIED = "问题又出现了，要求彻底解决。"
_SUBJECTS = (
    ("RD", "协助核对桩端通信日志"), ("RD", "导出近三个月启动失败明细"), ("RD", "核实应用消息推送记录"),
    ("FI", "核对退款批次与到账情况"), ("FI", "提供站点电费结算明细"), ("OM", "检查站点桩体绝缘并出具记录"),
    ("OM", "配合停电切改的现场看护"), ("EN", "提供站点电气竣工图"), ("EN", "评估停车场扩建容量"),
    ("PU", "加急采购充电枪锁止机构"), ("OP", "更新站点公示与价格牌"), ("MK", "提供企业客户联系人名单"),
    ("HR", "协助安排安全培训场次"), ("SQ", "参与事故原因现场复核"), ("AD", "协调会议与车辆保障"),
)  # fmt: skip


def demand(rng: random.Random, kind: str, charger: Charger) -> str:
    """What the customer says."""
    said = rng.choice(_DEMANDS[kind])
    return f"{charger.station.name} {charger.short_code} 号桩：{said}" if kind in HARDWARE else said


def note(rng: random.Random, kind: str) -> str:
    """What the dispatcher adds."""
    return rng.choice(("请尽快联系客户。", "客户在现场等候。", "已安抚客户，请核实后回复。", ""))


def answered(rng: random.Random, kind: str) -> dict[str, Any]:
    """An answer on the spot, mostly after a knowledge article."""
    said = _ANSWERS.get(kind, "已向客户说明操作方法并短信发送图文指引。")
    article = Article.objects.filter(demand=kind, active=True).first() if rng.random() < 0.7 else None
    return {"answer": said, **({"article": str(article.uid)} if article else {})}


def result(rng: random.Random, kind: str) -> dict[str, Any]:
    """What was found and done."""
    cause, said = rng.choice(_RESULTS[kind])
    return {"cause": cause, "result": said}


def supplement(case: CaseDetails) -> dict[str, Any]:
    """What was missing."""
    return {
        "charger": case.charger.code if case.charger else "",
        "order_no": case.order_no or "D2611210902",
        "supplement": "已向客户核实订单号与枪号。",
        "opinion": "",
    }


def returned(ground: str) -> str:
    """Why a department sends a dispatch back."""
    return {
        "missing": "缺订单号，无法核对。",
        "wrong_fact": "桩号与客户描述的站点不符。",
        "wrong_addressee": "该类需求不归本部门处理。",
    }[ground]


def late(rng: random.Random, new_due: datetime) -> dict[str, Any]:
    """An early notice with the date asked for."""
    reason = rng.choice(("备件明日到货。", "需等合作平台回复。", "现场需停电配合，已约定时间。"))
    return {"reason": reason, "new_due": clock.local(new_due).strftime("%Y-%m-%dT%H:%M")}


def assistance(rng: random.Random, to: Department) -> dict[str, Any]:
    """What one department asks of another for a case."""
    return {
        "title": "协助处理客户需求：" + rng.choice(("核查日志", "核对账目", "现场配合", "提供资料")),
        "lead_department": str(to.uid),
        "content": "客户需求处理中需要贵部门配合，情况见上级工单。",
        "urgency": "urgent",
    }


def subject(rng: random.Random) -> tuple[str, str]:
    """Code of the department asked, and what it is asked for."""
    return rng.choice(_SUBJECTS)


TASKS = (
    "整理本季度站点巡检记录", "核对上月协作请求逾期原因", "修订夜间值班应急预案", "汇总供应商到货异常", "准备月度协调会材料",
    "完成新员工上岗培训", "清理历史未归档合同", "复核站点电价公示",
)  # fmt: skip
DISPUTES = (
    ("道闸故障由谁牵头处理", "道闸属场地设施，应由运营管理部门牵头。"),
    ("第三方平台订单差异的核对责任", "差异源于接口数据，应由研发部门先行核对。"),
    ("高速服务区站点夜间到场时限", "路程超过一小时，现行时限难以做到。"),
)
PROBLEMS = (
    "备件仓锁止机构缺货，影响现场修复。",
    "工单系统导出的桩号与现场不一致。",
    "协作单位门禁不放行，两次到场未能进入。",
    "月度数据口径两个部门不一致。",
)
OPINIONS = (
    "占位费提醒太晚，建议充满前十五分钟推送。",
    "站点照明不足，夜间充电不安全。",
    "发票抬头每次都要重填，希望能保存。",
    "高峰期排队没有秩序，希望能预约。",
)
DECISION = "由主办部门牵头，另一部门配合，五个工作日内完成并报结果。"
SHIFT_NOTES = (
    "本班受理正常，无未尽事项。备用话机电池已更换。",
    "高铁东站道闸时好时坏，已报运维，客户来电请先致歉并登记。",
    "两张开票工单等财务回复，已答应客户明天中午前给结果。",
    "夜间一起枪无法拔出已处理完毕，客户情绪稳定，白天再回访一次。",
    "系统 22 点例行维护，期间手工登记，维护结束后已补录。",
    "服务区北行两台桩停用待件，公告已挂，来电照公告答复。",
)
BLACKOUT = (
    "整个站都没电，车停在里面充不上。",
    "几台桩全黑屏，扫码没有反应。",
    "刚充到一半站里突然停电。",
    "导航显示可用，到了才知道全站停电。",
)
BANNER = "本站因上级电源故障暂停服务，正在抢修，请前往附近站点充电，给您带来不便深表歉意。"
RESTORED = "上级电源已恢复，全站逐桩检查正常，可以使用。给您带来不便深表歉意。"
INSTRUCTIONS = (
    ("回访不满意工单专项整治", "已梳理近三个月不满意工单，按原因分到相关部门，两类已定措施。"),
    ("热线高峰期接通率提升", "高峰时段增派两席，接通率由 86% 升到 91%。"),
)
