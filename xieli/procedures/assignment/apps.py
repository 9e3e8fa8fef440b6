from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssignmentConfig(AppConfig):
    name = "xieli.procedures.assignment"
    label = "assignment"
    verbose_name = _("交办")

    def ready(self) -> None:
        """Progress of instructions is asked for in their rhythm."""
        from xieli.notifications.worker import chores

        from .chores import ask_for_progress

        chores.append(ask_for_progress)
