from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnouncementConfig(AppConfig):
    name = "xieli.procedures.announcement"
    label = "announcement"
    verbose_name = _("公告")

    def ready(self) -> None:
        """The worker ends what is over and asks those who have joined an addressed department."""
        from xieli.notifications.worker import chores

        from .chores import ask_new_readers, end_expired

        chores += [end_expired, ask_new_readers]
