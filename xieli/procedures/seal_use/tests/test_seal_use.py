"""电子印章: who approves, who stamps, what the stamped file shows, what the log keeps."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import Cast
from xieli.documents import archive, commands
from xieli.documents.models import Document, Imprint
from xieli.documents.tests.papers import text_of
from xieli.matters import verify
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter, perform
from xieli.matters.errors import ActionError
from xieli.matters.models import Event, Matter, WorkItem

from .conftest import MONDAY, issued, seal

pytestmark = pytest.mark.django_db


def applied(cast: Cast, document: Document, scope: str = "company") -> Matter:
    data = {"document": document.number, "seal": str(seal(cast, scope).uid), "purpose": "对外报送"}
    return open_matter("seal_use", Actor.of(cast.linwan), "apply", data, now=MONDAY)


def do(matter: Matter, action: str, who: Any) -> None:
    perform(matter, action, Actor.of(who), {"opinion": "同意"}, now=MONDAY)


def holder(matter: Matter) -> tuple[str, str]:
    item = WorkItem.objects.get(matter=matter, closed_at=None)
    return item.step, item.person.name if item.person else item.department.name  # type: ignore[union-attr]


def test_the_company_seal_needs_the_head_then_the_executive_then_its_keeper(cast: Cast) -> None:
    matter = applied(cast, issued(cast, 1)[0])
    assert holder(matter) == ("approve", "周敏")
    do(matter, "approve", cast.zhoumin)
    assert holder(matter) == ("approve", "苏婉清")
    do(matter, "approve", cast.suwanqing)
    assert holder(matter) == ("stamp", "综合管理部")
    do(matter, "stamp", cast.wangyang)
    assert matter.state == "stamped"


def test_a_departments_seal_needs_its_head_alone(cast: Cast) -> None:
    matter = applied(cast, issued(cast, 1)[0], "department")
    do(matter, "approve", cast.zhoumin)
    assert holder(matter) == ("stamp", "综合管理部")


def test_nobody_but_the_keeper_stamps(cast: Cast) -> None:
    matter = applied(cast, issued(cast, 1)[0], "department")
    do(matter, "approve", cast.zhoumin)
    with pytest.raises(ActionError):
        do(matter, "stamp", cast.zhoumin)
    assert not Imprint.objects.exists()


def stamped(cast: Cast) -> Document:
    document = issued(cast, 1)[0]
    matter = applied(cast, document, "department")
    do(matter, "approve", cast.zhoumin)
    do(matter, "stamp", cast.wangyang)
    return document


def test_the_stamped_file_bears_the_seal_and_the_plain_one_stays_in_the_archive(cast: Cast) -> None:
    document = stamped(cast)
    plain, sealed = archive.pdf_of(document), archive.final_pdf_of(document)
    assert "用印：章department·YY-2026-0001·汪洋·2026年9月7日" in text_of(sealed)[-1]
    assert "用印" not in text_of(plain)[-1]


def test_the_log_and_the_ledger_tell_who_when_which_seal_and_which_content(cast: Cast) -> None:
    document = stamped(cast)
    imprint = Imprint.objects.get(document=document)
    assert (imprint.stamped_by, imprint.stamped_at, imprint.application) == (
        cast.wangyang,
        MONDAY,
        "YY-2026-0001",
    )
    told = Event.objects.get(action="stamp").facts["documents"]["stamped"]
    assert told == [[document.number, "章department", imprint.image, document.content_hash]]


def test_a_use_of_a_seal_can_neither_be_changed_nor_removed(cast: Cast) -> None:
    stamped(cast)
    for statement in ("update documents_imprint set application = 'x'", "delete from documents_imprint"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_document_gets_one_seal_and_a_void_one_none(cast: Cast) -> None:
    document = stamped(cast)
    with pytest.raises(ActionError):
        applied(cast, document)
    other = issued(cast, 1)[0]
    commands.void(other, "有误", cast.wangyang, MONDAY)
    with pytest.raises(ActionError):
        applied(cast, other)


def test_who_may_not_see_the_matter_can_not_apply_for_its_document(cast: Cast) -> None:
    document = issued(cast, 1)[0]
    matter = Matter.objects.get(pk=document.matter)
    perform(
        matter, "classify", Actor.of(cast.zhoumin), {"classification": "secret", "reason": "涉密"}, now=MONDAY
    )
    data = {"document": document.number, "seal": str(seal(cast).uid), "purpose": "x"}
    with pytest.raises(ActionError):
        open_matter("seal_use", Actor.of(cast.bailu), "apply", data, now=MONDAY)


def test_a_stamp_the_ledger_does_not_tell_of_is_found(cast: Cast) -> None:
    stamped(cast)
    other = issued(cast, 1)[0]
    mark = seal(cast)
    commands.stamp(other, mark, matter=other.matter, application="x", by=cast.bailu, at=MONDAY)
    found = [one for one in verify.breaches(now=MONDAY) if "seal" in one.what]
    assert [one.subject for one in found] == [other.number]
