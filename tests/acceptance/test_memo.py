"""A memo goes from its author over the head to the department that answers: three people, three browsers (4.2.a)."""

from collections.abc import Callable

from tests.acceptance.people import Visitor

TITLE = "三号站停电安排的函"


def test_a_memo_is_signed_answered_and_confirmed(visit: Callable[..., Visitor]) -> None:
    author, head, answering = visit("linwan"), visit("zhoumin"), visit("maguoqiang", phone=True)
    author.go("/new/memo/")
    author.fill(title=TITLE, to="运维检修中心", content="请告知停电窗口。", answer_from="运维检修中心")
    author.page.get_by_role("button", name="提交", exact=True).click()
    author.page.wait_for_url("**/m/**")
    address = author.page.url

    head.go(address)
    head.act("签发")
    author.sees("未签收")

    answering.go(address)
    answering.act("答复", answer="周三夜间")
    author.sees("周三夜间")
    author.act("答复已明确，办结")
    author.sees("已办结")
