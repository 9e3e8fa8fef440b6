"""What the system administrator must hear of though nothing inside the product may be able to tell it."""

import structlog
from django.core.mail import mail_admins
from django.utils.translation import gettext as _

log = structlog.get_logger(__name__)


def tell_administrators(subject: str, body: str) -> None:
    """A letter to XIELI_ADMIN_MAIL where one is set; in the log in any case. Never raises."""
    log.error("administrators", subject=subject, body=body)
    try:
        mail_admins(subject, f"{body}\n\n{_('请登录协力，在“系统”一栏里查看。')}\n")
    except Exception:  # the mail server may be what is broken
        log.exception("administrators")
