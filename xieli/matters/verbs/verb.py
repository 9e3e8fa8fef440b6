"""What a general verb is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from xieli.matters.actors import Actor
from xieli.matters.commands.act import Act
from xieli.matters.forms import ActionForm
from xieli.matters.models import WorkItem
from xieli.matters.procedure import Label
from xieli.matters.scene import Scene

Reach = Literal["item", "side", "matter"]


@dataclass(frozen=True)
class Verb:
    """`reach`: acts on a main item, on a side item, or on the matter as a whole. `may` answers the authority or None
    with `scene.item` set; `apply` does it. `saves`: whether what the form saves is this matter's own."""

    name: str
    label: Label
    may: Callable[[Scene, Actor], str | None]
    apply: Callable[[Act], None]
    form: type[ActionForm]
    reach: tuple[Reach, ...] = ("matter",)
    rank: int = 50
    danger: bool = False
    icon: str = ""
    form_of: Callable[[Scene], type[ActionForm]] | None = None
    label_of: Callable[[Scene], Label] | None = None
    saves: bool = True

    def form_in(self, scene: Scene) -> type[ActionForm]:
        """The form this verb asks for here: its own, unless the procedure says otherwise."""
        return self.form_of(scene) if self.form_of is not None else self.form

    def label_in(self, scene: Scene) -> Label:
        """What its button says here."""
        return (self.label_of(scene) if self.label_of is not None else "") or self.label

    def candidates(self, scene: Scene) -> list[WorkItem | None]:
        """Items this verb could act on."""
        found: list[WorkItem | None] = []
        if "item" in self.reach:
            found += scene.main_items
        if "side" in self.reach:
            found += [item for item in scene.open_items if not item.main]
        return found or ([None] if "matter" in self.reach else [])

    def find(self, scene: Scene, actor: Actor, *, named: bool) -> str | None:
        """The authority, setting `scene.item` to the first item it holds for."""
        if named:
            item = scene.item
            fits = item is None or ("item" if item.main else "side") in self.reach or "matter" in self.reach
            return self.may(scene, actor) if fits else None
        for item in self.candidates(scene):
            scene.item = item
            if found := self.may(scene, actor):
                return found
        scene.item = None
        return None


def holds_item(scene: Scene, actor: Actor) -> str | None:
    """The actor holds the chosen item."""
    return scene.authority_over_item(actor)


def may_see(scene: Scene, actor: Actor) -> str | None:
    """Anybody who may see the matter (checked before) and is an employee."""
    return "reader" if actor.person is not None else None
