"""Reporting from the web and at a charger (4.3.a)."""

import pytest

from xieli.customers.models import Customer, CustomerToken
from xieli.matters.models import Attachment, Matter
from xieli.notifications.models import SmsMessage
from xieli.notifications.sms import words
from xieli.portal import access
from xieli.portal.tests.customers import REPORT, Visitor, latest_case, the_case
from xieli.stations import commands as stations

pytestmark = pytest.mark.django_db


def test_scanning_a_charger_shows_its_station_number_and_what_to_do_in_danger(visitor, charger):
    page = visitor.page(f"/p/c/{charger.public_token}")
    assert "云港高铁东站" in page
    assert "07 号桩" in page
    assert "请立即远离设备" in page


def test_an_unknown_or_retired_sticker_is_not_found(visitor, charger):
    assert visitor.get("/p/c/unknown").status_code == 404
    charger.status = "retired"
    charger.save()
    assert visitor.get(f"/p/c/{charger.public_token}").status_code == 404


def test_a_fault_reported_at_a_charger_becomes_a_case_of_that_machine_with_a_link_to_follow(visitor, charger):
    response = visitor.report(charger, connector="2")
    assert response.status_code == 303
    matter = the_case()
    assert (matter.case.charger, matter.case.connector, matter.case.channel) == (charger, 2, "qr")
    assert (matter.state, matter.case.urgency) == ("recorded", "fault")
    assert matter.number in visitor.page()


def test_danger_makes_it_a_matter_of_safety_whatever_was_chosen(visitor, charger):
    visitor.report(charger, demand="other", kind="opinion", danger="on")
    assert (the_case().case.urgency, the_case().case.kind) == ("safety", "fault")


def test_a_question_about_money_asked_at_a_charger_is_no_fault(visitor, charger):
    visitor.report(charger, demand="wrong_charge")
    assert (the_case().case.kind, the_case().case.urgency) == ("consultation", "ordinary")


def test_from_the_web_a_station_may_be_chosen_or_not(visitor, charger):
    visitor.report(station=charger.station.code, demand="station_unavailable")
    assert (latest_case().case.station, latest_case().case.channel) == (charger.station, "web")
    visitor.report(key="key-2", kind="consultation", demand="invoice")
    assert latest_case().case.station is None


def test_the_station_of_the_address_is_chosen_beforehand(visitor, charger):
    page = visitor.get("/p/new", station=charger.station.code).content.decode()
    assert f'value="{charger.station.code}" selected' in page


def test_the_customer_gets_the_link_by_short_message_too(visitor, charger):
    visitor.report(charger)
    message = SmsMessage.objects.get()
    assert (message.phone, message.template) == ("19900001234", "tracking")
    link = message.params["link"]
    assert the_case().number in visitor.page(link[link.index("/p/") :])


def test_the_same_form_sent_twice_records_once_and_leads_to_the_same_case(visitor, charger):
    visitor.report(charger)
    first = visitor.link
    visitor.report(charger)
    assert Matter.objects.count() == 1
    assert visitor.link != first
    assert the_case().number in visitor.page()


def test_the_same_key_with_another_text_is_refused(visitor, charger):
    visitor.report(charger)
    response = visitor.report(charger, text="别的内容")
    assert response.status_code == 422
    assert Matter.objects.count() == 1


def test_somebody_elses_telephone_opens_no_case_but_the_one_reported(visitor, charger):
    visitor.report(charger)
    stranger = Visitor()
    stranger.report(key="key-2", text="冒用别人号码")
    page = stranger.page()
    assert latest_case().number in page
    assert Matter.objects.earliest("id").number not in page
    assert Customer.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("phone", ""),
        ("phone", "12345"),
        ("phone", "0518-1234567"),
        ("text", ""),
        ("demand", ""),
        ("kind", "x"),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_recorded(visitor, field, value):
    response = visitor.report(**{field: value})
    assert response.status_code == 422
    assert 'class="error"' in response.content.decode()
    assert not Matter.objects.exists()


def test_a_browser_with_scripts_stays_on_the_page_until_it_is_sent(visitor):
    """So that photographs chosen and words typed survive a mistake and a network that is away."""
    page = visitor.page("/p/new")
    assert 'hx-post="/p/new"' in page
    asks = {"HX-Request": "true"}
    wrong = visitor.client.post("/p/new", {**REPORT, "phone": "1"}, headers=asks)
    assert wrong.status_code == 422
    assert 'class="error"' in wrong.content.decode()
    assert "<html" not in wrong.content.decode()
    right = visitor.client.post("/p/new", REPORT, headers=asks)
    assert (right.status_code, right["HX-Redirect"][:5]) == (204, "/p/t/")


def test_a_customer_cannot_record_what_only_the_city_hotline_sends(visitor):
    assert visitor.report(kind="city_hotline", slip_no="1").status_code == 422


def test_a_robot_that_fills_the_hidden_field_records_nothing(visitor):
    assert visitor.report(website="https://spam.example.com").status_code == 422
    assert not Matter.objects.exists()


def test_photos_are_kept_without_what_the_camera_wrote_into_them(visitor, charger, photo, tmp_path):
    visitor.report(charger, photos=[photo(), photo("b.png", form="PNG")])
    files = list(Attachment.objects.filter(matter=the_case()))
    assert [file.by_customer for file in files] == [True, True]
    assert {file.media_type for file in files} == {"image/jpeg"}
    for file in files:
        assert b"secret place" not in (tmp_path / file.path).read_bytes()


@pytest.mark.parametrize("name", ["a.jpg", "a.html", "a.svg"])
def test_a_file_that_is_no_picture_is_refused_before_anything_is_recorded(visitor, charger, name):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile(name, b"<script>alert(1)</script>", "image/jpeg")
    response = visitor.report(charger, photos=[bad])
    assert response.status_code == 422
    assert "不是照片" in response.content.decode()
    assert not Matter.objects.exists()


def test_too_many_photos_are_refused(visitor, charger, photo):
    assert visitor.report(charger, photos=[photo(f"{n}.jpg") for n in range(7)]).status_code == 422


def test_a_large_photo_is_made_smaller(visitor, charger, photo, tmp_path):
    from PIL import Image

    visitor.report(charger, photos=[photo(size=(4000, 3000))])
    file = Attachment.objects.get()
    with Image.open(tmp_path / file.path) as kept:
        assert max(kept.size) == 2048


def test_the_stations_banner_stands_above_the_form(visitor, charger):
    stations.set_banner(charger.station, "本站停电检修，预计 18 时恢复")
    assert "本站停电检修" in visitor.page(f"/p/c/{charger.public_token}")


def test_one_address_may_report_twenty_times_an_hour(visitor, monkeypatch):
    monkeypatch.setitem(access.LIMITS, "report", (2, access.HOUR))
    for n in range(2):
        assert visitor.report(key=f"key-{n}", phone=f"1990000000{n}").status_code == 303
    response = visitor.report(key="key-9", phone="19900000009")
    assert response.status_code == 429
    assert "操作太频繁" in response.content.decode()


def test_one_telephone_may_report_only_so_often_from_wherever(cast, monkeypatch):
    monkeypatch.setitem(access.LIMITS, "report_phone", (1, access.HOUR))
    assert Visitor(REMOTE_ADDR="192.0.2.1").report().status_code == 303
    assert Visitor(REMOTE_ADDR="192.0.2.2").report(key="key-2").status_code == 429


def test_only_digests_of_links_are_kept(visitor, charger):
    visitor.report(charger)
    secret = visitor.link.rsplit("/", 1)[-1]
    assert len(secret) >= 22  # 128 bits and more
    assert not CustomerToken.objects.filter(digest__contains=secret).exists()


def test_no_cookie_is_set_beside_the_one_that_protects_forms(visitor, charger):
    visitor.page(f"/p/c/{charger.public_token}")
    visitor.report(charger)
    visitor.page()
    assert set(visitor.client.cookies) <= {"csrftoken"}


def test_the_language_is_chosen_and_kept_for_the_portal_alone(visitor):
    response = visitor.client.post("/p/language", {"language": "en", "next": "/p/new"})
    assert response["Location"] == "/p/new"
    assert response.cookies["django_language"]["path"] == "/p/"
    assert "Submit a request" in visitor.page("/p/new")
    for bad in ("https://evil.example.com/p/", "//evil.example.com/p/", "/matters/"):
        assert visitor.client.post("/p/language", {"language": "en", "next": bad})["Location"] == "/p/"


def test_who_reports_in_english_is_written_to_in_english(visitor, charger):
    visitor.client.post("/p/language", {"language": "en"})
    visitor.report(charger)
    assert words(SmsMessage.objects.get()).startswith("We have received your request")


def test_pages_are_neither_cached_nor_listed_nor_tell_their_address(visitor, charger):
    visitor.report(charger)
    for path in ("/p/", "/p/new", "/p/find", "/p/privacy", visitor.link):
        response = visitor.get(path)
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "same-origin"


def test_the_privacy_page_names_every_field_kept(visitor):
    page = visitor.page("/p/privacy")
    assert "链接和验证码的摘要" in page
    assert "保存多久" in page


def test_a_report_costs_a_bounded_number_of_statements(visitor, charger, django_assert_max_num_queries):
    visitor.page(f"/p/c/{charger.public_token}")
    with django_assert_max_num_queries(3):
        visitor.page(f"/p/c/{charger.public_token}")


def test_every_field_of_the_form_is_used(visitor, charger):
    visitor.report(charger, order_no="D20260901", caller_name="王女士")
    case = the_case().case
    assert (case.order_no, case.caller_name, case.phone) == ("D20260901", "王女士", "19900001234")
    assert case.text == REPORT["text"]
