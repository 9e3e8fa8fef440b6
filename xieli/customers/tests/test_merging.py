"""Two files of one customer become one; a customer's personal data can be taken out."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.cast import Cast
from xieli.core import clock
from xieli.customers import commands, limits, merging, queries, tokens
from xieli.customers.models import Contact, Customer, CustomerToken, CustomerTrace, Limit

pytestmark = pytest.mark.django_db
NINE = clock.at(2026, 11, 23, 9)


def test_the_kept_file_takes_what_it_lacked(cast: Cast) -> None:
    kept = commands.meet("19900000001", name="陈先生")
    dropped = commands.meet("19900000002", name="陈", member_id="M0001", plate="云AD12345")
    merging.merge(kept, dropped, cast.linwan, "同一位客户换号")
    kept.refresh_from_db()
    assert (kept.phone, kept.member_id) == ("19900000001", "M0001")
    assert queries.by_plate("云AD12345") == [kept]


def test_the_old_phone_leads_to_the_kept_file_and_its_records_are_found(cast: Cast) -> None:
    kept, dropped = commands.meet("19900000001"), commands.meet("19900000002")
    merging.merge(kept, dropped, cast.linwan, "换号")
    assert queries.by_phone("19900000002") == [kept]
    assert queries.files_of(kept) == [kept.pk, dropped.pk]
    assert list(queries.listed()) == [kept]


def test_a_merge_of_merges_keeps_one_step_to_the_kept_file(cast: Cast) -> None:
    one, two, three = (commands.meet(f"1990000000{n}") for n in (1, 2, 3))
    merging.merge(two, three, cast.linwan, "换号")
    merging.merge(one, two, cast.linwan, "换号")
    assert sorted(queries.files_of(one)) == sorted([one.pk, two.pk, three.pk])


def test_a_merge_leaves_a_trace_without_names(cast: Cast) -> None:
    kept, dropped = commands.meet("19900000001"), commands.meet("19900000002", name="陈先生")
    merging.merge(kept, dropped, cast.linwan, "换号")
    assert CustomerTrace.objects.get(act="merge").facts == {"dropped": dropped.pk}


@pytest.mark.parametrize("case", ["same", "merged", "reason"])
def test_a_merge_that_makes_no_sense_is_refused(cast: Cast, case: str) -> None:
    kept, dropped = commands.meet("19900000001"), commands.meet("19900000002")
    if case == "merged":
        merging.merge(commands.meet("19900000003"), dropped, cast.linwan, "换号")
    other, reason = (kept if case == "same" else dropped), ("" if case == "reason" else "换号")
    with pytest.raises(ValidationError):
        merging.merge(kept, other, cast.linwan, reason)


def test_contacts_of_both_organisations_stay_once(cast: Cast) -> None:
    kept = commands.save(Customer(kind="organisation", name="云港公交"))
    dropped = commands.save(Customer(kind="organisation", name="云港公交集团"))
    for customer, phone in ((kept, "19900000001"), (dropped, "19900000001"), (dropped, "19900000002")):
        commands.save_contact(Contact(customer=customer, name="王调度", phone=phone))
    merging.merge(kept, dropped, cast.linwan, "同一单位")
    assert sorted(kept.contacts.values_list("phone", flat=True)) == ["19900000001", "19900000002"]


def test_after_an_erasure_nothing_personal_is_left(cast: Cast) -> None:
    kept, dropped = (
        commands.meet("19900000001", name="陈先生", member_id="M1"),
        commands.meet("19900000002", name="陈"),
    )
    merging.merge(kept, dropped, cast.linwan, "换号")
    commands.add_plate(kept, "云AD12345")
    secret = tokens.issue("tracking", kept, lasting=timedelta(days=1), matter=7)
    merging.erase(kept, cast.hejing, "客户要求")
    for row in Customer.objects.all():
        assert (row.phone, row.member_id, row.pinyin, row.plates.count()) == ("", "", "", 0)
        assert row.name == f"已删除的客户 {row.pk}"
    assert tokens.find("tracking", secret) is None
    assert not queries.look_up("19900000001")


def test_an_erased_phone_may_come_again_as_somebody_new(cast: Cast) -> None:
    old = commands.meet("19900000001")
    merging.erase(old, cast.hejing, "客户要求")
    assert commands.meet("19900000001") != old


def test_a_file_that_cannot_be_erased_keeps_no_other_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with clock.turned_to(NINE - timedelta(days=3 * 365 + 1)):
        stuck, old = commands.meet("19900000001", name="陈先生"), commands.meet("19900000002", name="李女士")
    forgetters = [lambda file: 1 // (file.pk - stuck.pk) and None]
    monkeypatch.setattr(merging, "forgetters", forgetters)
    with clock.turned_to(NINE), pytest.raises(ExceptionGroup):
        merging.purge()
    assert set(Customer.objects.filter(erased_at=None)) == {stuck}
    assert Customer.objects.get(pk=old.pk).phone == ""


def test_customers_not_heard_of_for_three_years_are_erased_by_the_daily_cleaning() -> None:
    with clock.turned_to(NINE - timedelta(days=3 * 365 + 1)):
        old = commands.meet("19900000001", name="陈先生")
        tokens.issue("tracking", old, lasting=timedelta(days=30), matter=7)
        limits.spend("code", "19900000001", 5, timedelta(hours=1))
    with clock.turned_to(NINE):
        commands.meet("19900000002", name="李女士")
        assert merging.purge() == 3
        assert merging.purge() == 0
    assert set(Customer.objects.filter(erased_at=None).values_list("name", flat=True)) == {"李女士"}
    assert not CustomerToken.objects.exists()
    assert not Limit.objects.exists()
