"""The cast itself: everybody is where tests expect them, and building it stays cheap."""

from xieli.organisation import queries
from xieli.organisation.models import Person


def test_building_the_cast_takes_a_dozen_statements(db, django_assert_max_num_queries):
    from tests.cast import build

    with django_assert_max_num_queries(14):
        build()


def test_people_are_found_by_pinyin_and_departments_by_code(cast):
    assert cast.linwan.name == "林晚"
    assert cast.linwan.department == cast.cs
    assert cast.guchangchuan.department == cast.om
    assert cast.fangqiming.department == cast.rd
    assert cast.shenruozhou.department == cast.pmo
    assert cast.zhengheyun.department == cast.fi


def test_everybody_holds_one_primary_post_and_has_an_account(cast):
    for person in Person.objects.select_related("account"):
        assert [held.primary for held in queries.appointments_of(person)] == [True]
        assert person.account.is_active


def test_every_department_has_a_head_who_works_there(cast):
    for department in queries.departments():
        assert department.head in queries.members_of(department)


def test_the_three_administrators_belong_to_nobody(cast):
    assert {row.kind for row in cast.administrators.values()} == {"system", "security", "audit"}
    assert all(row.person is None for row in cast.administrators.values())
