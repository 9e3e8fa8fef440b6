"""What a memo has beside its page: who has read, signed for and answered it, as Excel."""

from collections.abc import Iterator
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from xieli.accounts.http import EmployeeRequest
from xieli.accounts.policy import employee
from xieli.core import sheets
from xieli.core.imports import download
from xieli.matters.models import Matter
from xieli.matters.official import moment_of

from .models import MemoDetails


@employee
@require_safe
def addressees(request: EmployeeRequest, uid: UUID) -> HttpResponse:
    """The list of the memo's page as a sheet, for who may see the memo. Http404."""
    rows = Matter.objects.visible_to(request.person).filter(uid=uid, procedure="memo")
    details = MemoDetails.objects.select_related("matter").filter(matter=rows.first()).first()
    if details is None:
        raise Http404
    titles = [
        _("部门"), _("身份"), _("已读"), _("签收"), _("签收人"), _("答复时间"), _("答复人"), _("答复内容"),
        _("需要补充"),
    ]  # fmt: skip
    name = _("联系函签收情况 %(number)s") % {"number": details.matter.reference}
    return download(sheets.write(_("签收与答复"), titles, _lines(details)), f"{name}.xlsx")


def _lines(details: MemoDetails) -> Iterator[list[str]]:
    """Addressees first, then who was copied."""
    for row in details.addressees:
        receiver = row.received_by.name if row.received_by else ""
        answerer = row.answered_by.name if row.answered_by else ""
        yield [
            row.department.name, _("主送"), moment_of(row.seen_at) or _("未读"),
            moment_of(row.received_at) or _("未签收"), receiver,
            moment_of(row.answered_at) or (_("未答复") if row.must_answer else _("无须答复")), answerer,
            row.answer, row.wanted,
        ]  # fmt: skip
    for one in details.copies:
        department = one.person.department.name if one.person.department else ""
        yield [f"{department} {one.person.name}".strip(), _("抄送"), moment_of(one.read_at) or _("未读")]
