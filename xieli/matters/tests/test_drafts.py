"""Drafts: whose they are, what they hold, and when they are cleared (3.1)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import Cast
from xieli.core import clock
from xieli.matters.actors import Actor
from xieli.matters.commands import attachments, drafts, perform, save_draft, start
from xieli.matters.commands.drafts import files_of, sweep_drafts
from xieli.matters.models import Attachment, Matter, Reading
from xieli.notifications import worker

pytestmark = pytest.mark.django_db
FIRST = clock.at(2026, 3, 2, 9)


def uploaded(person: Any, name: str = "方案.txt") -> str:
    file = SimpleUploadedFile(name, f"内容 {name}".encode())
    return str(attachments.store(file, by=person).uid)


def with_file(toy: str, cast: Cast) -> Matter:
    draft = start(toy, Actor.of(cast.linwan), title="选了附件")
    save_draft(draft, Actor.of(cast.linwan), {"title": ["选了附件"]}, files=[uploaded(cast.linwan)])
    return draft


def test_a_draft_nobody_touches_is_cleared_with_its_files(
    toy: str, cast: Cast, turn_clock: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.DRAFTS_KEPT_DAYS = 90
    turn_clock(FIRST)
    draft = with_file(toy, cast)
    place = tmp_path / files_of(draft).get().path
    turn_clock(FIRST + timedelta(days=89))
    assert drafts_left() == 1
    turn_clock(FIRST + timedelta(days=91))
    os.utime(place, (FIRST.timestamp(), FIRST.timestamp()))
    worker.clean()
    assert (drafts_left(), Attachment.objects.count()) == (0, 0)
    assert not place.exists()


def test_a_draft_that_evidence_holds_keeps_no_other_from_being_cleared(
    toy: str, cast: Cast, turn_clock: Any
) -> None:
    turn_clock(FIRST)
    read, _other = (start(toy, Actor.of(cast.linwan), title=title) for title in ("读过", "没读过"))
    Reading.objects.create(matter=read, person=cast.linwan, at=FIRST)
    turn_clock(FIRST + timedelta(days=100))
    assert drafts_left() == 1


def drafts_left() -> int:
    sweep_drafts()
    return Matter.objects.filter(head_seq=0).count()


def test_a_draft_saved_again_lives_from_then_on(toy: str, cast: Cast, turn_clock: Any) -> None:
    turn_clock(FIRST)
    draft = start(toy, Actor.of(cast.linwan), title="常改")
    turn_clock(FIRST + timedelta(days=80))
    save_draft(draft, Actor.of(cast.linwan), {"title": ["常改"]})
    turn_clock(FIRST + timedelta(days=160))
    assert drafts_left() == 1


def test_what_has_begun_is_never_cleared(toy: str, cast: Cast, turn_clock: Any) -> None:
    turn_clock(FIRST)
    draft = start(toy, Actor.of(cast.linwan), title="已提交")
    perform(draft, "submit", Actor.of(cast.linwan), filled(cast))
    turn_clock(FIRST + timedelta(days=900))
    assert sweep_drafts() == 0
    assert Matter.objects.filter(pk=draft.pk).exists()


def filled(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"title": "核查日志", "amount": "5", "lead_department": str(cast.rd.uid), **more}


def test_files_of_a_draft_outlive_the_hour_and_go_with_its_submission(
    toy: str, cast: Cast, turn_clock: Any
) -> None:
    turn_clock(FIRST)
    draft = with_file(toy, cast)
    file = files_of(draft).get()
    turn_clock(FIRST + timedelta(days=2))
    attachments.sweep()
    perform(draft, "submit", Actor.of(cast.linwan), filled(cast, attachments=[str(file.uid)]))
    file.refresh_from_db()
    assert (file.matter_id, file.seq) == (draft.pk, 1)


def test_a_file_taken_out_of_a_draft_is_not_submitted_and_is_swept(
    toy: str, cast: Cast, turn_clock: Any
) -> None:
    turn_clock(FIRST)
    draft = with_file(toy, cast)
    perform(draft, "submit", Actor.of(cast.linwan), filled(cast))
    assert not draft.attachments.exists()
    turn_clock(FIRST + timedelta(hours=2))
    attachments.sweep()
    assert not Attachment.objects.exists()


def test_a_file_that_an_act_took_meanwhile_stays_with_that_act(
    toy: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chosen in two windows: submitted in one while the other saves its draft by itself."""
    author, file = Actor.of(cast.linwan), uploaded(cast.linwan)
    draft, other = (start(toy, author, title=title) for title in ("还在写", "先提交的"))
    found = attachments.free

    def slowly(*given: Any) -> Any:
        chosen = found(*given)
        perform(other, "submit", author, filled(cast, attachments=[file]))
        return chosen

    monkeypatch.setattr(drafts, "free", slowly)
    save_draft(draft, author, {}, files=[file])
    assert Attachment.objects.get(uid=file).matter == other and not files_of(draft).exists()


def test_a_draft_takes_no_file_of_somebody_else(toy: str, cast: Cast) -> None:
    draft = start(toy, Actor.of(cast.linwan), title="别人的附件")
    save_draft(draft, Actor.of(cast.linwan), {}, files=[uploaded(cast.bailu)])
    assert not files_of(draft).exists()
