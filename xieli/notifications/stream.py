"""`/events/`: server-sent events for a logged-in person's open pages, as a small ASGI application.

The page asks `/events/?topics=matter:<key>,…&since=<when it was asked for>` and gets lines `event: changed` whose data
is the topic, or `person` for what concerns the reader; it then fetches what it shows again. Nothing else is ever sent,
so a stream can't tell what its reader may not see. It begins with what changed since the page was asked for, which no
stream could tell it yet.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from xieli.notifications import visits
from xieli.notifications.hub import Stream, hub
from xieli.notifications.live import watchers_of
from xieli.notifications.visits import Visit

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HEARTBEAT = 15.0  # seconds; keeps proxies from closing, and finds pages that vanished
MOST_TOPICS = 20
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


async def events(scope: Scope, receive: Receive, send: Send) -> None:
    """The application. 401 without a login, 405 for anything but GET."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
        return
    if scope["type"] != "http" or scope["method"] != "GET":
        await _answer(send, 405)
        return
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    admitted = await sync_to_async(_admit, thread_sensitive=False)(_session(scope), _topics(asked))
    if admitted is None:
        await _answer(send, 401)
        return
    visit, topics = admitted
    stream = Stream(visit, topics, asyncio.get_running_loop())
    hub.add(stream, _since(asked))
    gone = asyncio.ensure_future(_disconnected(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _write(send, b"retry: 3000\n\n")
        await _pour(stream, send, gone)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        hub.remove(stream)
        gone.cancel()


async def _pour(stream: Stream, send: Send, gone: "asyncio.Future[Any]") -> None:
    """Pass on what changed until the reader goes or the stream is ended."""
    while not (stream.ended or gone.done()):
        waking: asyncio.Future[Any] = asyncio.ensure_future(stream.wake.wait())
        await asyncio.wait([waking, gone], timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        waking.cancel()
        if stream.ended or gone.done():
            return
        stream.wake.clear()
        changed, stream.pending = stream.pending, set()
        own = f"person:{stream.visit.person}"  # keys stay inside: the page knows itself as "person"
        names = sorted("person" if topic == own else topic for topic in changed)
        lines = "".join(f"event: changed\ndata: {name}\n\n" for name in names)
        await _write(send, lines.encode() or b": beat\n\n")


def _admit(session: str, asked: list[str]) -> tuple[Visit, frozenset[str]] | None:
    """Who is asking, and the topics among those asked for that this person may hear."""
    close_old_connections()
    try:
        visit = visits.of_session(session) if session else None
        if visit is None:
            return None
        names = {f"person:{visit.person}", *asked[:MOST_TOPICS]}
        return visit, frozenset(name for name in names if watchers_of(name, {visit.person}))
    finally:
        close_old_connections()


def _session(scope: Scope) -> str:
    cookies: SimpleCookie = SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                return ""
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""


def _topics(asked: dict[str, list[str]]) -> list[str]:
    return [topic for names in asked.get("topics", []) for topic in names.split(",")]


def _since(asked: dict[str, list[str]]) -> datetime | None:
    """The moment in seconds since 1970; None where the page doesn't say."""
    try:
        return datetime.fromtimestamp(float(asked["since"][0]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
