"""§0 Copy: what is begun often is kept as a template, of one's own or of the department."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from xieli.matters.models import FormTemplate, Matter

pytestmark = pytest.mark.django_db
LoggedIn = Callable[[Any], Client]

TYPED = {
    "title": "月度巡检配合",
    "content": "请派两人配合巡检",
    "needed_by": "2026-12-01T18:00",
    "key": "k",
    "act": "template",
}


def test_what_is_typed_is_kept_but_not_its_dates(cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    said = client.post("/new/collaboration/", TYPED | {"template_name": " 巡检 "})
    assert said.status_code == 204
    kept = FormTemplate.objects.get()
    assert (kept.name, kept.department, kept.person) == ("巡检", None, cast.linwan)
    assert kept.values["title"] == ["月度巡检配合"]
    assert "needed_by" not in kept.values
    assert "key" not in kept.values
    assert not Matter.objects.exists()


def test_one_begins_from_it(cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    client.post("/new/collaboration/", TYPED | {"template_name": "巡检"})
    uid = FormTemplate.objects.get().uid
    assert f"?template={uid}" in client.get("/new/collaboration/").content.decode()
    assert 'value="月度巡检配合"' in client.get(f"/new/collaboration/?template={uid}").content.decode()
    assert f"?template={uid}" in client.get("/templates/").content.decode()


def test_the_same_name_replaces(cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    for title in ("一", "二"):
        client.post("/new/collaboration/", TYPED | {"template_name": "巡检", "title": title})
    assert FormTemplate.objects.get().values["title"] == ["二"]


def test_a_template_needs_a_name(cast: Cast, client_of: LoggedIn) -> None:
    said = client_of(cast.linwan).post("/new/collaboration/", TYPED | {"template_name": " "})
    assert "amber" in said.headers["HX-Trigger"]
    assert not FormTemplate.objects.exists()


def test_a_shared_one_serves_the_department_and_nobody_else(cast: Cast, client_of: LoggedIn) -> None:
    client_of(cast.linwan).post(
        "/new/collaboration/", TYPED | {"template_name": "巡检", "template_share": "on"}
    )
    uid = FormTemplate.objects.get().uid
    colleague = next(
        one
        for one in cast.people.values()
        if one.department_id == cast.linwan.department_id and one != cast.linwan
    )
    page = client_of(colleague).get(f"/new/collaboration/?template={uid}").content.decode()
    assert 'value="月度巡检配合"' in page
    assert client_of(colleague).post(f"/templates/{uid}/delete/").status_code == 404
    stranger = next(
        one for one in cast.people.values() if one.department_id not in (None, cast.linwan.department_id)
    )
    page = client_of(stranger).get(f"/new/collaboration/?template={uid}").content.decode()
    assert "月度巡检配合" not in page


def test_its_owner_may_forget_it(cast: Cast, client_of: LoggedIn) -> None:
    client = client_of(cast.linwan)
    client.post("/new/collaboration/", TYPED | {"template_name": "巡检"})
    client.post(f"/templates/{FormTemplate.objects.get().uid}/delete/")
    assert not FormTemplate.objects.exists()
