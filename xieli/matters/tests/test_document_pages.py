"""Documents on pages: of the matter, in the list, and for the public behind the QR code."""

from typing import Any

import pytest

from xieli.core import clock
from xieli.documents import proof
from xieli.documents.models import Document
from xieli.documents.tests.papers import text_of
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.models import Matter

from .scenes import MONDAY, accepted, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("issuing")]


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
    with django_assert_max_num_queries(34):
        perform(matter.pk, "accept", actor, {}, now=MONDAY)
