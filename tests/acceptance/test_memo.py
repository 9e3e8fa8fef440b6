"""A memo goes from its author over the head to the department that answers: three people, three browsers (4.2.a)."""

from collections.abc import Callable

from tests.acceptance.people import Visitor
from tests.acceptance.test_meeting import without_barriers

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


def test_one_answer_goes_back_on_its_own_and_all_side_ways_of_a_memo(visit: Callable[..., Visitor]) -> None:
    author, first, second = visit("zhoumin"), visit("maguoqiang"), visit("tangyue", phone=True)
    author.go("/new/memo/")
    author.fill(title="四号站停电", to="运维检修中心", content="请告知停电窗口。", answer_from="运维检修中心")
    author.fill(to="平台研发部", answer_from="平台研发部")
    author.page.get_by_role("button", name="提交", exact=True).click()
    author.page.wait_for_url("**/m/**")
    address = author.page.url

    first.go(address)
    first.act("答复", answer="可以")
    author.sees("可以")
    author.act("请补充答复", departments="运维检修中心", reason="没有写时间")
    author.sees("没有写时间")
    author.press("提醒未办部门")
    first.go(address)
    first.act("答复", answer="周四 22 点")
    second.go(address)
    second.press("签收")
    second.act("答复", answer="无影响")
    author.sees("无影响")
    without_barriers(author, second)
    with author.page.expect_download() as sheet:
        author.page.get_by_role("link", name="导出 Excel").click()
    assert sheet.value.suggested_filename.endswith(".xlsx")
    author.act("撤回", reason="日期写错")
    author.sees("此函已撤回")
    second.go(address)
    second.sees("此函已撤回")


def test_what_was_agreed_on_the_phone_is_corrected_by_the_other_and_confirmed(
    visit: Callable[..., Visitor],
) -> None:
    one, other = visit("linwan"), visit("fengtao")
    one.go("/new/oral_agreement/")
    one.fill(
        title="夜间值守",
        counterpart="冯涛",
        talked_at="2026-09-07T08:30",
        content="夜间由运维值守",
        means="电话",
    )
    one.page.get_by_role("button", name="请对方确认", exact=True).click()
    one.page.wait_for_url("**/m/**")
    address = one.page.url
    one.sees("未确认")
    other.go(address)
    other.act("更正内容", content="工作日夜间由运维值守")
    one.go(address)
    one.act("确认更正")
    one.sees("双方确认")
    without_barriers(one, other)
