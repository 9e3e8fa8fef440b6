"""Joining, moving and leaving, and what the database refuses whatever a command forgets."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from xieli.core import clock
from xieli.core.errors import Refused
from xieli.organisation import commands, hooks, queries
from xieli.organisation.models import Appointment, Delegation, Department, Person

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def _today(turn_clock):
    turn_clock(clock.at(2026, 11, 23, 9))


def check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_who_joins_has_a_primary_post_a_department_and_a_pinyin(cast):
    person = commands.join("QY0900", "单晓明", cast.posts["CS", "坐席"], TODAY, phone="19900000900")
    assert (person.pinyin, person.initials) == ("shanxiaoming", "sxm")
    assert person.department == cast.cs
    assert queries.duties_of(person) == {"agent", "customer_service"}
    assert queries.superior_of(person) == cast.zhoumin


def test_who_joins_later_is_not_yet_there(cast):
    person = commands.join("QY0900", "高远", cast.posts["CS", "坐席"], TODAY + timedelta(days=7))
    assert not person.active
    assert person not in queries.active_people()


def test_a_number_is_given_once(cast):
    with pytest.raises(Refused, match="工号"):
        commands.join("QY0001", "高远", cast.posts["CS", "坐席"], TODAY)


def test_a_telephone_number_belongs_to_one_employee_at_a_time(cast):
    with pytest.raises(Refused, match="手机号"):
        commands.join("QY0900", "高远", cast.posts["CS", "坐席"], TODAY, phone=cast.linwan.phone)
    commands.leave(cast.linwan, TODAY)
    assert commands.join("QY0900", "高远", cast.posts["CS", "坐席"], TODAY, phone=cast.linwan.phone)


def test_moving_ends_the_former_primary_post_and_changes_the_department(cast):
    commands.transfer(cast.linwan, cast.posts["FI", "会计"], TODAY)
    cast.linwan.refresh_from_db()
    assert cast.linwan.department == cast.fi
    assert queries.departments_of(cast.linwan) == [cast.fi.id]
    assert queries.superior_of(cast.linwan) == cast.qianwenbo


def test_moving_away_leaves_headship_and_team_behind(cast):
    commands.transfer(cast.zhoumin, cast.posts["FI", "会计"], TODAY)
    commands.transfer(cast.dingjian, cast.posts["FI", "会计"], TODAY)
    cast.cs.refresh_from_db()
    assert cast.cs.head is None
    assert queries.team_leader_of(cast.guchangchuan) is None


def test_moving_to_a_post_held_beside_makes_it_the_primary_one(cast):
    commands.appoint(cast.linwan, cast.posts["FI", "会计"], YESTERDAY)
    commands.transfer(cast.linwan, cast.posts["FI", "会计"], TODAY)
    assert [(held.post.name, held.primary) for held in queries.appointments_of(cast.linwan)] == [
        ("会计", True)
    ]


def test_moving_is_done_on_its_day(cast):
    with pytest.raises(Refused, match="当天"):
        commands.transfer(cast.linwan, cast.posts["FI", "会计"], TODAY + timedelta(days=1))


def test_moving_to_where_one_is_already_is_refused(cast):
    with pytest.raises(Refused, match="已经是主岗"):
        commands.transfer(cast.linwan, cast.posts["CS", "坐席"], TODAY)


def test_a_post_is_held_once_at_a_time(cast):
    with pytest.raises(Refused, match="已担任"):
        commands.appoint(cast.linwan, cast.posts["CS", "坐席"], TODAY)


def test_the_database_knows_one_primary_post_at_a_time(cast):
    with pytest.raises(IntegrityError, match="appointment_one_primary"), transaction.atomic():
        Appointment.objects.create(
            person=cast.linwan, post=cast.posts["FI", "会计"], primary=True, from_date=TODAY
        )


def test_a_second_post_can_be_given_up_the_primary_one_not(cast):
    beside = commands.appoint(cast.linwan, cast.posts["FI", "会计"], YESTERDAY)
    commands.relieve(beside, TODAY)
    assert queries.departments_of(cast.linwan) == [cast.cs.id]
    with pytest.raises(Refused, match="主岗"):
        commands.relieve(queries.appointments_of(cast.linwan)[0], TODAY)


def test_who_leaves_holds_nothing_any_more(cast):
    commands.appoint(cast.zhoumin, cast.posts["FI", "会计"], TODAY + timedelta(days=9))
    cast.cs.deputies.add(cast.zhoumin)
    commands.leave(cast.zhoumin, TODAY)
    cast.cs.refresh_from_db()
    assert cast.cs.head is None
    assert not cast.cs.deputies.exists()
    assert queries.duties_of(cast.zhoumin) == frozenset()
    assert queries.departments_of(cast.zhoumin) == []
    assert not Person.objects.get(id=cast.zhoumin.id).active


def test_who_leaves_neither_delegates_nor_stands_in_any_more(cast, monkeypatch):
    now = clock.now()
    commands.delegate(cast.linwan, cast.zhaoxiaotang, now, now + timedelta(days=3), "休假")
    commands.delegate(cast.hejing, cast.linwan, now + timedelta(days=4), now + timedelta(days=6), "休假")
    ended = []
    monkeypatch.setattr(hooks, "revoked", [ended.append])
    commands.leave(cast.linwan, TODAY)
    assert not Delegation.objects.filter(revoked_at=None).exists()
    assert {row.person for row in ended} == {cast.linwan, cast.hejing}
    assert not queries.deputies_for([cast.hejing.id], now + timedelta(days=5))


def test_leaving_and_what_a_higher_layer_does_with_it_are_one_transaction(cast):
    def fails(person):
        raise RuntimeError("the items can't be returned")

    with pytest.raises(RuntimeError):
        commands.leave(cast.linwan, TODAY, then=fails)
    assert Person.objects.get(id=cast.linwan.id).left_on is None
    assert queries.duties_of(cast.linwan)


def test_the_higher_layer_meets_the_person_already_gone(cast):
    met = []
    commands.leave(cast.linwan, TODAY, then=lambda person: met.append((person.name, person.active)))
    assert met == [("林晚", False)]


def test_nobody_leaves_twice_or_ahead_of_time(cast):
    with pytest.raises(Refused, match="当天"):
        commands.leave(cast.linwan, TODAY + timedelta(days=1))
    commands.leave(cast.linwan, TODAY)
    with pytest.raises(Refused, match="已经离职"):
        commands.leave(cast.linwan, TODAY)


def test_the_database_lets_nobody_who_left_keep_a_post(cast):
    Person.objects.filter(id=cast.linwan.id).update(left_on=TODAY)
    with pytest.raises(IntegrityError, match="has left"), transaction.atomic():
        check_now()
    Person.objects.filter(id=cast.linwan.id).update(left_on=None)


def test_the_database_lets_nobody_who_left_get_a_post(cast):
    commands.leave(cast.linwan, TODAY)
    with pytest.raises(Refused, match="已离职"):
        commands.appoint(cast.linwan, cast.posts["FI", "会计"], TODAY)
    with pytest.raises(Refused, match="已离职"):
        commands.transfer(cast.linwan, cast.posts["FI", "会计"], TODAY)


def test_a_day_of_leaving_before_joining_is_refused(cast):
    with pytest.raises(Refused, match="不能早于"):
        commands.leave(cast.linwan, date(2019, 1, 1))


def test_the_past_is_answered_as_it_was(cast):
    commands.leave(cast.linwan, TODAY)
    with clock.turned_to(clock.at(2026, 11, 20, 9)):
        assert queries.departments_of(cast.linwan) == [cast.cs.id]


def test_the_headship_of_another_department_survives_a_move(cast):
    Department.objects.filter(id=cast.pmo.id).update(head=cast.linwan)
    commands.transfer(cast.linwan, cast.posts["FI", "会计"], TODAY)
    assert queries.headed_by(cast.linwan) == [cast.pmo.id]
