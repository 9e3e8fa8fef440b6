from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "xieli.notifications"
    label = "notifications"
    verbose_name = _("通知")

    def ready(self) -> None:
        from xieli.accounts.hooks import guarded
        from xieli.customers.merging import forgetters
        from xieli.notifications.retention import forget
        from xieli.notifications.security import tell_owner

        guarded.append(tell_owner)
        forgetters.append(forget)
