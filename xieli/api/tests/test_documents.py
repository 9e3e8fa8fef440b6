"""Documents through the API: as on the pages, for those who may see the matter."""

from typing import Any

import pytest

from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter

pytestmark = pytest.mark.django_db


def test_documents_are_listed_and_downloaded_by_who_may_see_the_matter(
    cast: Any, caller: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    data = {
        "title": "核对备件",
        "content": "逐件核对",
        "assignee": str(cast.maguoqiang.uid),
        "needed_by": "2099-12-01T18:00",
    }
    matter = open_matter("instruction", Actor.of(cast.suwanqing), "assign", data)
    base, api = f"/api/v1/matters/{matter.uid}", caller(cast.maguoqiang)
    (row,) = api.get(f"{base}/documents").json()
    assert (row["label"], row["status"]) == ("领导督办通知单", "valid")
    assert api.get(f"{base}/documents/{row['uid']}/pdf").content.startswith(b"%PDF")
    assert api.get(f"{base}/documents/{row['uid']}/docx").content.startswith(b"PK")
    assert api.get(f"{base}/forms/task/pdf").content.startswith(b"%PDF")
    assert api.get(f"{base}/forms/none/pdf").status_code == 404
    stranger = caller(cast.bailu)
    for path in ("documents", f"documents/{row['uid']}/pdf", "forms/task/pdf"):
        assert stranger.get(f"{base}/{path}").status_code == 404
