"""Documents an act issues: numbered without gaps, frozen, told by the ledger, ended for a reason, seen by few."""

from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from xieli.core import clock
from xieli.documents import archive, commands, proof
from xieli.documents.models import Counter, Document, Status
from xieli.documents.paper import Paper
from xieli.documents.tests.papers import text_of
from xieli.matters import registry, verify
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError, NotAllowed
from xieli.matters.models import Event, Matter, WorkItem
from xieli.matters.official import OfficialForm
from xieli.matters.scene import Scene

from . import hearing
from .conftest import notice
from .scenes import MONDAY, accepted, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("issuing")]


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


def test_what_a_round_decides_is_issued_once_by_the_vote_that_decides_it(
    cast: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    plain = hearing.procedure()
    score = replace(plain.actions["score"], issues=("notice",))
    form = OfficialForm("玩具通知", notice, series="玩")
    registry.add(replace(plain, actions={**plain.actions, "score": score}, documents={"notice": form}))
    try:
        asking = open_matter("hearing", Actor.of(cast.linwan), "ask", {"title": "新站选址"}, now=MONDAY)
        items = WorkItem.objects.filter(matter=asking, closed_at=None, main=True).order_by("seat__ordinal")
        *others, last = [item.person for item in items]
        for person in others:
            do(asking, "score", person, marks=80)
            assert not Document.objects.exists()
        do(asking, "score", last, marks=80)
        assert Document.objects.get().paper["signer"] == last.name
    finally:
        registry.remove("hearing")


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
    order = commands.Issue(old.kind, "玩具通知", "玩", notice(Scene(matter, registry.get("toy"), MONDAY)), matter.pk,
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


def test_a_document_that_cannot_be_rendered_keeps_no_other_from_it(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted(cast)
    accepted(cast)
    stuck, other = Document.objects.order_by("id")
    whole = archive.pdf_of
    monkeypatch.setattr(archive, "pdf_of", lambda one: whole(one) if one.pk != stuck.pk else 1 // 0)
    monkeypatch.setattr(archive, "AT_ONCE", 1)
    with clock.turned_to(MONDAY):
        assert [archive.render_missing() for _round in range(3)] == [0, 1, 0]
    other.refresh_from_db()
    assert other.pdf
    monkeypatch.undo()
    with clock.turned_to(MONDAY + archive.RETRY):
        assert archive.render_missing() == 1


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
