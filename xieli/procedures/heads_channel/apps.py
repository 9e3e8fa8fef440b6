from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HeadsChannelConfig(AppConfig):
    name = "xieli.procedures.heads_channel"
    label = "heads_channel"
    verbose_name = _("负责人频道")
