"""Bringing in customers from Excel, such as the fleets that charge with us."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from xieli.core.imports import Importer, Report
from xieli.core.sheets import Column, Row, Sheet, choice, text
from xieli.customers.commands import add_plate, save
from xieli.customers.models import Customer
from xieli.customers.shapes import member_number, phone_number, plate_number


def _plates(cell: str) -> list[str]:
    return [
        plate_number(part) for part in cell.replace("，", " ").replace(",", " ").replace("、", " ").split()
    ]


SHEET = Sheet(
    lazy("客户"),
    [
        Column("kind", lazy("类型"), choice(Customer.Kind.choices), required=True, example="单位"),
        Column("name", lazy("姓名或名称"), text(100), required=True, example="云港市公共交通有限公司"),
        Column("phone", lazy("电话"), phone_number, example="199****0001"),
        Column("member_id", lazy("会员号"), member_number, example="M000001"),
        Column("plates", lazy("车牌号"), _plates, example="云AD12345 云AD12346"),
        Column("note", lazy("备注"), text(500)),
    ],
)


def check(rows: Sequence[Row]) -> None:
    """A person's phone and a member id only once per file; not both on file for two different customers."""
    # A file that was merged leads to the one that was kept; one in use comes before it.
    present = Customer.objects.filter(erased_at=None).order_by(F("merged_into").desc(nulls_last=True))
    kept = Coalesce("merged_into", "pk")
    phones = dict(present.filter(kind="person").exclude(phone="").values_list("phone", kept))
    members = dict(present.exclude(member_id="").values_list("member_id", kept))
    for key, sentence in (
        ("phone", _("本文件中该电话出现了多次。")),
        ("member_id", _("本文件中该会员号出现了多次。")),
    ):
        counts = Counter(row.values[key] for row in rows if row.values[key])
        for row in rows:
            if counts[row.values[key]] > 1:
                row.refuse(sentence)
    for row in rows:
        by_phone = phones.get(row.values["phone"]) if row.values["kind"] == "person" else None
        by_member = members.get(row.values["member_id"])
        if by_phone and by_member and by_phone != by_member:
            row.refuse(_("电话和会员号分别属于两份档案，请先合并。"))
        row.values["customer"] = by_member or by_phone


def apply(rows: Sequence[Row], by: object) -> Report:
    """Put new customers on file; of known ones (by member id, or a person's phone) fill what is given."""
    report = Report()
    on_file = Customer.objects.in_bulk([row.values["customer"] for row in rows if row.values["customer"]])
    for row in rows:
        customer = on_file.get(row.values["customer"]) or Customer()
        report.created += customer.pk is None
        report.updated += customer.pk is not None
        for key in ("kind", "name", "phone", "member_id", "note"):
            if row.values[key] is not None:
                setattr(customer, key, row.values[key])
        save(customer)
        for number in row.values["plates"] or ():
            add_plate(customer, number)
    return report


CUSTOMER_IMPORT = Importer("customers", SHEET, check, apply)
