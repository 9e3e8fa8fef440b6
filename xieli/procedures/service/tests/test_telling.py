"""What the customer is told by short message, when, and in which words (4.3)."""

import pytest
from django.utils.translation import override

from xieli.core import clock
from xieli.customers.models import Customer, CustomerToken
from xieli.notifications.models import SmsMessage
from xieli.notifications.sms import words
from xieli.procedures.service.intake import take_in
from xieli.procedures.service.tests.conftest import STUCK, Play

pytestmark = pytest.mark.django_db


def test_the_customer_is_told_at_each_step_with_a_link_of_their_own(play: Play) -> None:
    play.to("followed")
    sent = list(SmsMessage.objects.order_by("id").values_list("template", flat=True))
    assert sent == ["tracking", "progress", "progress", "result", "survey"]
    links = {message.params["link"] for message in SmsMessage.objects.all()}
    assert len(links) == 5
    assert not any(
        link.rsplit("/", 1)[1] in str(CustomerToken.objects.values_list("digest")) for link in links
    )
    assert set(CustomerToken.objects.values_list("matter", flat=True)) == {play.case.pk}


def test_a_demand_recorded_and_sent_on_in_one_go_is_told_once(play: Play) -> None:
    data = {**STUCK, "charger": play.charger.code, "department": str(play.cast.om.uid)}
    with clock.turned_to(play.now):
        case = take_in(play.cast.linwan, data, then="dispatch")
    assert case.state == "dispatched"
    assert list(SmsMessage.objects.values_list("template", flat=True)) == ["tracking"]


def test_who_reads_our_pages_in_english_gets_short_messages_in_english(play: Play) -> None:
    play.record()
    Customer.objects.update(language="en")
    play.dispatch()
    assert words(SmsMessage.objects.get(template="progress")).startswith("Your request")


def test_the_result_is_told_when_the_customer_can_confirm_it(play: Play) -> None:
    play.to("resolved")
    assert not SmsMessage.objects.filter(template="result").exists()
    play.act(play.cast.zhaoxiaotang, "passed")
    assert SmsMessage.objects.filter(template="result").count() == 1


def test_what_was_answered_on_the_telephone_is_not_told_again_and_asks_for_a_rating(play: Play) -> None:
    play.record(kind="consultation", demand="invoice")
    play.act(play.cast.linwan, "answer", answer="在应用的订单页申请电子发票")
    play.act(play.cast.linwan, "confirmed", rating=5)
    sent = SmsMessage.objects.order_by("id").values_list("template", flat=True)
    assert list(sent) == ["tracking", "survey"]


def test_what_is_written_down_is_chinese_whoever_writes_it(play: Play) -> None:
    with override("en"):
        play.record()
        play.dispatch()
        play.act(play.cast.guchangchuan, "accept")
        play.act(play.cast.guchangchuan, "contact", text="On my way")
        play.act(play.cast.guchangchuan, "resolve", cause="charger", fix="parts", result="Waiting for parts")
    assert play.case.title == "云港高铁东站 07 号桩 · 枪无法拔出"
    assert play.case.customer is not None
    assert play.case.customer.name == "客户（尾号 1234）"
    told = SmsMessage.objects.filter(template="progress").order_by("id")
    assert [words(message).split("：")[1] for message in told] == [
        "已转运维检修中心办理。查看",
        "处理中。查看",
    ]
    play.charger.station.refresh_from_db()
    assert play.charger.station.banner.startswith("本站有设备停用待修")


def test_a_landline_gets_no_short_message(play: Play) -> None:
    play.record(phone="0518-85001234")
    assert not SmsMessage.objects.exists()
