"""What somebody says in a discussion goes with a letter and a message of a robot where their words may go, else not."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from xieli.accounts.audit import By
from xieli.core import clock
from xieli.matters.models import Comment, Matter
from xieli.notifications import discretion, worker
from xieli.notifications.discretion import Say
from xieli.notifications.kinds import Mode
from xieli.notifications.models import Notification
from xieli.notifications.robots import commands
from xieli.notifications.tests.chat import SECRET, serving

from .scenes import MONDAY, do, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]
CANARY = "鹦鹉螺九号方案"


@pytest.fixture
def chat(settings: Any, cast: Any) -> Any:
    """The group of 平台研发部, whose robot says what its people are named in."""
    with serving() as found:
        settings.ROBOT_HOSTS = [found.origin]
        with clock.turned_to(MONDAY - timedelta(hours=1)):
            row = commands.set_up(
                None, By(None), service="dingtalk", name="群", department=cast.rd, secret=SECRET,
                address=found.address("dingtalk"), mentions=False,
            )  # fmt: skip
        commands.choose(row, {"mention": Mode.NOW})
        yield found


def said(cast: Any, text: str, classification: str = "company") -> Matter:
    matter = submitted(cast)
    do(matter, "classify", cast.linwan, classification=classification)
    mail.outbox.clear()
    with clock.turned_to(MONDAY):
        do(matter, "comment", cast.linwan, text=text, mentions=[str(cast.fangqiming.uid)])
    return matter


def sent(at: Any = MONDAY) -> Any:
    """The letter to 方启明 about the comment."""
    with clock.turned_to(at):
        worker.once()
    found = [one for one in mail.outbox if "fangqiming" in one.to[0] and "提到" in one.body]
    return found[-1] if found else None


def html_of(letter: Any) -> str:
    return str(letter.alternatives[0][0])


@pytest.fixture(autouse=True)
def addresses(cast: Any) -> None:
    cast.fangqiming.email = "fangqiming@example.com"
    cast.fangqiming.save()


def test_a_letter_quotes_the_comment_in_plain_text_and_with_its_formatting(cast: Any) -> None:
    said(cast, "**请看**第二行\n\n<script>alert(1)</script> http://example.com/x")
    letter = sent()
    assert "> **请看**第二行\n>\n> <script>" in letter.body
    html = html_of(letter)
    assert "<blockquote><p><strong>请看</strong>第二行</p>" in html
    assert "<script" not in html and 'href="http://example.com/x"' in html
    assert "#discussion" in letter.body


def test_a_long_comment_is_cut_and_telephone_numbers_are_masked(cast: Any) -> None:
    said(cast, "电话 13812345678。" + "字" * 3000)
    letter = sent()
    assert "138****5678" in letter.body and "13812345678" not in letter.body + html_of(letter)
    assert "字…" in letter.body and letter.body.count("字") < 1001


def test_what_was_taken_back_before_the_letter_left_is_not_in_it(cast: Any) -> None:
    matter = said(cast, CANARY)
    comment = Comment.objects.get(matter=matter)
    do(matter, "take_back_comment", cast.linwan, comment=str(comment.uid))
    letter = sent()
    assert CANARY not in letter.body + html_of(letter) and ">" not in letter.body.split("--")[0]


@pytest.mark.parametrize("classification", ["secret", "confidential"])
def test_nothing_said_on_a_classified_matter_leaves_the_product(
    cast: Any, chat: Any, classification: str
) -> None:
    said(cast, CANARY, classification)
    with clock.turned_to(MONDAY):
        worker.once()
    letters = [one for one in mail.outbox if "fangqiming" in one.to[0]]
    assert letters and all("涉密" in one.body for one in letters[-1:])
    everything = "".join(one.subject + one.body + html_of(one) for one in mail.outbox) + "".join(chat.said)
    assert chat.said and CANARY not in everything and "查日志" not in everything


def test_what_became_secret_after_it_was_said_is_quoted_no_more(cast: Any, chat: Any) -> None:
    matter = said(cast, CANARY)
    do(matter, "classify", cast.linwan, classification="secret")
    with clock.turned_to(MONDAY):
        worker.once()
    everything = "".join(one.subject + one.body + html_of(one) for one in mail.outbox) + "".join(chat.said)
    assert chat.said and CANARY not in everything


def test_a_group_reads_what_its_whole_department_may_see_on_one_line(cast: Any, chat: Any) -> None:
    said(cast, "第一行\n第二行" + "很长" * 100)
    with clock.turned_to(MONDAY):
        worker.once()
    line = chat.said[-1].splitlines()[0]
    assert "：“第一行 第二行很长" in line and line.endswith("…”") and len(line) < 200


def test_the_words_go_where_those_of_the_notice_go_and_nowhere_else(cast: Any) -> None:
    matter = said(cast, CANARY)
    (notice,) = Notification.objects.filter(matter=matter.pk, kind="mention")
    assert discretion.said([notice], {notice.pk: Say.WORDS}) == {notice.pk: CANARY}
    for say in set(Say) - {Say.WORDS}:
        assert discretion.said([notice], {notice.pk: say}) == {}
    assert discretion.said([notice], {}) == {}


def test_the_list_of_notices_says_it_too(cast: Any, client_of: Any) -> None:
    matter = said(cast, "请看<b>第二行")
    page = client_of(cast.fangqiming).get("/notifications/").content.decode()
    assert "“请看&lt;b&gt;第二行”" in page
    do(matter, "take_back_comment", cast.linwan, comment=str(Comment.objects.get(matter=matter).uid))
    assert "第二行" not in client_of(cast.fangqiming).get("/notifications/").content.decode()
