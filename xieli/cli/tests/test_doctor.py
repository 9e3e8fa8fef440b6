"""The doctor: names what is wrong, and what to do about it."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from xieli.cli import examination
from xieli.cli.commands import doctor
from xieli.cli.findings import Finding, Grade
from xieli.cli.main import main
from xieli.core.postgres import ClusterError


def one(findings: Iterator[Finding], subject: str | None = None) -> Finding:
    (found,) = [finding for finding in findings if subject in (None, finding.subject)]
    return found


def asked(monkeypatch: pytest.MonkeyPatch, **answers: object) -> None:
    """Let the database answer otherwise to queries that contain a word."""
    real = examination._asked

    def answer(query: str, *parameters: str) -> object:
        given = [value for word, value in answers.items() if word in query]
        return given[0] if given else real(query, *parameters)

    monkeypatch.setattr(examination, "_asked", answer)


@pytest.mark.django_db
def test_a_commit_that_is_not_on_disk_is_a_fault(monkeypatch):
    asked(monkeypatch, fsync="off", synchronous_commit="on")
    found = list(examination._server())
    assert one(iter(found), "fsync").grade is Grade.FAULT
    assert "power cut" in one(iter(found), "fsync").sentence
    assert one(iter(found), "synchronous_commit").grade is Grade.OK


@pytest.mark.django_db
def test_chinese_letters_must_count_as_letters(monkeypatch):
    assert one(examination._server(), "encoding").grade is Grade.OK
    asked(monkeypatch, server_encoding="SQL_ASCII")
    assert one(examination._server(), "encoding").grade is Grade.FAULT


@pytest.mark.django_db
def test_an_older_postgresql_is_a_fault(monkeypatch):
    monkeypatch.setattr(examination, "OLDEST_POSTGRESQL", 990000)
    assert one(examination._server(), "PostgreSQL").grade is Grade.FAULT


@pytest.mark.django_db
def test_clocks_must_agree(monkeypatch):
    from xieli.core import clock

    assert one(examination._server(), "clock").grade is Grade.OK
    asked(monkeypatch, clock_timestamp=clock.at(2026, 1, 1))
    assert one(examination._server(), "clock").grade is Grade.FAULT


@pytest.mark.django_db
def test_a_role_that_could_change_the_ledger_is_a_fault_in_production_and_a_warning_in_a_try_out(settings):
    settings.DEMO = settings.DEBUG = False
    assert one(examination._rights()).grade is Grade.FAULT  # the tests run as the owner
    settings.DEMO = True
    found = one(examination._rights())
    assert found.grade is Grade.WARNING
    assert "superuser" in found.sentence or "XIELI_OWNER_URL" in found.sentence


@pytest.mark.django_db
def test_a_role_that_can_only_add_is_well(monkeypatch):
    asked(monkeypatch, rolsuper=False)
    monkeypatch.setattr(examination.roles, "append_only", lambda cursor: {})
    assert one(examination._rights()).grade is Grade.OK


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_one_finding(monkeypatch):
    from django.db import OperationalError

    def fail() -> Iterator[Finding]:
        raise OperationalError("connection refused")
        yield

    monkeypatch.setattr(examination, "_server", fail)
    found = one(examination.database())
    assert (found.grade, found.subject) == (Grade.FAULT, "database")
    assert "connection refused" in found.sentence


def test_a_cluster_that_does_not_start_is_one_finding(monkeypatch):
    def fail() -> None:
        raise ClusterError("its log ends")

    monkeypatch.setattr(doctor, "embedded", fail)
    assert doctor.examine() == [Finding(Grade.FAULT, "database", "its log ends")]


def test_an_unknown_time_zone_is_a_fault(settings):
    assert one(examination.time_zone()).grade is Grade.OK
    settings.TIME_ZONE = "Asia/Nowhere"
    assert "tzdata" in one(examination.time_zone()).sentence


def test_fonts_for_chinese_are_there():
    assert one(examination.fonts()).grade is Grade.OK


def test_without_a_mail_server_letters_lie_in_a_folder(settings):
    settings.EMAIL_HOST, settings.DEMO = "", True
    found = one(examination.mail())
    assert found.grade is Grade.WARNING
    assert str(settings.EMAIL_FILE_PATH) in found.sentence


def test_a_mail_server_must_answer(settings):
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()

        def serve() -> None:
            connection, _ = server.accept()
            with connection, connection.makefile("rwb", 0) as talk:
                talk.write(b"220 here\r\n")
                for line in talk:
                    talk.write(b"221 bye\r\n" if line.lower().startswith(b"quit") else b"250 ok\r\n")
                    if line.lower().startswith(b"quit"):
                        return

        thread = threading.Thread(target=serve)
        thread.start()
        assert one(examination.mail()).grade is Grade.OK
        thread.join()
    assert one(examination.mail()).grade is Grade.FAULT


def test_storage_must_be_writable_and_roomy(settings, tmp_path: Path, monkeypatch):
    settings.VAR = tmp_path / "var"
    assert one(examination.storage()).grade is Grade.OK
    monkeypatch.setattr(examination, "LEAST_SPACE", 10**18)
    assert "too little" in one(examination.storage()).sentence
    (tmp_path / "file").touch()
    settings.VAR = tmp_path / "file" / "below"
    assert "XIELI_VAR" in one(examination.storage()).sentence


def test_what_was_not_built_is_named(settings, tmp_path: Path):
    settings.BASE_DIR = tmp_path
    assert "scripts and styles and no translations" in one(examination.built()).sentence
    (tmp_path / "core/static/dist").mkdir(parents=True)
    (tmp_path / "core/static/dist/manifest.json").touch()
    assert one(examination.built()).sentence == "no translations: run ./dev build"
    (tmp_path / "django.mo").touch()
    assert one(examination.built()).grade is Grade.OK


def test_production_without_tls_is_a_fault(settings):
    settings.DEMO = settings.DEBUG = settings.TLS = False
    assert one(examination.exposure()).grade is Grade.FAULT
    settings.TLS = True
    assert one(examination.exposure()).grade is Grade.OK
    settings.DEMO = True
    assert one(examination.exposure()).grade is Grade.WARNING


@pytest.mark.parametrize(("grade", "status"), [(Grade.OK, 0), (Grade.WARNING, 0), (Grade.FAULT, 1)])
def test_only_a_fault_fails_the_command(monkeypatch, capsys, grade: Grade, status: int):
    monkeypatch.setattr(doctor, "EXAMINATIONS", [lambda: iter([Finding(grade, "subject", "sentence")])])
    assert main(["doctor", "--json"]) == status
    assert json.loads(capsys.readouterr().out) == [
        {"grade": grade, "subject": "subject", "sentence": "sentence"}
    ]
