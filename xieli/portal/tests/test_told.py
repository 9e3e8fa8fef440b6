"""What a customer hears without looking: results, also of the case theirs was merged into; and what failures say."""

import pytest
from django.test import Client

from xieli.notifications.models import SmsMessage
from xieli.portal.models import Rating
from xieli.portal.tests.customers import at, press

pytestmark = pytest.mark.django_db


def test_whoever_was_merged_hears_of_the_result_and_reads_it(play, follow):
    """Also when the case they were merged into was merged itself; one telephone is told once."""
    play.record(phone="19900005678")
    kept = play.case
    play.record(phone="19900006666")
    between = play.case
    visitor = follow("recorded")
    merged = play.case
    play.act(play.cast.linwan, "merge", into=between.number, reason="同一问题")
    play.case = between
    play.act(play.cast.linwan, "merge", into=kept.number, reason="同一问题")
    play.record(phone="19900006666")
    play.act(play.cast.linwan, "merge", into=kept.number, reason="又打来一次")
    SmsMessage.objects.all().delete()
    play.case = kept
    play.dispatch()
    assert "正在安排人员" in at(play, visitor)
    play.act(play.cast.guchangchuan, "accept")
    play.act(play.cast.guchangchuan, "contact", text="已联系")
    play.act(play.cast.guchangchuan, "resolve", cause="power", result="线路已恢复供电")
    assert "线路已恢复供电" not in at(play, visitor)
    play.act(play.cast.zhaoxiaotang, "passed")
    assert "线路已恢复供电" in at(play, visitor)
    told = SmsMessage.objects.filter(template="result").values_list("phone", flat=True)
    assert sorted(told) == ["19900001234", "19900005678", "19900006666"]
    link = SmsMessage.objects.get(phone="19900001234").params["link"]
    assert merged.number in visitor.page(f"/p/t/{link.rsplit('/', 1)[1]}")


def test_an_answer_is_told_and_confirmed_by_its_customer(play, follow):
    visitor = follow("recorded")
    type(play.case.case).objects.update(channel="web")
    play.act(play.cast.linwan, "answer", answer="在应用的订单页申请发票")
    assert SmsMessage.objects.latest("id").template == "result"
    assert "在应用的订单页申请发票" in at(play, visitor)
    assert press(play, visitor, "rate", overall="1", text="没有这个按钮").status_code == 303
    play.case.refresh_from_db()
    assert (play.case.state, Rating.objects.count()) == ("recorded", 0)
    play.act(play.cast.linwan, "answer", answer="请先升级应用")
    assert press(play, visitor, "rate", overall="4", key="again").status_code == 303
    play.case.refresh_from_db()
    assert (play.case.state, Rating.objects.get().overall) == ("followed", 4)
    assert "感谢您的评价" in at(play, visitor)


def test_what_fails_is_told_to_a_customer_not_to_a_colleague(visitor, settings):
    settings.HOTLINE = "400-800-1234"
    lost = visitor.get("/p/t/cut-off")
    for words in ("这个链接打不开", 'href="/p/find"', "400-800-1234"):
        assert words in lost.content.decode()
    expired = Client(enforce_csrf_checks=True).post("/p/find", {"phone": "19900001234"})
    assert (lost.status_code, expired.status_code) == (404, 403)
    assert "页面已过期" in expired.content.decode()
    for page in (lost, expired):
        assert "工作台" not in page.content.decode()
        assert "负责人" not in page.content.decode()
