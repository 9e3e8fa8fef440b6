"""A refusal is one shape in the caller's language, says what to do, and the description promises it."""

import base64
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from xieli.api.build import build

pytestmark = pytest.mark.django_db
DEMAND = {"kind": "fault", "demand": "charging_failed", "phone": "19900000001", "text": "扫码后启动失败。"}


def sent(client: Client, body: Any, address: str = "/api/v1/intake/cases", **headers: str) -> Any:
    return client.post(address, body, content_type="application/json", headers=headers)


def test_each_fault_of_shape_is_named_where_it_stands_in_chinese(caller: Any, cast: Any) -> None:
    body = {"data": {"kind": "nonsense", "phone": 5, "colour": "red"}, "rev": "x"}
    answer = sent(caller(client="充电应用"), body)
    assert answer.status_code == 422
    said = answer.json()
    assert said["message"] == "请求的内容有误，见 errors 中各项说明。"
    assert said["errors"]["demand"] == ["此项必填。"]
    assert said["errors"]["colour"] == ["没有这一项，请核对名称。"]
    assert said["errors"]["phone"] == ["请填文字。"] and said["errors"]["rev"] == ["请填整数。"]
    assert said["errors"]["kind"][0].startswith("请填以下之一：fault, consultation")


def test_and_in_english_for_who_asks_so(caller: Any, cast: Any) -> None:
    answer = sent(caller(client="app"), {"data": {"kind": "fault"}}, **{"Accept-Language": "en"})
    assert answer.json()["errors"]["demand"] == ["Required."]


@pytest.mark.parametrize("body", ["{bad", "[]", "", "a=1"])
def test_a_body_that_is_no_json_object_is_told_so(body: str, caller: Any, cast: Any) -> None:
    answer = sent(caller(client="充电应用"), body)
    assert answer.status_code in (400, 422) and answer.json()["code"] in ("unreadable", "invalid")


@pytest.mark.parametrize(
    ("moment", "status"), [("0251-08-07T09:07:03+17:38", 200), ("0001-01-01T00:00:00+08:00", 422)]
)
def test_a_moment_far_from_any_clock_is_understood_or_refused(
    moment: str, status: int, caller: Any, cast: Any
) -> None:
    """PostgreSQL knows no offset of 16 hours and more, the calendar nothing before the year 1."""
    answer = caller(cast.linwan).get("/api/v1/matters", {"due_before": moment})
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["errors"] == {"due_before": ["请填带时区的时间，如 2026-11-27T09:30:00+08:00。"]}


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "系统出错，已经记录"), ("en", "Something failed")]
)
def test_what_nobody_foresaw_is_told_in_the_same_shape_with_its_number(
    language: str, said: str, caller: Any, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xieli.api.organisation.queries", None)
    client = caller(cast.linwan)
    client.raise_request_exception = False
    answer = client.get("/api/v1/departments", headers={"accept-language": language})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (500, "failed") and said in told["message"]
    assert told["request_id"] == answer["X-Request-ID"] and told["request_id"] in told["message"]


def test_a_database_that_is_away_before_the_api_is_asked_is_told_in_the_same_shape(
    caller: Any, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(request: Any) -> None:
        raise OperationalError

    monkeypatch.setattr("xieli.accounts.middleware._introduce", away)
    client = caller(cast.linwan)
    client.raise_request_exception = False
    answer = client.get("/api/v1/departments")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")


def test_a_host_that_is_not_served_is_told_in_the_same_shape(caller: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["xieli.example"]
    answer = Client().get("/api/v1/departments", headers={"host": "elsewhere.example"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable")


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v1/service/nothing/at/all"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_is_not_there_answers_in_the_same_shape(method: str, path: str, caller: Any) -> None:
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_address")
    assert path in answer.json()["message"]


def test_a_method_that_is_not_there_names_those_that_are(caller: Any, cast: Any) -> None:
    answer = caller(cast.linwan).delete("/api/v1/matters")
    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "method_not_allowed", "GET")


def test_no_token_and_a_wrong_one_are_told_apart(db: None) -> None:
    none, wrong = Client().get("/api/v1/matters"), Client(headers={"authorization": "Bearer x"})
    assert "Authorization: Bearer" in none.json()["message"] and none["WWW-Authenticate"] == "Bearer"
    assert "无效" in wrong.get("/api/v1/matters").json()["message"]


def test_a_missing_scope_is_named_in_words_and_as_it_is_written(caller: Any, cast: Any) -> None:
    answer = caller(client="充电应用", scopes=("service:intake",)).get("/api/v1/departments")
    assert answer.status_code == 403
    assert "「查阅组织」（organisation:read）" in answer.json()["message"]


def test_too_many_calls_are_told_when_to_try_again(
    caller: Any, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xieli.api.callers.CALLS_A_MINUTE", 0)
    answer = caller(cast.linwan).get("/api/v1/matters")
    assert answer.status_code == 429 and 1 <= int(answer["Retry-After"]) <= 61
    assert answer["Retry-After"] in answer.json()["message"]


def test_a_cursor_of_ones_own_making_and_a_key_too_long_are_named(caller: Any, cast: Any) -> None:
    endless = base64.urlsafe_b64encode(b'["2026-09-07T09:00:00+08:00", Infinity]').decode()
    for made in ("zzz", endless):
        answer = caller(cast.linwan).get(f"/api/v1/matters?cursor={made}")
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["cursor"])
    answer = sent(caller(client="充电应用"), {"data": DEMAND}, **{"Idempotency-Key": "k" * 101})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["Idempotency-Key"])


def test_what_is_stale_is_told_for_programs(caller: Any, cast: Any) -> None:
    uid = sent(caller(client="充电应用"), {"data": DEMAND}).json()["matter"]
    agent = caller(cast.linwan)
    answer = sent(agent, {"data": {"text": "x"}, "rev": 99}, f"/api/v1/matters/{uid}/verbs/comment")
    assert answer.status_code == 409 and "重新读取" in answer.json()["message"]


def test_chinese_is_sent_as_chinese(caller: Any, cast: Any) -> None:
    assert "客户服务中心" in caller(cast.linwan).get("/api/v1/departments").content.decode()


def test_the_description_promises_every_refusal_any_call_may_meet(db: None) -> None:
    described = Client().get("/api/openapi.json").json()
    assert described["components"]["securitySchemes"] == {"Bearer": {"type": "http", "scheme": "bearer"}}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            assert {"401", "403", "429", "503"} <= set(operation["responses"]), path
            assert "Scope: `" in operation["description"], path
            keyed = "Idempotency-Key" in [one["name"] for one in operation.get("parameters", [])]
            assert keyed == (method == "post" and path != "/api/v1/intake/files"), path


def test_the_description_is_made_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked for without a token, and takes seconds to make."""
    api = build()
    assert api.get_openapi_schema(path_prefix="") is not api.get_openapi_schema(path_prefix="")
    monkeypatch.setattr(api, "get_root_path", lambda params: "api/")
    assert api.get_openapi_schema() is api.get_openapi_schema()
