from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectConfig(AppConfig):
    name = "xieli.procedures.project"
    label = "project"
    verbose_name = _("项目")

    def ready(self) -> None:
        """Plans move on by themselves; on Wednesdays the week's reports are asked for."""
        from xieli.notifications.worker import chores
        from xieli.procedures.project.chores import ask_for_reports, move_on

        chores.extend([move_on, ask_for_reports])
