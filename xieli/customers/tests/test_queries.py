"""Finding customers again: by what a caller gives, by what an agent types, across merges and erasures."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from tests.cast import Cast
from xieli.core import clock, sheets
from xieli.customers import commands, merging, queries
from xieli.customers.imports import CUSTOMER_IMPORT, SHEET
from xieli.customers.models import Contact, Customer

pytestmark = pytest.mark.django_db
NINE = clock.at(2026, 11, 23, 9)


def fleet(name: str = "云港公交", phone: str = "") -> Customer:
    return commands.save(Customer(kind="organisation", name=name, phone=phone))


def test_who_calls_from_the_number_of_a_merged_file_is_the_kept_customer(cast: Cast) -> None:
    kept, dropped = commands.meet("19900000001"), commands.meet("19900000002", member_id="M2")
    merging.merge(kept, dropped, cast.linwan, "换号")
    assert commands.meet("19900000002") == kept
    assert commands.meet("", member_id="m2") == kept
    assert Customer.objects.count() == 2


def test_a_number_given_to_somebody_new_after_a_merge_is_theirs(cast: Cast) -> None:
    kept, dropped = commands.meet("19900000001"), commands.meet("19900000002")
    merging.merge(kept, dropped, cast.linwan, "换号")
    new = commands.save(Customer(name="李女士", phone="19900000002"))
    assert commands.meet("19900000002") == new


def test_a_caller_is_found_by_phone_plate_or_member_id_whichever_was_given() -> None:
    chen = commands.meet("19900000001", name="陈先生", member_id="M1", plate="云AD12345")
    for said in ("199 0000 0001", "云A·D12345", "m1"):
        assert queries.look_up(said) == [chen]
    for said in ("19900000009", "云AD99999", "M9", "", "不是号码"):
        assert queries.look_up(said) == []


def test_of_several_at_one_number_the_person_comes_first_and_a_former_contact_does_not_count() -> None:
    bus, taxi = fleet(), fleet("云港出租")
    commands.save_contact(Contact(customer=bus, name="王调度", phone="19900000001"))
    commands.save_contact(Contact(customer=taxi, name="王调度", phone="19900000001", active=False))
    wang = commands.meet("19900000001", name="王师傅")
    assert queries.by_phone("19900000001") == [wang, bus]


def test_every_word_typed_must_fit_and_the_kind_narrows() -> None:
    chen = commands.meet("19900000001", name="陈思远", plate="云AD12345")
    bus = fleet("陈家公交")
    assert list(queries.listed("陈")) in ([bus, chen], [chen, bus])
    assert list(queries.listed("陈 0001")) == [chen]
    assert list(queries.listed("csy 云AD")) == [chen]
    assert list(queries.listed("陈", kind="organisation")) == [bus]
    assert list(queries.listed("001")) == []  # three digits are too few to be a number's tail


def test_the_same_name_or_a_shared_car_may_be_the_same_customer() -> None:
    chen = commands.meet("19900000001", name="陈先生", plate="云AD12345")
    namesake = commands.meet("19900000002", name="陈先生")
    driver = commands.meet("19900000003", name="李女士", plate="云AD12345")
    commands.meet("19900000004", name="周先生")
    assert set(queries.same_looking(chen)) == {namesake, driver}


def imported(*rows: list[str]) -> list[Customer]:
    checked = CUSTOMER_IMPORT.precheck(
        BytesIO(sheets.write("客户", [column.title for column in SHEET.columns], rows))
    )
    assert not any(row.errors for row in checked), [row.errors for row in checked]
    CUSTOMER_IMPORT.apply(checked, None)
    return list(Customer.objects.filter(merged_into=None).order_by("pk"))


def test_an_imported_line_finds_its_customer_by_member_id_before_the_phone() -> None:
    chen = commands.meet("19900000001", name="陈先生", member_id="M1")
    (found,) = imported(["个人", "陈思远", "19900000009", "M1", "云AD12345", ""])
    assert (found, found.name, found.phone) == (chen, "陈思远", "19900000009")
    assert queries.by_plate("云AD12345") == [chen]


def test_empty_cells_of_an_import_leave_what_is_on_file() -> None:
    chen = commands.meet("19900000001", name="陈先生", member_id="M1", plate="云AD12345")
    (found,) = imported(["个人", "陈先生", "19900000001", "", "", ""])
    assert (found.member_id, [plate.number for plate in found.plates.all()]) == ("M1", ["云AD12345"])
    assert found == chen


def test_an_imported_number_of_a_merged_file_is_the_kept_customers(cast: Cast) -> None:
    kept, dropped = commands.meet("19900000001"), commands.meet("19900000002")
    merging.merge(kept, dropped, cast.linwan, "换号")
    assert imported(["个人", "陈先生", "19900000002", "", "", ""]) == [kept]


def test_a_line_that_means_two_customers_and_lines_that_mean_one_are_refused() -> None:
    commands.meet("19900000001")
    commands.meet("19900000002", member_id="M2")
    rows = CUSTOMER_IMPORT.precheck(
        BytesIO(
            sheets.write(
                "客户",
                [column.title for column in SHEET.columns],
                [
                    ["个人", "陈先生", "19900000001", "M2", "", ""],
                    ["个人", "周先生", "19900000003", "", "", ""],
                    ["个人", "周", "19900000003", "", "", ""],
                ],
            )
        )
    )
    assert [bool(row.errors) for row in rows] == [True, True, True]


def test_the_name_may_not_be_left_out_and_a_wrong_plate_changes_nothing() -> None:
    with pytest.raises(ValidationError) as refused:
        commands.save(Customer(name="  "))
    assert list(refused.value.message_dict) == ["name"]
    with pytest.raises(ValidationError) as refused:
        commands.file(Customer(name="陈先生"), ["没有这种车牌"])
    assert list(refused.value.message_dict) == ["plates"] and not Customer.objects.exists()
