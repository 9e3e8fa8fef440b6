"""An announcement by five people: drafted, signed, confirmed on a phone, replaced, recalled (4.2.a)."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_meeting import without_barriers


def written(author: Visitor, **fields: str) -> str:
    """The address of an announcement just handed in."""
    author.go("/new/announcement/")
    author.fill(**fields)
    author.page.get_by_role("button", name="提交", exact=True).click()
    author.page.wait_for_url("**/m/**")
    return author.page.url


def test_an_announcement_is_signed_confirmed_followed_up_and_recalled(visit: Callable[..., Visitor]) -> None:
    author, signer, reader, head = (
        visit("zhoumin"),
        visit("suwanqing"),
        visit("linwan", phone=True),
        visit("maguoqiang"),
    )
    address = written(author, title="夜班交接时间", content="20:00 交接。", departments="客户服务中心")
    author.sees("已读 0 人")

    reader.go("/")
    reader.sees("置顶")
    reader.go(address)
    reader.press("我已阅读，确认")
    reader.sees("您已确认")
    author.go(address)
    author.sees("已确认 1 人")
    author.press("提醒未确认的人")
    author.page.get_by_role("link", name="谁已读、谁未确认").click()
    author.sees("林晚")
    without_barriers(author, reader)

    wider = written(
        author,
        title="交接时间（全中心）",
        content="20:30 交接。",
        departments="运维检修中心",
        supersedes="夜班交接时间",
    )
    signer.go(wider)
    signer.act("退回修改", reason="写明起始日")
    author.go(wider)
    author.act("修改后重新提交", content="9 月 14 日起 20:30 交接。")
    signer.go(wider)
    signer.act("签发")
    author.go(address)
    author.sees("此公告已被替代")

    head.go(f"{wider}")
    head.press("我已阅读，确认")
    head.page.get_by_role("link", name="谁已读、谁未确认").click()
    head.sees("这里只列出您所负责部门的员工")
    author.go(wider)
    author.act("撤回公告", reason="时间写错")
    author.sees("此公告已撤回")
    author.go("/announcements/?which=past")
    expect(author.page.get_by_text("交接时间（全中心）")).to_be_visible()
    without_barriers(author, head, signer)
