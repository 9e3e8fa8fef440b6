"""The conformance suite: what every procedure has to keep, read off its declaration and tried on the real engine.

A procedure's tests inherit it:

    class TestConformance(Conformance):
        key = "sharing"

`answers`: values for form fields that can't be made up, by name. `begins_by`: initiators, when not anybody.
`rare`: acts a random walk seldom reaches; each has a test of its own.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xieli.core import clock
from xieli.matters import registry
from xieli.matters.actors import Actor
from xieli.matters.commands import available_actions, perform
from xieli.matters.commands.declared import form_class
from xieli.matters.deputies import DECIDING
from xieli.matters.diagram import mermaid
from xieli.matters.errors import NotAllowed
from xieli.matters.models import Event, Matter
from xieli.matters.procedure import Item, Procedure
from xieli.matters.scene import Scene
from xieli.organisation.models import Person

from . import reading
from .filling import Answer
from .lanes import SHORTEST, STEPS, WALKS
from .walking import BEGINNING, Walk, stand, told

WALKS_TO_COVER = 40


class Conformance:
    """Inherit, name the key, and the procedure is held to all of it."""

    key: ClassVar[str]
    answers: ClassVar[Mapping[str, Answer]] = {}
    rare: ClassVar[frozenset[str]] = frozenset()

    @property
    def procedure(self) -> Procedure:
        """The procedure under test, as the registry has it."""
        return registry.get(self.key)

    def people(self, cast: Any) -> list[Person]:
        """Who plays: everybody, unless a procedure narrows it."""
        return list(cast.people.values())

    def customers(self, matter: Matter) -> list[Actor]:
        """Actors from outside the company, for procedures that know some."""
        return []

    def walk(self, cast: Any, seed: int) -> Walk:
        """A walk by this cast, the same for the same seed."""
        return Walk(self.key, self.people(cast), Random(seed), self.answers, self.customers)  # noqa: S311

    # read off the declaration

    def test_every_state_can_be_reached(self) -> None:
        assert set(self.procedure.states) - reading.reachable(self.procedure) == set()

    def test_from_every_state_the_end_can_be_reached(self) -> None:
        assert reading.without_end(self.procedure) == set()

    def test_in_every_state_somebody_owes_or_it_says_why_not(self) -> None:
        for state in self.procedure.states.values():
            said = [state.owed is not None, bool(state.idle), state.final]
            assert said.count(True) == 1, f"{state.name}: exactly one of owed, idle and final"

    def test_silence_never_decides(self) -> None:
        """No timer leaves a state in which somebody is to decide (§0): silence escalates."""
        for timer in self.procedure.timers.values():
            owed = timer.source.owed
            assert owed is None or (isinstance(owed, Item) and owed.kind not in DECIDING), timer.name

    def test_a_step_has_one_name(self) -> None:
        steps = [state.owed.step for state in self.procedure.states.values() if state.owed]
        assert len(steps) == len(set(steps)), steps

    def test_every_step_and_clock_has_one_limit_under_all_conditions(self) -> None:
        assert list(reading.unlimited(self.procedure)) == []

    def test_every_limit_can_be_read(self) -> None:
        assert list(reading.unreadable(self.procedure)) == []

    def test_what_the_declaration_names_exists(self) -> None:
        assert list(reading.dangling(self.procedure)) == []

    def test_its_children_are_known_and_end_with_it(self) -> None:
        assert list(reading.lost_children(self.procedure)) == []

    def test_every_clause_is_one_of_the_regulation(self) -> None:
        assert list(reading.unknown_clauses(self.procedure)) == []

    def test_keys_and_prefixes_are_its_own(self) -> None:
        others = [one for one in registry.all_procedures() if one.key != self.key]
        assert self.procedure.prefix not in {one.prefix for one in others}

    def test_everything_people_read_is_chinese_and_has_an_english_word(self) -> None:
        assert list(reading.untranslated(self.procedure)) == []

    def test_its_diagram_can_be_drawn(self) -> None:
        drawn = mermaid(self.procedure)
        for state in self.procedure.states:
            assert f" as {state}\n" in drawn
        for action in self.procedure.actions.values():
            assert str(action.label) in drawn

    @pytest.mark.django_db
    def test_every_form_renders_and_refuses_or_accepts_without_falling_over(self, cast: Any) -> None:
        for action in self.procedure.actions.values():
            scene = blank(self.procedure, cast.linwan)
            form = form_class(self.procedure, action)(scene=scene, actor=Actor.of(cast.linwan))
            assert str(form) or not form.fields
            for language in ("zh-hans", "en"):
                with translation.override(language):
                    assert list(reading.untranslated_fields(form, language)) == []
            form_class(self.procedure, action)({}, scene=scene, actor=Actor.of(cast.linwan)).is_valid()

    # tried on the engine

    @pytest.mark.django_db
    def test_every_act_can_be_done_by_somebody_writes_one_line_and_refuses_the_others(
        self, cast: Any
    ) -> None:
        wanted = set(self.procedure.actions) | {f"timer:{name}" for name in self.procedure.timers}
        done: set[str] = set()
        refused: set[str] = set()
        for seed in range(WALKS_TO_COVER):
            walk = self.walk(cast, seed)
            walk.done, walk.sparing = done, True
            with transaction.atomic(), told(walk):
                with clock.turned_to(BEGINNING):
                    walk.begin()
                for _step in range(STEPS):
                    if len(refused) < len(self.procedure.states):
                        self.refuses_outsiders(cast, walk, refused)
                    if not walk.step():
                        break
                transaction.set_rollback(True)
            if wanted <= done | self.rare:
                break
        assert wanted - done - self.rare == set(), "never done in any walk"

    def refuses_outsiders(self, cast: Any, walk: Walk, refused: set[str]) -> None:
        """Once in each state: whoever is not offered an act can't do it either, and nothing is written."""
        matter = Matter.objects.get(pk=walk.matters[0].pk)
        if matter.state in refused:
            return
        refused.add(matter.state)
        with clock.turned_to(walk.now):
            for person in (cast.wujia, cast.bailu, cast.guchangchuan):
                for name in self.not_offered(matter, person):
                    lines = Event.objects.filter(matter=matter).count()
                    with pytest.raises(NotAllowed):
                        perform(matter, name, Actor.of(person), {})
                    assert Event.objects.filter(matter=matter).count() == lines

    def not_offered(self, matter: Matter, person: Person) -> Iterator[str]:
        """Declared acts of the present state that this person has no button for."""
        offered = {one.name for one in available_actions(Scene.load(matter, clock.now()), Actor.of(person))}
        if matter.closed_at is None:
            yield from (
                one.name for one in self.procedure.actions_from(matter.state) if one.name not in offered
            )

    @pytest.mark.django_db
    def test_its_page_shows_in_every_state_on_the_way(self, cast: Any, client_of: Any) -> None:
        shown: set[str] = set()
        for seed in range(3):
            walk = self.walk(cast, seed)
            with transaction.atomic(), told(walk):
                walk.begin()
                for _step in range(8):
                    self.shows(walk, client_of, shown)
                    if not walk.step():
                        break
                self.shows(walk, client_of, shown)
                transaction.set_rollback(True)

    def shows(self, walk: Walk, client_of: Any, shown: set[str]) -> None:
        """The page of the walk's matter, for who raised it, once in each state."""
        matter = Matter.objects.get(pk=walk.matters[0].pk)
        if matter.state in shown or matter.initiator is None:
            return
        shown.add(matter.state)
        with clock.turned_to(walk.now):
            page = client_of(matter.initiator).get(matter.get_absolute_url())
        assert page.status_code == 200
        assert str(matter.number) in page.content.decode()

    @pytest.mark.django_db
    @settings(
        max_examples=WALKS,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    @given(seed=st.integers(0, 2**32 - 1), steps=st.integers(SHORTEST, STEPS))
    def test_it_holds_under_any_sequence_of_acts(self, cast: Any, seed: int, steps: int) -> None:
        with transaction.atomic():
            stand(self.walk(cast, seed), steps)
            transaction.set_rollback(True)


def blank(procedure: Procedure, person: Person) -> Scene:
    """The scene of a matter that was not begun yet."""
    matter = Matter(procedure=procedure.key, state=procedure.start, initiator=person)
    matter.initiator_department = person.department
    scene = Scene(matter, procedure, clock.now())
    scene.details = procedure.details()()
    return scene
