"""Of those asked by an announcement only the one who answers or looks is read: a thousand cost what ten do."""

from datetime import date
from typing import Any

import pytest

from xieli.core import clock
from xieli.matters.errors import ActionError
from xieli.matters.models import Round
from xieli.matters.scene import Scene
from xieli.matters.testing import invariants
from xieli.matters.web.page import Page
from xieli.organisation.models import Person

from .play import act, announced, owed, uids

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(turn_clock: Any) -> None:
    turn_clock(clock.at(2026, 9, 7, 9, 0))


def test_of_a_crowd_only_the_one_who_answers_is_read(cast: Any) -> None:
    matter = announced(cast, by=cast.suwanqing, whole_company="on", departments=[])
    whole, own = (Scene.load(matter, clock.now(), alone=one) for one in (None, cast.linwan.pk))
    assert len(whole.items) == len(whole.seats) == len(cast.people) - 1
    assert [one.person for one in own.items] == [cast.linwan]
    assert len(own.seats) == len([one for one in own.clocks if one.item_id]) == 1


def test_the_light_and_the_end_of_asking_are_those_of_all(cast: Any) -> None:
    matter = announced(cast)
    due = matter.next_due_at
    for one in (cast.linwan, cast.hejing, cast.sunlixin):
        act(matter, one, "acknowledge")
        assert matter.next_due_at == due and Round.objects.get(matter=matter, closed_at=None)
    with pytest.raises(ActionError):
        act(matter, cast.hejing, "acknowledge")
    act(matter, cast.zhaoxiaotang, "acknowledge")
    assert matter.next_due_at is None and owed(matter) == set()
    assert Round.objects.get(matter=matter, purpose="reading").outcome == "passed"
    invariants.check_deferred()
    assert invariants.broken([matter], clock.now()) == []


@pytest.fixture
def crowd(cast: Any) -> list[Person]:
    """Three hundred more people, the last of them with a name of its own."""
    rows = [
        Person(
            number=f"X{n:04}", name="欧阳远" if n == 299 else f"员工{n:03}",
            pinyin="ouyangyuan" if n == 299 else f"z{n:03}", initials="oyy", department=cast.om,
            joined_on=date(2025, 1, 1),
        )
        for n in range(300)
    ]  # fmt: skip
    return Person.objects.bulk_create(rows)


@pytest.mark.parametrize("must_confirm", ["on", ""])
def test_its_page_and_the_list_of_readers_cost_what_those_of_ten_do(
    cast: Any, crowd: list[Person], client_of: Any, django_assert_max_num_queries: Any, must_confirm: str
) -> None:
    few = announced(
        cast, by=cast.suwanqing, departments=[], people=uids(cast.linwan), must_confirm=must_confirm
    )
    many = announced(
        cast, by=cast.suwanqing, departments=[], people=uids(cast.linwan, *crowd), must_confirm=must_confirm
    )
    for who in (cast.linwan, cast.suwanqing):
        shown = Page(many, who)
        assert len(shown.all_items) <= len(Page(few, who).all_items) + 1
    assert Page(many, cast.suwanqing).more_holders == (301 if must_confirm else 0)
    client = client_of(cast.suwanqing)
    for address in ("", "readers/"):
        for matter in (few, many):
            base = f"/announcements/{matter.uid}/" if address else matter.get_absolute_url()
            client.get(base + address)
            with django_assert_max_num_queries(12 if address else 34):
                assert len(client.get(base + address).content) < 120_000


def test_who_has_not_read_is_searched_by_name_and_department_and_paged(
    cast: Any, crowd: list[Person], client_of: Any
) -> None:
    matter = announced(cast, by=cast.suwanqing, departments=[], people=uids(cast.linwan, *crowd))
    client, base = client_of(cast.suwanqing), f"/announcements/{matter.uid}/readers/?which=unread"
    first = client.get(base).content.decode()
    assert first.count("员工") <= 101 and "共 301 条" in first and "欧阳远" not in first.split("</form>")[-1]
    for asked in ("欧阳", "ouyang", "x0299"):
        found = client.get(f"{base}&q={asked}").content.decode()
        assert "欧阳远" in found and "共 1 条" in found, asked
    assert "共 300 条" in client.get(f"{base}&department={cast.om.pk}").content.decode()
    assert "没有符合条件的人" in client.get(f"{base}&q=无此人").content.decode()
    assert client.get(f"{base}&department=999999&page=77").status_code == 200


def test_a_program_too_is_shown_its_own_item_and_how_many_others_have_one(
    cast: Any,
    crowd: list[Person],
    caller: Any,
    django_assert_max_num_queries: Any,
) -> None:
    matter = announced(cast, by=cast.suwanqing, whole_company="on", departments=[])
    client = caller(cast.linwan)
    with django_assert_max_num_queries(40):
        shown = client.get(f"/api/v1/matters/{matter.uid}").json()
    assert [one["person"]["name"] for one in shown["items"]] == ["林晚"]
    assert shown["more_items"] == len(owed(matter)) - 1 > 300
    assert "acknowledge" in [one["name"] for one in shown["actions"]]
