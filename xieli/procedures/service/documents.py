"""《客户需求处理单》: the demand, how it was handled, what the customer said of it (4.3).

It is only ever printed: an issued document is kept for ever, and a customer may ask to be forgotten. The telephone
number is masked as on the page, where looking at the whole of it is written down.
"""

from django.utils.translation import gettext_lazy as _

from xieli.documents.paper import Fact, Facts, Opinions, Paper
from xieli.matters.official import OfficialForm, moment_of, opinions_of
from xieli.matters.scene import Scene
from xieli.matters.web.names import department_name, person_name

SIGNED = (
    ("受理", ("record",)),
    ("派单", ("dispatch", "redispatch", "answer")),
    ("处理", ("resolve",)),
    ("核查", ("passed",)),
    ("回访", ("satisfied", "confirmed", "unreached")),
)


def _case(scene: Scene) -> Paper:
    matter, case = scene.matter, scene.details
    customer = matter.customer
    facts = (
        Fact("编号", matter.number or ""),
        Fact("受理时间", moment_of(matter.opened_at)),
        Fact("诉求性质", f"{case.get_kind_display()} · {case.get_demand_display()}"),
        Fact("紧急程度", str(case.get_urgency_display())),
        Fact("客户", customer.name if customer else case.caller_name),
        Fact("联系电话", customer.masked_phone if customer and customer.phone else ""),
        Fact("来源", str(case.get_channel_display())),
        Fact("转办单号", case.slip_no),
        Fact("地点", _place(case), wide=True),
        Fact("诉求内容", case.text, wide=True),
    )
    handled = (
        Fact("主办部门", department_name(matter.lead_department_id)),
        Fact("经办人", person_name(case.handler_id)),
        Fact("首次联系", moment_of(case.contacted_at)),
        Fact("到场", moment_of(case.arrived_at)),
        Fact("处理方式", str(case.get_fix_display())),
        Fact("原因", str(case.get_cause_display())),
        Fact("处理结果", case.result or case.answer, wide=True),
        Fact("满意度", f"{case.rating} / 5" if case.rating else ""),
        Fact("评价", case.rating_text),
    )
    blocks = (Facts(facts), Facts(handled), Opinions(opinions_of(scene, SIGNED)))
    return Paper(title="客户需求处理单", blocks=blocks)


def _place(case: object) -> str:
    station, charger = getattr(case, "station", None), getattr(case, "charger", None)
    connector = getattr(case, "connector", None)
    parts = [station.name if station else "", charger.code if charger else ""]
    return " · ".join(filter(None, [*parts, f"{connector} 号枪" if connector else ""]))


case = OfficialForm(_("客户需求处理单"), _case)
