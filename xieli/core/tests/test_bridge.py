"""Django's pages inside an ASGI server: nothing lost, nothing added, one thread from beginning to end."""

import asyncio
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from xieli.core import bridge
from xieli.core.bridge import Bridge, environment

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "path": "/m/充电",
    "query_string": b"q=%E6%A1%A9",
    "http_version": "1.1",
    "scheme": "https",
    "server": ("xieli.example", 443),
    "client": ("192.0.2.7", 4711),
    "headers": [(b"host", b"xieli.example"), (b"content-type", b"text/plain"), (b"content-length", b"3")],
}


def talk(
    application: Any, *parts: bytes, scope: dict[str, Any] = SCOPE, gone: bool = False
) -> list[dict[str, Any]]:
    """Send a request in parts; everything the application sent back."""
    incoming = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    incoming.append(
        {"type": "http.disconnect"} if gone else {"type": "http.request", "body": b"", "more_body": False}
    )
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return incoming.pop(0)

    def send(message: dict[str, Any]) -> "asyncio.Future[None]":
        """Like the real server's: an awaitable, but no coroutine."""
        sent.append(message)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    asyncio.run(application(scope, receive, send))
    return sent


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response(
        "201 Created",
        [("Content-Type", "text/plain"), ("X-One", "1"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")],
    )
    return [environ["wsgi.input"].read()]


def test_a_body_in_parts_arrives_whole_and_the_answer_goes_out_at_once():
    start, body = talk(Bridge(echo, 1), b"ab", b"c")
    assert start["status"] == 201
    assert (b"x-one", b"1") in start["headers"]
    assert [value for name, value in start["headers"] if name == b"set-cookie"] == [b"a=1", b"b=2"]
    assert body == {"type": "http.response.body", "body": b"abc", "more_body": False}


def test_a_long_answer_goes_out_in_parts_and_in_order():
    pieces = [bytes([65 + n]) * 50_000 for n in range(7)]

    def long(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        yield from pieces

    sent = talk(Bridge(long, 1))
    assert [message["type"] for message in sent].count("http.response.start") == 1
    assert len(sent) > 2  # how many parts depends on how busy both sides are
    assert b"".join(message.get("body", b"") for message in sent) == b"".join(pieces)
    assert [message.get("more_body") for message in sent[1:]] == [True] * (len(sent) - 2) + [False]


def test_the_answer_is_closed_on_the_thread_that_made_it_even_when_it_fails():
    seen: list[str] = []

    class Answer:
        def __iter__(self) -> Iterable[bytes]:
            seen.append(threading.current_thread().name)
            raise LookupError

        def close(self) -> None:
            seen.append(threading.current_thread().name)

    def failing(environ: dict[str, Any], start_response: Any) -> Any:
        start_response("200 OK", [])
        return Answer()

    with pytest.raises(LookupError):
        talk(Bridge(failing, 4))
    assert len(seen) == 2
    assert len(set(seen)) == 1
    assert seen[0].startswith("pages")


def test_a_body_beyond_the_limit_is_refused_before_any_page_sees_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bridge, "LARGEST_BODY", 5)
    called: list[object] = []
    start, _ = talk(Bridge(lambda *args: called.append(args) or [], 1), b"123", b"456")
    assert start["status"] == 413
    assert called == []


def test_a_request_without_a_body_is_answered_without_waiting_for_one():
    async def never() -> dict[str, Any]:
        raise AssertionError("nothing was to be received")

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    sent: list[dict[str, Any]] = []
    scope = SCOPE | {"method": "GET", "headers": [(b"host", b"xieli.example")]}
    asyncio.run(Bridge(echo, 1)(scope, never, send))
    assert sent[1]["body"] == b""


def test_a_client_that_goes_away_half_way_is_not_answered():
    called: list[object] = []
    assert talk(Bridge(lambda *args: called.append(args) or [], 1), b"12", gone=True) == []
    assert called == []


def test_the_environment_says_what_the_request_said():
    environ = environment(SCOPE, None)  # type: ignore[arg-type]
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/m/充电"
    assert environ["QUERY_STRING"] == "q=%E6%A1%A9"
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("192.0.2.7", "https")
    assert (environ["HTTP_HOST"], environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == (
        "xieli.example",
        "text/plain",
        "3",
    )
    assert "HTTP_CONTENT_TYPE" not in environ


def test_repeated_headers_are_joined_as_their_kind_asks():
    headers = [(b"cookie", b"a=1"), (b"cookie", b"b=2"), (b"accept", b"x"), (b"accept", b"y")]
    environ = environment(SCOPE | {"headers": headers}, None)  # type: ignore[arg-type]
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_ACCEPT"] == "x,y"


def test_a_header_that_would_be_mistaken_for_a_trusted_one_is_dropped():
    headers = [(b"x_forwarded_proto", b"https"), (b"x-forwarded-for", b"192.0.2.1")]
    environ = environment(SCOPE | {"headers": headers}, None)  # type: ignore[arg-type]
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"
