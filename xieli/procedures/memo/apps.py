from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MemoConfig(AppConfig):
    name = "xieli.procedures.memo"
    label = "memo"
    verbose_name = _("工作联系函")
