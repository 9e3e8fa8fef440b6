"""What the desk promises a person at the keyboard: keys, drafts, views, Excel, words kept when somebody was faster."""

import re
import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.acceptance.people import PANEL, Visitor
from tests.live import PASSWORD, Product
from xieli.accounts import login, totp


def recorded(product: Product, text: str) -> str:
    """The address of a case waiting for an answer."""
    from xieli.matters.actors import Actor
    from xieli.matters.commands import open_matter

    with product.database():
        data = {"kind": "fault", "demand": "connector_stuck", "text": text}
        return open_matter("service", Actor.of(product.cast.linwan), "record", data).get_absolute_url()


def enter(visitor: Visitor, name: str, password: str) -> None:
    """Fill in the login page."""
    visitor.go("/login/")
    visitor.page.locator("form [type=text], form [name=username], form [name=name]").first.fill(name)
    visitor.page.locator("[type=password]").fill(password)
    visitor.page.get_by_role("button", name="登录", exact=True).click()


def test_name_and_password_open_the_desk(visit: Callable[..., Visitor]) -> None:
    visitor = visit(None)
    enter(visitor, "baolu-nobody", PASSWORD)
    visitor.sees("登录名或密码不对")
    enter(visitor, "bailu", PASSWORD)
    visitor.sees("白露")


def test_five_wrong_passwords_lock_the_account(visit: Callable[..., Visitor]) -> None:
    visitor = visit(None)
    for _ in range(login.FAILURES):
        enter(visitor, "wangyang", "wrong-password-1")
    visitor.sees("已锁定")
    enter(visitor, "wangyang", PASSWORD)
    visitor.sees("分钟后再试")


def test_the_privileged_need_a_code_of_their_authenticator(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    visitor = visit(None)
    enter(visitor, "system-admin", PASSWORD)
    visitor.sees("绑定动态口令")
    found = re.search(
        r"[A-Z2-7]{32}", re.sub(r"(?<=[A-Z2-7]) (?=[A-Z2-7])", "", visitor.page.inner_text("main"))
    )
    assert found, visitor.page.inner_text("main")
    code = visitor.page.locator("main form [name=code]")
    code.fill(totp.code(found[0], totp.current_step()))
    visitor.page.locator("main form [type=submit]").first.click()
    expect(visitor.page).to_have_url(re.compile(r"/(administration/.*)?$"))


def test_the_desk_is_worked_by_keys_alone(product: Product, visit: Callable[..., Visitor]) -> None:
    recorded(product, "键盘")
    visitor = visit("zhaoxiaotang").go("/")
    keys = visitor.page.keyboard
    keys.press("?")
    expect(visitor.page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    expect(visitor.page.locator("#keys")).to_be_hidden()
    chosen = visitor.page.locator("[data-row] [data-row-link]:focus")
    for _ in range(3):  # a live refresh in this very moment may have taken the row away: one presses again
        keys.press("j")
        if chosen.count():
            break
        visitor.page.wait_for_timeout(500)
    expect(chosen).to_have_count(1)
    visitor.page.evaluate(
        "() => document.querySelectorAll('[data-live]').forEach(it => it.dispatchEvent(new Event('xieli:refresh')))"
    )
    visitor.page.wait_for_timeout(800)
    expect(chosen).to_have_count(1)  # a live refresh leaves the reader at their row
    keys.press("Enter")
    visitor.page.wait_for_url("**/m/**")
    keys.press("/")
    keys.type("枪")
    keys.press("Enter")
    visitor.page.wait_for_url("**/search/?q=*")
    visitor.page.go_back()
    expect(visitor.page.locator("#actions [data-htmx-powered]").first).to_be_attached()
    keys.press(".")  # the usual act of what is open
    expect(
        visitor.page.locator(f"{PANEL} .dialog-body:focus-within, {PANEL} .dialog-body:focus")
    ).to_have_count(1)


def test_what_was_typed_survives_a_reload(visit: Callable[..., Visitor]) -> None:
    visitor = visit("fangqiming").go("/new/collaboration/")
    words = f"日志 {uuid.uuid4()}"
    visitor.page.locator("[name=content]").fill(words)
    visitor.page.wait_for_timeout(800)  # kept a moment after the last key
    visitor.page.reload()
    expect(visitor.page.locator("[name=content]")).to_have_value(words)


def test_a_session_that_ended_meanwhile_costs_no_word(visit: Callable[..., Visitor]) -> None:
    """Longer at the form than a session rests: sent, logged in again, and it is all there."""
    visitor = visit("bailu").go("/new/collaboration/")
    page, words = visitor.page, f"会话过期 {uuid.uuid4()}"
    page.locator("[name=content]").fill(words)
    page.context.clear_cookies(name="sessionid")
    page.locator("#begin .form-foot .primary").click()
    page.wait_for_url("**/login/**")
    page.locator("[type=password]").fill(PASSWORD)
    page.locator("form [name=username], form [name=name], form [type=text]").first.fill("bailu")
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url("**/new/collaboration/**")
    expect(page.locator("[name=content]")).to_have_value(words)


def test_what_is_typed_is_a_draft_on_every_machine(visit: Callable[..., Visitor]) -> None:
    words = f"换一台电脑接着写 {uuid.uuid4()}"
    visitor = visit("fangqiming").go("/new/collaboration/")
    visitor.page.locator("[name=title]").fill(words)
    visitor.page.locator("[name=content]").fill(words)
    visitor.sees("已自动存为草稿")
    assert "?draft=" in visitor.page.url
    other = visit("fangqiming").go("/?tab=drafts")
    other.page.get_by_role("link", name=words).first.click()
    expect(other.page.locator("[name=content]")).to_have_value(words)


PLAN = {"name": "改造方案.txt", "mimeType": "text/plain", "buffer": "一份方案".encode()}


def test_a_file_chosen_in_a_form_outlives_its_tab(visit: Callable[..., Visitor]) -> None:
    """Uploaded as part of the draft at once, listed with a box to take it out, and sent with the form in the end."""
    words = f"带附件的草稿 {uuid.uuid4()}"
    visitor = visit("fangqiming").go("/new/project/")
    visitor.page.locator("[name=title]").fill(words)
    visitor.page.locator("[name=files]").set_input_files(PLAN)  # type: ignore[arg-type]
    expect(visitor.page.locator("[data-files]")).to_contain_text("改造方案.txt")
    visitor.page.close(run_before_unload=False)
    other = visit("fangqiming").go("/?tab=drafts")
    expect(other.page.get_by_text("今天保存").first).to_be_visible()
    other.page.get_by_role("link", name=words).first.click()
    kept = other.page.locator("[data-kept]")
    expect(kept).to_be_checked()
    other.page.get_by_role("button", name="存为草稿").click()
    other.page.get_by_role("link", name=words).first.click()
    expect(kept).to_be_checked()
    kept.uncheck()
    expect(other.page.locator("[data-saved]")).to_contain_text("已自动存为草稿", timeout=15_000)
    other.page.reload()
    expect(other.page.locator("[data-files]")).not_to_contain_text("改造方案.txt")


def test_a_file_that_could_not_be_kept_is_said_to_be_so(visit: Callable[..., Visitor]) -> None:
    page = visit("fangqiming").go("/new/project/").page
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=files]").set_input_files(PLAN)  # type: ignore[arg-type]
    expect(page.locator("[data-saved]")).to_contain_text("所选文件还没有保存")


def test_a_file_of_an_act_goes_with_it_and_the_page_says_so(
    product: Product, visit: Callable[..., Visitor]
) -> None:
    """Nothing is kept of an act that was not taken: what is said, stands beside the file from the beginning."""
    page = visit("zhaoxiaotang").go(recorded(product, "现场照片")).page
    page.locator("[name=files]").first.evaluate(
        "(field) => field.closest('details')?.setAttribute('open', '')"
    )
    page.locator(".upload [name=files]").first.set_input_files(PLAN)  # type: ignore[arg-type]
    expect(page.locator(".previews").first).to_contain_text("离开本页后须重新选择")
    page.wait_for_timeout(700)
    page.reload()
    expect(page.locator(".draft-note").first).to_contain_text("改造方案.txt")


def test_who_was_too_late_keeps_what_they_wrote(product: Product, visit: Callable[..., Visitor]) -> None:
    case = recorded(product, "两人同时")
    slow, quick = visit("linwan").go(case), visit("zhaoxiaotang").go(case)
    expect(slow.panel("当场答复")).to_have_count(1)
    slow.fill(answer="请按车内解锁键再拔枪")
    quick.act("派单", department="运维检修中心")
    panel = slow.page.locator(PANEL)
    panel.locator(".form-foot").get_by_role("button", name="当场答复").click()
    expect(slow.page.get_by_text(re.compile("刚刚有了变化|不再适用|不适用")).first).to_be_visible()
    expect(panel.locator("textarea")).to_have_value("请按车内解锁键再拔枪")  # to be taken elsewhere
    assert product.get(case, product.session(product.cast.linwan))[1].count("请按车内解锁键") == 0
    expect(slow.page.get_by_text("已派单").first).to_be_attached()


def test_the_sheet_holds_exactly_what_the_saved_view_shows(
    product: Product, visit: Callable[..., Visitor], tmp_path: pytest.TempPathFactory
) -> None:
    for text in ("导出甲", "导出乙"):
        recorded(product, text)
    visitor = visit("linwan").go("/matters/service/?which=all&state=recorded&sort=opened")
    page = visitor.page
    page.locator("summary").filter(has_text="视图").click()
    page.locator("form[action='/matters/views/'] [name=name]").fill("待答复")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**state=recorded**")
    page.locator("summary").filter(has_text="视图").click()
    page.get_by_role("link", name="待答复").click()
    page.wait_for_url("**state=recorded**")
    seen = [row.inner_text() for row in page.locator("tbody tr[data-row] [data-col=number]").all()]
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    download.value.save_as(tmp_path / "list.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == seen
    assert len(seen) >= 2


def test_the_interface_speaks_english_when_asked(product: Product, visit: Callable[..., Visitor]) -> None:
    visitor = visit("yezhen").go("/")
    page = visitor.page
    page.locator(".top details summary, .top .menu summary").last.click()
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    left = re.findall(r"[\u4e00-\u9fff]{2,}", page.locator("nav.side").inner_text())
    page.locator(".top details summary, .top .menu summary").last.click()
    page.get_by_role(
        "button", name="简体中文"
    ).first.click()  # the account keeps it, and others use it after us
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    assert left == []
