"""The organisation in memory: cheap to ask, never staler than the block it is asked in."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection, transaction

from tests.meanwhile import meanwhile
from xieli.core import clock
from xieli.organisation import commands, queries, snapshot
from xieli.organisation.duties import PostClass
from xieli.organisation.models import Department, Person, Post


def test_a_question_costs_one_query_when_nothing_changed(cast, django_assert_num_queries):
    queries.departments()
    with django_assert_num_queries(1):
        queries.departments()


def test_in_a_pinned_block_many_questions_cost_one_query(cast, django_assert_num_queries):
    queries.departments()
    with django_assert_num_queries(1), snapshot.pinned():
        for person in cast.people.values():
            queries.duties_of(person)
            queries.superior_of(person)
            queries.departments_of(person)
            queries.team_leader_of(person)


def test_nested_blocks_share_the_outer_ones_answer(cast, django_assert_num_queries):
    queries.departments()
    with django_assert_num_queries(1), snapshot.pinned():
        queries.departments()
        with snapshot.pinned():
            queries.departments()
        queries.departments()


def test_reading_it_anew_costs_eight_queries(cast, django_assert_max_num_queries):
    Department.objects.filter(id=cast.cs.id).update(order=99)
    with django_assert_max_num_queries(8):
        queries.departments()


def test_a_change_behind_its_back_is_seen_at_the_next_question(cast):
    assert queries.departments()[0] == cast.ld
    Department.objects.filter(id=cast.ld.id).update(order=99)
    assert queries.departments()[-1] == cast.ld


def test_inside_a_block_a_change_behind_its_back_waits_for_the_end(cast):
    with snapshot.pinned():
        assert queries.department_with_duty("pmo") == cast.pmo
        Department.objects.filter(id=cast.pmo.id).update(active=False)
        assert queries.department_with_duty("pmo") == cast.pmo
    assert queries.department_with_duty("pmo") is None


def test_a_command_is_seen_even_inside_the_block(cast):
    with snapshot.pinned():
        assert queries.head_of(cast.cs) == cast.zhoumin
        commands.leave(cast.zhoumin, queries.today())
        assert queries.head_of(cast.cs) == cast.suwanqing


def test_what_was_rolled_back_is_forgotten(cast):
    with suppress(RuntimeError), transaction.atomic():
        Department.objects.filter(id=cast.pmo.id).update(active=False)
        assert queries.department_with_duty("pmo") is None
        raise RuntimeError
    assert queries.department_with_duty("pmo") == cast.pmo


def test_the_same_number_of_changes_after_a_roll_back_is_not_taken_for_the_same(cast):
    with suppress(RuntimeError), transaction.atomic():
        Department.objects.filter(id=cast.pmo.id).update(active=False)
        queries.departments()
        raise RuntimeError
    Department.objects.filter(id=cast.fi.id).update(active=False)
    assert cast.pmo in queries.departments()
    assert cast.fi not in queries.departments()


def test_days_are_answered_separately(cast):
    with clock.turned_to(clock.at(2019, 1, 1)):
        assert queries.departments_of(cast.linwan) == []
    assert queries.departments_of(cast.linwan) == [cast.cs.id]


def test_an_empty_organisation_has_no_answers(db):
    Person.objects.all().delete()
    assert queries.departments() == []
    assert queries.general_manager() is None
    assert queries.department_with_duty("pmo") is None


@pytest.mark.django_db(transaction=True)
def test_somebody_new_in_a_new_department_is_whole_or_not_there_yet(cast):
    def hired(n):
        department = Department.objects.create(code=f"X{n}", name=f"新设部门{n}", short_name=f"新{n}")
        post = Post.objects.create(department=department, name="专员", post_class=PostClass.values[0])
        commands.join(f"X{n}", "新人", post, date(2026, 9, 1))

    for moment in range(6):  # between each two of the statements that read the organisation
        passed = []

        def told(execute, *args, moment=moment, passed=passed):
            passed.append(True)
            if len(passed) == moment + 1:
                meanwhile(lambda: hired(moment))
            return execute(*args)

        with connection.execute_wrapper(told):
            whole = snapshot._load(None)
        assert len(passed) == 6
        assert all(one.department.id in whole.departments for one in whole.people.values())
