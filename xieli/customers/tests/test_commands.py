"""Who is who: one file per person, found by whatever a caller gives."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from tests.cast import Cast
from xieli.core import clock
from xieli.customers import commands, limits, queries
from xieli.customers.models import Contact, Customer, CustomerTrace

pytestmark = pytest.mark.django_db
NINE = clock.at(2026, 11, 23, 9)


def organisation(name: str = "云港公交") -> Customer:
    return commands.save(Customer(kind="organisation", name=name))


def test_the_same_phone_in_any_notation_is_the_same_person() -> None:
    first = commands.meet("+86 199 0000 0001", name="陈先生")
    assert commands.meet("199-0000-0001") == first
    assert Customer.objects.count() == 1


def test_a_caller_without_a_name_is_named_by_the_phones_tail() -> None:
    assert commands.meet("19900000001").name == "客户（尾号 0001）"
    assert commands.meet("").name == "未留姓名的客户"


def test_meeting_again_fills_the_member_id_and_tells_when() -> None:
    with clock.turned_to(NINE):
        commands.meet("19900000001", name="陈先生")
    with clock.turned_to(NINE + timedelta(days=3)):
        again = commands.meet("19900000001", member_id="m0001", plate="云A·D12345")
    assert (again.member_id, again.name) == ("M0001", "陈先生")
    assert again.last_contact_at == NINE + timedelta(days=3)
    assert queries.by_plate("云ad12345") == [again]


def test_a_member_id_on_file_wins_over_the_phone() -> None:
    member = commands.meet("19900000001", member_id="M0001")
    assert commands.meet("19900000002", member_id="M0001") == member


def test_two_callers_without_phone_are_two_people() -> None:
    assert commands.meet("") != commands.meet("")


def test_the_database_refuses_a_second_person_with_the_phone() -> None:
    commands.meet("19900000001")
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.create(name="另一位", phone="19900000001")


def test_a_taken_phone_or_member_id_is_told_in_a_sentence() -> None:
    commands.meet("19900000001", member_id="M1")
    with pytest.raises(ValidationError) as phone:
        commands.save(Customer(name="另一位", phone="19900000001"))
    assert "合并" in phone.value.message_dict["phone"][0]
    with pytest.raises(ValidationError) as member:
        commands.save(Customer(name="另一位", member_id="m1"))
    assert "合并" in member.value.message_dict["member_id"][0]


def test_a_household_may_share_a_car() -> None:
    one, other = commands.meet("19900000001"), commands.meet("19900000002")
    commands.add_plate(one, "云AD12345")
    commands.add_plate(other, "云AD12345")
    assert queries.by_plate("云AD12345") == [one, other]


def test_setting_plates_replaces_them() -> None:
    one = commands.meet("19900000001", plate="云AD12345")
    commands.set_plates(one, ["云AD54321", " "])
    assert [plate.number for plate in one.plates.all()] == ["云AD54321"]


def test_a_wrong_plate_leaves_the_file_as_it_was() -> None:
    one = commands.meet("19900000001", name="陈先生")
    one.name = "陈女士"
    with pytest.raises(ValidationError):
        commands.file(one, ["不是车牌"])
    one.refresh_from_db()
    assert one.name == "陈先生"


def test_a_contacts_phone_leads_to_the_organisation() -> None:
    fleet = organisation()
    commands.save_contact(Contact(customer=fleet, name="王调度", phone="199 0000 0009"))
    assert queries.by_phone("+8619900000009") == [fleet]


def test_only_organisations_have_contacts() -> None:
    with pytest.raises(ValidationError):
        commands.save_contact(Contact(customer=commands.meet("19900000001"), name="某人"))


def test_a_whole_phone_is_told_with_a_reason_and_noted(cast: Cast) -> None:
    one = commands.meet("19900000001")
    assert commands.reveal(one, cast.linwan, "回拨断线的来电") == "19900000001"
    trace = CustomerTrace.objects.get()
    assert (trace.act, trace.person, trace.reason) == ("reveal", cast.linwan, "回拨断线的来电")
    assert "19900000001" not in str(trace.facts)


def test_without_a_reason_no_phone_is_told(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        commands.reveal(commands.meet("19900000001"), cast.linwan, "  ")
    assert not CustomerTrace.objects.exists()


def test_only_so_many_phones_are_told_in_an_hour(cast: Cast) -> None:
    one = commands.meet("19900000001")
    with clock.turned_to(NINE):
        for _ in range(commands.REVEALS_PER_HOUR):
            commands.reveal(one, cast.linwan, "回访")
        with pytest.raises(limits.TooOften) as refused:
            commands.reveal(one, cast.linwan, "回访")
        commands.reveal(one, cast.zhaoxiaotang, "回访")
    assert refused.value.retry_at == NINE + timedelta(hours=1)
    with clock.turned_to(NINE + timedelta(hours=1)):
        assert commands.reveal(one, cast.linwan, "回访")


def test_the_trace_can_be_neither_changed_nor_removed(cast: Cast) -> None:
    commands.reveal(commands.meet("19900000001"), cast.linwan, "回访")
    with pytest.raises(DatabaseError), transaction.atomic():
        CustomerTrace.objects.update(reason="别的")
    with pytest.raises(DatabaseError), transaction.atomic():
        CustomerTrace.objects.all().delete()
    assert CustomerTrace.objects.get().reason == "回访"
