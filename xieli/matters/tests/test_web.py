"""The page of a matter, through real requests, with the toy procedure."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.models import Attachment, Comment, Event, Follow, Matter, Reading, WorkItem

pytestmark = pytest.mark.django_db
MONDAY = clock.at(2026, 11, 23, 9, 0)
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
LoggedIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def monday(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = tmp_path
    with clock.turned_to(MONDAY):
        yield


@pytest.fixture
def matter(toy: str, cast: Cast) -> Matter:
    data = {"title": "核查桩端日志", "amount": 5, "lead_department": str(cast.rd.uid)}
    return open_matter(toy, Actor.of(cast.linwan), "submit", data)


def act(client: Client, matter: Matter, name: str, **data: Any) -> Any:
    return client.post(f"/m/{matter.uid}/act/{name}/", data, headers=HTMX)


def test_the_page_says_what_it_is_who_holds_it_how_late_and_what_i_can_do(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    page = client_of(cast.fangqiming).get(matter.get_absolute_url()).content.decode()
    assert "核查桩端日志" in page
    assert matter.number in page
    assert "平台研发部" in page
    assert "剩 2 工作日" in page
    assert ">接受</" in page
    assert "条款 5.2.b" in page


def test_the_page_stays_within_its_budget_of_queries(
    matter: Matter, cast: Cast, client_of: LoggedIn, django_assert_max_num_queries: Any
) -> None:
    perform(matter, "accept", Actor.of(cast.fangqiming), {})
    perform(matter, "comment", Actor.of(cast.linwan), {"text": "请尽快"})
    client = client_of(cast.fangqiming)
    client.get(matter.get_absolute_url())
    with django_assert_max_num_queries(23):
        client.get(matter.get_absolute_url())


def test_a_stranger_gets_the_same_404_as_for_nothing(cast: Cast, toy: str, client_of: LoggedIn) -> None:
    data = {"title": "密", "amount": 1, "lead_department": str(cast.rd.uid)}
    secret = open_matter(toy, Actor.of(cast.linwan), "submit", data)
    perform(secret, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    client = client_of(cast.bailu)
    assert client.get(secret.get_absolute_url()).status_code == 404
    assert act(client, secret, "accept").status_code == 404
    assert client.get("/m/00000000-0000-7000-8000-000000000000/").status_code == 404


def test_reading_a_secret_matter_is_written_down(cast: Cast, toy: str, client_of: LoggedIn) -> None:
    data = {"title": "密", "amount": 1, "lead_department": str(cast.rd.uid)}
    secret = open_matter(toy, Actor.of(cast.linwan), "submit", data)
    client = client_of(cast.linwan)
    client.get(secret.get_absolute_url())
    assert not Reading.objects.exists()
    perform(secret, "classify", Actor.of(cast.linwan), {"classification": "secret", "reason": "涉密"})
    client.get(secret.get_absolute_url())
    assert Reading.objects.get().person == cast.linwan


def test_one_click_does_what_needs_no_input(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    perform(matter, "accept", Actor.of(cast.fangqiming), {})
    response = act(client_of(cast.fangqiming), matter, "deliver", rev=matter.rev)
    assert response.status_code == 204
    assert response["HX-Redirect"] == matter.get_absolute_url()
    matter.refresh_from_db()
    assert matter.state == "signing"


def test_an_act_from_a_list_leads_back_to_the_list(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    response = act(client_of(cast.fangqiming), matter, "accept", next="/?tab=todo")
    assert response["HX-Redirect"] == "/?tab=todo"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_an_act_never_leads_to_another_site(
    matter: Matter, cast: Cast, client_of: LoggedIn, target: str
) -> None:
    response = act(client_of(cast.fangqiming), matter, "accept", next=target)
    assert response["HX-Redirect"] == matter.get_absolute_url()


def test_what_needs_input_opens_its_panel_with_its_form(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    response = client_of(cast.fangqiming).get(f"/m/{matter.uid}/act/return_/", headers=HTMX)
    page = response.content.decode()
    assert response.status_code == 200
    assert page.lstrip().startswith("<dialog")
    assert 'name="reason"' in page
    assert re.search(r'name="key" value="[0-9a-f]{32}"', page)


def test_what_is_decided_stands_before_the_words_that_explain_it(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    page = client_of(cast.fangqiming).get(f"/m/{matter.uid}/act/return_/", headers=HTMX).content.decode()
    assert page.index('name="ground"') < page.index('name="reason"')


def test_without_scripts_the_panel_is_a_page(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    page = client_of(cast.fangqiming).get(f"/m/{matter.uid}/act/return_/").content.decode()
    assert page.startswith("<!doctype html>")
    assert 'name="reason"' in page


def test_a_form_with_errors_comes_back_as_422_with_what_was_typed(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    response = act(client_of(cast.fangqiming), matter, "return_", ground="missing", key="k1")
    assert response.status_code == 422
    assert 'value="k1"' in response.content.decode()
    assert Event.objects.filter(matter=matter).count() == 1


def test_who_acts_on_a_stale_page_gets_409_with_the_fresh_state_and_keeps_what_was_typed(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    old = matter.rev
    perform(matter, "accept", Actor.of(cast.fangqiming), {})
    response = act(client_of(cast.fangqiming), matter, "give_notice", rev=old, reason="设备在途")
    page = response.content.decode()
    assert response.status_code == 409
    assert "设备在途" in page
    assert f'name="rev" value="{matter.rev}"' in page


def test_who_was_slower_is_told_who_was_faster(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    item = WorkItem.objects.get(matter=matter)
    perform(matter, "accept", Actor.of(cast.yezhen), {}, item=item.pk)
    response = act(client_of(cast.fangqiming), matter, "accept", item=item.pk)
    assert response.status_code == 409
    assert "叶蓁" in response.content.decode()


def test_the_same_form_sent_twice_acts_once(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.fangqiming)
    for _ in range(2):
        response = act(client, matter, "accept", key="once")
        assert response.status_code == 204
    assert Event.objects.filter(matter=matter, action="accept").count() == 1


def test_a_comment_tells_who_was_named(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    response = client.post(f"/m/{matter.uid}/comment/", {"text": "@叶蓁 麻烦看一下"}, headers=HTMX)
    assert response.status_code == 200
    assert Comment.objects.get().mentions == [cast.yezhen.pk]
    assert "麻烦看一下" in response.content.decode()


def test_an_empty_comment_is_refused(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    response = client_of(cast.linwan).post(f"/m/{matter.uid}/comment/", {"text": " "}, headers=HTMX)
    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_opening_the_page_marks_a_copy_as_read_and_an_item_as_seen(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    perform(matter, "copy", Actor.of(cast.linwan), {"people": [str(cast.bailu.uid)]})
    client_of(cast.bailu).get(matter.get_absolute_url())
    assert Follow.objects.get(person=cast.bailu).read_at == MONDAY
    perform(matter, "reassign", Actor.of(cast.tangyue), {"person": str(cast.yezhen.uid), "reason": "轮到"})
    client_of(cast.yezhen).get(matter.get_absolute_url())
    assert WorkItem.objects.get(matter=matter, closed_at=None).seen_at == MONDAY


def test_a_file_is_kept_and_given_only_to_those_who_may_see_the_matter(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(cast.linwan)
    page = SimpleUploadedFile("日志.html", b"<script>alert(1)</script>", content_type="text/html")
    assert client.post(f"/m/{matter.uid}/files/", {"files": [page]}).status_code == 422
    file = SimpleUploadedFile("日志.csv", b"20:10,stopped", content_type="text/csv")
    assert client.post(f"/m/{matter.uid}/files/", {"files": [file]}).status_code == 303
    kept = Attachment.objects.get()
    response = client.get(f"/m/{matter.uid}/files/{kept.uid}/")
    assert b"".join(response.streaming_content) == b"20:10,stopped"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response["Content-Security-Policy"]
    perform(matter, "classify", Actor.of(cast.linwan), {"classification": "confidential", "reason": "涉密"})
    assert client_of(cast.bailu).get(f"/m/{matter.uid}/files/{kept.uid}/").status_code == 404


def test_a_photograph_sent_with_an_act_stays_while_its_form_is_corrected(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of(cast.fangqiming)
    file = SimpleUploadedFile("日志.csv", b"20:10,stopped", content_type="text/csv")
    address = f"/m/{matter.uid}/act/return_/"
    page = client.post(address, {"ground": "missing", "key": "k1", "files": [file]}).content.decode()
    kept = Attachment.objects.get()
    assert f'name="attachments" value="{kept.uid}"' in page
    assert "日志.csv" in page
    corrected = {"ground": "missing", "reason": "缺附件", "key": "k1", "attachments": [str(kept.uid)]}
    assert client.post(address, corrected).status_code == 303
    assert Attachment.objects.get().matter == matter


def test_a_draft_is_no_step_of_what_was_submitted(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    page = client_of(cast.fangqiming).get(f"/m/{matter.uid}/").content.decode()
    steps = page[page.index('class="steps"') :]
    assert "草稿" not in steps[: steps.index("</ol>")]


@pytest.mark.parametrize(("size", "status"), [(3, 303), (11, 422)])
def test_files_too_large_are_refused_with_a_sentence(
    matter: Matter, cast: Cast, client_of: LoggedIn, settings: Any, size: int, status: int
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.LARGEST_UPLOAD = 10
    file = SimpleUploadedFile("a.txt", b"x" * size)
    response = client_of(cast.linwan).post(f"/m/{matter.uid}/files/", {"files": [file]})
    assert response.status_code == status
    assert Attachment.objects.exists() == (status == 303)


def test_a_live_refresh_gets_the_middle_of_the_page_alone(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    response = client_of(cast.linwan).get(matter.get_absolute_url(), headers=HTMX)
    page = response.content.decode().lstrip()
    assert page.startswith('<div class="stack" id="matter"')
    assert "<html" not in page
    assert "HX-Request" in response["Vary"]


def test_after_an_act_a_refresh_equals_a_fresh_page(matter: Matter, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    perform(matter, "accept", Actor.of(cast.fangqiming), {})
    part = client.get(matter.get_absolute_url(), headers=HTMX).content.decode().strip()
    whole = client.get(matter.get_absolute_url()).content.decode()
    assert squeezed(part) in squeezed(whole)


def squeezed(page: str) -> str:
    """Without the tokens that are new on every page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_late_work_is_red_in_the_ribbon_and_in_the_light(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    with clock.turned_to(MONDAY + timedelta(days=4)):
        page = client_of(cast.linwan).get(matter.get_absolute_url()).content.decode()
    assert 'class="light red' in page
    assert re.search(r'class="red g\d+"', page)
    assert "超 " in page


def test_a_return_for_missing_information_counts_for_the_sender(
    matter: Matter, cast: Cast, client_of: LoggedIn
) -> None:
    data = {"ground": "missing", "reason": "缺订单号，电话 19900000001"}
    perform(matter, "return_", Actor.of(cast.fangqiming), data)
    page = client_of(cast.linwan).get(matter.get_absolute_url()).content.decode()
    assert "计入 客户服务中心 信息沟通准确率" in page
    assert "199****0001" in page
    assert "19900000001" not in page


def test_a_draft_opens_in_its_form_and_nobody_else_sees_it(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    from xieli.matters.commands import start

    draft = start(toy, Actor.of(cast.linwan), title="没写完")
    response = client_of(cast.linwan).get(draft.get_absolute_url())
    assert response["Location"] == f"/new/{toy}/?draft={draft.uid}"
    assert client_of(cast.fangqiming).get(draft.get_absolute_url()).status_code == 404
