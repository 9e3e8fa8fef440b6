"""Following a case by its link: in the customer's words, and nothing of what colleagues write (4.3.c)."""

from datetime import timedelta

import pytest

from xieli.core import clock
from xieli.customers import tokens
from xieli.customers.commands import meet
from xieli.customers.models import CustomerToken
from xieli.matters.actors import Actor
from xieli.matters.commands import perform
from xieli.matters.declaration import build
from xieli.matters.models import Attachment, Comment, Matter
from xieli.portal import commands, wording
from xieli.portal.models import Rating
from xieli.portal.tests.customers import Visitor, at, press
from xieli.procedures.service.procedure import ServiceCase

pytestmark = pytest.mark.django_db
INSIDE = "内部机密词"


def test_every_state_and_every_visible_act_has_its_words():
    procedure = build(ServiceCase)
    assert set(procedure.states) - {"draft"} == set(wording.STATES)
    known = {*procedure.actions, *(f"timer:{name}" for name in procedure.timers), "urge"}
    assert set(wording.ACTS) <= known


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("recorded", "我们已收到您的需求"),
        ("dispatched", "已转运维检修中心"),
        ("accepted", "运维检修中心已接单"),
        ("resolving", "运维检修中心正在处理"),
        ("resolved", "客服正在核查结果"),
        ("checked", "请确认问题是否解决"),
        ("followed", "已办结"),
    ],
)
def test_each_state_is_told_in_the_customers_words(play, follow, state, words):
    assert words in at(play, follow(state))


def test_the_page_tells_the_department_and_the_time_but_no_names_of_colleagues(play, follow):
    page = at(play, follow("resolving"))
    assert "运维检修中心" in page
    assert "最迟到场" in page
    assert "最迟修复" in page
    assert (
        "最迟答复" not in page
    )  # a customer whose charger is broken waits for the repair, not for the five days
    for person in play.cast.people.values():
        assert person.name not in page


def test_nothing_that_colleagues_write_to_one_another_reaches_the_customer(play, follow):
    visitor = follow("resolving")
    play.act(play.cast.guchangchuan, "comment", text=f"{INSIDE}一")
    play.act(
        play.cast.guchangchuan, "pause", cause="outside_cause", until="2026-11-25T09:00", reason=f"{INSIDE}二"
    )
    page = at(play, visitor)
    assert INSIDE not in page
    assert "受外部原因影响" in page
    play.act(play.cast.guchangchuan, "resume")
    play.act(play.cast.guchangchuan, "resolve", cause="connector", result=f"{INSIDE}三")
    assert INSIDE not in at(play, visitor)
    play.act(play.cast.zhaoxiaotang, "passed", opinion=f"{INSIDE}四")
    page = at(play, visitor)
    assert f"{INSIDE}三" in page  # checked by customer service, the result is the customer's answer
    assert f"{INSIDE}四" not in page


def test_lateness_is_said_openly_with_an_apology(play, follow):
    visitor = follow("resolving")
    play.now += timedelta(days=10)
    page = at(play, visitor)
    assert "已超过承诺时间" in page
    assert "已超时" in page


def test_the_time_the_engineer_promised_is_the_time_shown(play, follow):
    visitor = follow("accepted")
    play.act(play.cast.guchangchuan, "contact", text="约好了", promised_at="2026-11-24T15:40")
    page = at(play, visitor)
    assert "与您约定的时间" in page
    assert "15:40" in page


def test_a_message_meant_for_the_customer_is_shown_and_answered(play, follow):
    visitor = follow("resolving")
    play.act(play.cast.guchangchuan, "comment", text="请在 3 号门等候", for_customer=True)
    assert "请在 3 号门等候" in at(play, visitor)
    assert press(play, visitor, "comment", text="好的，我在").status_code == 303
    assert "好的，我在" in at(play, visitor)
    comment = Comment.objects.latest("id")
    assert (comment.customer, comment.author) == (True, None)


def test_the_customer_answers_a_question_with_words_and_photos_and_work_goes_on(play, follow, photo):
    visitor = follow("resolving")
    play.act(play.cast.guchangchuan, "ask", question="屏幕显示什么代码？")
    assert "屏幕显示什么代码？" in at(play, visitor)
    press(play, visitor, "replied", text="E-32", photos=[photo()])
    play.case.refresh_from_db()
    assert play.case.state == "resolving"
    assert Attachment.objects.get(matter=play.case).by_customer


def test_a_satisfied_rating_confirms_the_case_and_keeps_its_three_sides_apart(play, follow):
    visitor = follow("checked")
    response = press(
        play, visitor, "rate", overall="5", attitude="5", speed="3", outcome="", text="师傅很专业"
    )
    assert response.status_code == 303
    play.case.refresh_from_db()
    rating = Rating.objects.get()
    assert (rating.overall, rating.attitude, rating.speed, rating.outcome) == (5, 5, 3, None)
    assert (play.case.state, play.details.rating, play.details.rated_by_customer) == ("followed", 5, True)


def test_a_dissatisfied_rating_sends_the_case_back_and_must_say_why(play, follow):
    visitor = follow("checked")
    assert press(play, visitor, "rate", overall="1").status_code == 422
    assert press(play, visitor, "rate", overall="1", text="还是拔不出来").status_code == 303
    play.case.refresh_from_db()
    assert (play.case.state, play.details.reopenings, play.details.rating) == ("resolving", 1, 1)


def test_a_rating_may_be_given_after_the_call_back_too(play, follow):
    visitor = follow("followed")
    press(play, visitor, "rate", overall="4")
    assert Rating.objects.get().overall == 4


def test_each_round_of_handling_has_one_rating(play, follow):
    visitor = follow("checked")
    press(play, visitor, "rate", key="r1", overall="4")
    press(play, visitor, "rate", key="r2", overall="5")
    assert [rating.overall for rating in Rating.objects.all()] == [5]


def test_a_complaint_about_the_handling_is_a_case_of_its_own_linked_to_the_first(play, follow):
    visitor = follow("resolving")
    response = press(play, visitor, "complain", text="两小时没有人来")
    complaint = Matter.objects.exclude(pk=play.case.pk).get()
    assert (complaint.case.kind, complaint.case.charger) == ("complaint", play.charger)
    assert complaint.links_out.get().target == play.case
    assert complaint.number in at(play, Visitor(), response["Location"])


def test_a_demand_may_be_taken_back_before_anybody_works_on_it(play, follow):
    visitor = follow("recorded")
    press(play, visitor, "give_up", text="自己好了")
    play.case.refresh_from_db()
    assert play.case.state == "void"
    assert "需求已撤销" in at(play, visitor)


def test_an_act_that_is_no_longer_possible_is_refused_with_the_fresh_page(play, follow):
    visitor = follow("resolving")
    response = press(play, visitor, "give_up", text="算了")
    assert response.status_code in (403, 409)
    assert "正在处理" in response.content.decode()


def test_the_same_press_twice_acts_once(play, follow):
    visitor = follow("resolving")
    for _n in range(3):
        press(play, visitor, "comment", text="在吗")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "action", ["dispatch", "accept", "resolve", "merge", "cancel", "pause", "reassign", "nonsense"]
)
def test_acts_of_colleagues_are_not_found_on_the_portal(play, follow, action):
    assert press(play, follow("recorded"), action, text="x").status_code == 404


def test_a_link_opens_its_own_case_only_serves_one_purpose_and_ends(play, follow):
    visitor = follow("recorded")
    customer, matter = play.case.customer, play.case.pk
    survey = tokens.issue(CustomerToken.Purpose.SURVEY, customer, lasting=timedelta(days=1), matter=matter)
    assert visitor.get(f"/p/t/{survey}").status_code == 404
    assert visitor.get(visitor.link.replace("/p/t/", "/p/i/")).status_code == 404
    assert visitor.get(visitor.link.replace("/p/t/", "/p/m/")).status_code == 404
    assert visitor.get("/p/t/" + "x" * 32).status_code == 404
    with clock.turned_to(clock.now() + commands.LINK_LASTS + timedelta(days=1)):
        assert visitor.get(visitor.link).status_code == 404


def test_a_revoked_link_opens_nothing(play, follow):
    visitor = follow("recorded")
    tokens.revoke(CustomerToken.Purpose.TRACKING, play.case.customer, matter=play.case.pk)
    assert visitor.get(visitor.link).status_code == 404


def test_files_are_given_only_where_meant_for_the_customer(play, follow, photo):
    visitor = follow("resolving")
    press(play, visitor, "comment", text="照片", photos=[photo()])
    mine = Attachment.objects.get()
    assert visitor.get(f"{visitor.link}/file/{mine.uid}")["Content-Type"] == "image/jpeg"
    Attachment.objects.update(by_customer=False, for_customer=False)
    assert visitor.get(f"{visitor.link}/file/{mine.uid}").status_code == 404


def test_a_merged_case_shows_how_far_the_kept_one_is_and_none_of_its_words(play, follow):
    play.record(phone="19900005678", text=INSIDE)
    kept = play.case
    visitor = follow("recorded")
    play.act(play.cast.linwan, "merge", into=kept.number, reason="同一问题")
    page = at(play, visitor)
    assert kept.number in page
    assert INSIDE not in page


def test_a_business_contact_follows_one_matter_by_invitation_and_may_only_write(play, visitor):
    from xieli.customers.models import Contact, Customer

    play.to("resolving")
    company = Customer.objects.create(kind="organisation", name="云港公交集团")
    contact = Contact.objects.create(customer=company, name="周主任", phone="19900007777")
    visitor.link = f"/p/i/{commands.invite(contact, play.case)}"
    page = at(play, visitor)
    assert "周主任" in page
    assert "枪拔不出来" not in page
    assert "提交评价" not in page
    assert press(play, visitor, "comment", text="请尽快").status_code == 303
    assert Comment.objects.get().text == "请尽快"
    for action in ("rate", "give_up", "complain"):
        assert press(play, visitor, action, text="x", overall="1").status_code == 404
    assert visitor.get(visitor.link.replace("/p/i/", "/p/t/")).status_code == 404


def test_urging_tells_the_holder_and_not_more_than_once_in_four_hours(play, follow):
    visitor = follow("resolving")
    assert "催一催" in at(play, visitor)
    assert press(play, visitor, "urge", key="u1").status_code == 303
    refused = press(play, visitor, "urge", key="u2")
    assert refused.status_code == 422
    assert "四小时内已经催办过" in refused.content.decode()


def test_the_page_costs_a_bounded_number_of_statements(play, follow, django_assert_max_num_queries):
    visitor = follow("resolving")
    for n in range(5):
        play.act(play.cast.guchangchuan, "comment", text=f"第{n}条", for_customer=True)
    at(play, visitor)
    with django_assert_max_num_queries(20):
        at(play, visitor)


def test_what_the_customer_may_do_comes_from_the_engine(play, follow):
    visitor = follow("recorded")
    assert "撤销需求" in at(play, visitor)
    play.dispatch()
    assert "撤销需求" not in at(play, visitor)


def test_another_customers_actor_cannot_use_the_link_of_this_case(play, follow):
    follow("resolving")
    other = meet("19900008888")
    from xieli.matters.errors import NotAllowed

    with pytest.raises(NotAllowed):
        perform(play.case.pk, "comment", Actor.customer(other.pk, matter_id=play.case.pk + 1), {"text": "x"})
