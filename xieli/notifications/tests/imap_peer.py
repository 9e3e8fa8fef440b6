"""A real IMAP server as the peer of tests, its mails in memory."""

import imaplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

USER, PASSWORD = "demouser", "demopass"


@contextmanager
def serving() -> Iterator[int]:
    """A server of its own; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("pymap"))
    command = [
        program,
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-tls",
        "--no-service",
        "admin",
        "dict",
    ]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _n in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            break
        except OSError:
            time.sleep(0.1)
    yield port
    running.terminate()
    running.wait(10)


def reads(settings: Any, port: int) -> None:
    """The product reads that server's mailbox."""
    settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", port, False
    settings.IMAP_USER, settings.IMAP_PASSWORD, settings.IMAP_FOLDER = USER, PASSWORD, "INBOX"
    settings.REPLY_ADDRESS = "reply@xieli.cn"


@contextmanager
def opened(settings: Any) -> Iterator[imaplib.IMAP4]:
    """Somebody else's connection to the mailbox that the product reads, on a server of its own."""
    with serving() as port:
        reads(settings, port)
        connection = imaplib.IMAP4("127.0.0.1", port)
        connection.login(USER, PASSWORD)
        yield connection
        connection.logout()
