import asyncio
import threading
import time
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections

from xieli.accounts.sessions import SessionStore
from xieli.core import clock
from xieli.notifications import hub, live, stream, visits
from xieli.notifications.commands import Notice, notify
from xieli.notifications.tests.people import account, reader

pytestmark = pytest.mark.django_db(transaction=True)
IN_TIME = 5.0  # seconds: what is promised for the end of a stream after the login ended


@pytest.fixture(autouse=True)
def _quick_hub(monkeypatch):
    """Look often, and leave no thread with a database connection behind."""
    monkeypatch.setattr(hub, "CHECK_EVERY", 0.1)
    yield
    deadline = time.monotonic() + IN_TIME
    while hub.hub._thread is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert hub.hub._thread is None


def log_in(number="0001"):
    """An employee and the key of a session such as the login page would make."""
    login = account(reader(number))
    session = SessionStore()
    session[SESSION_KEY] = str(login.pk)
    session[BACKEND_SESSION_KEY] = "any"
    session[HASH_SESSION_KEY] = login.get_session_auth_hash()
    session.create()
    return login, session.session_key


class Page:
    """A browser page at the other end of the stream."""

    def __init__(self, cookie, topics=(), method="GET", since=""):
        query = f"topics={','.join(topics)}&since={since}"
        self.scope = {
            "type": "http",
            "method": method,
            "query_string": query.encode(),
            "headers": [(b"cookie", f"sessionid={cookie}".encode())],
        }
        self.status, self.text, self.ended = None, "", False
        self.left = asyncio.Event()

    async def receive(self):
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()
        self.ended = message["type"] == "http.response.body" and not message.get("more_body")

    async def until(self, condition):
        deadline = time.monotonic() + IN_TIME
        while not condition() and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        assert condition(), self.text


@asynccontextmanager
async def opened(*arguments, **options):
    page = Page(*arguments, **options)
    task = asyncio.ensure_future(stream.events(page.scope, page.receive, page.send))
    try:
        await page.until(lambda: page.status is not None)
        yield page
    finally:
        page.left.set()
        await task


def close_connections():
    connections.close_all()


def run(scene):
    """Play a scene in which database work happens in threads, as on the server."""

    async def whole():
        try:
            await scene()
        finally:
            await sync_to_async(close_connections)()

    asyncio.run(whole())


def in_database(function, *arguments):
    return sync_to_async(function)(*arguments)


def test_without_a_login_there_is_no_stream():
    async def scene():
        for cookie in ("", "none"):
            async with opened(cookie) as page:
                assert page.status == 401
                assert page.ended

    run(scene)


def test_only_get_is_answered():
    async def scene():
        async with opened("", method="POST") as page:
            assert page.status == 405

    run(scene)


def test_a_notice_reaches_its_readers_page_and_no_other_and_says_only_that_something_changed():
    first, cookie = log_in()
    _second, other_cookie = log_in("0002")

    def tell():
        notify([Notice(first.person_id, "assigned", "normal", "机密内容", url="/m/1/")])

    async def scene():
        async with opened(cookie) as page, opened(other_cookie) as other:
            await page.until(lambda: "event: changed\ndata: person\n\n" in page.text)
            page.text = other.text = ""
            await in_database(tell)
            await page.until(lambda: page.text == "event: changed\ndata: person\n\n")
            await asyncio.sleep(0.3)
            assert other.text == ""
            assert "机密" not in page.text

    run(scene)


def test_a_topic_is_heard_only_while_its_reader_may_watch_it(monkeypatch):
    login, cookie = log_in()
    allowed = {login.person_id}
    monkeypatch.setattr(live, "_topics", dict(live._topics))
    live.topic("matter", lambda people, key: people & allowed)

    async def scene():
        async with opened(cookie, ["matter:a", "unknown:1", f"person:{login.person_id + 1}"]) as page:
            (open_stream,) = hub.hub.streams()
            assert open_stream.topics == {f"person:{login.person_id}", "matter:a"}
            await in_database(live.changed, ["matter:a"])
            await page.until(lambda: "data: matter:a" in page.text)
            await asyncio.sleep(0.3)
            allowed.clear()
            page.text = ""
            await in_database(live.changed, ["matter:a"])
            await asyncio.sleep(0.3)
            assert page.text == ""

    run(scene)


@pytest.mark.parametrize("how", ["logout", "disabled", "left", "password"])
def test_a_stream_ends_within_five_seconds_when_its_login_does(how):
    login, cookie = log_in()

    def end():
        if how == "logout":
            SessionStore(cookie).delete()
        elif how == "disabled":
            type(login).objects.filter(pk=login.pk).update(enabled=False)
        elif how == "left":
            login.person.left_on = login.person.joined_on
            login.person.save()
        else:
            login.set_password("a new long password")
            login.save()

    async def scene():
        async with opened(cookie) as page:
            assert page.status == 200
            await in_database(end)
            await page.until(lambda: page.ended)

    run(scene)


def test_a_page_hears_what_changed_between_its_being_asked_for_and_its_streams_beginning(monkeypatch):
    """The hub already listens, for somebody else: that is when such a hint was lost."""
    login, cookie = log_in()
    monkeypatch.setattr(live, "_topics", dict(live._topics))
    live.topic("matter", lambda people, key: people)
    me = f"person:{login.person_id}"

    async def scene():
        async with opened(cookie) as other:
            await other.until(lambda: "data: person" in other.text)
            await in_database(live.changed, ["matter:early", me])
            await other.until(lambda: hub.hub._heard.keys() >= {"matter:early", me})
            asked = clock.now().timestamp()
            await in_database(live.changed, ["matter:late", "matter:elsewhere"])
            await other.until(lambda: "matter:late" in hub.hub._heard)
            async with opened(cookie, ["matter:early", "matter:late"], since=asked) as page:
                await page.until(lambda: page.text.endswith("event: changed\ndata: matter:late\n\n"))
                assert page.text.count("data:") == 1
            async with opened(cookie, ["matter:early"], since=asked - 3600) as old:
                await old.until(
                    lambda: old.text.count("data:") == 2
                )  # older than what the hub remembers: everything
            monkeypatch.setattr(hub, "MEMORY", timedelta())
            await other.until(lambda: not hub.hub._heard)

    run(scene)


def test_after_the_database_cut_the_line_hints_come_again():
    login, cookie = log_in()

    def cut():
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN xieli_live%'"
                " AND datname = current_database()"
            )

    async def scene():
        async with opened(cookie) as page:
            await page.until(lambda: "data: person" in page.text)
            page.text = ""
            await in_database(cut)
            await page.until(lambda: "data: person" in page.text)  # told, since hints may have been missed
            page.text = ""
            await in_database(live.changed, [f"person:{login.person_id}"])
            await page.until(lambda: "data: person" in page.text)

    run(scene)


def test_visits_of_many_streams_are_checked_in_one_statement(django_assert_num_queries):
    cookies = [log_in(f"{n:04}")[1] for n in range(12)]
    known = {visit for cookie in cookies if (visit := visits.of_session(cookie))}
    assert len(known) == 12
    with django_assert_num_queries(1):
        assert visits.alive(known) == known


def test_hints_for_one_topic_melt_together_while_a_page_is_slow():
    loop = asyncio.new_event_loop()
    visit = visits.Visit("s", 1, 1)
    slow = hub.Stream(visit, frozenset({"matter:a"}), loop)
    teller = threading.Thread(target=lambda: [slow.tell(["matter:a"]) for _n in range(1000)])
    teller.start()
    teller.join()
    loop.run_until_complete(asyncio.sleep(0))
    assert slow.pending == {"matter:a"}
    loop.close()
    slow.tell(["matter:a"])  # a server that is stopping is told nothing and raises nothing
    assert slow.ended
