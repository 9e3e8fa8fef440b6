"""Resolved items keep what every procedure keeps."""

from random import Random
from typing import Any

from xieli.core import clock
from xieli.matters.actors import SYSTEM
from xieli.matters.commands import open_matter
from xieli.matters.commands.declared import form_class
from xieli.matters.models import Matter
from xieli.matters.testing.conformance import Conformance, blank
from xieli.matters.testing.walking import BEGINNING, Walk


class OpenedWalk(Walk):
    """Nobody begins one by hand."""

    def begin(self) -> Matter:
        """By the product, with what a meeting would say."""
        scene = blank(self.procedure, self.people[0])
        scene.now = self.now
        data = self.filler.fill(form_class(self.procedure, self.procedure.actions["resolve"]), scene, SYSTEM)
        with clock.turned_to(BEGINNING):
            self.matters = [open_matter(self.procedure.key, SYSTEM, "resolve", data)]
        self.done.add("resolve")
        return self.matters[0]


class TestConformance(Conformance):
    key = "resolution"

    def walk(self, cast: Any, seed: int) -> Walk:
        return OpenedWalk(self.key, self.people(cast), Random(seed), self.answers)
