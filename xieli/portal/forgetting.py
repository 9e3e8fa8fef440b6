"""When a customer's data are erased, what they wrote and sent through the portal goes too."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from xieli.core.clock import now
from xieli.customers.models import Customer
from xieli.matters.models import Attachment, Comment


def forget(customer: Customer) -> None:
    """Blank the customer's messages and delete their pictures; bytes that another file shares stay."""
    Comment.objects.filter(matter__customer=customer, customer=True).update(text="", deleted_at=now())
    mine = Attachment.objects.filter(matter__customer=customer, by_customer=True)
    gone = {row.sha256: row.path for row in mine}
    mine.delete()
    kept = set(Attachment.objects.filter(sha256__in=gone).values_list("sha256", flat=True))
    paths = [path for digest, path in gone.items() if digest not in kept]
    transaction.on_commit(lambda: _unlink(paths))


def _unlink(paths: list[str]) -> None:
    for path in paths:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
