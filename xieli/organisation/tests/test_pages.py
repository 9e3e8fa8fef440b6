"""Pages of the organisation: who opens them, what they show, what they cost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from xieli.accounts import policy
from xieli.core import clock
from xieli.organisation import commands, hooks, queries
from xieli.organisation.models import Delegation, Department, Person, Post, Team

NOW = clock.at(2026, 11, 23, 9)


@pytest.fixture(autouse=True)
def _now(turn_clock):
    turn_clock(NOW)


def url(name, *args):
    return reverse(f"organisation:{name}", args=args)


@pytest.fixture
def hr(cast, client_of):
    return client_of(cast.shaoning)


def test_reading_is_for_employees_keeping_for_human_resources_and_the_system_administrator():
    policies = {
        row.name: row.policy for row in policy.table() if row.name and row.name.startswith("organisation:")
    }
    readers, own = "employee|administrator:system", "employee"
    assert {name for name, said in policies.items() if said == readers} == {
        "organisation:chart",
        "organisation:people",
        "organisation:person",
        "organisation:department",
        "organisation:suggest_people",
        "organisation:suggest_mentions",
        "organisation:suggest_departments",
    }
    assert {name for name, said in policies.items() if said == own} == {
        "organisation:delegations",
        "organisation:revoke",
    }
    others = {said for said in policies.values() if said not in (readers, own)}
    assert others == {"duty:hr|administrator:system"}


@pytest.mark.parametrize(
    "name", ["join", "new_department", "import_people", "import_posts", "import_departments"]
)
def test_others_do_not_find_the_pages_of_keeping(cast, client_of, name):
    assert client_of(cast.linwan).get(url(name)).status_code == 404
    assert client_of(cast.shaoning).get(url(name)).status_code == 200
    assert client_of(cast.system).get(url(name)).status_code == 200
    assert client_of(cast.security).get(url(name)).status_code == 404


def test_the_chart_shows_departments_heads_and_how_many(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.linwan)
    client.get(url("chart"))
    with django_assert_max_num_queries(4):
        page = client.get(url("chart")).content.decode()
    for words in ("客户服务中心", "周敏", "运维一班", "共 30 人"):
        assert words in page


def test_the_chart_shows_what_lies_below_and_which_seat_is_empty(cast, client_of):
    commands.set_department(Department(code="CSN", name="夜班部", short_name="夜班", parent=cast.cs))
    page = client_of(cast.linwan).get(url("chart")).content.decode()
    assert page.index("客户服务中心") < page.index("夜班部") < page.index("运维检修中心")
    assert "负责人空缺" in page


def test_only_who_keeps_it_is_offered_changes(cast, client_of, hr):
    assert "新建部门" in hr.get(url("chart")).content.decode()
    assert "新建部门" not in client_of(cast.linwan).get(url("chart")).content.decode()


def test_a_departments_page_shows_posts_people_teams_and_duties(
    cast, client_of, django_assert_max_num_queries
):
    client = client_of(cast.linwan)
    client.get(url("chart"))
    with django_assert_max_num_queries(9):
        page = client.get(url("department", cast.om.uid)).content.decode()
    for words in ("马国强", "苏婉清", "运维工程师", "顾长川", "运维二班", "秦岭"):
        assert words in page


def test_a_department_without_head_shows_who_answers(cast, client_of):
    Department.objects.filter(id=cast.cs.id).update(head=None)
    page = client_of(cast.linwan).get(url("department", cast.cs.uid)).content.decode()
    assert "暂由上级负责" in page


def test_a_persons_page_shows_contacts_posts_superior_and_deputy(
    cast, client_of, django_assert_max_num_queries
):
    commands.delegate(cast.linwan, cast.zhaoxiaotang, NOW, NOW + timedelta(days=2), "休假")
    client = client_of(cast.guchangchuan)
    client.get(url("chart"))
    with django_assert_max_num_queries(8):
        page = client.get(url("person", cast.linwan.uid)).content.decode()
    for words in ("19900000007", "linwan@example.cn", "坐席", "周敏", "赵小棠 代理到"):
        assert words in page


def test_who_stands_in_is_said_on_the_deputys_page(cast, client_of):
    commands.delegate(cast.linwan, cast.zhaoxiaotang, NOW, NOW + timedelta(days=2), "休假")
    assert "正在代理" in client_of(cast.linwan).get(url("person", cast.zhaoxiaotang.uid)).content.decode()


def test_who_has_left_is_shown_as_such(cast, hr):
    commands.leave(cast.linwan, queries.today())
    page = hr.get(url("person", cast.linwan.uid)).content.decode()
    assert "已离职" in page
    assert "办理离职" not in page


def test_the_directory_is_searched_by_sound_and_department(cast, client_of):
    client = client_of(cast.linwan)

    def shown(**wanted):
        return [person.name for person, held in client.get(url("people"), wanted).context["lines"]]

    assert shown(q="gcc") == ["顾长川"]
    assert shown(q="19900000012") == ["顾长川"]
    assert set(shown(department=cast.fi.uid)) == {"钱文博", "郑和筠", "白露"}
    assert shown(q="没有这个人") == []


def test_the_directory_is_paged_by_key_without_losing_anybody(cast, client_of, django_assert_max_num_queries):
    for n in range(45):
        commands.join(f"QX{n:04d}", "李静" if n % 2 else "白露", cast.posts["CS", "坐席"], queries.today())
    client = client_of(cast.linwan)
    seen, after = [], ""
    while after is not None:
        page = client.get(url("people"), {"after": after})
        seen += [person.id for person, held in page.context["lines"]]
        after = page.context["next"]
    assert len(seen) == len(set(seen)) == queries.active_people().count() == 75
    with django_assert_max_num_queries(6):
        client.get(url("people"))


def test_pickers_get_names_with_departments(cast, client_of):
    client = client_of(cast.guchangchuan)
    assert client.get(url("suggest_people"), {"q": "lw"}).json() == [
        {"value": str(cast.linwan.uid), "text": "林晚", "hint": "客服"}
    ]
    for sound in ("ywjx", "yunwei", "jianxiu"):
        (one,) = client.get(url("suggest_departments"), {"q": sound}).json()
        assert one["text"] == cast.om.name
    assert client.get(url("suggest_departments"), {"q": "运维"}).json() == [
        {"value": str(cast.om.uid), "text": "运维检修中心", "hint": "OM"}
    ]


def test_a_picker_gets_twenty_at_most(cast, client_of):
    assert len(client_of(cast.linwan).get(url("suggest_people")).json()) == 20


def test_one_delegates_and_revokes_on_one_page(cast, client_of):
    client = client_of(cast.linwan)
    data = {
        "deputy": cast.zhaoxiaotang.uid,
        "from_at": "2026-11-23T18:00",
        "to_at": "2026-11-30T09:00",
        "reason": "休假",
        "include_existing": "on",
    }
    assert client.post(url("delegations"), data).status_code == 303
    row = Delegation.objects.get()
    assert (row.person, row.deputy, row.include_existing) == (cast.linwan, cast.zhaoxiaotang, True)
    assert row.from_at == clock.at(2026, 11, 23, 18)
    assert "未开始" in client.get(url("delegations")).content.decode()
    assert "委托给我的" in client_of(cast.zhaoxiaotang).get(url("delegations")).content.decode()
    assert client.post(url("revoke", row.uid)).status_code == 303
    assert "已撤销" in client.get(url("delegations")).content.decode()


def test_a_refusal_is_said_on_the_form(cast, client_of):
    data = {
        "deputy": cast.linwan.uid,
        "from_at": "2026-11-23T18:00",
        "to_at": "2026-11-30T09:00",
        "reason": "休假",
    }
    response = client_of(cast.linwan).post(url("delegations"), data)
    assert response.status_code == 422
    assert "不能委托自己" in response.content.decode()


def test_nobody_revokes_anothers_delegation(cast, client_of):
    row = commands.delegate(cast.linwan, cast.zhaoxiaotang, NOW, NOW + timedelta(days=2), "休假")
    assert client_of(cast.zhaoxiaotang).post(url("revoke", row.uid)).status_code == 404


def test_human_resources_takes_somebody_on_moves_and_lets_go(cast, hr):
    post, other = cast.posts["CS", "坐席"], cast.posts["FI", "会计"]
    data = {"number": "QY0900", "name": "高远", "post": post.uid, "on": "2026-11-23", "phone": "19900000900"}
    assert hr.post(url("join"), data).status_code == 303
    person = Person.objects.get(number="QY0900")
    assert hr.post(url("appoint", person.uid), {"post": other.uid, "on": "2026-11-23"}).status_code == 303
    beside = queries.appointments_of(person)[1]
    assert hr.post(url("relieve", person.uid, beside.id), {"on": "2026-11-23"}).status_code == 303
    assert hr.post(url("transfer", person.uid), {"post": other.uid, "on": "2026-11-23"}).status_code == 303
    assert queries.departments_of(person) == [cast.fi.id]
    changed = {"name": "高原", "phone": "", "email": "gy@example.cn", "superior": cast.zhoumin.uid}
    assert hr.post(url("edit_person", person.uid), changed).status_code == 303
    assert Person.objects.get(number="QY0900").pinyin == "gaoyuan"
    assert hr.post(url("leave", person.uid), {"on": "2026-11-23"}).status_code == 303
    assert not Person.objects.get(number="QY0900").active


def test_who_leaves_by_the_page_is_wound_up_by_the_layers_above(cast, hr, monkeypatch):
    met = []
    monkeypatch.setattr(hooks, "left", [met.append])
    hr.post(url("leave", cast.linwan.uid), {"on": "2026-11-23"})
    assert met == [cast.linwan]


def test_a_rule_broken_on_a_page_is_said_there(cast, hr):
    data = {"number": "QY0001", "name": "高远", "post": cast.posts["CS", "坐席"].uid, "on": "2026-11-23"}
    response = hr.post(url("join"), data)
    assert response.status_code == 422
    assert "已有员工使用这个工号" in response.content.decode()


def test_departments_posts_and_teams_are_kept_on_pages(cast, hr):
    data = {
        "code": "QA",
        "name": "安全质量部",
        "short_name": "安质",
        "calendar": "office",
        "order": 12,
        "active": "on",
    }
    assert hr.post(url("new_department"), data).status_code == 303
    row = Department.objects.get(code="QA")
    changed = data | {"head": cast.linwan.uid, "deputies": [cast.hejing.uid], "parent": cast.cs.uid}
    assert hr.post(url("edit_department", row.uid), changed).status_code == 303
    row.refresh_from_db()
    assert (row.head, row.parent, list(row.deputies.all())) == (cast.linwan, cast.cs, [cast.hejing])
    post = {"name": "质量员", "post_class": "engineering", "duties": ["inspector"]}
    assert hr.post(url("new_post", row.uid), post).status_code == 303
    made = Post.objects.get(name="质量员")
    assert hr.post(url("edit_post", made.uid), post | {"name": "安全员"}).status_code == 303
    assert hr.post(url("delete_post", made.uid)).status_code == 303
    assert not Post.objects.filter(department=row).exists()


def test_a_team_is_kept_on_its_page(cast, hr):
    team = {"name": "运维三班", "leader": cast.fengtao.uid, "members": [cast.fengtao.uid]}
    assert hr.post(url("new_team", cast.om.uid), team).status_code == 303
    made = Team.objects.get(name="运维三班")
    more = team | {"members": [cast.fengtao.uid, cast.guchangchuan.uid]}
    assert hr.post(url("edit_team", made.uid), more).status_code == 303
    assert queries.team_leader_of(cast.guchangchuan) == cast.fengtao
    assert hr.post(url("delete_team", made.uid)).status_code == 303


def test_the_forms_of_what_exists_show_what_is_there(cast, hr):
    page = hr.get(url("edit_department", cast.cs.uid)).content.decode()
    assert str(cast.zhoumin.uid) in page
    assert "客户服务中心" in page
    team = hr.get(url("edit_team", cast.teams["运维一班"].uid)).content.decode()
    assert str(cast.guchangchuan.uid) in team
    assert "运维工程师" in hr.get(url("edit_post", cast.posts["OM", "运维工程师"].uid)).content.decode()
    assert "19900000007" in hr.get(url("edit_person", cast.linwan.uid)).content.decode()


def test_what_is_not_there_is_not_found(cast, client_of):
    nobody = cast.cs.uid
    assert client_of(cast.linwan).get(url("person", nobody)).status_code == 404
    assert client_of(cast.linwan).get(url("department", cast.linwan.uid)).status_code == 404


def test_deleting_needs_a_post(cast, hr):
    assert hr.get(url("delete_team", cast.teams["运维一班"].uid)).status_code == 405
