"""Official forms of a procedure: declared in its folder's documents.py, each building the neutral `Paper` of a scene.

A form with a series is issued by the acts that name it and gets a 文号 then; every form can be printed without one.
A form must also build on an empty matter: that is its specimen, from which its placeholders are known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import override

from xieli.core import clock, store
from xieli.documents import house, kinds, pdf
from xieli.documents.archive import written_day
from xieli.documents.paper import Opinion, Paper, Proof
from xieli.organisation.models import Person

from .predicates import Predicate, duty
from .states import Label

if TYPE_CHECKING:
    from .procedure import Procedure
    from .scene import Scene

ADMINISTRATION = duty("admin")
SECRECY = {"secret": "秘密", "confidential": "机密"}


@dataclass(frozen=True)
class OfficialForm:
    """`build`: the paper of a scene. `series`: its code after the company's (绿充项: 项); without one it is only
    printed. `void`: who may declare an issued one void."""

    label: Label
    build: Callable[["Scene"], Paper]
    series: str = ""
    void: Predicate = ADMINISTRATION


def kind_of(procedure: str, name: str) -> str:
    """The key of a kind of document over all procedures."""
    return f"{procedure}.{name}"


def paper_of(scene: "Scene", form: OfficialForm) -> Paper:
    """What the form says of this matter now, with its secrecy if it has one. Always Chinese: builders write words."""
    with override("zh-hans"):
        paper = form.build(scene)
    return replace(paper, secrecy=SECRECY.get(scene.matter.classification, ""))


def printed(scene: "Scene", name: str, person: Person, extension: str) -> bytes:
    """打印件: the form as it stands now, as "pdf" or "docx", without a number and marked as a mere print."""
    paper, own = _dressed(scene, name)
    if extension == "docx":
        from xieli.documents import (  # when asked for: its library is a fifth of a second of every start
            own_word,
            word,
        )

        proof = _print_proof(scene, paper, person)
        return own_word.render(paper, own.word) if own is not None and own.word else word.render(paper, proof)
    return pdf.render(paper, _print_proof(scene, paper, person), clock.local(scene.now).date())


def _dressed(scene: "Scene", name: str) -> tuple[Paper, Any]:
    own = house.wording(kind_of(scene.procedure.key, name))
    paper = paper_of(scene, scene.procedure.documents[name])
    return house.dressed(paper, house.letterhead(), own), own


def _print_proof(scene: "Scene", paper: Paper, person: Person) -> Proof:
    day = written_day(clock.local(scene.now).date())
    note = f"打印件 · 未编号，不作为正式文书 · {person.name} {day}打印"
    return Proof(note=note, logo=store.read(paper.logo) if paper.logo else b"")


def all_kinds() -> Iterable[kinds.Kind]:
    """Every form of every procedure, for the pages where a company makes them its own."""
    from . import registry

    for procedure in registry.all_procedures():
        for name, form in procedure.documents.items():
            yield kinds.Kind(
                kind_of(procedure.key, name),
                form.label,
                form.series,
                _specimen(procedure, form),
                procedure.name,
            )


def _specimen(procedure: "Procedure", form: OfficialForm) -> Callable[[], Paper]:
    def build() -> Paper:
        from .models import Matter
        from .scene import Scene

        matter = Matter(
            procedure=procedure.key, state=procedure.start, classification=procedure.classification
        )
        matter.opened_at = clock.now()
        scene = Scene(matter, procedure, clock.now())
        scene.details = procedure.details()(matter=matter)
        return paper_of(scene, form)

    return build


# What the builders in the procedures' folders are written with.


def day_of(moment: datetime | None) -> str:
    """2026年11月26日; empty for nothing."""
    return written_day(clock.local(moment).date()) if moment is not None else ""


def date_of(day: date | str | None) -> str:
    """2026年11月26日 of a date, also one kept as text (2026-11-26); empty for nothing."""
    return written_day(date.fromisoformat(str(day))) if day else ""


def moment_of(moment: datetime | None) -> str:
    """2026年11月26日 18:00; empty for nothing."""
    return f"{day_of(moment)} {clock.local(moment):%H:%M}" if moment is not None else ""


def opinions_of(scene: "Scene", asked: Sequence[tuple[str, Sequence[str]]]) -> tuple[Opinion, ...]:
    """意见栏: for each (who, acts) what was said by the latest of these acts, by whom and when; blank if nobody did."""
    from .models import Event
    from .web import names

    events: dict[str, Event] = {}
    wanted = [name for _who, acts in asked for name in acts]
    if scene.matter.pk is not None:
        rows = Event.objects.filter(matter=scene.matter, action__in=wanted)
        for event in rows.prefetch_related("texts").order_by("seq"):
            events[event.action] = event
    found = []
    for who, acts in asked:
        if scene.acting is not None and scene.acting.action in acts:
            found.append(_by_this_act(scene, who))
            continue
        latest = max((events[one] for one in acts if one in events), key=lambda one: one.seq, default=None)
        if latest is None:
            found.append(Opinion(who))
            continue
        said = "\n".join(text.text for text in latest.texts.all() if text.text)
        label = str(names.action_label(scene.procedure, latest.action))
        found.append(Opinion(who, said or label, names.person_name(latest.actor_id), day_of(latest.at)))
    return tuple(found)


def _by_this_act(scene: "Scene", who: str) -> Opinion:
    """What is said by the act that issues the document, whose line will be written in the same transaction."""
    from .web import names

    act = scene.acting
    said = "\n".join(text for text in act.texts.values() if text)
    label = str(names.action_label(scene.procedure, act.action))
    return Opinion(who, said or label, names.person_name(act.actor.person_id), day_of(act.now))


def attachments_of(scene: "Scene") -> tuple[str, ...]:
    """Names of the matter's files, oldest first."""
    from .models import Attachment

    if scene.matter._state.adding:  # a specimen
        return ()
    rows = Attachment.objects.filter(matter=scene.matter, deleted_at=None).order_by("at", "pk")
    return tuple(rows.values_list("name", flat=True))


def check(procedure: str, documents: dict[str, OfficialForm], issues: Iterable[str]) -> None:
    """Every issued form is declared and has a series. ValueError at start-up."""
    for name in issues:
        if name not in documents or not documents[name].series:
            raise ValueError(f"{procedure} issues {name}, which is not declared with a series")
