"""The engine's tests play with the toy procedure."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xieli.documents.paper import Fact, Facts, Paper
from xieli.matters import registry
from xieli.matters.official import OfficialForm
from xieli.matters.scene import Scene

from .toy import procedure


@pytest.fixture
def toy() -> Iterator[str]:
    """The key of the toy procedure, registered for one test."""
    registry.add(procedure())
    yield "toy"
    registry.remove("toy")


def notice(scene: Scene) -> Paper:
    """A paper that says the title."""
    return Paper("玩具通知", (Facts((Fact("标题", scene.matter.title, wide=True),)),), to="各部门", red=True)


@pytest.fixture
def issuing(settings: Any, tmp_path: Path) -> Iterator[None]:
    """The toy issues a notice when it is accepted."""
    settings.MEDIA_ROOT = tmp_path
    toy = procedure()
    actions = {**toy.actions, "accept": replace(toy.actions["accept"], issues=("notice",))}
    registry.add(
        replace(toy, actions=actions, documents={"notice": OfficialForm("玩具通知", notice, series="玩")})
    )
    yield
    registry.remove("toy")
