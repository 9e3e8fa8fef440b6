"""What programs read of a matter: no whole telephone numbers, files, addresses of acts; secrets leave their trace."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from xieli.matters.models import Matter, Reading

pytestmark = pytest.mark.django_db
PHONE = "19900000001"
DEMAND = {"kind": "fault", "demand": "charging_failed", "phone": PHONE, "text": f"请回电 {PHONE}。"}


@pytest.fixture
def case(caller: Any, cast: Any) -> Matter:
    """A case the charging app brought in."""
    app = caller(client="充电应用")
    answer = app.post("/api/v1/intake/cases", {"data": DEMAND}, content_type="application/json")
    return Matter.objects.get(uid=answer.json()["matter"])


def test_no_answer_holds_a_whole_telephone_number(case: Matter, caller: Any, cast: Any) -> None:
    agent = caller(cast.linwan)
    said = agent.post(
        f"/api/v1/matters/{case.uid}/verbs/comment",
        {"data": {"text": f"已打 {PHONE}"}},
        content_type="application/json",
    )
    assert said.status_code == 200
    for path in ("", "/events", "/comments"):
        words = agent.get(f"/api/v1/matters/{case.uid}{path}").content.decode()
        assert PHONE not in words.replace(case.title, ""), path
    assert "199****0001" in agent.get(f"/api/v1/matters/{case.uid}").json()["details"]["phone"]


def test_each_act_says_where_it_is_done(case: Matter, caller: Any, cast: Any) -> None:
    agent = caller(cast.linwan)
    acts = {one["name"]: one for one in agent.get(f"/api/v1/matters/{case.uid}").json()["actions"]}
    done = agent.post(acts["claim"]["href"], {"item": acts["claim"]["item"]}, content_type="application/json")
    assert done.status_code == 200, done.content
    described = agent.get("/api/openapi.json").json()["paths"]
    for act in acts.values():
        assert act["href"].replace(str(case.uid), "{uid}") in described


def test_a_file_goes_in_with_an_act_and_comes_out_again(
    case: Matter, caller: Any, cast: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    agent = caller(cast.linwan, scopes=("matters:read", "matters:act"))
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    upload = SimpleUploadedFile("屏幕.png", picture.getvalue(), "image/png")
    kept = agent.post("/api/v1/intake/files", {"file": upload}).json()
    body = {"data": {"text": "见图"}, "attachments": [kept["uid"]]}
    agent.post(f"/api/v1/matters/{case.uid}/verbs/comment", body, content_type="application/json")
    [file] = agent.get(f"/api/v1/matters/{case.uid}").json()["attachments"]
    assert (file["name"], file["sha256"]) == ("屏幕.png", kept["sha256"])
    got = agent.get(f"/api/v1/matters/{case.uid}/attachments/{file['uid']}")
    assert len(b"".join(got.streaming_content)) == file["size"]
    other = caller(client="别的应用").get(f"/api/v1/matters/{case.uid}/attachments/{file['uid']}")
    assert other.status_code == 404


def test_reading_a_secret_through_a_program_is_written_down(case: Matter, caller: Any, cast: Any) -> None:
    Matter.objects.filter(pk=case.pk).update(classification="secret", audience=[-cast.linwan.pk])
    agent = caller(cast.linwan)
    assert agent.get(f"/api/v1/matters/{case.uid}").status_code == 200
    assert Reading.objects.get(matter=case).person == cast.linwan
