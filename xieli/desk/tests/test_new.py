"""发起: what one may start, drafts, and submitting."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import start
from xieli.matters.models import Event, Matter

pytestmark = pytest.mark.django_db
FIRST = clock.at(2026, 3, 2, 9)
HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
LoggedIn = Callable[[Any], Client]


def filled(cast: Cast, **more: str) -> dict[str, str]:
    return {"title": "核查日志", "amount": "5", "lead_department": str(cast.rd.uid), "act": "submit", **more}


def test_only_what_one_may_start_is_offered(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    page = client_of(cast.fangqiming).get("/new/").content.decode()
    assert "玩具流程" in page
    assert "/new/collaboration/" in page
    assert "/new/service/" not in page
    assert "/new/service/" in client_of(cast.linwan).get("/new/").content.decode()


def test_what_one_begins_often_stands_first(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    assert "您常发起的" not in client.get("/new/").content.decode()
    client.post("/new/toy/", filled(cast), headers=HTMX)
    page = client.get("/new/").content.decode()
    often, everything = page[page.index("您常发起的") :].split("</section>", 1)
    assert often.count('href="/new/') == 1
    assert 'href="/new/toy/"' in often
    assert 'href="/new/toy/"' in everything


def test_what_one_may_not_start_has_no_form(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.bailu)
    assert client.get("/new/service/").status_code == 404
    assert client.get("/new/nothing/").status_code == 404


def test_submitting_leads_to_the_matter_s_page(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    response = client_of(cast.linwan).post("/new/toy/", filled(cast), headers=HTMX)
    matter = Matter.objects.get()
    assert response["HX-Redirect"] == matter.get_absolute_url()
    assert matter.number is not None


def test_a_form_sent_twice_begins_one_matter(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    for _ in range(2):
        client.post("/new/toy/", filled(cast, key="once"))
    assert Matter.objects.count() == 1


def test_errors_come_back_with_what_was_typed_and_nothing_is_begun(
    toy: str, cast: Cast, client_of: LoggedIn
) -> None:
    response = client_of(cast.linwan).post("/new/toy/", filled(cast, amount=""), headers=HTMX)
    assert response.status_code == 422
    assert 'value="核查日志"' in response.content.decode()
    assert not Matter.objects.exists()


def test_an_unfinished_form_is_kept_as_a_draft_and_submitted_later(
    toy: str, cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.linwan)
    response = client.post("/new/toy/", {"title": "没写完", "act": "save"})
    assert response["Location"] == "/?tab=drafts"
    draft = Matter.objects.get()
    assert draft.number is None
    assert not Event.objects.exists()
    page = client.get(f"/new/toy/?draft={draft.uid}").content.decode()
    assert 'value="没写完"' in page
    client.post("/new/toy/", {**filled(cast), "draft": str(draft.uid)})
    draft.refresh_from_db()
    assert draft.number is not None
    assert Matter.objects.count() == 1


def test_a_draft_can_be_changed_and_thrown_away(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    draft = start(toy, Actor.of(cast.linwan), title="旧")
    client.post("/new/toy/", {"title": "新", "act": "save", "draft": str(draft.uid)})
    draft.refresh_from_db()
    assert draft.title == "新"
    client.post("/new/toy/", {"act": "discard", "draft": str(draft.uid)})
    assert not Matter.objects.exists()


def test_what_is_typed_becomes_a_draft_by_itself_and_stays_one(
    toy: str, cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.linwan)
    page = client.get("/new/toy/").content.decode()
    assert "data-autosave" in page
    kept = client.post("/new/toy/", {"title": "写了一半", "act": "autosave"}, headers=HTMX).json()
    client.post("/new/toy/", {"title": "写了大半", "act": "autosave", "draft": kept["draft"]}, headers=HTMX)
    draft = Matter.objects.get()
    assert (str(draft.uid), draft.title, draft.number) == (kept["draft"], "写了大半", None)
    assert "自动存为草稿" in kept["said"]


def test_a_file_is_part_of_the_draft_until_it_is_taken_out(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    chosen = SimpleUploadedFile("方案.txt", "一份方案".encode())
    kept = client.post("/new/toy/", {"act": "autosave", "files": chosen}, headers=HTMX).json()
    assert "方案.txt" in kept["files"]
    address = f"/new/toy/?draft={kept['draft']}"
    assert "方案.txt" in client.get(address).content.decode()
    again = {"act": "autosave", "title": "不要附件了", "draft": kept["draft"]}
    client.post("/new/toy/", again, headers=HTMX)
    assert "方案.txt" not in client.get(address).content.decode()


def test_a_file_that_cannot_be_taken_is_named_and_the_words_are_kept(
    toy: str, cast: Cast, client_of: LoggedIn
) -> None:
    client = client_of(cast.linwan)
    wrong = SimpleUploadedFile("病毒.exe", b"MZ")
    told = client.post("/new/toy/", {"title": "有话", "act": "autosave", "files": wrong}, headers=HTMX).json()
    assert "病毒.exe" in told["wrong"]
    assert Matter.objects.get().title == "有话"
    saved = client.post("/new/toy/", {"title": "有话", "act": "save", "draft": told["draft"], "files": wrong})
    assert saved["Location"] == f"/new/toy/?draft={told['draft']}"


def test_a_draft_tells_its_age_and_when_it_is_cleared(
    toy: str, cast: Cast, client_of: LoggedIn, turn_clock: Any, settings: Any
) -> None:
    settings.DRAFTS_KEPT_DAYS = 90
    turn_clock(FIRST)
    start(toy, Actor.of(cast.linwan), title="老草稿")
    turn_clock(FIRST + timedelta(days=12))
    page = client_of(cast.linwan).get("/?tab=drafts").content.decode()
    assert "12 天前保存" in page
    assert "不再修改则 5月31日 自动清除" in page


def test_a_draft_that_was_sent_leads_to_its_matter(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    draft = start(toy, Actor.of(cast.linwan), title="写完")
    sent = filled(cast, draft=str(draft.uid))
    assert client.post("/new/toy/", sent)["Location"] == draft.get_absolute_url()
    assert client.get(f"/new/toy/?draft={draft.uid}")["Location"] == draft.get_absolute_url()
    assert client.post("/new/toy/", sent)["Location"] == draft.get_absolute_url()
    assert Event.objects.count() == 1


def test_nobody_else_opens_a_draft(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    draft = start(toy, Actor.of(cast.linwan), title="我的")
    assert client_of(cast.fangqiming).get(f"/new/toy/?draft={draft.uid}").status_code == 404


def test_the_address_may_fill_in_the_form(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    page = client_of(cast.linwan).get("/new/toy/", {"title": "扫码报修"}).content.decode()
    assert 'value="扫码报修"' in page
    assert not Matter.objects.exists()


def test_what_is_typed_is_kept_on_the_device_meanwhile(toy: str, cast: Cast, client_of: LoggedIn) -> None:
    assert 'data-draft="new-toy"' in client_of(cast.linwan).get("/new/toy/").content.decode()
