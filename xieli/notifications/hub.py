"""The hub of live updates: one thread hears the database's hints and passes them to the open streams.

The thread does everything that needs the database (hearing, checking who may hear, ending streams of people
who logged out or were deactivated); the streams themselves are coroutines that only wait to be woken.
"""

import asyncio
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

import psycopg
import structlog
from django.db import connection

from xieli.notifications import live, visits
from xieli.notifications.visits import Visit

log = structlog.get_logger(__name__)
CHECK_EVERY = 2.0  # seconds; a stream ends at most this long (and a query) after its login did
RETRY = 1.0


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

    def add(self, stream: Stream) -> None:
        """From now on the stream hears its topics; the thread lives while there are streams."""
        with self._lock:
            self._streams.add(stream)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="live-hub", daemon=True)
                self._thread.start()

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
                pause.wait(RETRY)
            connection.close()

    def _deserted(self) -> bool:
        """Whether the last stream is gone; then the next one starts a new thread."""
        with self._lock:
            if self._streams:
                return False
            self._thread = None
            return True

    def _listen(self) -> None:
        parameters = connection.get_connection_params()
        for ours in ("cursor_factory", "context", "prepare_threshold"):
            parameters.pop(ours, None)
        with psycopg.connect(**parameters, autocommit=True) as listener:
            listener.execute(f"LISTEN {live.CHANNEL}")
            for stream in self.streams():  # hints may have been missed while nobody listened
                stream.tell(stream.topics)
            while self.streams():
                for hint in listener.notifies(timeout=CHECK_EVERY):
                    self.pass_on(live.topics_in(hint.payload))
                self.end_finished_visits()

    def pass_on(self, topics: Iterable[str]) -> None:
        """Tell each changed topic to those streams whose reader may hear of it at this moment."""
        streams = self.streams()
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
