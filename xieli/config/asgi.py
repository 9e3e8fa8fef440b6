"""The product for an ASGI server: live updates at `/events/`, every other address answered by Django on threads."""

from typing import Any

from xieli.config.environment import number
from xieli.config.wsgi import application as pages
from xieli.core.bridge import Bridge, Receive, Send
from xieli.notifications.stream import events

bridge = Bridge(pages, threads=number("XIELI_THREADS", 8))


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One ASGI application from two."""
    if scope["type"] == "lifespan" or scope["path"] == "/events/":
        await events(scope, receive, send)
    else:
        await bridge(scope, receive, send)
