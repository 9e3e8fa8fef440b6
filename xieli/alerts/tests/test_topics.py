"""Who hears that a matter or a department's work changed."""

import pytest

from xieli.alerts.tests.scenes import submitted
from xieli.notifications import live

pytestmark = pytest.mark.django_db


def everybody(cast):
    return {person.pk for person in cast.people.values()}


def test_of_a_matter_hears_who_may_see_it(cast, toy):
    matter = submitted(cast)
    assert live.watchers_of(f"matter:{matter.uid}", everybody(cast)) == everybody(cast)
    matter.audience = [-cast.fangqiming.pk]
    matter.save()
    assert live.watchers_of(f"matter:{matter.uid}", everybody(cast)) == {cast.fangqiming.pk}


def test_a_matter_that_is_not_there_is_like_one_that_may_not_be_seen(cast):
    for key in ("nonsense", "0199c0de-0000-7000-8000-000000000000", ""):
        assert live.watchers_of(f"matter:{key}", everybody(cast)) == set()


def test_of_a_departments_work_hear_its_members_head_and_executive(cast):
    heard = live.watchers_of(f"department:{cast.rd.pk}", everybody(cast))
    assert heard == {cast.tangyue.pk, cast.fangqiming.pk, cast.yezhen.pk, cast.hanliren.pk}
    assert live.watchers_of("department:x", everybody(cast)) == set()


def test_who_left_hears_nothing(cast):
    cast.yezhen.appointments.all().delete()
    cast.yezhen.left_on = cast.yezhen.joined_on
    cast.yezhen.save()
    assert cast.yezhen.pk not in live.watchers_of(f"department:{cast.rd.pk}", everybody(cast))
