"""转办, 认领, 委派, 加签 / 减签: the table of verbs, row by row."""

from typing import Any

import pytest

from xieli.matters import registry
from xieli.matters.errors import ActionError, AlreadyDone, Invalid, NotAllowed
from xieli.matters.models import Event, WorkItem

from .scenes import (
    MONDAY,
    TUESDAY,
    accepted,
    clock_of,
    do,
    holders,
    main_round,
    open_item,
    sign_by,
    signing,
    submitted,
    verdicts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def test_claiming_names_the_person_and_leaves_the_clock_alone(cast: Any) -> None:
    matter = submitted(cast)
    before = clock_of(matter, "accept")
    do(matter, "claim", cast.fangqiming, now=TUESDAY)
    after = clock_of(matter, "accept")
    assert holders(matter) == [("accept", "fangqiming")]
    assert (after.pk, after.due_at, after.started_at) == (before.pk, before.due_at, MONDAY)
    with pytest.raises(NotAllowed):
        do(matter, "accept", cast.yezhen)


def test_a_claimed_item_is_nobody_elses_to_claim(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "claim", cast.fangqiming)
    with pytest.raises(AlreadyDone, match="已由方启明认领"):
        do(matter, "claim", cast.yezhen)


def test_a_transfer_for_the_wrong_addressee_counts_against_the_sender(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "reassign", cast.fangqiming, department=str(cast.fi.uid), ground="wrong_addressee")
    first = WorkItem.objects.get(matter=matter, outcome="reassigned")
    assert (first.info_ok, first.ground, first.sender_department) == (False, "wrong_addressee", cast.cs)
    again = open_item(matter)
    assert again.judges and again.sender_department == cast.rd


def test_a_transfer_inside_the_department_judges_nothing(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "reassign", cast.fangqiming, person=str(cast.yezhen.uid))
    assert WorkItem.objects.get(matter=matter, outcome="reassigned").info_ok is None
    do(matter, "accept", cast.yezhen)
    assert WorkItem.objects.get(matter=matter, outcome="done").info_ok is True


def test_the_receiver_must_work_in_the_chosen_department(cast: Any) -> None:
    matter = submitted(cast)
    with pytest.raises(ActionError, match="不在所选部门"):
        do(matter, "reassign", cast.fangqiming, department=str(cast.fi.uid), person=str(cast.yezhen.uid))
    with pytest.raises(Invalid):
        do(matter, "reassign", cast.fangqiming)


def test_a_decision_is_never_passed_to_the_initiator_but_to_who_stands_above(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "reassign", cast.jiangyifan, person=str(cast.linwan.uid))
    assert ("sign", "zhoumin") in holders(matter) and ("sign", "linwan") not in holders(matter)


def test_advice_comes_back_and_the_item_never_left_its_holder(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "claim", cast.fangqiming)
    due = clock_of(matter, "work").due_at
    do(matter, "entrust", cast.fangqiming, person=str(cast.yezhen.uid), text="请看看第三页")
    assert holders(matter) == [("work", "fangqiming"), ("advise", "yezhen")]
    do(matter, "advise", cast.yezhen, now=TUESDAY)
    assert holders(matter) == [("work", "fangqiming")] and clock_of(matter, "work").due_at == due


def test_who_advises_has_no_vote_and_may_not_act(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "entrust", cast.qianwenbo, person=str(cast.zhengheyun.uid))
    advice = open_item(matter, cast.zhengheyun)
    for action in ("approve", "refuse", "return_"):
        with pytest.raises(NotAllowed):
            do(matter, action, cast.zhengheyun, item=advice.pk, ground="missing")


def test_a_question_for_an_items_sake_ends_with_the_item(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "entrust", cast.qianwenbo, person=str(cast.zhengheyun.uid))
    do(matter, "approve", cast.qianwenbo)
    assert WorkItem.objects.get(matter=matter, step="advise").outcome == "superseded"
    assert matter.state == "signing"


def test_a_signer_added_to_all_must_agree_too(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "add_signer", cast.qianwenbo, person=str(cast.yanzheng.uid), where="beside")
    assert main_round(matter).need == 4
    for signer in (cast.qianwenbo, cast.jiangyifan, cast.wujia):
        do(matter, "approve", signer)
    assert matter.state == "signing" and holders(matter) == [("sign", "yanzheng")]
    do(matter, "approve", cast.yanzheng)
    assert matter.state == "filed"


def test_in_order_a_signer_may_be_asked_before_or_after_oneself(cast: Any) -> None:
    sign_by(cast, "order", "qianwenbo", "jiangyifan")
    matter = signing(cast)
    do(matter, "add_signer", cast.qianwenbo, person=str(cast.yanzheng.uid), where="before")
    do(matter, "add_signer", cast.yanzheng, person=str(cast.wujia.uid), where="after")
    for signer in (cast.yanzheng, cast.wujia, cast.qianwenbo, cast.jiangyifan):
        assert holders(matter) == [("sign", signer.pinyin)]
        do(matter, "approve", signer)
    assert matter.state == "filed"


def test_only_ones_own_additions_are_dropped_and_only_before_they_acted(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "add_signer", cast.qianwenbo, person=str(cast.yanzheng.uid), where="beside")
    with pytest.raises(NotAllowed):
        do(matter, "drop_signer", cast.jiangyifan, person=str(cast.yanzheng.uid))
    with pytest.raises(ActionError):
        do(matter, "drop_signer", cast.qianwenbo, person=str(cast.jiangyifan.uid))
    do(matter, "drop_signer", cast.qianwenbo, person=str(cast.yanzheng.uid))
    assert main_round(matter).need == 3 and len(holders(matter)) == 3
    do(matter, "add_signer", cast.qianwenbo, person=str(cast.tangyue.uid), where="beside")
    do(matter, "approve", cast.tangyue)
    with pytest.raises(NotAllowed):
        do(matter, "drop_signer", cast.qianwenbo, person=str(cast.tangyue.uid))


def test_dropping_the_last_open_signer_decides_the_round(cast: Any) -> None:
    matter = signing(cast)
    do(matter, "add_signer", cast.qianwenbo, person=str(cast.yanzheng.uid), where="beside")
    for signer in (cast.qianwenbo, cast.jiangyifan, cast.wujia):
        do(matter, "approve", signer)
    do(matter, "drop_signer", cast.qianwenbo, person=str(cast.yanzheng.uid))
    assert matter.state == "filed"


def test_under_any_an_added_signer_changes_no_need(cast: Any) -> None:
    sign_by(cast, "any", "qianwenbo", "jiangyifan")
    matter = signing(cast)
    do(matter, "add_signer", cast.qianwenbo, person=str(cast.yanzheng.uid), where="beside")
    assert main_round(matter).need == 1 and verdicts(matter) == ["", "", ""]
    do(matter, "approve", cast.yanzheng)
    assert matter.state == "filed"


def test_a_third_department_that_disputes_goes_to_arbitration_and_the_ruling_is_a_precedent(
    cast: Any,
) -> None:
    matter = submitted(cast)
    do(matter, "reassign", cast.fangqiming, department=str(cast.fi.uid), ground="not_mine")
    do(matter, "dispute", cast.qianwenbo)
    arbiter = WorkItem.objects.get(matter=matter, step="arbitrate", closed_at=None)
    assert arbiter.department == cast.pmo
    do(matter, "rule", cast.jiangyifan, item=arbiter.pk, department=str(cast.rd.uid))
    assert holders(matter) == [("accept", "RD")]
    ruling = matter.rulings.get()
    assert (ruling.department, ruling.refused, ruling.ruled_by) == (
        cast.rd,
        [cast.rd.pk, cast.fi.pk],
        cast.jiangyifan,
    )
    assert clock_of(matter, "accept").used == 0


def test_a_first_refusal_is_no_dispute_yet(cast: Any) -> None:
    with pytest.raises(NotAllowed):
        do(submitted(cast), "dispute", cast.fangqiming)


def test_every_act_says_who_for_whom_and_by_what_right(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "claim", cast.fangqiming)
    do(matter, "accept", cast.fangqiming)
    rows = Event.objects.filter(matter=matter).values_list(
        "action", "actor__pinyin", "authority", "department__code"
    )
    assert list(rows.order_by("seq")) == [
        ("submit", "linwan", "anyone", "CS"),
        ("claim", "fangqiming", "department", "RD"),
        ("accept", "fangqiming", "holder", "RD"),
    ]


def test_entrusting_can_be_switched_off(cast: Any) -> None:
    from dataclasses import replace

    toy = registry.get("toy")
    registry.add(replace(toy, verbs=replace(toy.verbs, entrust=False)))
    with pytest.raises(NotAllowed):
        do(accepted(cast), "entrust", cast.fangqiming, person=str(cast.yezhen.uid))


def test_a_second_passing_on_goes_to_the_arbiter_and_moves_nothing(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "reassign", cast.fangqiming, department=str(cast.fi.uid), ground="not_mine")
    do(matter, "reassign", cast.qianwenbo, department=str(cast.hr.uid), ground="not_mine")
    assert holders(matter) == [("accept", "FI"), ("arbitrate", "PMO")]
    assert Event.objects.filter(matter=matter).latest("seq").action == "dispute"
    with pytest.raises(ActionError, match="等待裁定"):
        do(matter, "reassign", cast.qianwenbo, department=str(cast.hr.uid), ground="not_mine")


def test_who_was_ruled_to_lead_passes_it_on_no_more_but_chooses_the_person(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "reassign", cast.fangqiming, department=str(cast.fi.uid), ground="not_mine")
    do(matter, "dispute", cast.qianwenbo)
    arbiter = WorkItem.objects.get(matter=matter, step="arbitrate", closed_at=None)
    do(matter, "rule", cast.jiangyifan, item=arbiter.pk, department=str(cast.fi.uid))
    with pytest.raises(ActionError, match="已裁定"):
        do(matter, "reassign", cast.qianwenbo, department=str(cast.rd.uid), ground="not_mine")
    with pytest.raises(NotAllowed):
        do(matter, "dispute", cast.qianwenbo)
    do(matter, "reassign", cast.qianwenbo, person=str(cast.bailu.uid))
    assert holders(matter) == [("accept", "bailu")]


def test_asking_for_what_is_missing_is_no_refusal(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "return_", cast.fangqiming, ground="missing")
    do(matter, "resubmit", cast.linwan)
    do(matter, "reassign", cast.fangqiming, department=str(cast.fi.uid), ground="not_mine")
    assert holders(matter) == [("accept", "FI")]
