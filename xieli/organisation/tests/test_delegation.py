"""Who stands in for whom: dated, not transitive, never two at once (代理)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.cast import build
from xieli.core import clock
from xieli.core.errors import Refused
from xieli.organisation import commands, hooks, queries
from xieli.organisation.models import Delegation

NOW = clock.at(2026, 11, 23, 9)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(turn_clock):
    turn_clock(NOW)


def away(person, deputy, start=NOW, days=3, **more):
    return commands.delegate(person, deputy, start, start + days * DAY, "休假", **more)


def deputy_of(person, at):
    return queries.deputies_for([person.id], at).get(person.id)


def test_the_deputy_acts_from_the_first_moment_until_the_last(cast):
    away(cast.linwan, cast.zhaoxiaotang)
    assert deputy_of(cast.linwan, NOW) == cast.zhaoxiaotang
    assert deputy_of(cast.linwan, NOW - timedelta(seconds=1)) is None
    assert deputy_of(cast.linwan, NOW + 3 * DAY - timedelta(seconds=1)) == cast.zhaoxiaotang
    assert deputy_of(cast.linwan, NOW + 3 * DAY) is None


def test_a_deputys_deputy_is_never_asked(cast):
    away(cast.linwan, cast.zhaoxiaotang)
    Delegation.objects.create(
        person=cast.zhaoxiaotang, deputy=cast.hejing, from_at=NOW, to_at=NOW + DAY, reason="会议"
    )
    assert deputy_of(cast.linwan, NOW) == cast.zhaoxiaotang


def test_who_is_away_at_that_time_is_not_chosen(cast):
    away(cast.zhaoxiaotang, cast.hejing, NOW + 2 * DAY)
    with pytest.raises(Refused, match="也已委托"):
        away(cast.linwan, cast.zhaoxiaotang)
    assert away(cast.linwan, cast.zhaoxiaotang, days=2)


def test_nobody_delegates_to_themselves(cast):
    with pytest.raises(Refused, match="自己"):
        away(cast.linwan, cast.linwan)


def test_nobody_delegates_to_who_has_left(cast):
    gone = commands.leave(cast.zhaoxiaotang, queries.today())
    with pytest.raises(Refused, match="赵小棠 已经离职"):
        away(cast.linwan, gone)


def test_a_period_must_have_an_end_ahead(cast):
    with pytest.raises(Refused, match="已过"):
        commands.delegate(cast.linwan, cast.zhaoxiaotang, NOW - 3 * DAY, NOW, "休假")
    with pytest.raises(Refused, match="晚于"):
        commands.delegate(cast.linwan, cast.zhaoxiaotang, NOW + 3 * DAY, NOW + DAY, "休假")


def test_two_periods_of_one_person_never_overlap(cast):
    away(cast.linwan, cast.zhaoxiaotang)
    with pytest.raises(Refused, match="先撤销"):
        away(cast.linwan, cast.hejing, NOW + DAY)
    assert away(cast.linwan, cast.hejing, NOW + 3 * DAY)


def test_the_database_knows_that_too(cast):
    away(cast.linwan, cast.zhaoxiaotang)
    with pytest.raises(IntegrityError, match="delegation_no_overlap"), transaction.atomic():
        Delegation.objects.create(
            person=cast.linwan, deputy=cast.hejing, from_at=NOW + DAY, to_at=NOW + 9 * DAY, reason="休假"
        )


def test_revoking_ends_it_now_and_frees_the_period(cast, turn_clock):
    delegation = away(cast.linwan, cast.zhaoxiaotang)
    turn_clock(NOW + DAY)
    commands.revoke(delegation)
    assert deputy_of(cast.linwan, NOW + DAY) is None
    assert deputy_of(cast.linwan, NOW) == cast.zhaoxiaotang
    assert away(cast.linwan, cast.hejing, NOW + DAY)


def test_the_layers_above_are_told_in_the_same_transaction(cast, monkeypatch):
    begun, ended = [], []
    monkeypatch.setattr(hooks, "delegated", [begun.append])
    monkeypatch.setattr(hooks, "revoked", [ended.append])
    delegation = away(cast.linwan, cast.zhaoxiaotang, include_existing=True)
    assert (begun, ended) == ([delegation], [])
    commands.revoke(delegation)
    assert (begun, ended) == ([delegation], [delegation])


def test_what_a_layer_above_refuses_does_not_happen(cast, monkeypatch):
    def refuses(delegation):
        raise Refused(422, "不行")

    monkeypatch.setattr(hooks, "delegated", [refuses])
    with pytest.raises(Refused, match="不行"):
        away(cast.linwan, cast.zhaoxiaotang)
    assert not Delegation.objects.exists()


def test_what_is_over_can_not_be_revoked(cast, turn_clock):
    delegation = away(cast.linwan, cast.zhaoxiaotang)
    turn_clock(NOW + 3 * DAY)
    with pytest.raises(Refused, match="已经结束"):
        commands.revoke(delegation)


def test_one_deputy_may_stand_in_for_several(cast):
    away(cast.linwan, cast.hejing, include_existing=True)
    away(cast.zhaoxiaotang, cast.hejing)
    standing = {row.person: row.include_existing for row in queries.principals_of(cast.hejing, NOW)}
    assert standing == {cast.linwan: True, cast.zhaoxiaotang: False}


def test_deputies_of_many_cost_one_query(cast, django_assert_num_queries):
    away(cast.linwan, cast.hejing)
    queries.today()
    everybody = [person.id for person in cast.people.values()]
    queries.departments()
    with django_assert_num_queries(2):  # the version of the organisation, and the delegations
        assert queries.deputies_for(everybody, NOW) == {cast.linwan.id: cast.hejing}


class AnySequence(TestCase):
    """Whatever is delegated and revoked, at no moment has anybody two deputies, or one of their own making."""

    @classmethod
    def setUpTestData(cls):
        cls.cast = build()
        cls.some = [cls.cast.linwan, cls.cast.zhaoxiaotang, cls.cast.hejing, cls.cast.sunlixin]

    @given(
        st.lists(
            st.tuples(
                st.integers(0, 3), st.integers(0, 3), st.integers(0, 20), st.integers(-1, 8), st.booleans()
            ),
            max_size=12,
        )
    )
    def test_at_most_one_deputy_at_every_moment(self, steps):
        made = []
        for who, deputy, start, length, revoked in steps:
            begin = NOW + start * DAY
            try:
                row = commands.delegate(
                    self.some[who], self.some[deputy], begin, begin + length * DAY, "休假"
                )
                made.append(row)
                if revoked:
                    commands.revoke(row)
            except Refused:
                continue
        for day in range(30):
            at = NOW + day * DAY
            for person in self.some:
                deputies = [row.deputy for row in made if row.person == person and row.in_force(at)]
                expected = deputies[0] if deputies else None
                assert len(deputies) <= 1
                assert deputy_of(person, at) == expected
                assert expected != person
