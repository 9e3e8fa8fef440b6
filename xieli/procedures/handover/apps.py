from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HandoverConfig(AppConfig):
    name = "xieli.procedures.handover"
    label = "handover"
    verbose_name = _("工作交接")

    def ready(self) -> None:
        """Leaving and a change of post open a handover by themselves; the worker archives it when objections are over;
        I12 is looked at here too."""
        from xieli.matters import verify
        from xieli.notifications.worker import chores
        from xieli.organisation import hooks
        from xieli.organisation.commands.transaction import SENTENCES

        from . import opening
        from .chores import archive_settled, await_returns
        from .verify import LEAVERS

        SENTENCES["leaver_has_open_lines"] = _(
            "此人的离职交接还有未移交的条目，签字生效后才能办理离职。确实不能交接的，由监交人代签或先作废交接。"
        )
        hooks.left.append(opening.after_leaving)
        hooks.transferred.append(opening.after_transfer)
        verify.FURTHER.append(LEAVERS)
        chores.extend((archive_settled, await_returns))
