"""Small named questions "may this actor do this now?", composed in declarations with `|`, `&` and `~`.

`holds(scene, actor)` answers with the authority (the name of what allowed it), or None.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xieli.organisation import queries as organisation

if TYPE_CHECKING:
    from xieli.matters.actors import Actor
    from xieli.matters.scene import Scene

Test = Callable[["Scene", "Actor"], str | None]


class Predicate:
    """A named question. Names make the permission matrix readable.

    `of_holders`: whether the answer may be that one owes the item or holds a duty: lists of what one owes ask only
    these.
    """

    def __init__(self, name: str, test: Test, *, of_holders: bool = False) -> None:
        self.name = name
        self.of_holders = of_holders
        self._test = test

    def holds(self, scene: "Scene", actor: "Actor") -> str | None:
        """The authority under which the actor may, or None."""
        return self._test(scene, actor)

    def __or__(self, other: "Predicate") -> "Predicate":
        return Predicate(
            f"{self.name} | {other.name}",
            lambda scene, actor: self.holds(scene, actor) or other.holds(scene, actor),
            of_holders=self.of_holders or other.of_holders,
        )

    def __and__(self, other: "Predicate") -> "Predicate":
        def both(scene: "Scene", actor: "Actor") -> str | None:
            first = self.holds(scene, actor)
            return first if first and other.holds(scene, actor) else None

        return Predicate(f"({self.name} & {other.name})", both, of_holders=self.of_holders)

    def __invert__(self) -> "Predicate":
        return Predicate(
            f"~{self.name}", lambda scene, actor: None if self.holds(scene, actor) else f"~{self.name}"
        )

    def __repr__(self) -> str:
        return self.name


def predicate(name: str) -> Callable[[Callable[["Scene", "Actor"], bool]], Predicate]:
    """Make a named predicate of a function answering yes or no."""

    def wrap(test: Callable[["Scene", "Actor"], bool]) -> Predicate:
        return Predicate(name, lambda scene, actor: name if test(scene, actor) else None)

    return wrap


def _holder(scene: "Scene", actor: "Actor") -> str | None:
    return scene.authority_over_item(actor)


holder = Predicate("holder", _holder, of_holders=True)


@predicate("anyone")
def anyone(scene: "Scene", actor: "Actor") -> bool:
    """Any employee; customers and systems are named where they may."""
    return actor.person is not None


@predicate("initiator")
def initiator(scene: "Scene", actor: "Actor") -> bool:
    """The person who raised the matter, or who took that over from them (4.2.b)."""
    return actor.person is not None and scene.matter.requester_id == actor.person.pk


@predicate("initiator_department")
def initiator_department(scene: "Scene", actor: "Actor") -> bool:
    """Somebody of the department that raised the matter."""
    return actor.person is not None and scene.matter.initiator_department_id in organisation.departments_of(
        actor.person
    )


@predicate("initiator_head")
def initiator_head(scene: "Scene", actor: "Actor") -> bool:
    """The head of the department that raised the matter."""
    return actor.person is not None and scene.matter.initiator_department_id in organisation.headed_by(
        actor.person
    )


@predicate("head")
def head(scene: "Scene", actor: "Actor") -> bool:
    """The head of the department that owes the item."""
    item = scene.item
    return (
        actor.person is not None
        and item is not None
        and item.department_id in organisation.headed_by(actor.person)
    )


@predicate("lead_head")
def lead_head(scene: "Scene", actor: "Actor") -> bool:
    """The head of the lead department."""
    return actor.person is not None and scene.matter.lead_department_id in organisation.headed_by(
        actor.person
    )


@predicate("lead_member")
def lead_member(scene: "Scene", actor: "Actor") -> bool:
    """Somebody of the lead department."""
    return actor.person is not None and scene.matter.lead_department_id in organisation.departments_of(
        actor.person
    )


@predicate("system")
def system(scene: "Scene", actor: "Actor") -> bool:
    """The product itself: timers and imports."""
    return actor.kind == "system"


@predicate("customer")
def customer(scene: "Scene", actor: "Actor") -> bool:
    """The customer whose matter it is, by a link made for this matter or for this customer."""
    if actor.kind != "customer":
        return False
    if actor.matter_id is not None:
        return actor.matter_id == scene.matter.pk
    if scene.matter._state.adding:
        return True
    return actor.customer_id is not None and scene.matter.customer_id == actor.customer_id


@predicate("api")
def api_client(scene: "Scene", actor: "Actor") -> bool:
    """Another system with a token, such as the charging app."""
    return actor.kind == "api"


def duty(*codes: str) -> Predicate:
    """Somebody who holds one of these duties, by post or by department."""

    def test(scene: "Scene", actor: "Actor") -> str | None:
        if actor.person is None:
            return None
        held = organisation.duties_of(actor.person)
        return next((f"duty:{code}" for code in codes if code in held), None)

    return Predicate("duty(" + ", ".join(codes) + ")", test, of_holders=True)


def did(*actions: str) -> Predicate:
    """Who carried out one of these acts on this matter (nobody decides on their own work)."""

    def test(scene: "Scene", actor: "Actor") -> str | None:
        name = "did(" + ", ".join(actions) + ")"
        return name if actor.person and actor.person.pk in scene.doers(actions) else None

    return Predicate("did(" + ", ".join(actions) + ")", test)


def is_(field: str, *values: Any) -> Predicate:
    """A fact of the matter has one of these values."""

    def test(scene: "Scene", actor: "Actor") -> bool:
        return scene.fact(field) in values

    return predicate(f"{field} in {values!r}")(test)


def person_in(field: str) -> Predicate:
    """The person named by a field of the details."""

    def test(scene: "Scene", actor: "Actor") -> bool:
        return actor.person is not None and getattr(scene.details, f"{field}_id", None) == actor.person.pk

    return predicate(f"person:{field}")(test)


def who(rule: Any) -> Predicate:
    """Whoever a holder rule resolves to just now."""

    def test(scene: "Scene", actor: "Actor") -> bool:
        if actor.person is None:
            return False
        place = rule.resolve(scene)
        if place.person is not None:
            return bool(place.person.pk == actor.person.pk)
        return place.department is not None and place.department.pk in organisation.departments_of(
            actor.person
        )

    return predicate(f"who({rule.name})")(test)
