"""The default limits of a service case (4.3), after the practice of power-supply and city hotlines.

Editable in the product; conditions name facts of `effects.facts`. W working time, C calendar time, WD working days.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xieli.matters.procedure import Limit

POWER = _("供电服务热线惯例")
CITY = _("市民热线惯例")
OPERATOR = _("充电运营商招标要求")
OWN = _("公司自定")


def limit(name: str, condition: str, allowance: str, clause: str, source: str | Promise = OWN) -> Limit:
    """One default; limits in working days warn as `normal`, shorter ones as the procedure does."""
    return Limit(name, condition, allowance, clause, source, "normal" if allowance.endswith("WD") else "")


LIMITS = (
    limit("dispatch", "", "20 min C", "4.3.a", POWER),
    limit("dispatch", "urgency=fault", "10 min C", "4.3.a", POWER),
    limit("dispatch", "urgency=fault dispatches>0", "20 min C", "4.3.a"),
    limit("dispatch", "urgency=safety", "5 min C", "4.3.a", OPERATOR),
    limit("confirm_answer", "", "1 WD", "4.3.c"),
    limit("accept", "", "2 h W", "4.3.b", POWER),
    limit("accept", "urgency=fault/safety", "10 min C", "4.3.b", POWER),
    limit("contact", "", "1 WD", "4.3.b", POWER),
    limit("contact", "kind=complaint", "24 h C", "4.3.b", CITY),
    limit("contact", "urgency=fault/safety", "30 min C", "4.3.b", OPERATOR),
    limit("contact", "urgency=fault/safety kind=complaint", "30 min C", "4.3.b", OPERATOR),
    limit("solve", "", "rest of total, else 4 h W", "4.3.b"),
    limit("solve", "urgency=fault/safety", "8 h C", "4.3.b", OPERATOR),
    limit("solve", "round>1", "50 % of first solve, else 4 h C, at most 2 WD", "4.3.c"),
    limit("solve", "urgency=fault/safety round>1", "50 % of first solve, else 4 h C, at most 2 WD", "4.3.c"),
    limit("chase", "", "5 WD", "4.3.b"),
    limit("check", "", "2 h W", "4.3.c"),
    limit("call_back", "", "1 WD", "4.3.c", POWER),
    limit("call_back", "urgency=fault/safety", "24 h C", "4.3.c", POWER),
    limit("determine", "", "2 WD", "4.3.c"),
    limit("arbitrate", "", "2 h W", "1.3.d"),
    limit("second", "", "4 h W", "4.3.a"),
    limit("response", "", "30 min C", "4.3.a", OPERATOR),
    limit("response", "urgency=safety", "5 min C", "4.3.a", OPERATOR),
    limit("on_site", "", "4 h C", "4.3.b", OPERATOR),
    limit("on_site", "zone=urban", "2 h C", "4.3.b", OPERATOR),
    limit("on_site", "urgency=safety zone=urban", "45 min C", "4.3.b", OPERATOR),
    limit("on_site", "urgency=safety zone=suburban", "90 min C", "4.3.b", OPERATOR),
    limit("on_site", "urgency=safety zone=remote", "120 min C", "4.3.b", OPERATOR),
    limit("repair", "", "8 h C", "4.3.b", OPERATOR),
    limit("repair", "fix=remote", "30 min C", "4.3.b", OPERATOR),
    limit("repair", "fix=parts", "24 h C", "4.3.b", OPERATOR),
    limit("total", "", "5 WD", "4.3.a"),
    limit("total", "answer=consultation", "1 WD", "4.3.a", POWER),
    limit("total", "answer=invoice", "2 WD", "4.3.a"),
    limit("total", "answer=billing", "3 WD", "4.3.a"),
    limit("total", "answer=complaint", "4 WD", "4.3.a", POWER),
    limit("total", "answer=report", "9 WD", "4.3.a", POWER),
    limit("total", "answer=opinion", "10 WD", "4.3.a", POWER),
    limit("total", "answer=city_hotline", "date slip_due, else 7 D C, at most 7 D C", "4.3.a", CITY),
)
