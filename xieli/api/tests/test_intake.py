"""The charging app brings in demands and asks how far they are; it sees nothing else."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from xieli.customers.models import Customer
from xieli.matters.models import Event, Matter

pytestmark = pytest.mark.django_db
DEMAND = {"kind": "fault", "demand": "charging_failed", "phone": "19900000001", "text": "扫码后启动失败。"}


def taken_in(app: Any, **headers: str) -> Any:
    return app.post(
        "/api/v1/intake/cases", {"data": DEMAND}, content_type="application/json", headers=headers
    )


def test_a_demand_is_taken_in_numbered_and_its_customer_put_on_file(caller: Any, cast: Any) -> None:
    app = caller(client="充电应用", scopes=("service:intake",))
    answer = taken_in(app)
    assert answer.status_code == 200, answer.content
    matter = Matter.objects.get(uid=answer.json()["matter"])
    assert matter.number == answer.json()["number"]
    assert matter.case.channel == "app"
    assert matter.customer == Customer.objects.get(phone="19900000001")
    shown = app.get(f"/api/v1/intake/cases/{matter.uid}").json()
    assert (shown["state"], shown["closed"]) == ("recorded", False)


def test_a_repeated_demand_is_one(caller: Any, cast: Any) -> None:
    app = caller(client="充电应用")
    first = taken_in(app, **{"Idempotency-Key": "k"}).json()
    assert taken_in(app, **{"Idempotency-Key": "k"}).json() == first
    assert Event.objects.count() == 1


def test_another_program_sees_nothing_of_it(caller: Any, cast: Any) -> None:
    uid = taken_in(caller(client="充电应用")).json()["matter"]
    other = caller(client="别的应用")
    assert other.get(f"/api/v1/intake/cases/{uid}").status_code == 404
    assert other.get("/api/v1/matters").json()["rows"] == []


def test_what_the_form_refuses_is_refused_with_its_field(caller: Any, cast: Any) -> None:
    app = caller(client="充电应用")
    body = {"data": {**DEMAND, "phone": "12"}}
    answer = app.post("/api/v1/intake/cases", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["phone"])
    body = {"data": {**DEMAND, "colour": "red"}}
    assert app.post("/api/v1/intake/cases", body, content_type="application/json").status_code == 422


def test_a_file_is_kept_and_goes_with_the_act(caller: Any, cast: Any, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    agent = caller(cast.linwan)
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    upload = SimpleUploadedFile("屏幕.png", picture.getvalue(), "image/png")
    kept = agent.post("/api/v1/intake/files", {"file": upload})
    assert kept.status_code == 200, kept.content
    body = {"data": {**DEMAND}, "attachments": [kept.json()["uid"]]}
    answer = agent.post("/api/v1/intake/cases", body, content_type="application/json")
    matter = Matter.objects.get(uid=answer.json()["matter"])
    assert [one.name for one in matter.attachments.all()] == ["屏幕.png"]
    wrong = SimpleUploadedFile("屏幕.png", b"no picture", "image/png")
    assert agent.post("/api/v1/intake/files", {"file": wrong}).status_code == 422
