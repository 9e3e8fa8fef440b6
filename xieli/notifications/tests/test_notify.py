import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xieli.core import clock
from xieli.notifications import live, queries
from xieli.notifications.commands import Notice, choose, mark_read, notify
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Choice, Notification, Preference
from xieli.notifications.tests.people import reader
from xieli.notifications.timing import Habits

pytestmark = pytest.mark.django_db


def notice(person, kind="assigned", **fields):
    values = {"text": _("新的待办"), "params": {"n": 1}, "url": "/m/1/", **fields}
    return Notice(person.pk, kind, values.pop("urgency", "normal"), **values)


def test_any_number_of_notices_is_one_statement(django_assert_num_queries):
    people = [reader(f"{n:04}") for n in range(30)]
    with django_assert_num_queries(1):
        notify([notice(person) for person in people])
    assert Notification.objects.count() == 30


def test_no_notices_touch_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        notify([])


def test_a_notice_keeps_msgid_parameters_matter_and_the_turned_clocks_moment():
    person, moment = reader(), clock.at(2026, 9, 1, 9)
    with clock.turned_to(moment):
        notify([notice(person, matter=77, params={"due": moment, "who": "顾长川"}, urgency="urgent")])
    row = Notification.objects.get()
    assert (row.text, row.matter, row.created_at, row.urgency) == ("新的待办", 77, moment, "urgent")
    assert row.params == {"due": {"at": moment.isoformat()}, "who": "顾长川"}
    assert row.planned_at is None


def test_notices_vanish_with_the_transaction_that_wrote_them():
    person = reader()
    with transaction.atomic():
        notify([notice(person)])
        transaction.set_rollback(True)
    assert not Notification.objects.exists()


def test_a_kind_outside_the_table_is_refused_before_anything_is_written():
    with pytest.raises(ValueError, match="gossip"):
        notify([notice(reader(), kind="gossip")])


def test_the_database_too_refuses_a_kind_outside_the_table():
    with pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(recipient=reader(), kind="gossip", text="", url="")


def test_what_a_person_silenced_is_kept_but_not_shown_nor_counted():
    person, other = reader(), reader("0002")
    choose(person.pk, {("comment", "product"): Mode.OFF}, Habits())
    notify([notice(person, "comment"), notice(other, "comment"), notice(person, "mention")])
    assert queries.unread(person) == 1
    assert queries.unread(other) == 1
    assert Notification.objects.filter(recipient=person, shown=False, kind="comment").count() == 1


def test_what_a_person_owes_cannot_be_silenced_inside_the_product():
    person = reader()
    with pytest.raises(ValueError, match="assigned"):
        choose(person.pk, {("assigned", "product"): Mode.OFF}, Habits())


def test_choosing_keeps_only_what_departs_from_the_default_and_replaces_earlier_choices():
    person = reader()
    choose(person.pk, {("assigned", "email"): Mode.OFF, ("mention", "email"): Mode.DIGEST}, Habits())
    choose(person.pk, {("assigned", "email"): Mode.NOW, ("mention", "email"): Mode.OFF}, Habits())
    assert list(Choice.objects.values_list("kind", "mode")) == [("mention", "off")]
    assert Preference.objects.get(person=person).habits() == Habits()


def test_reading_marks_only_ones_own_notices_once():
    person, other = reader(), reader("0002")
    notify([notice(person), notice(person, "mention"), notice(other)])
    first = queries.notices(person).last()
    assert mark_read(other.pk, [first.uid]) == 0
    assert mark_read(person.pk, [first.uid]) == 1
    assert mark_read(person.pk, [first.uid]) == 0
    assert mark_read(person.pk) == 1
    assert queries.unread(other) == 1


def test_unread_is_counted_up_to_the_cap_and_no_further():
    person = reader()
    notify([notice(person) for _n in range(queries.CAP + 30)])
    assert queries.unread(person) == queries.CAP + 1


def test_the_list_is_newest_first_and_filters_by_kind_and_unread():
    person = reader()
    for hour, kind in enumerate(["assigned", "mention", "assigned"]):
        with clock.turned_to(clock.at(2026, 9, 1, 9 + hour)):
            notify([notice(person, kind)])
    assert [row.created_at for row in queries.notices(person)] == [
        clock.at(2026, 9, 1, h) for h in (11, 10, 9)
    ]
    assert queries.notices(person, kinds=["mention"]).count() == 1
    mark_read(person.pk, [queries.notices(person, kinds=["mention"]).get().uid])
    assert queries.notices(person, only_unread=True).count() == 2


def test_hints_of_one_transaction_go_as_one_after_its_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        live.changed(["matter:a"])
        live.changed(["person:1", "matter:a"])
    assert len(callbacks) == 1
    assert callbacks[0].topics == {"matter:a", "person:1"}


def test_a_hint_of_a_rolled_back_part_is_dropped_and_does_not_take_others_along(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks() as callbacks:
        live.changed(["matter:a"])
        with transaction.atomic():
            live.changed(["matter:b"])
            transaction.set_rollback(True)
        live.changed(["matter:c"])
    assert [callback.topics for callback in callbacks] == [{"matter:a", "matter:c"}]
