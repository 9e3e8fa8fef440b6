"""The organisation from Excel: checked row by row before anything is written, repeatable."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xieli.core import clock, sheets
from xieli.organisation import commands, queries
from xieli.organisation.imports import DEPARTMENTS, PEOPLE, POSTS
from xieli.organisation.models import Department, Person, Post


@pytest.fixture(autouse=True)
def _today(turn_clock):
    turn_clock(clock.at(2026, 11, 23, 9))


def book(importer, *lines):
    """An .xlsx of the importer's sheet; each line is a mapping from column keys."""
    columns = importer.sheet.columns
    cells = [[line.get(column.key, "") for column in columns] for line in lines]
    return io.BytesIO(sheets.write("x", [str(column.title) for column in columns], cells))


def checked(importer, *lines):
    return importer.precheck(book(importer, *lines))


def errors(importer, *lines):
    return [" ".join(row.errors) for row in checked(importer, *lines)]


def done(importer, *lines):
    rows = checked(importer, *lines)
    assert [row.errors for row in rows] == [[] for _row in rows]
    return importer.apply(rows, None)


def department(code, **values):
    return {"code": code, "name": f"部门{code}", **values}


def person(number="QY0900", **values):
    usual = {"number": number, "name": "高远", "department": "CS", "post": "坐席", "joined_on": "2026-11-01"}
    return usual | values


def test_a_company_comes_in_from_three_files_into_an_empty_house(db):
    done(
        DEPARTMENTS,
        department("CSN", parent="CS"),
        department("CS", short_name="客服", duties="客户服务"),
    )
    done(POSTS, {"department": "CS", "name": "坐席", "post_class": "客服", "duties": "客服坐席、值班长"})
    report = done(PEOPLE, person(), person("QY0901", name="单晓明"))
    assert report.created == 2
    someone = Person.objects.get(number="QY0901")
    assert someone.pinyin == "shanxiaoming"
    assert queries.duties_of(someone) == {"agent", "shift_leader", "customer_service"}
    assert Department.objects.get(code="CSN").parent.code == "CS"


def test_the_order_of_lines_does_not_matter(db):
    report = done(DEPARTMENTS, department("C", parent="B"), department("B", parent="A"), department("A"))
    assert report.created == 3
    assert Department.objects.get(code="C").parent.parent.code == "A"


def test_a_second_run_adds_the_leaders(cast):
    line = {
        "code": "CS",
        "name": "客户服务中心",
        "head": "QY0007",
        "deputies": "QY0005、QY0006",
        "executive": "QY0003",
    }
    report = done(DEPARTMENTS, line)
    assert (report.created, report.updated) == (0, 1)
    cast.cs.refresh_from_db()
    assert cast.cs.head == cast.linwan
    assert set(cast.cs.deputies.all()) == {cast.hejing, cast.sunlixin}
    assert cast.cs.executive == cast.hanliren


def test_empty_cells_clear_nothing(cast):
    done(DEPARTMENTS, {"code": "CS", "name": "客户服务中心"})
    cast.cs.refresh_from_db()
    assert cast.cs.head == cast.zhoumin
    assert cast.cs.duties == ["customer_service"]
    assert cast.cs.calendar == "round_the_clock"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (department("X", parent="NOWHERE"), "没有代码为 NOWHERE 的部门"),
        (department("X", head="NOBODY"), "没有工号为 NOBODY 的在职员工"),
        (department("X", deputies="QY0001 NOBODY"), "没有工号为 NOBODY 的在职员工"),
        (department("X", duties="变戏法"), "不认识“变戏法”"),
        (department("X", duties="项目管理"), "已由部门 PMO 承担"),
        (department("X", calendar="随缘"), "没有这个工作日历"),
        (department("X", order="-1"), "应在"),
        (department("X", name="财务部"), "已有同名部门，代码是 FI"),
        (department("", name="无代码"), "没有填"),
    ],
)
def test_every_fault_of_a_department_is_said_in_its_row(cast, line, words):
    assert words in errors(DEPARTMENTS, line)[0]


def test_a_circle_is_found_also_through_what_is_there_already(cast):
    below = commands.set_department(Department(code="CSN", name="夜班部", short_name="夜班", parent=cast.cs))
    assert "圈" in errors(DEPARTMENTS, {"code": "CS", "name": "客户服务中心", "parent": below.code})[0]


def test_what_stands_twice_in_the_file_is_refused_twice(cast):
    assert all(
        "多次" in said for said in errors(DEPARTMENTS, department("X"), department("X", name="另一个"))
    )
    assert all("多次" in said for said in errors(PEOPLE, person(), person()))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"department": "NO", "name": "x", "post_class": "客服"}, "没有代码为 NO 的在用部门"),
        ({"department": "CS", "name": "x", "post_class": "闲职"}, "只能填"),
        ({"department": "CS", "name": "x", "post_class": "客服", "duties": "闲聊"}, "不认识“闲聊”"),
    ],
)
def test_every_fault_of_a_post_is_said_in_its_row(cast, line, words):
    assert words in errors(POSTS, line)[0]


def test_a_known_post_is_changed_not_doubled(cast):
    report = done(POSTS, {"department": "CS", "name": "坐席", "post_class": "职能"})
    assert (report.created, report.updated) == (0, 1)
    post = Post.objects.get(department=cast.cs, name="坐席")
    assert (post.post_class, post.duties) == ("staff", ["agent"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (person(post="飞行员"), "没有岗位“飞行员”"),
        (person(department="NO"), "没有岗位"),
        (person(joined_on="昨天"), "请填日期"),
        (person(phone="19900000007"), "手机号已属于工号 QY0007"),
        (person("QY0007", name="林晚", department="FI", post="会计"), "调动请在员工页面办理"),
        (person(name=""), "没有填"),
    ],
)
def test_every_fault_of_a_person_is_said_in_its_row(cast, line, words):
    assert words in errors(PEOPLE, line)[0]


def test_who_left_does_not_come_back_by_a_file(cast):
    commands.leave(cast.linwan, date(2026, 11, 23))
    assert "已离职" in errors(PEOPLE, person("QY0007", name="林晚"))[0]


def test_contacts_are_brought_up_to_date_and_the_rest_left_alone(cast):
    known = person("QY0007", name="林晚", email="lin@example.cn")
    report = done(PEOPLE, known, person("QY0008", name="赵小棠"))
    assert (report.created, report.updated, report.unchanged) == (0, 1, 1)
    row = Person.objects.get(number="QY0007")
    assert (row.email, row.phone) == ("lin@example.cn", "19900000007")


def test_a_number_typed_as_a_number_is_the_same_number(cast):
    done(PEOPLE, person("900", phone="19900000900"))
    assert Person.objects.get(number="900").phone == "19900000900"


def test_the_whole_conversation_on_one_page(cast, client_of):
    client = client_of(cast.shaoning)
    url = reverse("organisation:import_people")
    assert client.get(url, {"template": 1}).content[:2] == b"PK"
    good, bad = person(), person("QY0901", post="飞行员")
    upload = SimpleUploadedFile("people.xlsx", book(PEOPLE, good, bad).read())
    page = client.post(url, {"file": upload})
    assert "飞行员" in page.content.decode()
    assert not Person.objects.filter(number="QY0900").exists()
    report = client.post(url, {"parcel": page.context["parcel"]}).context["report"]
    assert report.created == 1
    assert Person.objects.filter(number="QY0900").exists()


def test_the_system_administrator_brings_in_the_first_people(cast, client_of):
    client = client_of(cast.system)
    url = reverse("organisation:import_people")
    page = client.post(url, {"file": SimpleUploadedFile("people.xlsx", book(PEOPLE, person()).read())})
    assert client.post(url, {"parcel": page.context["parcel"]}).context["report"].created == 1


def test_nobody_confirms_anothers_check(cast, client_of):
    url = reverse("organisation:import_people")
    upload = SimpleUploadedFile("people.xlsx", book(PEOPLE, person()).read())
    parcel = client_of(cast.shaoning).post(url, {"file": upload}).context["parcel"]
    assert client_of(cast.wujia).post(url, {"parcel": parcel}).status_code == 422
    assert not Person.objects.filter(number="QY0900").exists()


def test_what_is_no_address_or_number_is_refused_as_the_forms_do(cast):
    assert "邮箱地址" in errors(PEOPLE, person(email="不是邮箱"))[0]
    assert "电话号码" in errors(PEOPLE, person(phone="没有"))[0]
    assert errors(PEOPLE, person(phone="199****0007", email="gao@example.cn")) == [""]


def test_a_faulty_line_is_known_by_what_stands_in_it(cast):
    assert checked(PEOPLE, person("QY0900", email="x"))[0].name == "QY0900 高远"
