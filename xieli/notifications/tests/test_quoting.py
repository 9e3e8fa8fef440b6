"""What mail programs put below a reply is left out; what the writer wrote never is."""

import time

import pytest

from xieli.notifications.mailbox.quoting import fresh, plain_of

SAID = "同意，请尽快安排。\n另附现场照片。"
LETTER = "—— 回复请写在这一行以上 ——\n\n林晚，您好：\n\n[新的待办] 新的待办\n"
QUOTED = "".join(f"> {line}\n" for line in LETTER.splitlines())
WITHOUT_LINE = "林晚，您好：\n\n[新的待办] 新的待办\n"
RULER = "-" * 66

BEGINNINGS = {
    "qq": '------------------&nbsp;原始邮件&nbsp;------------------\n发件人: "协力" <x@y.cn>;\n'
    '发送时间: 2026年9月1日(星期二) 中午12:00\n收件人: "林晚"<p@y.cn>;\n主题: [新的待办]\n\n',
    "qq-short": '------------------ 原始邮件 ------------------\n发件人: "协力" <x@y.cn>;\n\n',
    "163": '在 2026-09-01 12:00:00，"协力" <x@y.cn> 写道：\n',
    "163-en": 'At 2026-09-01 12:00:00, "协力" <x@y.cn> wrote:\n',
    "apple": "> 在 2026年9月1日，12:00，协力 <x@y.cn> 写道：\n>\n",
    "gmail": "协力 <x@y.cn> 于2026年9月1日周二 12:00写道：\n\n",
    "gmail-folded": "协力 <a-rather-long-address@y.cn>\n于2026年9月1日周二 12:00写道：\n\n",
    "outlook": "发件人: 协力 <x@y.cn>\n发送时间: 2026年9月1日 12:00\n收件人: 林晚 <p@y.cn>\n\n",
    "foxmail": " \n发件人： 协力\n发送时间： 2026-09-01 12:00\n收件人： 林晚\n主题： [新的待办]\n",
    "dingtalk": f"{RULER}\n发件人：协力 <x@y.cn>\n发送时间：2026年9月1日 12:00\n收件人：林晚\n\n",
    "gmail-en": "On Tue, Sep 1, 2026 at 12:00 PM Xieli <x@y.cn> wrote:\n\n",
    "outlook-en": "________________________________\nFrom: Xieli <x@y.cn>\nSent: Tuesday, 1 September\nTo: Lin\n\n",
}


@pytest.mark.parametrize("program", BEGINNINGS)
@pytest.mark.parametrize("quoted", [LETTER, QUOTED, WITHOUT_LINE])
def test_the_quotation_is_left_out(program: str, quoted: str) -> None:
    assert fresh(f"{SAID}\n\n{BEGINNINGS[program]}{quoted}") == SAID


@pytest.mark.parametrize("program", BEGINNINGS)
def test_line_ends_of_the_wire_make_no_difference(program: str) -> None:
    assert fresh(f"{SAID}\n\n{BEGINNINGS[program]}{QUOTED}".replace("\n", "\r\n")) == SAID


def test_our_own_line_is_enough_in_either_language() -> None:
    assert fresh(f"{SAID}\n\n> {LETTER}") == SAID
    assert fresh("Agreed.\n\n—— Write your reply above this line ——\nDear Lin") == "Agreed."


@pytest.mark.parametrize("mark", ["发自我的 iPhone", "Sent from my HUAWEI", "发自企业微信"])
def test_what_a_telephone_signs_with_is_left_out(mark: str) -> None:
    assert fresh(f"{SAID}\n\n{mark}\n\n{BEGINNINGS['163']}{QUOTED}") == SAID


@pytest.mark.parametrize(
    "text",
    [
        "见下：\n1. 在 2026 年完成\n2. 由运维写道路方案：甲",
        "发件人写错了，请改。\n收件人也是。",
        "From: 仓库\nTo: 门店",
        "发件人：仓库\n收件人：门店",
        "请看：\n---\n分隔线以下也是我写的",
        "第一段\n\n第二段\n\n\n第三段",
    ],
)
def test_words_that_only_look_like_a_quotation_are_kept(text: str) -> None:
    assert fresh(text) == text


@pytest.mark.parametrize("text", ["", "   \n", QUOTED, BEGINNINGS["qq"] + LETTER])
def test_nothing_new_is_nothing(text: str) -> None:
    assert fresh(text) == ""


def test_html_is_read_by_lines_without_its_quotations() -> None:
    source = (
        "<html><head><style>p{}</style></head><body><div>同意，<b>请尽快</b>。</div><p>谢谢<br>林晚</p>"
        '<div class="gmail_quote"><div>协力 于2026年写道：</div></div><blockquote>旧的</blockquote>'
        "<script>alert(1)</script></body></html>"
    )
    assert plain_of(source).split() == ["同意，请尽快。", "谢谢", "林晚"]
    assert plain_of("") == ""


# Each made one of the patterns take time with the square or third power of its length.
ENDLESS = {
    "a ruler over blank lines": RULER + "\n" * 40_000 + "x",
    "a sentence that begins like an English quotation": "On " + "a " * 40_000,
    "lines of blanks": (" " * 20 + "\n") * 10_000,
    "underscores": "_" * 40_000 + "\n" * 40_000,
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_no_letter_holds_up_the_worker(text: str) -> None:
    began = time.process_time()
    fresh(f"同意。\n\n{text}")
    assert time.process_time() - began < 5


def test_a_long_quotation_is_left_out_too() -> None:
    assert fresh(f"{SAID}\n\n{BEGINNINGS['gmail-en']}" + "> 很长的旧信\n" * 2_000) == SAID
