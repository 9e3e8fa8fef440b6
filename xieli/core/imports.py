"""Bringing in an Excel file: template, upload, pre-check row by row, confirmation, report.

Nothing is kept between pre-check and confirmation: the page carries the checked rows itself, signed,
readable only by the person who uploaded them and for an hour. What is confirmed is checked again,
since the data may have changed meanwhile.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xieli.core import html, sheets
from xieli.core.sheets import Row, Sheet, SheetError

KEPT_SECONDS = 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Report:
    """What an import did: counts, and the lines left out because of their errors."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Importer:
    """One kind of import: its sheet, `check` adding errors that need the database, `apply` writing rows.

    `apply(rows, by)` runs in a transaction of its own; `by` is the Person who confirmed.
    """

    name: str
    sheet: Sheet
    check: Callable[[Sequence[Row]], None]
    apply: Callable[[Sequence[Row], Any], Report]

    def precheck(self, file: IO[bytes]) -> list[Row]:
        """The file's rows with every error found; raises SheetError where the file can't be read at all."""
        rows = sheets.read(file, self.sheet)
        self.check(rows)
        return rows

    def pack(self, rows: Sequence[Row], owner: int) -> str:
        """The rows' texts as a signed parcel that only `owner` (a person's id) can confirm."""
        return signing.dumps([(row.line, row.raw) for row in rows], salt=self._salt(owner), compress=True)

    def confirm(self, parcel: str, by: Any) -> Report:
        """Import the parcel's good rows; raises SheetError when it is too old or not this person's."""
        try:
            lines = signing.loads(parcel, salt=self._salt(by.pk), max_age=KEPT_SECONDS)
        except signing.BadSignature as error:
            raise SheetError(_("预检结果已过期，请重新上传文件。")) from error
        try:
            return self._import(lines, by)
        except ValidationError as error:
            raise SheetError(error.messages[0]) from error

    def _import(self, lines: Sequence[tuple[int, dict[str, str]]], by: Any) -> Report:
        with transaction.atomic():
            rows = [sheets.parse(self.sheet, line, raw) for line, raw in lines]
            self.check(rows)
            report = self.apply([row for row in rows if not row.errors], by)
        report.left_out = [row for row in rows if row.errors]
        return report

    def _salt(self, owner: int) -> str:
        return f"import:{self.name}:{owner}"


def import_page(
    request: HttpRequest,
    importer: Importer,
    *,
    by: Any,
    back: str,
    done: Callable[[Report], None] | None = None,
) -> HttpResponse:
    """The whole conversation of one import on one URL; `by` is the Person, `back` the list behind it, `done` is
    told what was imported.
    """
    context: dict[str, Any] = {"importer": importer, "back": back}
    if request.method != "POST":
        if "template" in request.GET:
            return download(sheets.template(importer.sheet), f"{importer.sheet.name}.xlsx")
        return html.render(request, "core/import.html", context, fragment="conversation")
    try:
        if "parcel" in request.POST:
            context["report"] = importer.confirm(request.POST["parcel"], by)
            if done:
                done(context["report"])
        else:
            context |= _prechecked(request, importer, by)
        status = 422 if context.get("faulty") else 200
    except SheetError as error:
        context["error"], status = str(error), 422
    return html.render(request, "core/import.html", context, status=status, fragment="conversation")


def _prechecked(request: HttpRequest, importer: Importer, by: Any) -> dict[str, Any]:
    upload = request.FILES.get("file")
    if upload is None:
        raise SheetError(_("请先选择文件。"))
    if (upload.size or 0) > settings.LARGEST_UPLOAD:
        raise SheetError(_("文件超过 20 MB，请分批上传。"))
    rows = importer.precheck(upload.open())
    faulty = [row for row in rows if row.errors]
    good = [row for row in rows if not row.errors]
    parcel = importer.pack(good, by.pk) if good else ""
    return {"rows": rows, "good": good, "faulty": faulty, "shown": faulty[:200], "parcel": parcel}


def download(data: bytes, filename: str, content_type: str = XLSX) -> HttpResponse:
    """A file to be saved, its Chinese name kept."""
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response
