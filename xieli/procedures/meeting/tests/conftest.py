"""A real mail server, which takes in what the product sends."""

from collections.abc import Iterator
from typing import Any

import pytest

from xieli.notifications.tests import smtp_peer
from xieli.notifications.tests.smtp_peer import Post


@pytest.fixture
def box(settings: Any) -> Iterator[Post]:
    """A real mail server."""
    with smtp_peer.serving(settings) as found:
        yield found
