"""What nobody answers, played in browsers: warnings reach those above, the page says who is waited for (rules 0)."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.acceptance.conftest import PHONE
from tests.acceptance.people import Visitor
from tests.acceptance.test_every_page import STICKS_OUT
from tests.acceptance.test_meeting import without_barriers
from tests.live import Product

WIDE = {"width": 1440, "height": 900}
SHOTS = os.environ.get("XIELI_SHOTS", "")


def seen(visit: Callable[..., Visitor], who: str, what: str, *paths: str) -> Visitor:
    """Looked at at both widths in both languages: nothing runs over. Without a barrier wide in the one language and
    narrow in the other. Kept as pictures where one asks for them; answers who looked, at a desk again.
    """
    visitor = visit(who)
    page = visitor.page
    for language, sizes in (("en", (WIDE, PHONE)), ("zh-hans", (PHONE, WIDE))):
        # An account's own language counts for more than the browser's.
        speaking(visitor.product, who, language)
        for place, path in enumerate(paths):
            page.set_viewport_size(sizes[0])
            visitor.go(path)
            without_barriers(visitor)
            for size in sizes:
                page.set_viewport_size(size)
                excess = page.evaluate(STICKS_OUT)
                assert excess <= 0, f"{path} runs over by {excess} px ({language}, {size['width']})"
                if SHOTS:
                    name = f"{what}-{place}-{size['width']}-{language}"
                    page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
    return visitor


def speaking(product: Product, who: str, language: str) -> None:
    from xieli.accounts.models import Account

    with product.database():
        Account.objects.filter(person=product.cast.people[who]).update(language=language)


def opened(product: Product, days: float, procedure: str, by: str, act: str, data: dict[str, Any]) -> str:
    """A matter begun some days ago; its address."""
    from xieli.core import clock
    from xieli.matters.actors import Actor
    from xieli.matters.commands import open_matter

    with product.database():
        now = clock.now() - timedelta(days=days)
        with clock.turned_to(now):
            actor = Actor.of(product.cast.people[by])
            return open_matter(procedure, actor, act, data, now=now).get_absolute_url()


def acted(product: Product, days: float, address: str, by: str, act: str, **data: Any) -> None:
    from xieli.core import clock
    from xieli.matters.actors import Actor
    from xieli.matters.commands import perform
    from xieli.matters.models import Matter

    with product.database():
        now = clock.now() - timedelta(days=days)
        with clock.turned_to(now):
            matter = Matter.objects.get(uid=address.split("/")[2])
            perform(matter, act, Actor.of(product.cast.people[by]), data, now=now)


def uid(product: Product, name: str) -> str:
    found = getattr(product.cast, name)
    return str(found.uid)


def warned(product: Product, address: str, colour: str, seconds: int = 120) -> None:
    """The watcher has raised it."""
    import time

    from xieli.matters.models import Alert

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with product.database():
            if Alert.objects.filter(matter__uid=address.split("/")[2], colour=colour).exists():
                return
        time.sleep(0.2)
    pytest.fail(f"no {colour} warning on {address}")


def test_a_memo_nobody_signs_for_reaches_those_above(product: Product, visit: Callable[..., Visitor]) -> None:
    told = {
        "title": "五号站消防通道占用", "in_name": "department", "content": "请三日内清理。",
        "to": [uid(product, "om"), uid(product, "rd")], "answer_from": [uid(product, "om")],
    }  # fmt: skip
    memo = opened(product, 20, "memo", "linwan", "submit", told)
    acted(product, 20, memo, "zhoumin", "sign")
    warned(product, memo, "escalated")
    author = seen(visit, "linwan", "memo-author", memo)
    seen(visit, "maguoqiang", "memo-addressee", memo, "/")
    above = seen(visit, "suwanqing", "memo-executive", memo, "/notifications/")
    expect(above.page.locator("main")).to_contain_text("五号站消防通道占用")
    author.go(memo)
    author.press("提醒未办部门")
    author.act("不再等待，办结", reason="已当面处理")
    author.sees("已办结")


def test_an_oral_agreement_nobody_confirms_stays_unconfirmed_and_says_so(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    from xieli.core import clock

    talked = clock.local(clock.now() - timedelta(days=9, hours=1)).strftime("%Y-%m-%dT%H:%M")
    told = {
        "title": "节日值守", "counterpart": uid(product, "fengtao"), "talked_at": talked,
        "content": "国庆由运维值守", "means": "phone",
    }  # fmt: skip
    agreement = opened(product, 9, "oral_agreement", "linwan", "put_down", told)
    warned(product, agreement, "escalated")
    author = seen(visit, "linwan", "oral-author", agreement)
    seen(visit, "fengtao", "oral-counterpart", agreement, "/")
    author.go(agreement).act("按未确认结束", reason="对方未答复")
    author.sees("未确认（对方未答复）")
    seen(visit, "linwan", "oral-over", agreement)


def test_a_period_without_its_meeting_or_report_is_an_alert(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    from xieli.core import clock
    from xieli.procedures.assignment.chores import ask_for_progress
    from xieli.procedures.meeting.chores import plan_regular

    first = clock.local(clock.now() - timedelta(days=24)).replace(hour=15, minute=0)
    told = {
        "title": "扩容周例会", "kind": "progress", "repeat": "weeks", "weeks": 1,
        "first_at": first.strftime("%Y-%m-%dT%H:%M"), "duration": 60,
        "attendees": [uid(product, "maguoqiang"), uid(product, "tangyue")], "convener": uid(product, "shenruozhou"),
    }  # fmt: skip
    series = opened(product, 25, "meeting_series", "shenruozhou", "begin", told)
    with product.database(), clock.turned_to(clock.now() - timedelta(days=24)):
        plan_regular()
    instruct = {
        "title": "迎峰度夏保供", "content": "落实保供方案", "assignee": uid(product, "maguoqiang"),
        "needed_by": clock.local(clock.now() + timedelta(days=20)).strftime("%Y-%m-%dT%H:%M"), "rhythm": "weekly",
    }  # fmt: skip
    instruction = opened(product, 20, "instruction", "suwanqing", "assign", instruct)
    with product.database(), clock.turned_to(clock.now() - timedelta(days=10)):
        ask_for_progress()
    warned(product, instruction, "escalated")
    with product.database():
        from xieli.matters.models import Matter

        meeting = Matter.objects.filter(parent__uid=series.split("/")[2]).order_by("pk")[0].get_absolute_url()
    warned(product, meeting, "red")
    seen(visit, "shenruozhou", "series", series, meeting, "/notifications/")
    seen(visit, "maguoqiang", "instruction", instruction)
    seen(visit, "suwanqing", "instruction-leader", instruction, "/alerts/")


def test_an_answer_from_a_calendar_stands_on_the_meeting(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    from xieli.core import clock
    from xieli.matters.models import Matter
    from xieli.notifications.mailbox.settling import settle
    from xieli.organisation.models import Person
    from xieli.procedures.meeting.tests.test_calendars import reply

    begins = clock.local(clock.now() + timedelta(days=3)).replace(hour=14, minute=0)
    told = {
        "title": "六号站协调会", "kind": "ad_hoc", "begins_at": begins.strftime("%Y-%m-%dT%H:%M"), "duration": 60,
        "place": "301", "purpose": "协调停电", "attendees": [uid(product, "zhoumin"), uid(product, "tangyue")],
        "chair": uid(product, "maguoqiang"), "secretary": uid(product, "guchangchuan"),
        "agenda": [{"subject": "停电窗口", "minutes": "20"}],
    }  # fmt: skip
    meeting = opened(product, 0, "meeting", "maguoqiang", "call", told)
    with product.database():
        matter = Matter.objects.get(uid=meeting.split("/")[2])
        Person.objects.filter(pk=product.cast.zhoumin.pk).update(email="zhoumin@example.com")
        settle(reply(matter, "DECLINED", by="zhoumin@example.com", sender="zhoumin@example.com"))
        settle(reply(matter, "ACCEPTED", sequence=-1, by="zhoumin@example.com", sender="zhoumin@example.com"))
    seen(visit, "maguoqiang", "calendar-answer", meeting).sees("出差")
    seen(visit, "zhoumin", "calendar-answer-own", meeting, "/notifications/")
