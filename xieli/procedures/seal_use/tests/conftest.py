"""A company seal, a department's seal, and issued documents to put them on."""

from typing import Any

import pytest

from tests.cast import Cast
from xieli.core import clock, store
from xieli.documents import commands
from xieli.documents.models import Document, Seal
from xieli.documents.paper import Paper, Text
from xieli.documents.tests.papers import seal_picture
from xieli.matters.actors import Actor
from xieli.matters.commands import open_matter
from xieli.matters.models import Matter

MONDAY = clock.at(2026, 9, 7, 9)


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def matter_of(cast: Cast) -> Matter:
    """A matter everybody may see."""
    data = {
        "title": "夜间派单",
        "content": "由谁派单",
        "others": [str(cast.om.uid)],
        "position": "由运维派单",
    }
    return open_matter("coordination", Actor.of(cast.zhoumin), "submit", data, now=MONDAY)


def issued(cast: Cast, count: int) -> list[Document]:
    """That many documents of one matter."""
    matter = matter_of(cast)
    return [
        commands.issue(
            commands.Issue(
                f"coordination.n{n}",
                "决定",
                "协",
                Paper(f"决定{n}", (Text("同意"),), red=True),
                matter.pk,
                hidden=False,
                by=cast.suwanqing,
                at=MONDAY,
            )
        )
        for n in range(count)
    ]


def seal(cast: Cast, scope: str = "company") -> Seal:
    """A seal the administration keeps."""
    image = store.keep(seal_picture())
    values = {"scope": scope, "custodian": cast.ad, "image": image, "from_at": MONDAY}
    return Seal.objects.get_or_create(name=f"章{scope}", defaults=values)[0]
