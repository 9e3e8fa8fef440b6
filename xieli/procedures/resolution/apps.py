from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResolutionConfig(AppConfig):
    name = "xieli.procedures.resolution"
    label = "resolution"
    verbose_name = _("决议事项")
