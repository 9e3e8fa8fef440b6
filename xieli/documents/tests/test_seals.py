"""The page of the seals: for the administration alone; registering, retiring, the picture."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from xieli.accounts.models import AuditEntry
from xieli.documents.models import Seal

from .papers import seal_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def data(cast: Any, **changes: Any) -> dict[str, Any]:
    image = SimpleUploadedFile("章.png", seal_picture())
    return {"name": "公司公章", "scope": "company", "custodian": str(cast.ad.uid), "image": image, **changes}


def test_the_administration_registers_shows_and_retires_a_seal(cast: Any, client_of: Any) -> None:
    client = client_of(cast.wangyang)
    assert "还没有登记印章" in client.get("/documents/seals/").content.decode()
    assert client.post("/documents/seals/", data(cast)).status_code == 303
    seal = Seal.objects.get()
    assert client.get(f"/documents/seals/{seal.uid}/picture.png").content.startswith(b"\x89PNG")
    assert "还没有用过" in client.get(f"/documents/seals/{seal.uid}/").content.decode()
    again = client.post("/documents/seals/", data(cast))
    assert (again.status_code, "已有同名的印章" in again.content.decode()) == (422, True)
    assert client.post(f"/documents/seals/{seal.uid}/retire/").status_code == 303
    seal.refresh_from_db()
    assert seal.to_at is not None
    assert list(AuditEntry.objects.order_by("id").values_list("subject", "detail"))[-2:] == [
        ("公司公章", "new"),
        ("公司公章", "retired"),
    ]


def test_what_is_no_picture_makes_no_seal(cast: Any, client_of: Any) -> None:
    wrong = SimpleUploadedFile("章.png", b"<svg onload='x'/>")
    assert client_of(cast.wangyang).post("/documents/seals/", data(cast, image=wrong)).status_code == 422
    assert not Seal.objects.exists()


def test_nobody_else_comes_near_the_seals(cast: Any, client_of: Any) -> None:
    for person in (cast.linwan, cast.suwanqing, cast.system):
        assert client_of(person).get("/documents/seals/").status_code == 404
