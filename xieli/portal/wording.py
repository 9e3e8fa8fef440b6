"""A case in the customer's words: nothing of what colleagues write to one another is in them."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STAGES = (_("已收到"), _("处理中"), _("请您确认"), _("已结束"))


class Said(NamedTuple):
    """What a state means to the customer: stage (index of STAGES) and a sentence; %(department)s may stand in it."""

    stage: int
    sentence: str | Promise


STATES: dict[str, Said] = {
    "recorded": Said(0, _("我们已收到您的需求，客服正在安排。")),
    "answered": Said(2, _("客服已答复您，请看下面的答复。")),
    "dispatched": Said(1, _("已转%(department)s，正在安排人员。")),
    "accepted": Said(1, _("%(department)s已接单，会尽快与您联系。")),
    "resolving": Said(1, _("%(department)s正在处理。")),
    "waiting": Said(1, _("需要您补充信息，收到后继续处理。")),
    "grouped": Said(1, _("多位客户反映同一问题，我们正在统一处理。")),
    "resolved": Said(1, _("%(department)s已处理，客服正在核查结果。")),
    "checked": Said(2, _("已处理完毕，请确认问题是否解决。")),
    "followed": Said(2, _("已办结，欢迎评价；如未解决，七天内可以要求重新处理。")),
    "ruled": Said(1, _("客服负责人正在复核，结果会告诉您。")),
    "closed": Said(3, _("本次服务已结束，感谢您的反馈。")),
    "merged": Said(3, _("已与您反映的同一问题合并办理。")),
    "void": Said(3, _("需求已撤销。")),
}

# The acts a customer hears of, in the order of the case's own ledger.
ACTS: dict[str, str | Promise] = {
    "record": _("需求已提交"),
    "answer": _("客服已答复"),
    "dispatch": _("已转%(department)s处理"),
    "redispatch": _("已改由%(department)s处理"),
    "accept": _("%(department)s已接单"),
    "contact": _("已与您联系"),
    "arrive": _("工作人员已到场"),
    "ask": _("请您补充信息"),
    "replied": _("已收到补充信息，继续处理"),
    "resolve": _("处理完毕，客服核查中"),
    "passed": _("核查通过，请您确认"),
    "satisfied": _("已确认解决"),
    "confirmed": _("已确认解决"),
    "unreached": _("未能与您通话，本次回访结束"),
    "not_helped": _("您反映没有解决，重新处理"),
    "reopen": _("重新处理"),
    "determine": _("复核完毕"),
    "group": _("并入统一处理"),
    "group_answer": _("统一答复"),
    "merge": _("与同一问题合并办理"),
    "give_up": _("您撤销了需求"),
    "cancel": _("需求已作废"),
    "urge": _("已催办"),
    "timer:rate_over": _("评价期结束"),
}

# What the customer is promised, by the clock that keeps it, in the order of a case.
PROMISES: dict[str, str | Promise] = {
    "agreed": _("与您约定的时间"),
    "response": _("最迟回应"),
    "on_site": _("最迟到场"),
    "repair": _("最迟修复"),
    "total": _("最迟答复"),
}

# Why it takes longer, by the declared reasons alone: the free words beside them are for colleagues.
CAUSES: dict[str, str | Promise] = {
    "customer": _("按您的要求暂缓处理"),
    "outside_cause": _("受外部原因影响（如停电、施工、等待备件）"),
    "state:waiting": _("等待您补充信息"),
}
EXTENDED = _("处理时间延长，新的期限已如实更新")
LATE = _("已超过承诺时间，我们正在加紧处理，给您带来不便深表歉意")
RATING_WORDS = ((5, _("非常满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("非常不满意")))
