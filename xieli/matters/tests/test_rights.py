"""What the database refuses, by trigger to everybody and by right to the product's own role; and what that role can
still do without these rights."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import DO_NOTHING, PROTECT, RESTRICT

from xieli.core import clock
from xieli.core.postgres import roles
from xieli.matters.actors import Actor
from xieli.matters.commands import discard_draft, start
from xieli.matters.commands.attachments import store, sweep
from xieli.matters.commands.rulebook import set_duty
from xieli.matters.models import Attachment, Comment, DutyEntry, Event, EventText, Matter
from xieli.notifications.models import Attempt, IncomingMail, RobotCall

from .scenes import do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]

# Evidence of the engine and around it → what the product's role may do with it.
MAY = {
    "matters_event": {"SELECT", "INSERT"},
    "matters_alert": {"SELECT", "INSERT"},
    "matters_reading": {"SELECT", "INSERT"},
    "matters_ruling": {"SELECT", "INSERT"},
    "matters_eventtext": {"SELECT", "INSERT", "UPDATE"},  # to erase words
    "matters_comment": {"SELECT", "INSERT", "UPDATE"},  # to take words back
    "matters_servicelevel": {"SELECT", "INSERT", "UPDATE"},  # to end a version
    "matters_dutyentry": {"SELECT", "INSERT", "UPDATE"},
    "notifications_attempt": {"SELECT", "INSERT", "DELETE"},  # when their time is over
    "notifications_robotcall": {"SELECT", "INSERT", "DELETE"},
}


@contextmanager
def as_the_product() -> Iterator[str]:
    """Everything inside is done with the rights the product has."""
    role = f"product_{uuid.uuid4().hex[:8]}"
    address = os.environ["DATABASE_URL"].replace(roles.OWNER, roles.ADMIN, 1)
    with psycopg.connect(address, autocommit=True) as session:
        session.execute(f"CREATE ROLE {role}")
        session.execute(f"GRANT {role} TO {roles.OWNER}")
    with connection.cursor() as cursor:
        roles.grant(cursor, role)
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield role
        cursor.execute("RESET ROLE")


def refused(statement: str, *values: Any) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_the_product_has_no_right_to_change_evidence() -> None:
    with as_the_product() as role, connection.cursor() as cursor:
        for table, expected in MAY.items():
            cursor.execute(
                """SELECT r FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) AS r
                   WHERE has_table_privilege(%s, %s, r)""",
                (role, table),
            )
            assert {row[0] for row in cursor.fetchall()} == expected, table


def test_a_draft_is_discarded_with_the_rights_the_product_has(cast: Any) -> None:
    draft = start("toy", Actor.of(cast.linwan))
    with as_the_product():
        discard_draft(draft, Actor.of(cast.linwan))
    assert not Matter.objects.filter(uid=draft.uid).exists()


def test_unused_files_are_swept_with_the_rights_the_product_has(
    cast: Any, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    store(SimpleUploadedFile("note.txt", b"words"), by=cast.linwan)
    with as_the_product():
        assert sweep(clock.now() + timedelta(hours=2)) == 1
    assert not Attachment.objects.exists()


def test_words_in_the_ledger_are_erased_and_never_changed_or_removed(cast: Any) -> None:
    do(submitted(cast), "return_", cast.fangqiming, ground="missing")
    text = EventText.objects.get()
    refused("UPDATE matters_eventtext SET text = 'other' WHERE id = %s", text.pk)
    refused("DELETE FROM matters_eventtext WHERE id = %s", text.pk)
    refused("TRUNCATE matters_eventtext")
    EventText.objects.filter(pk=text.pk).update(text="", erased_at=clock.now())


def test_words_said_are_taken_back_and_never_changed_or_removed(cast: Any) -> None:
    do(submitted(cast), "comment", cast.linwan)
    comment = Comment.objects.get()
    refused("UPDATE matters_comment SET text = 'other' WHERE id = %s", comment.pk)
    refused("UPDATE matters_comment SET author_id = %s WHERE id = %s", cast.bailu.pk, comment.pk)
    refused("DELETE FROM matters_comment WHERE id = %s", comment.pk)
    refused("TRUNCATE matters_comment CASCADE")
    Comment.objects.filter(pk=comment.pk).update(text="", deleted_at=clock.now())


def test_a_version_of_a_rule_ends_and_never_changes(cast: Any) -> None:
    set_duty("toy", "", "", cast.rd, [], "新设", cast.bailu)
    entry = DutyEntry.objects.get()
    refused("UPDATE matters_dutyentry SET lead_id = %s WHERE id = %s", cast.fi.pk, entry.pk)
    refused("DELETE FROM matters_dutyentry WHERE id = %s", entry.pk)
    set_duty("toy", "", "", cast.fi, [], "改由财务", cast.bailu)
    refused("UPDATE matters_dutyentry SET to_at = NULL WHERE id = %s", entry.pk)


def test_an_act_without_authority_or_a_deputy_without_principal_is_no_line(cast: Any) -> None:
    line = Event.objects.get(matter=submitted(cast))
    for wrong in ({"authority": ""}, {"actor": None}, {"authority": "deputy"}):
        for name, value in {
            "pk": None,
            "seq": 9,
            "authority": "holder",
            "actor": cast.linwan,
            **wrong,
        }.items():
            setattr(line, name, value)
        with pytest.raises(IntegrityError, match="event_says"), transaction.atomic():
            line.save(force_insert=True)


def test_nothing_guarded_is_asked_to_go_with_something_else() -> None:
    """Django sends the DELETE of a cascade even where it finds no row: without the right to it that is an error."""
    with connection.cursor() as cursor:
        guarded = {table for table, refused in roles.append_only(cursor).items() if "DELETE" in refused}
    asked = [
        field
        for model in apps.get_models()
        if f"public.{model._meta.db_table}" in guarded
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete not in (PROTECT, RESTRICT, DO_NOTHING)
    ]
    assert guarded and [str(field) for field in asked] == []


@pytest.mark.parametrize("model", [Attempt, RobotCall])
def test_logs_of_sending_never_change(model: Any) -> None:
    refused(f"TRUNCATE {model._meta.db_table}")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'log_unchanged'",
            [model._meta.db_table],
        )
        assert cursor.fetchone() == (1,)


def test_what_became_of_a_mail_is_settled_once() -> None:
    mail = IncomingMail.objects.create(message_id="<1@x>")
    IncomingMail.objects.update(outcome="taken")
    refused("UPDATE notifications_incomingmail SET outcome = 'refused' WHERE id = %s", mail.pk)
