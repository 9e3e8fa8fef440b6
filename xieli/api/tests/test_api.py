"""The API does what the pages do: same rules, same refusals, same record."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches
from ninja import NinjaAPI

from xieli.api.build import build
from xieli.matters import registry
from xieli.matters.models import Event, Matter
from xieli.matters.tests.toy import procedure

pytestmark = pytest.mark.django_db


class Urls:
    """URL patterns of an API that knows the toy procedure."""

    def __init__(self, api: NinjaAPI) -> None:
        from django.urls import path

        self.urlpatterns = [path("api/", api.urls)]


@pytest.fixture(autouse=True)
def with_toy(settings: Any) -> Iterator[None]:
    registry.add(procedure())
    settings.ROOT_URLCONF = Urls(build())
    clear_url_caches()
    yield
    registry.remove("toy")
    clear_url_caches()


def opened(client: Client, cast: Any, **headers: str) -> Any:
    body = {"data": {"title": "查日志", "amount": 5, "lead_department": str(cast.rd.uid)}}
    return client.post("/api/v1/toy/submit", body, content_type="application/json", headers=headers)


def test_a_matter_is_opened_read_and_acted_on(caller: Any, cast: Any) -> None:
    lin, fang = caller(cast.linwan), caller(cast.fangqiming)
    answer = opened(lin, cast)
    assert answer.status_code == 200, answer.content
    uid = answer.json()["matter"]
    shown = fang.get(f"/api/v1/matters/{uid}").json()
    assert shown["items"][0]["step"] == "accept"
    assert "accept" in [one["name"] for one in shown["actions"]]
    done = fang.post(
        f"/api/v1/toy/{uid}/accept", {"data": {}, "rev": shown["rev"]}, content_type="application/json"
    )
    assert done.json()["state"] == "working"
    lines = fang.get(f"/api/v1/matters/{uid}/events").json()
    assert [line["action"] for line in lines] == ["submit", "accept"]
    assert lines[1]["actor_kind"] == "api"


def test_the_same_key_acts_once_and_other_content_under_it_is_refused(caller: Any, cast: Any) -> None:
    lin = caller(cast.linwan)
    first = opened(lin, cast, **{"Idempotency-Key": "one"}).json()
    for _time in range(3):
        assert opened(lin, cast, **{"Idempotency-Key": "one"}).json() == first
    assert Matter.objects.count() == Event.objects.count() == 1
    body = {"data": {"title": "别的", "amount": 5, "lead_department": str(cast.rd.uid)}}
    other = lin.post(
        "/api/v1/toy/submit", body, content_type="application/json", headers={"Idempotency-Key": "one"}
    )
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_a_stale_rev_is_a_conflict(caller: Any, cast: Any) -> None:
    uid = opened(caller(cast.linwan), cast).json()["matter"]
    answer = caller(cast.fangqiming).post(
        f"/api/v1/toy/{uid}/accept", {"data": {}, "rev": 99}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")


def test_bad_input_names_the_field(caller: Any, cast: Any) -> None:
    body = {"data": {"title": "x", "amount": -1, "lead_department": str(cast.rd.uid)}}
    answer = caller(cast.linwan).post("/api/v1/toy/submit", body, content_type="application/json")
    assert answer.status_code == 422
    assert "amount" in answer.json()["errors"]


def test_hidden_and_missing_matters_answer_alike(caller: Any, cast: Any) -> None:
    uid = opened(caller(cast.linwan), cast).json()["matter"]
    Matter.objects.update(classification="internal", audience=[cast.rd.pk])
    stranger = caller(cast.zhengheyun)
    hidden = stranger.get(f"/api/v1/matters/{uid}")
    missing = stranger.get("/api/v1/matters/01a2076c-b24a-769c-99b6-47133b88c65d")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert stranger.get("/api/v1/matters").json()["rows"] == []


def test_without_token_or_scope_nothing_is_told(caller: Any, cast: Any) -> None:
    assert Client().get("/api/v1/matters").status_code == 401
    assert Client(headers={"authorization": "Bearer wrong"}).get("/api/v1/matters").status_code == 401
    reader = caller(cast.linwan, scopes=("matters:read",))
    refused = opened(reader, cast)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


@pytest.mark.parametrize(
    "query", ["procedure=%00", "state=%00", "procedure=Toy'--", "due_before=soon", "limit=many"]
)
def test_a_filter_that_means_nothing_is_told_so(query: str, caller: Any, cast: Any) -> None:
    assert caller(cast.linwan).get(f"/api/v1/matters?{query}").status_code == 422


def test_a_list_is_paged_by_cursor_without_gaps_or_doubles(caller: Any, cast: Any) -> None:
    lin = caller(cast.linwan)
    made = {opened(lin, cast).json()["matter"] for _ in range(5)}
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = lin.get("/api/v1/matters", {"limit": 2, **({"cursor": cursor} if cursor else {})}).json()
        seen += [row["uid"] for row in page["rows"]]
        cursor = page["next"]
    assert sorted(seen) == sorted(made)


def test_the_description_is_openapi_3_1_and_names_every_declared_act(caller: Any) -> None:
    schema = Client().get("/api/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    paths = set(schema["paths"])
    for name in procedure().actions:
        assert any(path.endswith((f"/toy/{name}", f"/{{uid}}/{name}")) for path in paths), name
    submit = schema["components"]["schemas"]["ToySubmitData"]
    assert set(submit["required"]) == {"title", "amount", "lead_department"}


def test_departments_and_people_are_listed_by_pinyin_without_telephone(caller: Any, cast: Any) -> None:
    reader = caller(client="门户")
    assert "RD" in [one["code"] for one in reader.get("/api/v1/departments").json()]
    (found,) = reader.get("/api/v1/people", {"q": "fangqiming"}).json()
    assert found["name"] == "方启明" and "phone" not in found


def test_too_many_calls_are_told_to_wait(caller: Any, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xieli.api.callers.CALLS_A_MINUTE", 1)
    reader = caller(cast.linwan)
    reader.get("/api/v1/matters")
    assert reader.get("/api/v1/matters").status_code == 429
