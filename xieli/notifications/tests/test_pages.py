from datetime import time
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from xieli.core import clock
from xieli.notifications import choices, outbox, queries, sms, worker
from xieli.notifications.commands import Notice, notify
from xieli.notifications.forms import ChoicesForm
from xieli.notifications.kinds import KINDS, Mode
from xieli.notifications.models import Delivery, Notification, OutgoingState, SmsMessage

pytestmark = pytest.mark.django_db
NOON = clock.at(2026, 9, 1, 12)
LIST, CHOICES = "notifications:list", "notifications:choices"


def tell(person, count=1, kind="assigned", **fields):
    values = {"text": "新的待办 %(n)s", "url": "/m/1/", **fields}
    notify([Notice(person.pk, kind, "normal", params={"n": f"第{n}号"}, **values) for n in range(count)])


def posted(form):
    """The form as a browser would send it unchanged."""
    return {name: form[name].value() for name, field in form.fields.items() if not field.disabled}


def test_the_list_shows_only_ones_own_notices(cast, client_of):
    tell(cast.linwan, 2)
    tell(cast.guchangchuan, text="别人的")
    page = client_of(cast.linwan).get(reverse(LIST)).content.decode()
    assert "新的待办 第0号" in page
    assert "新的待办 第1号" in page
    assert "别人的" not in page


def test_a_long_list_costs_no_more_statements_than_a_short_one(
    cast, client_of, django_assert_max_num_queries
):
    client = client_of(cast.linwan)
    client.get(reverse(LIST))
    tell(cast.linwan, 80)
    with django_assert_max_num_queries(7):
        page = client.get(reverse(LIST)).content.decode()
    assert "第79号" in page
    assert "第50号" in page
    assert "第49号" not in page
    second = client.get(reverse(LIST), {"page": "2"}).content.decode()
    assert "第49号" in second
    assert 'rel="prev"' in second


@pytest.mark.parametrize("asked", ["0", "-3", "x", "99999999999999999999"])
def test_a_senseless_page_number_still_shows_a_page(cast, client_of, asked):
    assert client_of(cast.linwan).get(reverse(LIST), {"page": asked}).status_code == 200


def test_filters_show_one_kind_or_the_unread(cast, client_of):
    tell(cast.linwan)
    tell(cast.linwan, kind="mention", text="有人提到您")
    client = client_of(cast.linwan)
    assert "新的待办" not in _rows(client.get(reverse(LIST), {"kind": "mention"}))
    client.post(reverse("notifications:read"))
    assert "没有符合条件的通知" in _rows(client.get(reverse(LIST), {"unread": "1"}))


def _rows(response):
    text = response.content.decode()
    return text[text.index('id="notices"') :]


def test_an_empty_list_says_what_will_appear(cast, client_of):
    assert "还没有通知" in client_of(cast.linwan).get(reverse(LIST)).content.decode()


def test_htmx_gets_the_rows_alone(cast, client_of):
    tell(cast.linwan)
    page = client_of(cast.linwan).get(reverse(LIST), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "新的待办" in page


def test_opening_a_notice_marks_it_read_and_leads_to_its_matter(cast, client_of):
    tell(cast.linwan)
    notice = Notification.objects.get()
    response = client_of(cast.linwan).post(reverse("notifications:open", args=[notice.uid]))
    assert (response.status_code, response["Location"]) == (303, "/m/1/")
    assert queries.unread(cast.linwan) == 0


@pytest.mark.parametrize("url", ["https://evil.example.com/", "//evil.example.com", ""])
def test_a_notice_never_leads_out_of_the_product(cast, client_of, url):
    tell(cast.linwan, url=url)
    response = client_of(cast.linwan).post(
        reverse("notifications:open", args=[Notification.objects.get().uid])
    )
    assert urlsplit(response["Location"]).path == reverse(LIST)


def test_another_persons_notice_is_not_found_and_stays_unread(cast, client_of):
    tell(cast.linwan)
    notice = Notification.objects.get()
    response = client_of(cast.guchangchuan).post(reverse("notifications:open", args=[notice.uid]))
    assert response.status_code == 404
    client_of(cast.guchangchuan).post(reverse("notifications:read"), {"uid": str(notice.uid)})
    assert queries.unread(cast.linwan) == 1


def test_reading_all_or_some(cast, client_of):
    tell(cast.linwan, 3)
    client = client_of(cast.linwan)
    client.post(reverse("notifications:read"), {"uid": [str(Notification.objects.first().uid)]})
    assert queries.unread(cast.linwan) == 2
    assert client.post(reverse("notifications:read"), {"uid": ["x"]}).status_code == 404
    client.post(reverse("notifications:read"))
    assert queries.unread(cast.linwan) == 0


def test_looking_never_marks_as_read(cast, client_of):
    tell(cast.linwan)
    client = client_of(cast.linwan)
    client.get(reverse(LIST))
    assert client.get(reverse("notifications:open", args=[Notification.objects.get().uid])).status_code == 405
    assert queries.unread(cast.linwan) == 1


def test_choices_are_shown_and_kept(cast, client_of, django_assert_max_num_queries):
    client = client_of(cast.linwan)
    client.get(reverse(CHOICES))
    with django_assert_max_num_queries(8):
        assert client.get(reverse(CHOICES)).status_code == 200
    data = posted(ChoicesForm(cast.linwan.pk)) | {"comment:email": "off", "quiet_from": "21:30"}
    page = client.post(reverse(CHOICES), data)
    assert "通知方式已保存" in page.content.decode()
    chosen = choices.Choices([cast.linwan.pk])
    assert chosen.mode(cast.linwan.pk, "comment", "email") is Mode.OFF
    assert chosen.mode(cast.linwan.pk, "assigned", "email") is Mode.NOW
    assert chosen.habits(cast.linwan.pk).quiet_from == time(21, 30)


def test_a_wrong_hour_is_answered_with_the_form_and_nothing_is_kept(cast, client_of):
    data = posted(ChoicesForm(cast.linwan.pk)) | {"comment:email": "off", "quiet_from": "25:00"}
    response = client_of(cast.linwan).post(reverse(CHOICES), data)
    assert response.status_code == 422
    assert choices.Choices([cast.linwan.pk]).mode(cast.linwan.pk, "comment", "email") is Mode.DIGEST


def test_a_forged_choice_cannot_silence_what_is_owed(cast, client_of):
    data = posted(ChoicesForm(cast.linwan.pk)) | {"assigned:product": "off"}
    client_of(cast.linwan).post(reverse(CHOICES), data)
    tell(cast.linwan)
    assert queries.unread(cast.linwan) == 1


def test_every_kind_has_its_row_of_choices(cast):
    form = ChoicesForm(cast.linwan.pk)
    rows = form.rows()
    assert [kind.code for kind, _fields in rows] == list(KINDS)
    assert {len(fields) for _kind, fields in rows} == {len(form.columns())}


def test_the_delivery_log_belongs_to_the_system_administrator_and_tells_no_contents(cast, client_of):
    tell(cast.linwan, text="机密内容")
    worker.once()
    page = client_of(cast.system).get(reverse("notifications:deliveries")).content.decode()
    assert cast.linwan.name in page
    assert "机密内容" not in page
    for other in (cast.linwan, cast.security, cast.audit):
        assert client_of(other).get(reverse("notifications:deliveries")).status_code == 404


def test_an_administrator_sends_a_dead_letter_again(cast, client_of, turn_clock):
    turn_clock(NOON)  # at night nothing ordinary is sent
    cast.linwan.email = ""
    cast.linwan.save()
    tell(cast.linwan)
    worker.once()
    dead = Delivery.objects.get(state=OutgoingState.DEAD)
    client = client_of(cast.system)
    page = client.get(reverse("notifications:deliveries"), {"state": "dead"}).content.decode()
    assert "有 1 条经多次尝试仍未送达" in page
    assert client.post(reverse("notifications:revive", args=[dead.pk])).status_code == 303
    assert client.post(reverse("notifications:revive", args=[dead.pk])).status_code == 404


def test_service_managers_see_short_messages_masked(cast, client_of):
    sms.send("19900001234", "code", {"code": "482913", "minutes": 5})
    client = client_of(cast.hejing)
    page = client.get(reverse("notifications:short_messages")).content.decode()
    assert "199****1234" in page
    assert "19900001234" not in page
    assert "482913" not in page
    assert "没有真正发出" in page
    assert client_of(cast.linwan).get(reverse("notifications:short_messages")).status_code == 404


def test_a_service_manager_sends_a_dead_short_message_again(cast, client_of):
    message = sms.send("19900001234", "code", {"code": "482913", "minutes": 5})
    SmsMessage.objects.update(state=OutgoingState.DEAD)
    client = client_of(cast.hejing)
    assert client.post(reverse("notifications:revive_short_message", args=[message.pk])).status_code == 303
    message.refresh_from_db()
    assert message.state == OutgoingState.WAITING


def test_the_logs_cost_a_fixed_number_of_statements(cast, client_of, django_assert_max_num_queries):
    tell(cast.linwan, 40)
    worker.once()
    for n in range(40):
        with clock.turned_to(clock.at(2026, 9, 1 + n % 28, n % 24)):
            sms.send(f"1990000{n:04}", "tracking", {"number": "GD", "link": "https://x/p/f/y/"})
    client = client_of(cast.system)
    client.get(reverse("notifications:deliveries"))
    with django_assert_max_num_queries(9):
        client.get(reverse("notifications:deliveries"))
    manager = client_of(cast.hejing)
    manager.get(reverse("notifications:short_messages"))
    with django_assert_max_num_queries(8):
        manager.get(reverse("notifications:short_messages"))


def test_strangers_are_asked_to_log_in(client):
    for name in (LIST, CHOICES, "notifications:deliveries", "notifications:short_messages"):
        response = client.get(reverse(name))
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_a_waiting_delivery_that_failed_says_when_it_is_tried_again(cast, client_of, turn_clock):
    turn_clock(NOON)
    tell(cast.linwan)
    worker.once()
    row = Delivery.objects.get()
    retry = clock.now() + outbox.backoff(1)
    Delivery.objects.filter(pk=row.pk).update(state="waiting", sent_at=None, send_at=retry, error="away")
    page = client_of(cast.system).get(reverse("notifications:deliveries")).content.decode()
    assert "第 1 次未成" in page


def test_what_waits_for_the_end_of_quiet_hours_says_when_it_goes(cast, client_of):
    with clock.turned_to(clock.at(2026, 9, 1, 23)):
        tell(cast.linwan)
        worker.once()
        page = client_of(cast.system).get(reverse("notifications:deliveries")).content.decode()
    assert "待发送，明天 07:00 发出" in page
