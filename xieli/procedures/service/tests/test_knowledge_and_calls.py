"""知识条目 found by a customer's words; calls of the telephone system, each once."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xieli.core import clock, sheets
from xieli.procedures.service import knowledge
from xieli.procedures.service.calls import CALL_IMPORT
from xieli.procedures.service.calls import SHEET as CALLS
from xieli.procedures.service.models import Article, CallRecord
from xieli.procedures.service.tests.conftest import TUESDAY, Play

pytestmark = pytest.mark.django_db
Login = Callable[..., Client]


def article(cast: Cast, title: str = "枪拔不出来怎么办", **values: object) -> Article:
    body = {"body": "先在应用点结束充电，再按住解锁键三秒。", "demand": "connector_stuck", **values}
    return knowledge.save(Article(title=title, **body), cast.hejing)


def test_an_article_is_found_by_two_characters_of_a_customers_words(cast: Cast) -> None:
    wanted = article(cast, keywords="卡枪 锁死")
    article(cast, title="怎么开发票", body="应用内申请", demand="invoice")
    for words in ("卡枪", "解锁", "拔不出来"):
        assert list(knowledge.find(words)) == [wanted]


def test_without_words_the_demands_most_used_articles_are_suggested(cast: Cast) -> None:
    seldom, often = article(cast, title="甲"), article(cast, title="乙")
    Article.objects.filter(pk=often.pk).update(uses=9)
    article(cast, title="停用", active=False)
    assert knowledge.suggest("", "connector_stuck") == [often, seldom]


def test_each_change_of_an_article_is_a_version_of_its_author(cast: Cast) -> None:
    one = article(cast)
    one.body = "改了"
    knowledge.save(one, cast.sunlixin)
    assert (one.version, one.changed_by) == (2, cast.sunlixin)


def test_everybody_reads_articles_and_leaders_write_them(cast: Cast, client_of: Login) -> None:
    one = article(cast)
    reader, writer = client_of(cast.fangqiming), client_of(cast.hejing)
    assert "枪拔不出来" in reader.get(reverse("service:articles")).content.decode()
    assert "解锁键" in reader.get(reverse("service:article", args=[one.uid])).content.decode()
    assert reader.get(reverse("service:new_article")).status_code == 404
    assert (
        reader.post(reverse("service:article", args=[one.uid]), {"title": "x", "body": "y"}).status_code
        == 404
    )
    answer = writer.post(
        reverse("service:new_article"), {"title": "占位费怎么算", "body": "每分钟 0.5 元", "active": "on"}
    )
    assert answer.status_code == 303
    assert Article.objects.filter(title="占位费怎么算").exists()


def book(*rows: list[str]) -> BytesIO:
    return BytesIO(sheets.write("通话记录", [column.title for column in CALLS.columns], rows))


def test_a_case_becomes_an_article_of_its_answer_without_the_customers_words(
    play: Play, cast: Cast, client_of: Login
) -> None:
    play.to("followed")
    leader, url = client_of(cast.hejing), f"{reverse('service:new_article')}?case={play.case.uid}"
    assert url in leader.get(play.case.get_absolute_url()).content.decode()
    page = leader.get(url).content.decode()
    assert 'value="枪无法拔出"' in page
    assert "手动解锁，更换锁止机构" in page
    assert "赶火车" not in page
    assert url not in client_of(cast.linwan).get(play.case.get_absolute_url()).content.decode()
    assert leader.get(f"{reverse('service:new_article')}?case=x").status_code == 404


def test_calls_come_in_once_and_find_their_case_and_caller(play: Play, cast: Cast) -> None:
    play.record()
    started = clock.local(TUESDAY - timedelta(minutes=2)).strftime("%Y-%m-%d %H:%M:%S")
    line = ["199-0000-1234", started, "12", "186", cast.linwan.number, "https://example.cn/1.wav", ""]
    for _ in range(2):
        rows = CALL_IMPORT.precheck(book(line))
        assert rows[0].errors == []
        CALL_IMPORT.confirm(CALL_IMPORT.pack(rows, cast.hejing.pk), cast.hejing)
    call = CallRecord.objects.get()
    assert (call.matter, call.customer, call.agent) == (play.case, play.case.customer, cast.linwan)
    assert (call.queue_seconds, call.duration_seconds) == (12, 186)


def test_a_call_with_an_unknown_agent_case_or_link_is_refused(cast: Cast) -> None:
    rows = CALL_IMPORT.precheck(
        book(["19900001234", "2026-11-24 09:00", "", "", "QY9999", "ftp://x/1.wav", "GD20200101-00001"])
    )
    assert len(rows[0].errors) == 3


def test_agents_see_calls_masked_and_those_nobody_recorded(cast: Cast, client_of: Login) -> None:
    CallRecord.objects.create(number="19900001234", started_at=TUESDAY, duration_seconds=60)
    page = client_of(cast.linwan).get(reverse("service:calls"), {"unbound": "1"}).content.decode()
    assert "199****1234" in page
    assert "19900001234" not in page
    assert client_of(cast.guchangchuan).get(reverse("service:calls")).status_code == 404
