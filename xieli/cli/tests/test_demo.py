"""The demonstration is loaded once, whole, and by one process."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from xieli.cli.simulation import wiping
from xieli.cli.simulation.once import Loading


def test_two_that_start_together_do_not_both_load(tmp_path: Path) -> None:
    with (
        Loading(tmp_path).alone(),
        pytest.raises(CommandError, match="another process"),
        Loading(tmp_path).alone(),
    ):
        raise AssertionError("both were let in")


def test_a_load_that_was_cut_short_is_known_by_its_mark(tmp_path: Path) -> None:
    loading = Loading(tmp_path)
    with pytest.raises(ZeroDivisionError), loading.marked():
        _ = 1 // 0
    assert Loading(tmp_path).cut_short
    with loading.marked():
        assert loading.cut_short
    assert not loading.cut_short


def test_only_a_demonstration_can_be_wiped(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(PermissionError):
        wiping.wipe()
