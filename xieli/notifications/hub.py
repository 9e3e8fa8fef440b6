"""The hub of live updates: one thread hears the database's hints and passes them to the open streams.

A page that opens its stream is first told what changed between its being asked for and now: the hub remembers for
a while which topics it heard of. The thread does everything that needs the database (hearing, checking who may hear,
ending streams of people who logged out or were deactivated); the streams themselves are coroutines that only wait to
be woken.
"""

import asyncio
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import psycopg
import structlog
from django.db import connection

from xieli.core import clock
from xieli.notifications import live, visits
from xieli.notifications.visits import Visit

log = structlog.get_logger(__name__)
CHECK_EVERY = 2.0  # seconds; a stream ends at most this long (and a query) after its login did
RETRY = 1.0
MEMORY = timedelta(minutes=10)  # a page older than this when it opens its stream is told of all its topics


@dataclass(eq=False, slots=True)
class Stream:
    """One open browser page: what it listens to and what it has yet to be told. Hints of one topic melt
    together.
    """

    visit: Visit
    topics: frozenset[str]
    loop: asyncio.AbstractEventLoop
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    pending: set[str] = field(default_factory=set)
    ended: bool = False

    def tell(self, topics: Iterable[str]) -> None:
        """From the hub's thread: these changed."""
        self._call(self._tell, frozenset(topics))

    def end(self) -> None:
        """From the hub's thread: close."""
        self._call(self._end)

    def _call(self, what: object, *args: object) -> None:
        try:
            self.loop.call_soon_threadsafe(what, *args)  # type: ignore[arg-type]
        except RuntimeError:  # the server is stopping and its loop is closed
            self.ended = True

    def _tell(self, topics: frozenset[str]) -> None:
        self.pending |= topics
        self.wake.set()

    def _end(self) -> None:
        self.ended = True
        self.wake.set()


class Hub:
    """All streams of this process, by topic."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: set[Stream] = set()
        self._thread: threading.Thread | None = None
        self._heard: dict[str, datetime] = {}  # topics, and when a hint of them came last
        self._whole_since: datetime | None = None  # from when on none is missing there; None: nobody listens

    def add(self, stream: Stream, since: datetime | None = None) -> None:
        """From now on the stream hears its topics, and at once those that changed `since` its page was asked for.

        The thread lives while there are streams.
        """
        with self._lock:
            self._streams.add(stream)
            if self._whole_since is not None and (missed := self._changed(stream.topics, since)):
                stream.tell(missed)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live-hub", daemon=True)
                self._thread.start()

    def _changed(self, topics: frozenset[str], since: datetime | None) -> frozenset[str]:
        """Those topics that changed since the moment, as far as the memory goes; beyond it, all of them."""
        if since is None or self._whole_since is None or since < self._whole_since:
            return topics
        return frozenset(name for name in topics if (at := self._heard.get(name)) and at >= since)

    def remove(self, stream: Stream) -> None:
        """The page was closed."""
        with self._lock:
            self._streams.discard(stream)

    def streams(self) -> list[Stream]:
        """A copy that stands still."""
        with self._lock:
            return list(self._streams)

    def _run(self) -> None:
        pause = threading.Event()
        while not self._deserted():
            try:
                self._listen()
            except Exception:  # whatever went wrong, hints must come back as soon as the database does
                log.exception("live_hub")
                self._deaf()
                pause.wait(RETRY)
            connection.close()

    def _deserted(self) -> bool:
        """Whether the last stream is gone; then the next one starts a new thread."""
        with self._lock:
            if self._streams:
                return False
            self._thread = self._whole_since = None
            return True

    def _deaf(self) -> None:
        with self._lock:
            self._whole_since = None

    def _listen(self) -> None:
        parameters = connection.get_connection_params()
        for ours in ("cursor_factory", "context", "prepare_threshold"):
            parameters.pop(ours, None)
        with psycopg.connect(**parameters, autocommit=True) as listener:
            listener.execute(f"LISTEN {live.CHANNEL}")
            with self._lock:  # hints may have been missed while nobody listened
                self._heard, self._whole_since = {}, clock.now()
                for stream in self._streams:
                    stream.tell(stream.topics)
            while self.streams():
                for hint in listener.notifies(timeout=CHECK_EVERY):
                    self.pass_on(live.topics_in(hint.payload))
                self.end_finished_visits()
                self.forget()

    def forget(self) -> None:
        """Let go of what only pages older than `MEMORY` would ask for."""
        with self._lock:
            oldest = clock.now() - MEMORY
            if self._whole_since is not None and self._whole_since < oldest:
                self._whole_since = oldest
                self._heard = {name: at for name, at in self._heard.items() if at >= oldest}

    def pass_on(self, topics: Iterable[str]) -> None:
        """Tell each changed topic to those streams whose reader may hear of it at this moment."""
        topics = list(topics)
        with self._lock:
            self._heard.update(dict.fromkeys(topics, clock.now()))
            streams = list(self._streams)
        for topic in topics:
            listening = [stream for stream in streams if topic in stream.topics]
            if listening:
                allowed = live.watchers_of(topic, {stream.visit.person for stream in listening})
                for stream in listening:
                    if stream.visit.person in allowed:
                        stream.tell((topic,))

    def end_finished_visits(self) -> None:
        """Close the streams of those who logged out, were deactivated or left."""
        streams = self.streams()
        alive = visits.alive({stream.visit for stream in streams})
        for stream in streams:
            if stream.visit not in alive:
                stream.end()


hub = Hub()
