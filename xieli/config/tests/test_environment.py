"""The environment is read strictly: a mistake stops the start with a sentence."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from xieli.config import environment


@pytest.mark.parametrize(("value", "wanted"), [("1", True), ("0", False), ("", True)])
def test_a_flag_is_one_or_zero_and_empty_means_the_default(monkeypatch, value: str, wanted: bool):
    monkeypatch.setenv("XIELI_X", value)
    assert environment.flag("XIELI_X", default=True) is wanted


@pytest.mark.parametrize("value", ["yes", "true", "2", " 1"])
def test_any_other_word_for_a_flag_is_refused_by_name(monkeypatch, value: str):
    monkeypatch.setenv("XIELI_X", value)
    with pytest.raises(ImproperlyConfigured, match="XIELI_X"):
        environment.flag("XIELI_X")


def test_a_list_is_cut_at_commas_and_trimmed(monkeypatch):
    monkeypatch.setenv("XIELI_X", " a.example , ,b.example,")
    assert environment.listed("XIELI_X") == ["a.example", "b.example"]


def test_a_number_that_is_none_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("XIELI_X", "many")
    with pytest.raises(ImproperlyConfigured, match="XIELI_X"):
        environment.number("XIELI_X", 3)
    monkeypatch.setenv("XIELI_X", "")
    assert environment.number("XIELI_X", 3) == 3


def test_data_lie_in_a_checkouts_var_and_never_among_installed_packages(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("XIELI_VAR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    package = tmp_path / "somewhere" / "xieli"
    package.mkdir(parents=True)
    assert environment.directory_for_data(package) == tmp_path / "share" / "xieli"
    (package.parent / "pyproject.toml").touch()
    assert environment.directory_for_data(package) == package.parent / "var"
    monkeypatch.setenv("XIELI_VAR", str(tmp_path / "chosen"))
    assert environment.directory_for_data(package) == tmp_path / "chosen"


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, monkeypatch):
    monkeypatch.delenv("XIELI_SECRET_KEY", raising=False)
    key = environment.secret_key(tmp_path / "var")
    assert len(key) >= environment.SHORTEST_KEY
    assert environment.secret_key(tmp_path / "var") == key
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert environment.secret_key(tmp_path / "other") != key
    assert len(list((tmp_path / "var").iterdir())) == 1


def test_of_two_first_starts_at_once_both_use_the_same_key(tmp_path: Path):
    environment._write_once(tmp_path / "secret-key", "first")
    environment._write_once(tmp_path / "secret-key", "second")
    assert (tmp_path / "secret-key").read_text() == "first"


def test_a_given_key_is_used_and_a_short_one_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("XIELI_SECRET_KEY", "k" * 50)
    assert environment.secret_key(tmp_path / "untouched") == "k" * 50
    assert not (tmp_path / "untouched").exists()
    monkeypatch.setenv("XIELI_SECRET_KEY", "k" * 49)
    with pytest.raises(ImproperlyConfigured, match="50 characters"):
        environment.secret_key(tmp_path)
