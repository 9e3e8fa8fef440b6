from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "xieli.procedures.sharing"
    label = "sharing"
    verbose_name = _("资源共享")

    def ready(self) -> None:
        """What nobody collects is released, what nobody returns is chased, what is freed is offered: by the worker."""
        from xieli.notifications.worker import chores

        from .chores import chase_overdue, offer_freed, release_uncollected

        chores += [release_uncollected, chase_overdue, offer_freed]
