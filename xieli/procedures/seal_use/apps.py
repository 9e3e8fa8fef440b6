from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealUseConfig(AppConfig):
    name = "xieli.procedures.seal_use"
    label = "seal_use"
    verbose_name = _("用印申请")
