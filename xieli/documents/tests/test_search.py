"""Documents are found by an index, which is none of what must never change."""

from typing import Any

import pytest
from django.db import connection

from xieli.core import clock
from xieli.documents.commands import Issue, issue
from xieli.documents.models import Document
from xieli.documents.paper import Paper
from xieli.search.find import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast: Any) -> Document:
    return issue(
        Issue(
            kind="collaboration.sheet", label="协作单", code="协", paper=Paper("关于电价调整的通知", ()), matter=1,
            hidden=False, by=cast.linwan, at=clock.now(),
        )
    )  # fmt: skip


def find(typed: str) -> list[Document]:
    return list(found(Document.objects.all(), typed, ("number", "title")))


def test_by_its_number_or_a_word_of_its_title(document: Document) -> None:
    for typed in ("电价", "调整的通知", document.number, document.number[:3], f"电价 {document.year}"):
        assert find(typed) == [document], typed
    assert find("电费") == []


def test_its_rendered_file_is_still_put_down_once_found(document: Document) -> None:
    Document.objects.filter(pk=document.pk).update(pdf="a" * 64)
    assert find("电价") == [document]


def test_the_index_is_used(document: Document) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "document_search" in found(Document.objects.all(), "电价", ("number", "title")).explain()
