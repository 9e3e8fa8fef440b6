"""Django's pages (WSGI) inside an ASGI server, on a few lasting threads.

Live updates need ASGI; pages run quicker and keep their database connections on plain threads. With both in one
process there is one port, one origin for cookies and the content policy, and no proxy rule to get wrong.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

Message = dict[str, Any]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = tuple[Message, bytes]

LARGEST_BODY = (
    64 * 1024 * 1024
)  # bytes; what a form may hold is decided by Django, this only bounds the spool
SPOOL = 256 * 1024  # bytes of a body kept in memory
AT_ONCE = 256 * 1024  # bytes of an answer gathered before it is sent in parts


class TooLarge(Exception):
    """The request's body is longer than anything the product takes."""


class Gone(Exception):
    """The client went away before its request was complete."""


class Bridge:
    """An ASGI application that answers every request with `wsgi` on one of `threads` threads."""

    def __init__(self, wsgi: Callable[..., Iterable[bytes]], threads: int) -> None:
        self.wsgi = wsgi
        self.pool = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with await _body(scope, receive) as body:
                environ = environment(scope, body)
                loop = asyncio.get_running_loop()

                async def sending(message: Message) -> None:
                    await send(message)  # a server may give any awaitable, the loop takes coroutines alone

                def send_part(message: Message) -> None:
                    asyncio.run_coroutine_threadsafe(sending(message), loop).result()

                start, rest = await loop.run_in_executor(self.pool, self._answer, environ, send_part)
        except TooLarge:
            start, rest = {"type": "http.response.start", "status": 413, "headers": []}, b"Request too large"
        except Gone:
            return
        if start:
            await send(start)
        await send({"type": "http.response.body", "body": rest, "more_body": False})

    def _answer(self, environ: dict[str, Any], send_part: Callable[[Message], None]) -> Answer:
        """In a thread: the whole answer if it is short; if long, what is left after its parts were sent."""
        started: Message = {}

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            started.update(type="http.response.start", status=int(status.split(" ", 1)[0]), headers=pairs)

        chunks = self.wsgi(environ, start_response)
        gathered: list[bytes] = []
        size = 0
        try:
            for chunk in chunks:
                gathered.append(chunk)
                size += len(chunk)
                if size > AT_ONCE:
                    if started:
                        send_part(dict(started))
                        started.clear()
                    send_part({"type": "http.response.body", "body": b"".join(gathered), "more_body": True})
                    gathered, size = [], 0
        finally:
            close = getattr(chunks, "close", None)
            if close:
                close()
        return started, b"".join(gathered)


def environment(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment (PEP 3333) of an ASGI request."""
    server = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": (scope.get("client") or ("", 0))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue  # would be mistaken for the header with a dash, which a proxy may vouch for
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
    return environ


async def _body(scope: Scope, receive: Receive) -> IO[bytes]:
    """The request's body, read to its end; most requests have none and say so."""
    if not any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"]):
        return io.BytesIO()
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 – the caller closes it
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            spool.close()
            raise Gone
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_BODY:
            spool.close()
            raise TooLarge
        spool.write(part)
        more = message.get("more_body", False)
    spool.seek(0)
    return spool
