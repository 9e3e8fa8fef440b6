from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionConfig(AppConfig):
    name = "xieli.procedures.decision"
    label = "decision"
    verbose_name = _("决策")
