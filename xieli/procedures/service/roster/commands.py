"""Everything that changes the roster."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xieli.core.clock import SHANGHAI, now
from xieli.matters.models import WorkItem
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.procedures.service.models import Duty, Shift, ShiftNote


def span(shift: Shift, day: date) -> tuple[datetime, datetime]:
    """When the shift of a day begins and ends (aware); over midnight it ends on the next day."""
    begins = datetime.combine(day, shift.begins, SHANGHAI)
    ends = datetime.combine(day, shift.ends, SHANGHAI)
    return begins, ends if ends > begins else ends + timedelta(days=1)


@transaction.atomic
def assign(
    shift: Shift, day: date, person: Person, *, leads: bool = False, instead: Person | None = None
) -> Duty:
    """Put somebody on a shift; again with other `leads` changes only that. `instead`: who is taken off it for that
    (换班); who takes over from its leader leads.

    Raises ValidationError for another department's people, two shifts at once, a second leader, or where the one to be
    taken off is not on the shift or it has begun.
    """
    if shift.department_id not in organisation.departments_of(person):
        raise ValidationError(_("%(person)s不在%(department)s。") % _names(shift, person))
    if instead is not None:
        relieved = Duty.objects.filter(shift=shift, day=day, person=instead).first()
        if relieved is None:
            sentence = _("%(person)s不在 %(day)s 的%(shift)s上。")
            raise ValidationError(sentence % {"person": instead.name, "day": day, "shift": shift.name})
        leads = leads or relieved.leads
        release(relieved)
    begins, ends = span(shift, day)
    values = {"leads": leads, "on_call": shift.on_call, "begins_at": begins, "ends_at": ends}
    try:
        with transaction.atomic():
            duty, _new = Duty.objects.update_or_create(shift=shift, day=day, person=person, defaults=values)
    except IntegrityError as error:
        if "duty_one_leader" in str(error):
            raise ValidationError(
                _("%(day)s %(shift)s已有带班人。") % {"day": day, "shift": shift.name}
            ) from error
        sentence = _("%(person)s在 %(day)s 已有时间重叠的班次。")
        raise ValidationError(sentence % {"person": person.name, "day": day}) from error
    return duty


def _names(shift: Shift, person: Person) -> dict[str, str]:
    return {"person": person.name, "department": shift.department.name}


def release(duty: Duty) -> None:
    """Take somebody off a shift that has not begun. Raises ValidationError for one that has: it is history."""
    if duty.begins_at <= now():
        raise ValidationError(_("已经开始的班次不能删除，请在交接班记录中说明。"))
    duty.delete()


def write_note(shift: Shift, day: date, by: Person, text: str, *, seen: str | None = None) -> ShiftNote:
    """The note at the end of a shift, with the number of items its department still holds. Rewritten until signed.

    `seen`: the version (`ShiftNote.version`) one rewrites, empty for none. Raises ValidationError where a colleague
    wrote another meanwhile: it is not lost unread.
    """
    if not text.strip():
        raise ValidationError(_("请写明交接内容；没有未尽事项也请写“无”。"))
    if not Duty.objects.filter(shift=shift, day=day, person=by).exists():
        raise ValidationError(_("只有本班次的人员可以填写交接班记录。"))
    standing = ShiftNote.objects.filter(shift=shift, day=day).select_related("written_by").first()
    if standing is not None and standing.signed_at is not None:
        raise ValidationError(_("这份交接班记录已经签收，不能再改。"))
    if standing is not None and seen is not None and seen != standing.version:
        sentence = _("%(name)s刚刚写了本班的交接内容，见下方。请把两份合在一起再交班。")
        raise ValidationError(sentence % {"name": standing.written_by.name})
    still_open = WorkItem.objects.filter(
        department=shift.department, closed_at=None, matter__procedure="service"
    )
    values = {"text": text.strip(), "written_by": by, "written_at": now(), "open_cases": still_open.count()}
    note, _new = ShiftNote.objects.update_or_create(shift=shift, day=day, defaults=values)
    return note


def sign_note(note: ShiftNote, by: Person, remark: str = "") -> ShiftNote:
    """Somebody of the next shift takes over. Raises ValidationError for the writer, or who is on no later shift."""
    if note.written_by_id == by.pk:
        raise ValidationError(_("交班人不能自己签收，请接班人签收。"))
    _begins, ends = span(note.shift, note.day)
    later = Duty.objects.filter(person=by, shift__department=note.shift.department_id, ends_at__gt=ends)
    if not later.filter(begins_at__lte=now() + timedelta(hours=2)).exists():
        raise ValidationError(_("只有接班班次的人员可以签收。"))
    changed = ShiftNote.objects.filter(pk=note.pk, signed_at=None).update(
        signed_by=by, signed_at=now(), remark=remark.strip()[:500]
    )
    if not changed:
        raise ValidationError(_("这份交接班记录已经由别人签收。"))
    note.refresh_from_db()
    return note
