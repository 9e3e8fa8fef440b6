"""Threads of the heads' channel keep what every procedure keeps."""

from typing import Any, ClassVar

from xieli.matters.testing.conformance import Conformance


class TestConformance(Conformance):
    key = "heads_thread"
    answers: ClassVar = {"about": lambda filler, form: None}

    def refuses_outsiders(self, cast: Any, walk: Any, refused: set[str]) -> None:
        """Two of the outsiders the suite asks are heads, to whom the channel belongs: see test_channel.py."""
