"""Which acts this person may carry out on this matter now: the only source of buttons."""

from dataclasses import dataclass

from xieli.matters.actors import Actor
from xieli.matters.forms import ActionForm, EmptyForm
from xieli.matters.models import Matter, WorkItem
from xieli.matters.policy import tokens
from xieli.matters.procedure import Label
from xieli.matters.scene import Scene
from xieli.organisation import snapshot

from .declared import authority_for, form_class
from .start import may_open_child

OF_CLOSED = ("comment", "copy", "follow", "unfollow", "void_document")


@dataclass(frozen=True)
class Available:
    """One button. `form` takes (data, scene=…, actor=…); without fields the act needs no panel."""

    name: str
    label: Label
    kind: str  # action | verb | child
    form: type[ActionForm]
    authority: str
    item: WorkItem | None = None
    primary: bool = False
    danger: bool = False
    rank: int = 5
    icon: str = ""

    @property
    def needs_input(self) -> bool:
        """Whether a panel opens, or one click does it."""
        return bool(self.form.base_fields)

    @property
    def grave(self) -> bool:
        """Not to be hit by mistake. Refusing what one is asked is an answer like the others: it stands beside them."""
        return self.danger and not (self.kind == "action" and self.item is not None)


def available_actions(scene: Scene, actor: Actor) -> list[Available]:
    """Every declared act, general verb and child the actor may use, most usual first. Asks nothing of the database
    beyond what predicates about the past need."""
    from xieli.matters.verbs import VERBS

    matter = scene.matter
    if matter.sealed_at is not None:
        return []
    if actor.person is not None and (
        not actor.person.active or not set(tokens(actor.person)) & set(matter.audience)
    ):
        return []
    with snapshot.pinned():
        found = [*_declared(scene, actor), *_children(scene, actor)]
        declared = {one.name for one in found}
        for verb in VERBS.values():
            if matter.closed_at is not None and verb.name not in OF_CLOSED:
                continue
            if verb.name in declared or _is_draft(matter):
                continue
            authority = verb.find(scene, actor, named=False)
            if authority is not None:
                item = scene.item if scene.item in verb.candidates(scene) else None
                found.append(
                    Available(
                        verb.name,
                        verb.label_in(scene),
                        "verb",
                        verb.form_in(scene),
                        authority,
                        item,
                        primary=verb.rank <= 1,
                        danger=verb.danger,
                        rank=verb.rank + 5,
                        icon=verb.icon,
                    )
                )
        scene.item = None
    return sorted(found, key=lambda one: (not one.primary, one.grave, one.rank))


def _is_draft(matter: Matter) -> bool:
    return matter.head_seq == 0


def _declared(scene: Scene, actor: Actor) -> list[Available]:
    found = []
    for rank, action in enumerate(scene.procedure.actions_from(scene.state.name)):
        if scene.matter.closed_at is not None and scene.state.final:
            continue
        authority = authority_for(scene, action, actor)
        if authority is not None:
            item = scene.item if authority in ("holder", "deputy", "department") else None
            found.append(
                Available(
                    action.name,
                    action.label,
                    "action",
                    form_class(scene.procedure, action),
                    authority,
                    item,
                    primary=action.primary,
                    danger=action.danger,
                    rank=rank,
                )
            )
    return found


def _children(scene: Scene, actor: Actor) -> list[Available]:
    return [
        Available(spec.name, spec.label, "child", EmptyForm, "child", rank=8, icon="git-branch")
        for spec in scene.procedure.children.values()
        if scene.matter.closed_at is None and may_open_child(scene, spec, actor)
    ]
