"""The tree of departments, its duties, posts and teams."""

import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from xieli.core import clock
from xieli.core.errors import Refused
from xieli.organisation import commands, queries
from xieli.organisation.models import Department, Post, Team


def department(code="XX", **values):
    return Department(code=code, name=f"部门{code}", short_name=code, **values)


def test_a_department_is_never_below_itself(cast):
    below = commands.set_department(department(parent=cast.cs))
    deeper = commands.set_department(department("XY", parent=below))
    cast.cs.parent = deeper
    with pytest.raises(Refused, match="自己的下级"):
        commands.set_department(cast.cs)


def test_a_department_is_never_its_own_parent(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.filter(id=cast.cs.id).update(parent=cast.cs)


def test_the_database_refuses_a_circle_whoever_draws_it(cast):
    Department.objects.filter(id=cast.om.id).update(parent=cast.cs)
    with pytest.raises(IntegrityError, match="below itself"), transaction.atomic():
        Department.objects.filter(id=cast.cs.id).update(parent=cast.om)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_can_not_close_a_circle_together():
    first = Department.objects.create(code="A", name="甲部", short_name="甲")
    second = Department.objects.create(code="B", name="乙部", short_name="乙")
    barrier = threading.Barrier(2)

    def move(one, below):
        barrier.wait()
        try:
            Department.objects.filter(id=one.id).update(parent=below)
        except DatabaseError:
            pass
        finally:
            connection.close()

    movers = [threading.Thread(target=move, args=pair) for pair in ((first, second), (second, first))]
    for mover in movers:
        mover.start()
    for mover in movers:
        mover.join(timeout=20)
    assert Department.objects.exclude(parent=None).count() == 1


def test_a_duty_belongs_to_one_department_in_use(cast):
    with pytest.raises(Refused, match="项目管理办公室"):
        commands.set_department(department(duties=["pmo"]))


def test_a_duty_nobody_knows_is_refused_by_the_database(cast):
    with pytest.raises(IntegrityError, match="department_duties_known"), transaction.atomic():
        Department.objects.filter(id=cast.cs.id).update(duties=["juggling"])


def test_code_and_name_are_given_once(cast):
    with pytest.raises(Refused, match="部门代码"):
        commands.set_department(department("CS"))
    with pytest.raises(Refused, match="同名部门"):
        commands.set_department(Department(code="ZZ", name="财务部", short_name="财"))


def test_who_has_left_can_not_be_made_head(cast):
    commands.leave(cast.linwan, queries.today())
    cast.linwan.refresh_from_db()
    cast.cs.head = cast.linwan
    with pytest.raises(Refused, match="林晚 已经离职"):
        commands.set_department(cast.cs)


def test_a_department_with_people_is_not_closed(cast):
    cast.fi.active = False
    with pytest.raises(Refused, match="还有员工"):
        commands.set_department(cast.fi)


def test_a_department_with_others_below_is_not_closed(cast):
    upper = commands.set_department(department())
    commands.set_department(department("XY", parent=upper))
    upper.active = False
    with pytest.raises(Refused, match="下级部门"):
        commands.set_department(upper)


def test_an_empty_department_is_closed_and_disappears_from_choices(cast):
    empty = commands.set_department(department())
    empty.active = False
    commands.set_department(empty)
    assert empty not in queries.departments()


def test_deputies_are_kept_unless_given(cast):
    commands.set_department(cast.cs, deputies=[cast.hejing])
    commands.set_department(cast.cs)
    assert list(cast.cs.deputies.all()) == [cast.hejing]


def test_a_post_that_was_held_stays(cast):
    with pytest.raises(Refused, match="不能删除"):
        commands.delete_post(cast.posts["CS", "坐席"])
    empty = commands.set_post(Post(department=cast.cs, name="质检员", post_class="customer_service"))
    commands.delete_post(empty)
    assert not Post.objects.filter(name="质检员").exists()


def test_a_post_is_named_once_in_its_department(cast):
    with pytest.raises(Refused, match="同名岗位"):
        commands.set_post(Post(department=cast.cs, name="坐席", post_class="customer_service"))


def test_a_team_has_exactly_the_members_given(cast):
    team = cast.teams["运维一班"]
    commands.set_team(team, [cast.dingjian, cast.luodayong])
    assert queries.team_leader_of(cast.luodayong) == cast.dingjian
    assert queries.team_leader_of(cast.guchangchuan) is None


def test_a_team_takes_only_people_of_its_department(cast):
    with pytest.raises(Refused, match="林晚"):
        commands.set_team(cast.teams["运维一班"], [cast.dingjian, cast.linwan])


def test_a_teams_leader_is_one_of_it(cast):
    with pytest.raises(Refused, match="班组长"):
        commands.set_team(Team(department=cast.om, name="运维三班", leader=cast.dingjian), [cast.luodayong])


def test_dissolving_a_team_leaves_its_members_in_the_department(cast):
    commands.delete_team(cast.teams["运维一班"])
    assert queries.team_of(cast.guchangchuan) is None
    assert cast.guchangchuan in queries.members_of(cast.om)


def test_departments_are_found_by_name_short_name_and_code(cast):
    assert queries.find_departments("运维") == [cast.om]
    assert queries.find_departments("pmo") == [cast.pmo]
    assert queries.find_departments("项目办") == [cast.pmo]


@pytest.mark.parametrize("typed", ["林晚", "林", "linwan", "lw", "linw", "QY0007", "lwan", "wan"])
def test_people_are_found_by_what_one_types(cast, typed):
    assert cast.linwan in queries.find_people(typed)


@pytest.mark.parametrize("typed", ["zhou", "xq", "林晚晚", "9999999"])
def test_others_are_not_found(cast, typed):
    assert cast.linwan not in queries.find_people(typed)


def test_who_left_is_not_found(cast):
    commands.leave(cast.linwan, clock.local(clock.now()).date())
    assert cast.linwan not in queries.find_people("linwan")


def test_people_are_sorted_by_their_sound(cast):
    names = [person.pinyin for person in queries.find_people("")]
    assert names == sorted(names)
    assert len(names) == len(cast.people)
