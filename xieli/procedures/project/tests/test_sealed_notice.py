"""The electronic seal on 《项目立项通知书》: applied for, approved twice, stamped, in the log (4.2.a)."""

import io
from typing import Any

import pypdf
import pytest

from xieli.core import store
from xieli.documents import archive
from xieli.documents.models import Document, Imprint, Seal
from xieli.documents.tests.papers import seal_picture
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.errors import ActionError, Invalid

from .play import MONDAY, act, executing

pytestmark = pytest.mark.django_db


def words(data: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def pictures(data: bytes) -> int:
    return sum(len(page.images) for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_the_notice_gets_the_companys_seal_and_its_copy_says_who_put_it_on(
    cast: Any, client_of: Any, turn_clock: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    turn_clock(MONDAY)
    project = executing(cast)
    notice = Document.objects.get(matter=project.pk, kind="project.notice")
    seal = Seal.objects.create(
        name="公司公章", scope="company", custodian=cast.ad, image=store.keep(seal_picture()), from_at=MONDAY
    )
    told = {"document": notice.number, "seal": str(seal.uid), "purpose": "立项通知对外报送"}
    request = open_matter("seal_use", Actor.of(cast.jiangyifan), "apply", told, now=MONDAY)
    with pytest.raises(ActionError):  # one application for a document at a time
        open_matter("seal_use", Actor.of(cast.jiangyifan), "apply", told, now=MONDAY)
    while request.state == "approving":
        [item] = request.items.filter(closed_at=None)
        assert item.person != cast.jiangyifan
        act(request, item.person, "approve")
    act(request, cast.wangyang, "stamp")
    assert request.state == "stamped"
    used = Imprint.objects.get(document=notice)
    assert (used.seal, used.application, used.stamped_by) == (seal, request.number, cast.wangyang)
    plain, sealed = archive.pdf_of(notice), archive.final_pdf_of(notice)
    assert f"用印：公司公章·{request.number}·汪洋" in words(sealed)
    assert pictures(sealed) == pictures(plain) + 1
    log = client_of(cast.wangyang).get(f"/documents/seals/{seal.uid}/").content.decode()
    assert notice.number in log
    assert (
        notice.number in client_of(cast.jiangyifan).get("/documents/", {"q": notice.number}).content.decode()
    )
    with pytest.raises((ActionError, Invalid)):  # it has its seal
        open_matter("seal_use", Actor.of(cast.jiangyifan), "apply", told, now=MONDAY)
