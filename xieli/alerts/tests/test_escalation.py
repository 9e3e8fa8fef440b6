"""Whom a warning tells, for every role, holder and department."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xieli.alerts.due import Holding
from xieli.alerts.escalation import recipients, standing
from xieli.matters.policy import tokens
from xieli.matters.warnings import TEMPLATES
from xieli.organisation import queries as organisation
from xieli.organisation.models import Person
from xieli.organisation.queries import person_by_id

pytestmark = pytest.mark.django_db
ROLES = ("person", "team_leader", "head", "executive", "general_manager")


def names(tells, holding):
    return [person_by_id(one).name for one in recipients(tells, holding, (0,), standing())]


def test_each_role_is_found_from_the_holder(cast):
    holding = Holding((cast.guchangchuan.pk,), cast.om.pk)
    assert [names((role,), holding) for role in ROLES] == [
        ["顾长川"],
        ["丁建"],
        ["马国强"],
        ["苏婉清"],
        ["陆承远"],
    ]


def test_every_role_of_every_template_is_known(cast):
    holding = Holding((cast.guchangchuan.pk,), cast.om.pk)
    for levels in TEMPLATES.values():
        for level in levels:
            assert names(level.tells, holding)


def test_an_unknown_role_is_an_error_and_not_silence(cast):
    with pytest.raises(ValueError, match="neighbour"):
        names(("neighbour",), Holding((), cast.om.pk))


def test_somebody_in_two_roles_hears_once(cast):
    assert names(("person", "head"), Holding((cast.maguoqiang.pk,), cast.om.pk)) == ["马国强"]


def test_without_a_named_holder_the_head_hears_in_the_holders_place(cast):
    assert names(("person",), Holding((), cast.om.pk)) == ["马国强"]


def test_a_holder_who_left_is_replaced_by_the_head(cast):
    cast.guchangchuan.appointments.all().delete()
    cast.guchangchuan.team_member.delete()
    cast.guchangchuan.left_on = organisation.today()
    cast.guchangchuan.save()
    assert names(("person",), Holding((cast.guchangchuan.pk,), cast.om.pk)) == ["马国强"]


def test_the_deputy_hears_beside_the_holder(cast):
    held = [(cast.guchangchuan.pk, cast.luodayong.pk, cast.om.pk)]
    assert names(("person",), Holding.of(held, None)) == ["顾长川", "罗大勇"]


def test_a_matter_nobody_holds_at_the_moment_warns_its_lead_department(cast):
    assert names(("person", "head"), Holding.of([], cast.fi.pk)) == ["钱文博"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_whoever_is_told_may_see_the_matter_and_is_told_once(cast, data):
    people = sorted(person.pk for person in cast.people.values())
    departments = sorted(department.pk for department in cast.departments.values())
    holding = Holding(
        tuple(data.draw(st.lists(st.sampled_from(people), max_size=3))),
        data.draw(st.sampled_from(departments)),
    )
    doors = st.sampled_from([0, *departments, *(-one for one in people)])
    audience = tuple(data.draw(st.lists(doors, max_size=4)))
    told = recipients(
        tuple(data.draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=3))),
        holding,
        audience,
        standing(),
    )
    assert len(told) == len(set(told))
    for person in Person.objects.filter(pk__in=told):
        assert set(tokens(person)) & set(audience)
