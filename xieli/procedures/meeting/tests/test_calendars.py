"""Invitations arrive by mail and are understood by others; answers come back; the feed is its owner's alone."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import caldav
import pytest
import radicale
import vobject
from icalendar import Calendar
from radicale import config as radicale_config

from xieli.accounts.models import Account
from xieli.core import clock
from xieli.matters.errors import ActionError
from xieli.matters.models import Matter
from xieli.notifications import planning, sending
from xieli.notifications.tests.smtp_peer import Post
from xieli.organisation.commands.people import leave

from ..answering import Answer, apply_answer, read_answer
from ..models import Attendee, Feed
from .play import MONDAY, act, called, uids

pytestmark = pytest.mark.django_db
ZHOU = "zhoumin@example.com"


@pytest.fixture(autouse=True)
def monday(cast: Any, turn_clock: Any) -> None:
    turn_clock(MONDAY)
    type(cast.zhoumin).objects.filter(pk=cast.zhoumin.pk).update(email=ZHOU)


def sent(box: Post) -> list[tuple[str, bytes]]:
    """(method, calendar) of each mail to 周敏 that has one, sent by the worker."""
    box.mails.clear()
    planning.plan()
    sending.send_due()
    parts = [
        part for mail in box.mails if mail["To"] == ZHOU for part in mail.walk()
        if part.get_content_type() == "text/calendar"
    ]  # fmt: skip
    return [(str(part.get_param("method")), part.get_payload(decode=True)) for part in parts]


def moved(matter: Matter, cast: Any, *people: Any) -> None:
    told = {"begins_at": "2026-09-09T10:00", "place": "二楼会议室"}
    act(matter, cast.maguoqiang, "reschedule", attendees=uids(*people), **told)


@pytest.fixture
def peer(tmp_path: Any) -> Iterator[caldav.Calendar]:
    """An independent calendar server with an empty calendar."""
    storage = {"filesystem_folder": str(tmp_path)}
    configuration = radicale_config.load()
    configuration.update({"storage": storage, "auth": {"type": "none"}, "rights": {"type": "authenticated"}})
    configuration.update({"rights": {"type": "owner_only"}, "logging": {"level": "error"}})

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None: ...

    server = make_server("127.0.0.1", 0, radicale.Application(configuration), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    client = caldav.DAVClient(f"http://127.0.0.1:{server.server_port}/", username="zhou", password="x")
    yield client.principal().make_calendar(name="meetings")
    server.shutdown()
    thread.join()


def put(peer: caldav.Calendar, method: str, content: bytes) -> None:
    """What a calendar program does with an invitation: keep the object of a REQUEST, whichever it is, drop that of a
    CANCEL; the older never replaces the newer."""
    calendar = Calendar.from_ical(content)
    [event] = calendar.walk("VEVENT")
    kept = {str(one.icalendar_component["uid"]): one for one in peer.events()}
    mine = kept.get(str(event["uid"]))
    if mine is not None and int(mine.icalendar_component["sequence"]) > int(event["sequence"]):
        return
    if method == "CANCEL":
        if mine is not None:
            mine.delete()
        return
    del calendar["method"]  # RFC 4791: stored objects have none
    peer.save_event(calendar.to_ical().decode())


def test_invitation_change_and_cancellation_reach_a_calendar_through_the_mail(
    cast: Any, box: Post, peer: caldav.Calendar
) -> None:
    matter = called(cast)
    [(method, first)] = sent(box)
    put(peer, method, first)
    [event] = peer.events()
    assert str(event.icalendar_component["location"]) == "三楼会议室"
    moved(matter, cast, cast.zhoumin, cast.tangyue)
    [(method, second)] = sent(box)
    put(peer, method, second)
    put(peer, "REQUEST", first)  # the old one, delivered late
    [event] = peer.events()
    assert clock.local(event.icalendar_component["dtstart"].dt) == clock.at(2026, 9, 9, 10)
    assert str(event.icalendar_component["location"]) == "二楼会议室"
    act(matter, cast.maguoqiang, "cancel", reason="改期")
    [(method, third)] = sent(box)
    assert method == "CANCEL"
    put(peer, method, third)
    assert peer.events() == []


def test_another_program_reads_it(cast: Any, box: Post) -> None:
    called(cast)
    [(_method, content)] = sent(box)
    event = vobject.readOne(content.decode()).vevent
    assert event.dtstart.value.utcoffset() == timedelta(hours=8)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=1)
    people = {one.value: one.params for one in event.attendee_list}
    assert people[f"mailto:{ZHOU}"]["PARTSTAT"] == ["NEEDS-ACTION"]
    assert people[f"mailto:{ZHOU}"]["RSVP"] == ["TRUE"]
    assert [one["ROLE"] for one in people.values()].count(["CHAIR"]) == 1


def test_who_is_taken_off_the_list_has_it_taken_out_of_the_calendar(cast: Any, box: Post) -> None:
    matter = called(cast)
    sent(box)
    moved(matter, cast, cast.tangyue)
    [(method, content)] = sent(box)
    assert method == "CANCEL" and b"STATUS:CANCELLED" in content


def test_it_is_in_the_language_of_the_reader(cast: Any, box: Post) -> None:
    Account.objects.filter(person=cast.zhoumin).update(language="en")
    called(cast)
    [(_method, content)] = sent(box)
    assert "chaired by" in vobject.readOne(content.decode()).vevent.description.value


def reply(matter: Matter, partstat: str, *, sequence: int = 0, by: str = ZHOU, sender: str = ZHOU) -> bytes:
    """The mail a calendar program answers with."""
    calendar = "\r\n".join(
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//peer//", "METHOD:REPLY", "BEGIN:VEVENT",
         f"UID:{matter.uid}@xieli", f"SEQUENCE:{sequence}", "DTSTAMP:20260907T020000Z", "COMMENT:出差",
         f"ATTENDEE;PARTSTAT={partstat}:mailto:{by.upper()}", "END:VEVENT", "END:VCALENDAR", ""]
    )  # fmt: skip
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"周敏 <{sender}>", "meetings@example.com", "答复"
    mail.set_content("见附件")
    mail.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    return mail.as_bytes()


@pytest.mark.parametrize("said", ["accepted", "declined", "tentative"])
def test_an_answer_by_mail_is_the_answer_of_its_sender(cast: Any, said: str) -> None:
    matter = called(cast)
    answer = read_answer(reply(matter, said.upper()))
    assert answer == Answer(matter.uid, ZHOU, said, 0, "出差")
    apply_answer(answer)
    attendee = Attendee.objects.get(matter=matter, person=cast.zhoumin)
    assert (attendee.reply, attendee.excuse) == (said, "出差")


def test_nobody_answers_for_another_and_nothing_else_is_an_answer(cast: Any) -> None:
    matter = called(cast)
    assert read_answer(reply(matter, "ACCEPTED", sender="other@example.com")) is None
    assert read_answer(reply(matter, "DELEGATED")) is None
    whole = reply(matter, "ACCEPTED")
    for broken in (b"", b"\xff\xfe", whole[: len(whole) // 2], whole.replace(b"UID:", b"UID:no")):
        assert read_answer(broken) is None


def test_an_answer_to_an_older_version_or_of_a_stranger_is_refused(cast: Any) -> None:
    matter = called(cast)
    moved(matter, cast, cast.zhoumin)
    with pytest.raises(ActionError, match="最新"):
        apply_answer(Answer(matter.uid, ZHOU, "accepted", 0))
    with pytest.raises(ActionError, match="没有找到"):
        apply_answer(Answer(matter.uid, "nobody@example.com", "accepted", 1))


def test_whose_login_is_disabled_answers_by_no_way(cast: Any) -> None:
    matter = called(cast)
    Account.objects.filter(person=cast.zhoumin).update(enabled=False)
    with pytest.raises(ActionError, match="没有找到"):
        apply_answer(Answer(matter.uid, ZHOU, "accepted", 0))


def test_one_answers_in_the_product_and_a_change_asks_anew(cast: Any) -> None:
    matter = called(cast)
    act(matter, cast.zhoumin, "reply", reply="declined", excuse="出差")
    mine = Attendee.objects.get(matter=matter, person=cast.zhoumin)
    assert mine.reply == "declined"
    moved(matter, cast, cast.zhoumin)
    mine.refresh_from_db()
    assert mine.reply == ""


class TestFeed:
    def address(self, client: Any) -> str:
        page = client.post("/meetings/subscription/", follow=True).content.decode()
        secret: str = page.split("/meetings/feed/")[1].split(".ics")[0]
        return f"/meetings/feed/{secret}.ics"

    def test_it_shows_its_owners_meetings_without_a_login(
        self, cast: Any, client_of: Any, client: Any
    ) -> None:
        called(cast)
        called(cast, by=cast.tangyue, title="与周敏无关", attendees=uids(cast.maguoqiang))
        address = self.address(client_of(cast.zhoumin))
        answer = client.get(address)
        assert answer.status_code == 200
        [event] = Calendar.from_ical(answer.content).walk("VEVENT")
        assert str(event["summary"]) == "三号站改造协调会"
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304

    def test_only_its_digest_is_kept_and_it_ends(self, cast: Any, client_of: Any, client: Any) -> None:
        owner = client_of(cast.zhoumin)
        first = self.address(owner)
        assert Feed.objects.get().digest not in first
        second = self.address(owner)
        assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
        owner.post("/meetings/subscription/", {"revoke": "1"})
        assert client.get(second).status_code == 404

    def test_from_the_page_that_shows_it_one_goes_on_to_other_months(self, cast: Any, client_of: Any) -> None:
        owner = client_of(cast.zhoumin)
        page = owner.post("/meetings/subscription/", follow=True).content.decode()
        onward = page.split('href="?on=')[1].split('"')[0].replace("&amp;", "&")
        answer = owner.get(f"/meetings/subscription/?on={onward}", follow=True)
        assert answer.status_code == 200 and answer.request["QUERY_STRING"] == f"on={onward}"

    def test_it_is_shown_once_and_looking_again_makes_no_other(self, cast: Any, client_of: Any) -> None:
        owner = client_of(cast.zhoumin)
        assert "/meetings/feed/" in owner.post("/meetings/subscription/", follow=True).content.decode()
        made = Feed.objects.get().digest
        again = owner.get("/meetings/subscription/", follow=True)
        assert "/meetings/feed/" not in again.content.decode() and Feed.objects.get().digest == made

    def test_it_may_not_be_asked_for_all_the_time(self, cast: Any, client_of: Any, client: Any) -> None:
        address = self.address(client_of(cast.zhoumin))
        codes = [client.get(address).status_code for _ in range(121)]
        assert codes[-1] == 429 and set(codes[:-1]) == {200}

    def test_who_has_left_has_none(self, cast: Any, client_of: Any, client: Any) -> None:
        address = self.address(client_of(cast.wujia))
        leave(cast.wujia, clock.at(2026, 9, 7).date())
        assert client.get(address).status_code == 404

    def test_whose_login_is_disabled_has_none(self, cast: Any, client_of: Any, client: Any) -> None:
        address = self.address(client_of(cast.zhoumin))
        Account.objects.filter(person=cast.zhoumin).update(enabled=False)
        assert client.get(address).status_code == 404
