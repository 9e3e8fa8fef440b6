"""A line to the database that breaks around COMMIT, as networks do."""

import random
import socket
import threading
import time
from collections import Counter
from contextlib import suppress

COMMIT = b"COMMIT"
WAYS = ("before", "after", "half-open", "slow")
SILENCE = 2.0  # seconds for which a half-open line swallows everything, and a slow one hesitates


class Proxy:
    """Listens on a TCP port and passes on to PostgreSQL's socket; about every third COMMIT meets a fault.

    before: the line is cut and the COMMIT lost. after: it is carried out, but the answer is lost. half-open: the same,
    and the client only finds out after a silence. slow: the COMMIT and its answer come late.
    """

    def __init__(self, upstream: str, seed: int) -> None:
        self.upstream, self.chance, self.met = upstream, random.Random(seed), Counter[str]()
        self.calm = True
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """No new line is taken; those there are end with their ends."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self.upstream)
                threading.Thread(target=self._serve, args=(client, server), daemon=True).start()

    def _serve(self, client: socket.socket, server: socket.socket) -> None:
        deaf = threading.Event()
        threading.Thread(target=_pour, args=(server, client, deaf), daemon=True).start()
        try:
            while data := client.recv(65536):
                way = self._draw() if COMMIT in data else ""
                if way == "before":
                    break
                if way == "slow":
                    time.sleep(SILENCE / 2)
                if way in ("after", "half-open"):
                    deaf.set()
                server.sendall(data)
                if deaf.is_set():
                    time.sleep(SILENCE if way == "half-open" else 0.2)
                    break
        except OSError:
            pass
        finally:
            _end(client, server)

    def _draw(self) -> str:
        if self.calm or self.chance.random() > 1 / 3:
            return ""
        way = self.chance.choice(WAYS)
        self.met[way] += 1
        return way


def _pour(source: socket.socket, sink: socket.socket, deaf: threading.Event) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            if not deaf.is_set():
                sink.sendall(data)
    if not deaf.is_set():
        _end(source, sink)


def _end(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
