from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkPlanConfig(AppConfig):
    name = "xieli.procedures.work_plan"
    label = "work_plan"
    verbose_name = _("部门工作计划")

    def ready(self) -> None:
        """Items are handed out when they begin, the next plan is asked for; the department's room shows its plans."""
        from xieli.matters.web import room
        from xieli.notifications.worker import chores
        from xieli.procedures.work_plan.chores import ask_for_next, move_on
        from xieli.procedures.work_plan.room import panel

        room.panels.append(panel)
        chores.extend([move_on, ask_for_next])
