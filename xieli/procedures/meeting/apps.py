from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingConfig(AppConfig):
    name = "xieli.procedures.meeting"
    label = "meeting"
    verbose_name = _("会议")

    def ready(self) -> None:
        """Regular meetings are planned, and those whose resolutions are done closed, by the worker; invitations go with
        the mails that tell of them, and answers to them are read from the mailbox."""
        from xieli.notifications import mailbox
        from xieli.notifications.channels import email
        from xieli.notifications.worker import chores

        from .answering import take
        from .chores import close_settled, plan_regular
        from .mailing import parts_of

        email.parts.append(parts_of)
        mailbox.takers.insert(0, take)  # calendars answer under addresses for words, too
        chores += [plan_regular, close_settled]
