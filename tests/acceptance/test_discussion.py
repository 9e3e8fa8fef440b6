"""Two people and a department talk about a matter: named, quoted, signed, with a file, and read (4.2.a)."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.acceptance.people import Visitor
from tests.acceptance.test_meeting import without_barriers


def test_a_discussion_with_all_it_can_do(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    author, colleague = visit("linwan"), visit("fangqiming", phone=True)
    author.go("/new/collaboration/")
    author.fill(
        lead_department="平台研发部", title="核对桩端日志", content="请核对三号站日志", standard="逐条核对",
        needed_by="2026-12-31T18:00",
    )  # fmt: skip
    author.page.get_by_role("button", name="提交", exact=True).click()
    author.page.wait_for_url("**/m/**")
    address = author.page.url
    area = author.page.locator("#discussion")
    words = area.get_by_label("写评论")

    words.press_sequentially("@平台")
    area.get_by_role("option", name="平台研发部 · 部门").click()
    words.press_sequentially("请看 **第三条**，见 https://example.com/log 。")
    note = tmp_path / "日志.txt"
    note.write_text("09:12 离线")
    area.locator("summary", has_text="附件").click()
    area.locator("[name=files]").set_input_files(note)
    area.get_by_role("button", name="评论").click()
    expect(area.locator(".rich strong")).to_have_text("第三条")
    expect(area.locator(".rich a")).to_have_attribute("href", "https://example.com/log")
    expect(area.get_by_role("link", name="日志.txt")).to_be_visible()

    colleague.go(address)
    theirs = colleague.page.locator("#discussion")
    expect(theirs.get_by_text("以下未读")).to_be_visible()
    theirs.get_by_role("button", name="引用").click()
    expect(theirs.locator("[data-quoting]")).to_contain_text("第三条")
    theirs.get_by_label("写评论").fill("已核对，无离线。")
    theirs.get_by_role("button", name="评论").click()
    expect(theirs.locator(".quoted a")).to_contain_text("林晚")
    expect(theirs.get_by_text("以下未读")).to_have_count(0)

    author.page.reload()
    area.locator("summary[aria-label=表态]").last.click()
    area.get_by_role("button", name="赞同").last.click()
    expect(area.get_by_role("button", name="赞同 1")).to_have_attribute("aria-pressed", "true")
    words.fill("写错了")
    area.get_by_role("button", name="评论").click()
    expect(area.locator(".rich").last).to_have_text("写错了")
    area.get_by_role("button", name="撤回").last.click()
    expect(area.get_by_text("（已撤回）")).to_be_visible()
    without_barriers(author, colleague)

    colleague.page.reload()
    colleague.go("/discussions/?q=无离线")
    colleague.sees("已核对，无离线。")
    without_barriers(colleague)
