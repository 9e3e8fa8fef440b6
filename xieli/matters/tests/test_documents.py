"""Documents an act issues: numbered without gaps, frozen, told by the ledger, ended for a reason, seen by few."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from xieli.core import clock
from xieli.documents import archive, commands, proof
from xieli.documents.models import Counter, Document, Status
from xieli.documents.paper import Fact, Facts, Paper
from xieli.documents.tests.papers import text_of
from xieli.matters import registry, verify
from xieli.matters.actors import Actor
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Event, Matter
from xieli.matters.official import OfficialForm
from xieli.matters.scene import Scene

from .scenes import MONDAY, accepted, do, submitted
from .toy import procedure

pytestmark = pytest.mark.django_db


def build(scene: Scene) -> Paper:
    """A paper that says the title."""
    return Paper("玩具通知", (Facts((Fact("标题", scene.matter.title, wide=True),)),), to="各部门", red=True)


@pytest.fixture(autouse=True)
def issuing(settings: Any, tmp_path: Any) -> Iterator[None]:
    """The toy issues a notice when it is accepted."""
    settings.MEDIA_ROOT = tmp_path
    toy = procedure()
    actions = {**toy.actions, "accept": replace(toy.actions["accept"], issues=("notice",))}
    registry.add(
        replace(toy, actions=actions, documents={"notice": OfficialForm("玩具通知", build, series="玩")})
    )
    yield
    registry.remove("toy")


def breaches() -> list[str]:
    return [str(one) for one in verify.breaches(now=MONDAY) if one.invariant == "I14"]


def test_the_act_issues_and_its_line_in_the_ledger_names_number_and_digest(cast: Any) -> None:
    matter = accepted(cast)
    document = Document.objects.get()
    assert (document.number, document.title, document.matter) == ("绿充玩〔2026〕1号", "玩具通知", matter.pk)
    assert document.paper["signer"] == "方启明"
    told = Event.objects.get(matter=matter, action="accept").facts["documents"]
    assert told == {"issued": [["toy.notice", document.number, document.content_hash]]}
    assert breaches() == []


def test_numbers_have_no_gap_and_void_ones_stay(cast: Any) -> None:
    matters = [accepted(cast) for _ in range(3)]
    do(matters[1], "void_document", cast.wangyang, number="绿充玩〔2026〕2号", reason="文字有误")
    assert [one.n for one in Document.objects.order_by("n")] == [1, 2, 3]
    void = Document.objects.get(n=2)
    assert (void.status, void.reason, void.ended_by) == (Status.VOID, "文字有误", cast.wangyang)
    assert breaches() == []


def test_an_act_that_fails_takes_no_number(cast: Any) -> None:
    matter = submitted(cast)
    with transaction.atomic():
        do(matter, "accept", cast.fangqiming)
        transaction.set_rollback(True)
    accepted(cast)
    assert Document.objects.get().n == 1


def test_confidential_matters_number_in_a_series_of_their_own(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "classify", cast.linwan, classification="confidential")
    do(matter, "accept", cast.tangyue)
    document = Document.objects.get()
    assert document.number == "绿充玩机〔2026〕1号"
    assert document.paper["secrecy"] == "机密"
    accepted(cast)
    assert Document.objects.get(series="绿充玩").n == 1


def test_issuing_again_supersedes_the_former_one(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "deliver", cast.fangqiming)
    do(matter, "return_", cast.qianwenbo, ground="missing")
    Matter.objects.filter(pk=matter.pk).update(state="working")
    old = Document.objects.get()
    order = commands.Issue(old.kind, "玩具通知", "玩", build(Scene(matter, registry.get("toy"), MONDAY)), matter.pk,
                           hidden=False, by=cast.fangqiming, at=MONDAY)  # fmt: skip
    new = commands.issue(order)
    old.refresh_from_db()
    assert (new.supersedes, old.status, new.n) == (old, Status.SUPERSEDED, 2)


def test_an_act_that_issued_something_can_not_be_taken_back(cast: Any) -> None:
    matter = accepted(cast)
    with pytest.raises(NotAllowed):
        do(matter, "take_back", cast.fangqiming)


def test_a_matter_declared_void_takes_its_documents_with_it(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "void", cast.shenruozhou, reason="重复")
    assert Document.objects.get().reason == "重复"
    assert breaches() == []


def test_only_the_administration_declares_void_and_only_what_is_valid(cast: Any) -> None:
    matter = accepted(cast)
    with pytest.raises(ActionError):
        do(matter, "void_document", cast.linwan, number="绿充玩〔2026〕1号")
    do(matter, "void_document", cast.wangyang, number="绿充玩〔2026〕1号")
    with pytest.raises(ActionError):
        do(matter, "void_document", cast.wangyang, number="绿充玩〔2026〕1号")


@pytest.mark.parametrize(
    "statement",
    ["update documents_document set title = 'x'", "update documents_document set paper = '{}'",
     "update documents_document set number = 'x'", "delete from documents_document",
     "update documents_document set pdf = repeat('a', 64)"],
)  # fmt: skip
def test_the_database_refuses_to_change_what_was_issued(cast: Any, statement: str) -> None:
    accepted(cast)
    archive.pdf_of(Document.objects.get())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_ended_document_does_not_come_back(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "void_document", cast.wangyang, number="绿充玩〔2026〕1号")
    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.update(status="valid", ended_at=None, reason="")


def test_the_worker_renders_what_nobody_asked_for_and_once(cast: Any) -> None:
    accepted(cast)
    assert archive.render_missing() == 1
    assert archive.render_missing() == 0
    document = Document.objects.get()
    assert "绿充玩〔2026〕1号" in text_of(archive.pdf_of(document))[0]
    assert document.pdf
    assert document.word
    assert breaches() == []


def test_the_link_is_unguessable_and_stored_nowhere(cast: Any, settings: Any) -> None:
    accepted(cast)
    document = Document.objects.get()
    token = proof.address_of(document).rpartition("/")[2]
    assert len(token) >= 24
    assert proof.find(token) == document
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from documents_document d where d::text like %s", [f"%{token}%"])
        assert cursor.fetchone()[0] == 0
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert proof.address_of(document).endswith(token)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(LookupError):
        proof.address_of(document)


def test_what_the_ledger_and_the_papers_do_not_tell_is_found(cast: Any) -> None:
    matter = accepted(cast)
    order = commands.Issue(
        "toy.other", "x", "玩", Paper("x", ()), matter.pk, hidden=False, by=None, at=MONDAY
    )
    commands.issue(order)
    assert breaches() == ["I14 绿充玩〔2026〕2号: the ledger does not tell that it was issued so"]
    Counter.objects.filter(series="绿充玩〔〕").update(last=3)
    assert "I14 绿充玩〔2026〕: 3 numbers were taken, 2 given, the last is 2" in breaches()


@pytest.mark.django_db(transaction=True)
def test_numbers_stay_gapless_when_many_issue_at_once(cast: Any) -> None:
    failed: list[bool] = []

    def worker(place: int) -> None:
        for turn in range(5):
            order = commands.Issue(
                f"toy.{place}-{turn}", "x", "玩", Paper("x", ()), 1, hidden=False, by=None, at=MONDAY
            )
            try:
                with transaction.atomic():
                    commands.issue(order)
                    if (place + turn) % 3 == 0:
                        raise InterruptedError
            except InterruptedError:
                failed.append(True)
        connection.close()

    threads = [Thread(target=worker, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed
    assert list(Document.objects.order_by("n").values_list("n", flat=True)) == list(
        range(1, 31 - len(failed))
    )


# pages


def test_the_page_shows_documents_with_their_files_and_prints_the_form(cast: Any, client_of: Any) -> None:
    with clock.turned_to(MONDAY):
        matter = accepted(cast)
        document, client = Document.objects.get(), client_of(cast.linwan)
        page = client.get(matter.get_absolute_url()).content.decode()
        assert document.number in page
        assert "文书作废" not in page
        pdf = client.get(f"/m/{matter.uid}/documents/{document.uid}.pdf")
        assert (pdf.status_code, pdf["Content-Type"]) == (200, "application/pdf")
        assert client.get(f"/m/{matter.uid}/documents/{document.uid}.docx").content.startswith(b"PK")
        printed = text_of(client.get(f"/m/{matter.uid}/forms/notice.pdf").content)[0]
        assert "打印件·未编号，不作为正式文书·林晚" in printed
        assert document.number not in printed
        for missing in (f"/m/{matter.uid}/forms/none.pdf", f"/m/{matter.uid}/documents/{document.uid}.exe"):
            assert client.get(missing).status_code == 404


def test_a_void_document_is_struck_through_with_its_reason(cast: Any, client_of: Any) -> None:
    with clock.turned_to(MONDAY):
        matter = accepted(cast)
        do(matter, "void_document", cast.wangyang, number="绿充玩〔2026〕1号", reason="文字有误")
        page = client_of(cast.linwan).get(matter.get_absolute_url()).content.decode()
        assert "<s>" in page
        assert "文字有误" in page


def test_documents_of_a_matter_one_may_not_see_are_not_there(cast: Any, client_of: Any) -> None:
    with clock.turned_to(MONDAY):
        matter = accepted(cast)
        do(matter, "classify", cast.linwan, classification="secret")
        document, client = Document.objects.get(), client_of(cast.bailu)
        for path in (f"documents/{document.uid}.pdf", "forms/notice.pdf"):
            assert client.get(f"/m/{matter.uid}/{path}").status_code == 404
        assert document.number not in client.get("/documents/").content.decode()
        assert client.post("/documents/print/", {"uid": str(document.uid)}).status_code == 303
        page = client_of(cast.linwan).get(f"/m/{matter.uid}/documents/{document.uid}.pdf")
        assert page.status_code == 200
        assert matter.readings.filter(person=cast.linwan).exists()


WORDS = ("查日志", "玩具通知", "方启明", "林晚", "平台研发部", "各部门", "WJ-2026-0001")


def test_the_public_page_tells_number_date_digest_and_validity_and_nothing_else(
    cast: Any, client: Any
) -> None:
    with clock.turned_to(MONDAY):
        matter = accepted(cast)
        document = Document.objects.get()
        path = proof.address_of(document).removeprefix("http://127.0.0.1:8000")
        path = path[path.index("/v/") :]
        page = client.get(path)
        words = page.content.decode()
        assert page.status_code == 200
        for shown in (document.number, "2026-09-07", document.content_hash, "有效"):
            assert shown in words
        for hidden in (*WORDS, str(matter.uid), str(document.uid)):
            assert hidden not in words
        do(matter, "void_document", cast.wangyang, number=document.number, reason="机要原因")
        words = client.get(path).content.decode()
        assert "已作废" in words
        assert "机要原因" not in words


def test_an_unknown_link_gets_the_same_neutral_page(client: Any) -> None:
    answers = [client.get(f"/v/{token}") for token in ("x", "A" * 24, "绿充玩", "1' or '1'='1")]
    assert {one.status_code for one in answers} == {404}
    bodies = {one.content.decode().replace(one.wsgi_request.path, "") for one in answers}
    assert all("没有查到这份文书" in one for one in bodies)


def test_the_list_filters_searches_exports_and_prints_many(
    cast: Any, client_of: Any, django_assert_max_num_queries: Any
) -> None:
    with clock.turned_to(MONDAY):
        for _ in range(4):
            accepted(cast)
        client = client_of(cast.linwan)
        client.get("/documents/")
        with django_assert_max_num_queries(14):
            page = client.get("/documents/").content.decode()
        assert page.count("绿充玩〔2026〕") >= 8
        assert (
            "绿充玩〔2026〕3号"
            in client.get("/documents/?q=3号&year=2026&status=valid&series=绿充玩").content.decode()
        )
        assert "没有符合的文书" in client.get("/documents/?status=void").content.decode()
        assert client.get("/documents/?xlsx=1").content.startswith(b"PK")
        uids = [str(one.uid) for one in Document.objects.all()]
        merged = client.post("/documents/print/", {"uid": uids})
        assert len(text_of(merged.content)) == 4
        matters = [str(one.uid) for one in Matter.objects.all()]
        forms = client.post("/matters/bulk/", {"act": "print", "uid": matters})
        assert ["玩具通知" in one for one in text_of(forms.content)] == [True] * 4


def test_issuing_costs_an_act_few_statements(cast: Any, django_assert_max_num_queries: Any) -> None:
    matter = submitted(cast)
    actor = Actor.of(cast.fangqiming)
    from xieli.matters.commands import perform

    with django_assert_max_num_queries(34):
        perform(matter.pk, "accept", actor, {}, now=MONDAY)
