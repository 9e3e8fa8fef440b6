"""Two files of one customer become one; one customer's personal data are taken out for good."""

from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xieli.core.clock import now
from xieli.core.trying import trying
from xieli.customers import limits
from xieli.customers.commands import trace
from xieli.customers.models import Customer, CustomerToken, CustomerTrace, Plate
from xieli.organisation.models import Person

# What stands above customers and holds copies of their data registers here how it forgets them.
forgetters: list[Callable[[Customer], None]] = []

KEPT_AFTER_LAST_CONTACT = timedelta(days=3 * 365)


@transaction.atomic
def merge(kept: Customer, dropped: Customer, by: Person, reason: str) -> Customer:
    """`dropped` points at `kept` from now on; plates, contacts and what `kept` lacked move over.

    What other records say of `dropped` stays as it was: they find `kept` through `merged_into`.
    Raises ValidationError for the same file twice, one merged or erased before, or without a reason.
    """
    rows = Customer.objects.select_for_update().order_by("pk").in_bulk([kept.pk, dropped.pk])
    if len(rows) != 2:
        raise ValidationError(_("请选择两份不同的客户档案。"))
    kept, dropped = rows[kept.pk], rows[dropped.pk]
    if any(row.merged_into_id or row.erased_at for row in (kept, dropped)):
        raise ValidationError(_("其中一份档案已被合并或删除，请刷新后再试。"))
    if not reason.strip():
        raise ValidationError(_("请写明合并的原因。"))
    # Ids only: the trace outlives an erasure, so it must not name anybody.
    facts = {"dropped": dropped.pk}
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])
    _move(kept, dropped)
    Customer.objects.filter(merged_into=dropped).update(merged_into=kept)
    trace(kept, CustomerTrace.Act.MERGE, by, reason, facts)
    return kept


def _move(kept: Customer, dropped: Customer) -> None:
    for plate in dropped.plates.all():
        Plate.objects.get_or_create(customer=kept, number=plate.number)
    dropped.plates.all().delete()
    phones = set(kept.contacts.exclude(phone="").values_list("phone", flat=True))
    dropped.contacts.exclude(phone__in=phones).update(customer=kept)
    kept.phone = kept.phone or dropped.phone
    kept.member_id = kept.member_id or dropped.member_id
    kept.note = kept.note or dropped.note
    kept.language = kept.language or dropped.language
    kept.last_contact_at = max(kept.last_contact_at, dropped.last_contact_at)
    kept.save(update_fields=["phone", "member_id", "note", "language", "last_contact_at"])


@transaction.atomic
def erase(customer: Customer, by: Person | None, reason: str) -> Customer:
    """Take the personal data out; the file stays under a pseudonym, so that records keep their sense.

    Goes through every file merged into this one and ends its links; the traces hold ids only and stay.
    """
    if not reason.strip():
        raise ValidationError(_("请写明删除的原因。"))
    files = list(Customer.objects.select_for_update().filter(pk=customer.pk))
    files += list(Customer.objects.select_for_update().filter(merged_into=customer))
    for file in files:
        for forget in forgetters:  # first, while the telephone still tells which rows are meant
            forget(file)
        _pseudonymise(file)
    trace(files[0], CustomerTrace.Act.ERASE, by, reason, {"files": len(files)})
    return files[0]


def _pseudonymise(file: Customer) -> None:
    moment = now()
    file.name, file.pinyin, file.initials = _("已删除的客户 %(id)s") % {"id": file.pk}, "", ""
    file.phone, file.member_id, file.note, file.language, file.erased_at = "", "", "", "", moment
    file.save()
    file.plates.all().delete()
    CustomerToken.objects.filter(customer=file, revoked_at=None).update(revoked_at=moment)
    CustomerToken.objects.filter(customer=file).update(contact=None)
    file.contacts.all().delete()


def purge() -> int:
    """The daily cleaning: links past their end, old counts, customers not heard of for three years.

    Returns how many went. Safe to run twice; a file that can't be erased keeps no other from it.
    """
    moment = now()
    ended = CustomerToken.objects.filter(expires_at__lt=moment - timedelta(days=30)).delete()[0]
    silent = Customer.objects.filter(
        last_contact_at__lt=moment - KEPT_AFTER_LAST_CONTACT, erased_at=None, merged_into=None
    )
    with trying() as tried:
        counts = tried(limits.forget_old)
        erased = [
            tried(erase, customer, None, _("超过保存期限")) for customer in silent.order_by("pk")[:1000]
        ]
    return int(ended + counts + sum(map(bool, erased)))
