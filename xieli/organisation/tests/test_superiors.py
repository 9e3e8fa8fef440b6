"""Who is above whom, also when seats are empty (clauses 3.1, 3.2)."""

from datetime import timedelta

import pytest

from xieli.core import clock
from xieli.organisation import commands, queries
from xieli.organisation.models import Department, Person

MONDAY = clock.at(2026, 11, 23, 9)


@pytest.fixture(autouse=True)
def _on_monday(turn_clock):
    turn_clock(MONDAY)


def leave_without_the_command(person):
    """The seats they sat in still name them."""
    person.appointments.update(to_date=MONDAY.date())
    Person.objects.filter(id=person.id).update(left_on=MONDAY.date())


def test_a_members_superior_is_the_head(cast):
    assert queries.superior_of(cast.linwan) == cast.zhoumin


def test_a_heads_superior_is_the_executive_in_charge(cast):
    assert queries.superior_of(cast.zhoumin) == cast.suwanqing


def test_an_executives_superior_is_the_general_manager(cast):
    assert queries.superior_of(cast.suwanqing) == cast.luchengyuan


def test_nobody_is_above_the_general_manager(cast):
    assert queries.superior_of(cast.luchengyuan) is None


def test_a_head_whose_executive_is_the_general_manager_reports_there(cast):
    assert queries.superior_of(cast.yanzheng) == cast.luchengyuan


def test_a_named_superior_comes_before_the_head(cast):
    commands.edit_person(cast.linwan, name="林晚", phone="", email="", superior=cast.hejing)
    assert queries.superior_of(cast.linwan) == cast.hejing


def test_a_named_superior_who_has_left_is_passed_over(cast):
    Person.objects.filter(id=cast.linwan.id).update(superior=cast.hejing)
    leave_without_the_command(cast.hejing)
    assert queries.superior_of(Person.objects.get(id=cast.linwan.id)) == cast.zhoumin


def test_without_a_head_the_parents_head_answers(cast):
    night = commands.set_department(Department(code="CSN", name="夜班部", short_name="夜班", parent=cast.cs))
    assert queries.head_of(night) == cast.zhoumin


def test_without_any_head_the_executive_answers(cast):
    Department.objects.filter(id=cast.cs.id).update(head=None)
    assert queries.head_of(cast.cs) == cast.suwanqing
    assert queries.superior_of(cast.linwan) == cast.suwanqing


def test_without_head_and_executive_the_general_manager_answers(cast):
    Department.objects.filter(id=cast.cs.id).update(head=None, executive=None)
    assert queries.head_of(cast.cs) == cast.luchengyuan
    assert queries.superior_of(cast.linwan) == cast.luchengyuan


def test_a_head_who_left_without_the_command_is_passed_over(cast):
    leave_without_the_command(cast.zhoumin)
    assert queries.head_of(cast.cs) == cast.suwanqing


def test_the_executive_is_inherited_down_the_tree(cast):
    night = commands.set_department(Department(code="CSN", name="夜班部", short_name="夜班", parent=cast.cs))
    assert queries.executive_of(night) == cast.suwanqing


def test_the_head_of_a_lower_department_reports_to_its_executive(cast):
    commands.set_department(
        Department(code="CSN", name="夜班部", short_name="夜班", parent=cast.cs, head=cast.sunlixin)
    )
    assert cast.sunlixin.department == cast.cs
    assert queries.superior_of(cast.sunlixin) == cast.zhoumin  # where the primary post is


def test_with_every_seat_empty_nobody_is_above(cast):
    Department.objects.update(head=None, executive=None)
    commands.leave(cast.luchengyuan, MONDAY.date())
    assert queries.superior_of(cast.linwan) is None
    assert queries.head_of(cast.cs) is None


def test_the_team_leader_leads_the_team_but_not_themselves(cast):
    assert queries.team_leader_of(cast.guchangchuan) == cast.dingjian
    assert queries.team_leader_of(cast.dingjian) is None
    assert queries.team_leader_of(cast.linwan) is None


def test_duties_are_those_of_the_posts_and_of_the_departments(cast):
    assert queries.duties_of(cast.linwan) == {"agent", "customer_service"}
    assert queries.duties_of(cast.chengke) == {"inspector", "supervision", "audit"}
    assert queries.duties_of(cast.fangqiming) == frozenset()


def test_the_department_of_a_duty_is_found(cast):
    assert queries.department_with_duty("pmo") == cast.pmo
    assert queries.department_with_duty("materials") is None


def test_a_closed_department_holds_no_duty(cast):
    Department.objects.filter(id=cast.pmo.id).update(active=False)
    assert queries.department_with_duty("pmo") is None


def test_people_with_a_duty_are_found_company_wide_and_within_a_department(cast):
    assert set(queries.people_with_duty("clerk")) == {cast.zhengheyun, cast.wangyang}
    assert queries.people_with_duty("clerk", cast.fi) == [cast.zhengheyun]
    assert queries.people_with_duty("clerk", cast.cs) == []


def test_executives_know_their_area_and_heads_their_department(cast):
    assert queries.area_of(cast.suwanqing) == [cast.cs.id, cast.om.id, cast.ad.id]
    assert queries.headed_by(cast.zhoumin) == [cast.cs.id]
    assert queries.headed_by(cast.linwan) == []


def test_a_second_post_brings_its_department_and_duties_from_its_first_day(cast, turn_clock):
    commands.appoint(cast.linwan, cast.posts["AU", "审计员"], MONDAY.date() + timedelta(days=1))
    assert queries.departments_of(cast.linwan) == [cast.cs.id]
    turn_clock(MONDAY + timedelta(days=1))
    assert queries.departments_of(cast.linwan) == [cast.cs.id, cast.au.id]
    assert "inspector" in queries.duties_of(cast.linwan)
