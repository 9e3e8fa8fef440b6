from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoordinationConfig(AppConfig):
    name = "xieli.procedures.coordination"
    label = "coordination"
    verbose_name = _("提请协调")
