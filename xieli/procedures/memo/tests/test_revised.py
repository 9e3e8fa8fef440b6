"""Who looks at a revised letter again sees what was changed, as long as they look at it; nobody later does (4.2.a)."""

from typing import Any

import pytest

from .test_memo import act, monday, uids, written

__all__ = ["monday"]
pytestmark = pytest.mark.django_db


def revised(cast: Any, **changes: Any) -> Any:
    matter = written(cast)
    act(matter, cast.zhoumin, "ask_revision", reason="请写明日期")
    told = {
        "title": "三号站停电安排", "in_name": "department", "content": "请告知停电窗口。",
        "to": uids(cast.om, cast.rd), "answer_from": uids(cast.om, cast.rd),
    }  # fmt: skip
    return act(matter, cast.linwan, "revise", **{**told, **changes}, opinion="已改")


def page(client_of: Any, person: Any, matter: Any) -> str:
    return client_of(person).get(matter.get_absolute_url()).content.decode()


def test_who_signs_sees_what_was_changed_since_they_sent_it_back(cast: Any, client_of: Any) -> None:
    matter = revised(cast, content="请在9月10日前告知停电窗口。", answer_from=uids(cast.om))
    shown = page(client_of, cast.zhoumin, matter)
    assert "与上次提交相比" in shown
    assert (
        '<del class="pre-line">请告知停电窗口。</del><ins class="pre-line">请在9月10日前告知停电窗口。</ins>'
        in shown
    )
    assert f'<del class="pre-line">{cast.om.name}、{cast.rd.name}</del>' in shown
    assert f'<ins class="pre-line">{cast.om.name}</ins>' in shown
    assert shown.count("<del") == 2  # what was left as it was is not named


def test_nothing_is_said_where_nothing_was_handed_in_before_or_nothing_was_changed(
    cast: Any, client_of: Any
) -> None:
    assert "与上次提交相比" not in page(client_of, cast.zhoumin, written(cast))
    assert "与上次提交相比" not in page(client_of, cast.zhoumin, revised(cast))


def test_what_was_taken_out_is_not_told_to_those_it_is_sent_to(cast: Any, client_of: Any) -> None:
    matter = revised(cast, content="请在9月10日前告知停电窗口。")
    act(matter, cast.zhoumin, "sign")
    assert "请告知停电窗口。" not in page(client_of, cast.maguoqiang, matter)
