from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProblemConfig(AppConfig):
    name = "xieli.procedures.problem"
    label = "problem"
    verbose_name = _("问题")
