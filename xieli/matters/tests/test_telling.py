"""抄送, 评论, 关注, 督办, 报告进展: words beside the work: who is told, who may see, and what stays as it was."""

from typing import Any

import pytest
from django.utils import translation

from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, perform
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Event, Follow, Matter
from xieli.matters.scene import Scene
from xieli.notifications import discretion
from xieli.notifications.models import Notification

from .scenes import MONDAY, accepted, do, open_item, signing, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toy")]


def told(matter: Matter, kind: str) -> set[str]:
    rows = Notification.objects.filter(matter=matter.pk, kind=kind)
    return set(rows.values_list("recipient__pinyin", flat=True))


def test_who_is_copied_may_see_from_now_on_and_should_read_it(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "classify", cast.linwan, classification="internal")
    assert not Matter.objects.visible_to(cast.bailu).filter(pk=matter.pk).exists()
    do(matter, "copy", cast.linwan, people=[str(cast.bailu.uid)])
    assert Matter.objects.visible_to(cast.bailu).filter(pk=matter.pk).exists()
    follow = Follow.objects.get(matter=matter, person=cast.bailu)
    assert follow.copied_by == cast.linwan and follow.read_at is None
    assert told(matter, "copied") == {"bailu"}


def test_mentioned_people_are_told_once_and_differently(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "claim", cast.fangqiming)
    do(matter, "follow", cast.zhoumin)
    do(matter, "comment", cast.linwan, mentions=[str(cast.fangqiming.uid)])
    assert told(matter, "mention") == {"fangqiming"} and told(matter, "comment") == {"zhoumin"}


def test_a_comments_words_stand_in_the_discussion_and_not_in_the_ledger(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "comment", cast.linwan, text="请尽快")
    event = Event.objects.filter(matter=matter).latest("seq")
    assert event.action == "comment" and not event.texts.exists() and "请尽快" not in event.body
    assert matter.comments.get().text == "请尽快"


def test_following_is_switched_off_again(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "follow", cast.zhoumin)
    do(matter, "unfollow", cast.zhoumin)
    do(matter, "comment", cast.linwan)
    assert told(matter, "comment") == set()


def test_supervising_is_for_those_above_and_tells_the_holder_and_their_head(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "claim", cast.fangqiming)
    with pytest.raises(NotAllowed):
        do(matter, "supervise", cast.linwan)
    do(matter, "supervise", cast.hanliren)
    assert told(matter, "urged") == {"fangqiming", "tangyue"}
    assert Follow.objects.get(matter=matter).person == cast.hanliren


def test_progress_is_reported_by_the_holder_in_percent(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "report_progress", cast.fangqiming, percent=40)
    assert open_item(matter).percent == 40 and told(matter, "progress") == {"linwan"}
    with pytest.raises(NotAllowed):
        do(matter, "report_progress", cast.linwan, percent=50)


def test_nobody_is_told_of_their_own_act(cast: Any) -> None:
    matter = submitted(cast, by="fangqiming")
    do(matter, "claim", cast.fangqiming)
    do(matter, "comment", cast.fangqiming)
    assert not Notification.objects.filter(recipient=cast.fangqiming).exists()


def test_words_change_no_rev_and_open_nothing(cast: Any) -> None:
    matter = signing(cast)
    before = (matter.rev, matter.rounds_opened, matter.state)
    for verb, who in (("comment", cast.linwan), ("follow", cast.linwan), ("urge", cast.linwan)):
        do(matter, verb, who)
    do(matter, "supervise", cast.hanliren)
    assert (matter.rev, matter.rounds_opened, matter.state) == before


class TestButtons:
    def names(self, matter: Matter, person: Any) -> set[str]:
        return {one.name for one in available_actions(Scene.load(matter, MONDAY), Actor.of(person))}

    def test_every_button_shown_is_allowed_and_none_other(self, cast: Any) -> None:
        matter = signing(cast)
        assert {"approve", "refuse", "abstain", "return_", "add_signer"} <= self.names(matter, cast.qianwenbo)
        assert not {"approve", "refuse", "return_", "reassign"} & self.names(matter, cast.linwan)

    def test_who_may_not_see_gets_no_buttons(self, cast: Any) -> None:
        matter = submitted(cast)
        do(matter, "classify", cast.linwan, classification="secret")
        assert self.names(matter, cast.guchangchuan) == set()

    def test_a_closed_matter_can_be_talked_about_and_nothing_more(self, cast: Any) -> None:
        matter = submitted(cast)
        do(matter, "withdraw", cast.linwan)
        assert self.names(matter, cast.linwan) <= {"comment", "copy", "follow", "unfollow"}

    def test_a_button_names_the_item_it_acts_on(self, cast: Any) -> None:
        matter = signing(cast)
        found = {one.name: one for one in available_actions(Scene.load(matter, MONDAY), Actor.of(cast.wujia))}
        assert found["approve"].item == open_item(matter, cast.wujia)
        assert found["approve"].primary and found["refuse"].danger


def test_somebody_whose_account_is_closed_acts_no_more(cast: Any) -> None:
    matter = submitted(cast)
    gone = Actor.of(cast.fangqiming)
    cast.fangqiming.left_on = cast.fangqiming.joined_on
    with pytest.raises(NotAllowed):
        perform(matter, "accept", gone, {}, now=MONDAY)


def words(person: Any, kind: str) -> str:
    return Notification.objects.filter(recipient=person, kind=kind).latest("id").words()


def test_a_notice_names_number_and_title(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "give_notice", cast.fangqiming, new_due="2026-09-18T17:30")
    assert words(cast.linwan, "assigned") == f"{matter.number}《查日志》：请您办理「审批延期」"


def test_a_notice_is_read_in_the_readers_language_whoever_acted(cast: Any) -> None:
    matter = accepted(cast)
    do(matter, "give_notice", cast.fangqiming, new_due="2026-09-18T17:30")
    with translation.override("zh-hans"):
        do(matter, "refuse", cast.linwan)
    with translation.override("en"):
        assert words(cast.linwan, "assigned").endswith("please handle “decide on an extension”")
        assert words(cast.fangqiming, "decided") == f"{matter.number} “查日志”: extension, result: refused"


def test_nobody_is_told_of_what_they_may_not_see(cast: Any) -> None:
    matter = submitted(cast)
    do(matter, "follow", cast.bailu)
    do(matter, "comment", cast.linwan)
    assert told(matter, "comment") == {"bailu"}
    do(matter, "classify", cast.linwan, classification="secret")
    before = Notification.objects.filter(recipient=cast.bailu).count()
    do(matter, "comment", cast.linwan)
    assert Notification.objects.filter(recipient=cast.bailu).count() == before


def test_what_became_secret_is_named_neither_in_the_list_nor_in_letters(cast: Any, client_of: Any) -> None:
    matter = submitted(cast)
    do(matter, "follow", cast.bailu)
    do(matter, "comment", cast.linwan)
    address = "/notifications/"
    assert "查日志" in client_of(cast.bailu).get(address).content.decode()
    do(matter, "classify", cast.linwan, classification="secret")
    page = client_of(cast.bailu).get(address).content.decode()
    assert "查日志" not in page and str(matter.number) not in page and "您现在不能查看" in page
    notices = Notification.objects.filter(matter=matter.pk)
    say = discretion.of(notices)
    letters = {one.recipient.pinyin: discretion.words(one, say[one.pk]) for one in notices}
    assert letters["bailu"] == "这件事项您现在不能查看。"
    assert not any("查日志" in one or str(matter.number) in one for one in letters.values())
